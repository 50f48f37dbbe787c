#include "analysis/objective_test.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/objective.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using core::MetricScope;
using core::Statistic;
using Relation = core::Objective::Relation;

bool is_less(Relation relation) { return relation == Relation::less || relation == Relation::less_equal; }

core::Metric metric_of(const core::Objective& objective) { return core::metric_named(objective.metric).value(); }
Statistic statistic_of(const core::Objective& objective) {
    return core::statistic_named(objective.statistic).value();
}

/// The share of the runs that may miss the threshold: 5 % for "p95 < t", 95 % for "p95 > t".
double allowed_share(Statistic statistic, Relation relation) {
    double level = 0.99;
    if (statistic == Statistic::p50) level = 0.50;
    if (statistic == Statistic::p90) level = 0.90;
    if (statistic == Statistic::p95) level = 0.95;
    return is_less(relation) ? 1.0 - level : level;
}

bool counts_runs(const core::Objective& objective) {
    return core::info(metric_of(objective)).scope == MetricScope::run &&
           statistic_of(objective) != Statistic::mean;
}

}  // namespace

std::string ObjectiveTest::why_untestable(const core::Objective& objective) {
    if (counts_runs(objective)) {
        return statistic_of(objective) == Statistic::max
                   ? fmt::format("'{}': no number of runs shows a largest value; ask for p99", objective.text)
                   : std::string();
    }
    const bool is_share = core::info(metric_of(objective)).scope == MetricScope::share;
    if (is_share && (objective.threshold <= 0.0 || objective.threshold >= 1.0)) {
        return fmt::format("'{}': no number of runs shows a share of none or all; allow a small share such as 0.1 %",
                           objective.text);
    }
    return {};
}

ObjectiveTest::ObjectiveTest(const core::Objective& objective)
    : metric_(metric_of(objective)),
      within_run_(core::info(metric_).scope == MetricScope::vm ? statistic_of(objective) : Statistic::mean),
      objective_(objective),
      counts_runs_(counts_runs(objective)),
      tests_(Sides<SequentialTTest>{{0.0, Claim::below}, {0.0, Claim::above}}) {
    GALLERYSIM_ASSERT(why_untestable(objective).empty(), "only an objective that can be shown is tested");
    const bool is_share = core::info(metric_).scope == MetricScope::share;
    sign_ = counts_runs_ || is_less(objective.relation) ? 1.0 : -1.0;
    threshold_ = counts_runs_ ? allowed_share(statistic_of(objective), objective.relation) : objective.threshold;
    if (counts_runs_ || is_share) {
        const bool less = sign_ > 0.0;
        tests_ = Sides<BettingTest>{{threshold_, less ? Claim::below : Claim::above},
                                    {threshold_, less ? Claim::above : Claim::below}};
    } else {
        tests_ = Sides<SequentialTTest>{{sign_ * threshold_, Claim::below}, {sign_ * threshold_, Claim::above}};
    }
}

void ObjectiveTest::add(const core::RunResult& run) {
    double value = run[metric_][within_run_];
    if (counts_runs_) value = core::meets(objective_, value) ? 0.0 : 1.0;
    if (std::isnan(value)) {
        has_undefined_run_ = true;
        return;
    }
    ++count_;
    const double away = value - mean_;
    mean_ += away / static_cast<double>(count_);
    squares_ += away * (value - mean_);
    if (auto* betting = std::get_if<Sides<BettingTest>>(&tests_)) {
        betting->met.add(value);
        betting->missed.add(value);
    } else {
        auto& student = std::get<Sides<SequentialTTest>>(tests_);
        student.met.add(sign_ * value);
        student.missed.add(sign_ * value);
    }
}

bool ObjectiveTest::is_met(double alpha) const {
    return !has_undefined_run_ && std::visit([&](const auto& sides) { return sides.met.is_proven(alpha); }, tests_);
}

bool ObjectiveTest::is_missed(double alpha) const {
    return std::visit([&](const auto& sides) { return sides.missed.is_proven(alpha); }, tests_);
}

std::optional<double> ObjectiveTest::progress(Claim side, double alpha) const {
    const auto* betting = std::get_if<Sides<BettingTest>>(&tests_);
    if (betting == nullptr) return std::nullopt;
    return (side == Claim::below ? betting->met : betting->missed).progress(alpha);
}

double ObjectiveTest::least_runs(double alpha) const {
    return std::visit([&](const auto& sides) { return sides.met.least_observations(alpha); }, tests_);
}

double ObjectiveTest::slack() const {
    if (count_ == 0) return has_undefined_run_ ? -1.0 : 0.0;
    return sign_ * (threshold_ - mean_) / std::max(std::abs(threshold_), 1e-12);
}

double ObjectiveTest::slack_error() const {
    if (count_ < 2) return 1.0;
    const auto n = static_cast<double>(count_);
    return std::sqrt(squares_ / (n - 1.0) / n) / std::max(std::abs(threshold_), 1e-12);
}

ObjectiveTests::ObjectiveTests(std::span<const core::Objective> objectives) {
    GALLERYSIM_ASSERT(!objectives.empty(), "there is an objective to test");
    tests_.reserve(objectives.size());
    for (const core::Objective& objective : objectives) tests_.emplace_back(objective);
}

void ObjectiveTests::add(const core::RunResult& run) {
    for (ObjectiveTest& test : tests_) test.add(run);
}

bool ObjectiveTests::are_met(double alpha) const {
    return std::ranges::all_of(tests_, [alpha](const ObjectiveTest& t) { return t.is_met(alpha); });
}

bool ObjectiveTests::is_one_missed(double alpha) const {
    const double share = alpha / static_cast<double>(tests_.size());
    return std::ranges::any_of(tests_, [share](const ObjectiveTest& t) { return t.is_missed(share); });
}

bool ObjectiveTests::is_hopeless(Claim side, double alpha, double runs, double budget) const {
    static constexpr double kFewestRuns = 100.0;
    static constexpr double kFewest = 0.25;  // of the budget
    static constexpr double kLuck = 1.6;
    if (runs < std::max(kFewestRuns, kFewest * budget)) return false;
    const auto is_behind = [&](const ObjectiveTest& test) {
        const auto progress = test.progress(side, alpha);
        return progress && kLuck * *progress * budget / runs < 1.0;
    };
    return side == Claim::below ? std::ranges::any_of(tests_, is_behind) : std::ranges::all_of(tests_, is_behind);
}

double ObjectiveTests::least_runs(double alpha) const {
    double least = 0.0;
    for (const ObjectiveTest& test : tests_) least = std::max(least, test.least_runs(alpha));
    return least;
}

const ObjectiveTest& ObjectiveTests::tightest() const {
    return *std::ranges::min_element(tests_, {}, [](const ObjectiveTest& t) { return t.slack(); });
}

double ObjectiveTests::slack() const { return tightest().slack(); }
double ObjectiveTests::slack_error() const { return tightest().slack_error(); }

}  // namespace gallerysim::analysis
