#include "analysis/least_replicas.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/objective_test.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

// Every step has run numbers of its own: what one of them suggests is tested on others.
constexpr std::uint32_t kSearchPilotRuns = 1U << 24;
constexpr std::uint32_t kFewerRuns = 2U << 24;
constexpr std::uint32_t kRunsPerAttempt = 1U << 16;
constexpr int kAttempts = 8;
constexpr int kMostTries = 4;
constexpr double kClearlyMissed = -0.6;  ///< a slack at which a miss is soon shown
constexpr double kFirstReplicas = 0.9;        ///< its share of the error; the others halve the rest

class LeastReplicasSearch {
public:
    LeastReplicasSearch(const ReplicaTrial& trial, std::span<const core::Objective> objectives, const LeastReplicasTerms& terms)
        : trial_(trial), objectives_(objectives), terms_(terms), slacks_(terms.group_of.size()) {
        const std::size_t targets = terms.group_of.size();
        GALLERYSIM_ASSERT(targets > 0 && terms.first_guess.size() == targets && terms.limit.size() == targets,
                          "every target has a group, a guess and a limit");
        groups_ = *std::ranges::max_element(terms.group_of) + 1;
        result_.replicas = terms.limit;
        result_.misses.assign(targets, 0);
        result_.group_is_shown.assign(groups_, false);
        seems_to_fail_.assign(groups_, false);
        order_.assign(targets, 0);
        for (std::size_t t = 0; t < targets; ++t) {
            for (std::size_t u = 0; u < t; ++u) order_[t] += terms.group_of[u] == terms.group_of[t] ? 1U : 0U;
        }
    }

    void pilot() {
        for (std::size_t turn = 0; turn < turns(); ++turn) pilot_turn(turn);
    }

    void confirm() {
        std::vector<bool> hopeless = seems_to_fail_;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            result_.attempts = attempt + 1;
            const std::vector<bool> shown = test_vector(attempt, hopeless);
            bool all = true;
            for (std::size_t g = 0; g < groups_; ++g) {
                if (hopeless[g] || shown[g]) continue;
                all = false;
                if (attempt + 1 == kAttempts || !raise(g, attempt)) hopeless[g] = true;
            }
            if (!all) continue;
            for (std::size_t g = 0; g < groups_; ++g) result_.group_is_shown[g] = !hopeless[g] && shown[g];
            return;
        }
    }

    void try_fewer() {
        for (std::size_t turn = 0; turn < turns(); ++turn) try_fewer_turn(turn);
    }

    void take(std::vector<std::int64_t> replicas) { result_.replicas = std::move(replicas); }
    void take_pilots_word() {
        for (std::size_t g = 0; g < groups_; ++g) result_.group_is_shown[g] = !seems_to_fail_[g];
    }
    LeastReplicas result() && { return std::move(result_); }

private:
    [[nodiscard]] std::size_t turns() const { return *std::ranges::max_element(order_) + 1; }
    [[nodiscard]] std::size_t targets() const { return terms_.group_of.size(); }

    std::vector<core::RunResult> simulate(std::span<const std::int64_t> replicas, std::uint32_t run) {
        ++result_.runs;
        result_.vms += static_cast<std::uint64_t>(terms_.vms_per_run);
        std::vector<core::RunResult> results = trial_(replicas, run);
        GALLERYSIM_ASSERT(results.size() >= groups_, "a trial has a result for every group");
        return results;
    }

    /// The slack of these groups' objectives, by few runs; nothing for the others.
    std::vector<double> pilot_slacks(std::span<const std::int64_t> replicas, const std::vector<bool>& wanted) {
        static constexpr std::uint32_t kLeast = 10;
        static constexpr double kClear = 4.0;
        static constexpr double kPrecise = 0.2;
        std::vector<ObjectiveTests> tests(groups_, ObjectiveTests(objectives_));
        const auto most =
            static_cast<std::uint32_t>(std::clamp(terms_.pilot_budget / terms_.vms_per_run, 60.0, 600.0));
        const auto is_clear = [&](const ObjectiveTests& test, std::uint32_t runs) {
            const double error = test.slack_error();
            return (runs >= kLeast && test.slack() < -kClear * error) || (runs >= 6 * kLeast && error < kPrecise);
        };
        for (std::uint32_t run = 0; run < most; ++run) {
            const auto results = simulate(replicas, kSearchPilotRuns + run);
            bool all = true;
            for (std::size_t g = 0; g < groups_; ++g) {
                if (!wanted[g]) continue;
                tests[g].add(results[g]);
                all = all && is_clear(tests[g], run + 1);
            }
            if (all) break;
        }
        std::vector<double> slacks(groups_, 0.0);
        for (std::size_t g = 0; g < groups_; ++g) {
            if (wanted[g]) slacks[g] = tests[g].slack();
        }
        return slacks;
    }

    /// Where the search for one target stands: `low` replicas seem to miss, `high` seem to do.
    struct Bracket {
        std::int64_t low = 0;
        std::int64_t high = 0;
        std::int64_t probe = 0;
        double reach = 0.06;

        [[nodiscard]] bool is_closed(std::int64_t limit) const {
            return high == 1 || low == limit || high - low == 1;
        }
        void note(bool is_met, std::int64_t limit) {
            const auto stride = std::max<std::int64_t>(1, std::llround(reach * static_cast<double>(probe)));
            reach *= 2.0;
            if (is_met) {
                high = probe;
                probe = low > 0 ? low + (high - low) / 2 : std::max<std::int64_t>(1, probe - stride);
            } else {
                low = probe;
                probe = high <= limit ? low + (high - low) / 2 : std::min(limit, probe + stride);
            }
        }
    };

    /// The next target of every group.
    void pilot_turn(std::size_t turn) {
        std::vector<Bracket> brackets(targets());
        for (std::size_t t = 0; t < targets(); ++t) {
            brackets[t].high = terms_.limit[t] + 1;
            brackets[t].probe = std::clamp<std::int64_t>(terms_.first_guess[t], 1, terms_.limit[t]);
        }
        while (true) {
            std::vector<bool> wanted(groups_, false);
            std::vector<std::int64_t> replicas = result_.replicas;
            for (std::size_t t = 0; t < targets(); ++t) {
                if (order_[t] != turn || brackets[t].is_closed(terms_.limit[t])) continue;
                if (seems_to_fail_[terms_.group_of[t]]) continue;
                wanted[terms_.group_of[t]] = true;
                replicas[t] = brackets[t].probe;
            }
            if (std::ranges::find(wanted, true) == wanted.end()) return;
            const std::vector<double> slacks = pilot_slacks(replicas, wanted);
            for (std::size_t t = 0; t < targets(); ++t) {
                const std::size_t g = terms_.group_of[t];
                if (order_[t] != turn || !wanted[g]) continue;
                slacks_[t][brackets[t].probe] = slacks[g];
                brackets[t].note(slacks[g] >= 0.0, terms_.limit[t]);
                if (!brackets[t].is_closed(terms_.limit[t])) continue;
                if (brackets[t].low == terms_.limit[t]) seems_to_fail_[g] = true;
                else result_.replicas[t] = brackets[t].high;
            }
        }
    }

    [[nodiscard]] double budget(double least_runs) const {
        const double affordable = std::min(terms_.test_budget / terms_.vms_per_run, 10'000.0);
        return std::min(std::max(1.5 * least_runs, affordable), static_cast<double>(kRunsPerAttempt));
    }

    /// Which groups are shown to meet their objectives.
    std::vector<bool> test_vector(int attempt, const std::vector<bool>& hopeless) {
        const double alpha = (1.0 - terms_.confidence) * std::pow(0.5, attempt + 1);
        std::vector<ObjectiveTests> tests(groups_, ObjectiveTests(objectives_));
        std::vector<bool> shown(groups_, false);
        std::vector<bool> decided = hopeless;
        const double most = budget(tests.front().least_runs(alpha));
        const std::uint32_t first = kRunsPerAttempt * static_cast<std::uint32_t>(attempt);
        for (std::uint32_t run = 0; run < most; ++run) {
            for (std::size_t g = 0; g < groups_; ++g) {
                if (!decided[g] && tests[g].is_hopeless(Claim::below, alpha, run, most)) decided[g] = true;
            }
            if (std::ranges::find(decided, false) == decided.end()) break;
            const auto results = simulate(result_.replicas, first + run);
            for (std::size_t g = 0; g < groups_; ++g) {
                if (decided[g]) continue;
                tests[g].add(results[g]);
                shown[g] = tests[g].are_met(alpha);
                decided[g] = shown[g] || tests[g].is_one_missed(0.001);
            }
        }
        return shown;
    }

    /// More replicas for the targets of a group; false when they are at their limits.
    bool raise(std::size_t group, int attempt) {
        bool has_raised = false;
        for (std::size_t t = 0; t < targets(); ++t) {
            if (terms_.group_of[t] != group || result_.replicas[t] >= terms_.limit[t]) continue;
            const std::int64_t step = std::max<std::int64_t>(1, result_.replicas[t] / 50) << (attempt / 2);
            result_.replicas[t] = std::min(terms_.limit[t], result_.replicas[t] + step);
            has_raised = true;
        }
        return has_raised;
    }

    /// One target's sequence of tests for a miss.
    struct Sequence {
        std::int64_t start = 0;      ///< of this try
        std::int64_t candidate = 0;  ///< 0: at its end
        int attempt = 0;
    };

    [[nodiscard]] Sequence first_sequence(std::size_t target) const {
        const std::int64_t replicas = result_.replicas[target];
        Sequence sequence;
        if (!result_.group_is_shown[terms_.group_of[target]] || replicas == 1) return sequence;
        for (const auto& [number, slack] : slacks_[target]) {
            if (number < replicas && slack <= kClearlyMissed) sequence.start = std::max(sequence.start, number);
        }
        if (sequence.start == 0) sequence.start = std::max<std::int64_t>(1, replicas - std::max<std::int64_t>(2, replicas / 10));
        sequence.candidate = sequence.start;
        return sequence;
    }

    [[nodiscard]] double level_of(int attempt) const {
        const double error = (1.0 - terms_.confidence) / static_cast<double>(targets());
        return attempt == 0 ? kFirstReplicas * error : (1.0 - kFirstReplicas) * error * std::pow(0.5, attempt);
    }

    void advance(Sequence& sequence, std::size_t target, bool shown) {
        if (shown) {
            result_.misses[target] = sequence.candidate;
            ++sequence.candidate;
            // Later tries end where an earlier one began: that one was not shown.
            const bool is_at_end = sequence.candidate >= result_.replicas[target] ||
                                   (sequence.attempt > 0 && sequence.candidate >= previous_start_[target]);
            if (is_at_end) sequence.candidate = 0;
            return;
        }
        const bool is_first = sequence.candidate == sequence.start && result_.misses[target] == 0;
        if (!is_first || sequence.start == 1 || ++sequence.attempt == kMostTries) {
            sequence.candidate = 0;
            return;
        }
        previous_start_[target] = sequence.start;
        const std::int64_t step = std::max<std::int64_t>(1, sequence.start / 10) << sequence.attempt;
        sequence.start = std::max<std::int64_t>(1, sequence.start - step);
        sequence.candidate = sequence.start;
    }

    void try_fewer_turn(std::size_t turn) {
        std::vector<Sequence> sequences(targets());
        previous_start_.assign(targets(), 0);
        for (std::size_t t = 0; t < targets(); ++t) {
            if (order_[t] == turn) sequences[t] = first_sequence(t);
        }
        while (std::ranges::any_of(sequences, [](const Sequence& s) { return s.candidate > 0; })) {
            const std::vector<bool> shown = test_fewer(sequences);
            for (std::size_t t = 0; t < targets(); ++t) {
                if (sequences[t].candidate > 0) advance(sequences[t], t, shown[t]);
            }
        }
    }

    /// By target: its candidate is shown to miss an objective.
    std::vector<bool> test_fewer(const std::vector<Sequence>& sequences) {
        std::vector<std::int64_t> replicas = result_.replicas;
        std::vector<ObjectiveTests> tests(targets(), ObjectiveTests(objectives_));
        std::vector<bool> shown(targets(), false);
        std::vector<bool> decided(targets(), true);
        for (std::size_t t = 0; t < targets(); ++t) {
            if (sequences[t].candidate == 0) continue;
            replicas[t] = sequences[t].candidate;
            decided[t] = false;
        }
        const double most = budget(0.0);
        for (std::uint32_t run = 0; run < most; ++run) {
            for (std::size_t t = 0; t < targets(); ++t) {
                const double alpha = level_of(sequences[t].attempt);
                if (!decided[t] && tests[t].is_hopeless(Claim::above, alpha, run, most)) decided[t] = true;
            }
            if (std::ranges::find(decided, false) == decided.end()) break;
            const auto results = simulate(replicas, kFewerRuns + run);
            for (std::size_t t = 0; t < targets(); ++t) {
                if (decided[t]) continue;
                tests[t].add(results[terms_.group_of[t]]);
                shown[t] = tests[t].is_one_missed(level_of(sequences[t].attempt));
                decided[t] = shown[t] || tests[t].are_met(0.001);
            }
        }
        return shown;
    }

    const ReplicaTrial& trial_;
    std::span<const core::Objective> objectives_;
    const LeastReplicasTerms& terms_;
    std::vector<std::map<std::int64_t, double>> slacks_;  ///< of the pilot, by target and replicas
    std::size_t groups_ = 0;
    std::vector<std::size_t> order_;  ///< of a target among those of its group
    std::vector<bool> seems_to_fail_;  ///< by group: the pilot's limit is not enough
    std::vector<std::int64_t> previous_start_;
    LeastReplicas result_;
};

}  // namespace

bool LeastReplicas::is_shown() const { return std::ranges::find(group_is_shown, false) == group_is_shown.end(); }

LeastReplicas find_least_replicas(const ReplicaTrial& trial, std::span<const core::Objective> objectives,
                                  const LeastReplicasTerms& terms) {
    LeastReplicasSearch search(trial, objectives, terms);
    search.pilot();
    search.confirm();
    search.try_fewer();
    return std::move(search).result();
}

LeastReplicas confirm_replicas(const ReplicaTrial& trial, std::span<const core::Objective> objectives,
                               const LeastReplicasTerms& terms, std::vector<std::int64_t> replicas) {
    LeastReplicasSearch search(trial, objectives, terms);
    search.take(std::move(replicas));
    search.confirm();
    search.try_fewer();
    return std::move(search).result();
}

LeastReplicas estimate_least_replicas(const ReplicaTrial& trial, std::span<const core::Objective> objectives,
                                      const LeastReplicasTerms& terms) {
    LeastReplicasSearch search(trial, objectives, terms);
    search.pilot();
    search.take_pilots_word();
    return std::move(search).result();
}

}  // namespace gallerysim::analysis
