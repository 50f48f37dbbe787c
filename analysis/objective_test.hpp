#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "analysis/sequential_test.hpp"
#include "core/metric.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// Whether one objective is met, from one run after the other, by evidence that may be looked at after every
/// run. What is tested depends on the metric's scope, as in PointResult:
///
///   share               the mean share of a run's VMs, a BettingTest
///   run, a quantile     the share of the runs that miss the threshold, a BettingTest: makespan.p95 < t is
///                       met when fewer than 5 % of the runs have a makespan of t or more, or none at all
///   vm, or a run's mean the mean over the runs, a SequentialTTest; never proven to be met once a run has no
///                       value
class ObjectiveTest {
public:
    explicit ObjectiveTest(const core::Objective& objective);

    /// Why no number of runs can show this objective, empty when one can.
    [[nodiscard]] static std::string why_untestable(const core::Objective& objective);

    void add(const core::RunResult& run);
    [[nodiscard]] bool is_met(double alpha) const;
    [[nodiscard]] bool is_missed(double alpha) const;
    /// BettingTest::progress of what is to be shown; nothing for a t test.
    [[nodiscard]] std::optional<double> progress(Claim side, double alpha) const;
    [[nodiscard]] double least_runs(double alpha) const;  ///< that is_met() takes

    /// How far the mean so far lies inside the threshold, in units of the threshold: 1 - mean / threshold for
    /// "less"; negative when it is missed. And the standard error of that. For guesses, not for claims.
    [[nodiscard]] double slack() const;
    [[nodiscard]] double slack_error() const;

private:
    template <class Test>
    struct Sides {
        Test met;
        Test missed;
    };

    core::Metric metric_;
    core::Statistic within_run_;
    core::Objective objective_;
    bool counts_runs_ = false;  ///< what is tested is the share of the runs that miss the threshold
    double sign_ = 1.0;         ///< -1 turns "greater" into "less"
    double threshold_ = 0.0;    ///< of what is tested
    std::variant<Sides<BettingTest>, Sides<SequentialTTest>> tests_;
    bool has_undefined_run_ = false;
    std::uint64_t count_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;
};

/// All objectives together: met when each of them is, each shown at alpha (an intersection-union test needs no
/// correction); missed when one of them is, each tested at alpha divided by their number.
class ObjectiveTests {
public:
    explicit ObjectiveTests(std::span<const core::Objective> objectives);

    void add(const core::RunResult& run);
    [[nodiscard]] bool are_met(double alpha) const;
    [[nodiscard]] bool is_one_missed(double alpha) const;
    /// The objectives will hardly be met (one of them hardly be missed) within `budget` runs, as it goes after `runs`:
    /// a guess.
    [[nodiscard]] bool is_hopeless(Claim side, double alpha, double runs, double budget) const;
    [[nodiscard]] double least_runs(double alpha) const;
    /// The least slack of an objective, and the error of that.
    [[nodiscard]] double slack() const;
    [[nodiscard]] double slack_error() const;

private:
    [[nodiscard]] const ObjectiveTest& tightest() const;

    std::vector<ObjectiveTest> tests_;
};

}  // namespace gallerysim::analysis
