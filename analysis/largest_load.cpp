#include "analysis/largest_load.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/objective_test.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

/// Runs of the pilot have numbers of their own: what they suggest is tested on others.
constexpr std::uint32_t kFirstPilotRun = 1U << 24;
constexpr int kTries = 4;
constexpr double kPlenty = 0.4;    ///< a slack that further runs are unlikely to use up
constexpr double kFirstTry = 0.9;  ///< its share of the error; the others halve the rest

class Search {
public:
    Search(const LoadTrial& trial, std::span<const core::Objective> objectives, const LargestLoadTerms& terms)
        : trial_(trial), objectives_(objectives), terms_(terms) {}

    LargestLoad run() {
        result_.misses = terms_.limit + 1;
        find_pilot();
        const std::int64_t step = step_at(pilot_);
        climb(step);
        descend(step);
        return result_;
    }

private:
    [[nodiscard]] std::int64_t step_at(std::int64_t load) const {
        return std::max<std::int64_t>(1, std::llround(terms_.resolution * static_cast<double>(load)));
    }

    core::RunResult simulate(std::int64_t load, std::uint32_t run) {
        ++result_.runs;
        result_.vms += static_cast<std::uint64_t>(load);
        return trial_(load, run);
    }

    /// The slack of the objectives at a load, by few runs; memorised.
    double pilot_slack(std::int64_t load) {
        static constexpr std::uint32_t kLeast = 10;
        static constexpr double kClear = 4.0;
        static constexpr double kPrecise = 0.2;
        if (const auto known = slacks_.find(load); known != slacks_.end()) return known->second;
        ObjectiveTests tests(objectives_);
        const auto runs = static_cast<std::uint32_t>(
            std::clamp(terms_.pilot_budget / static_cast<double>(load), 60.0, 600.0));
        for (std::uint32_t run = 0; run < runs; ++run) {
            tests.add(simulate(load, kFirstPilotRun + run));
            const double error = tests.slack_error();
            if (run + 1 >= kLeast && tests.slack() < -kClear * error) break;
            if (run + 1 >= 6 * kLeast && error < kPrecise) break;
        }
        return slacks_[load] = tests.slack();
    }

    /// The objectives go from well met to plainly missed between these loads, as with an even split: then the
    /// very load is soon found.
    [[nodiscard]] bool is_sharp(std::int64_t low, std::int64_t high) const {
        static constexpr double kPlainlyMissed = -3.0;
        const auto below = slacks_.find(low);
        const auto above = slacks_.find(high);
        return below != slacks_.end() && above != slacks_.end() && below->second >= kPlenty &&
               above->second <= kPlainlyMissed;
    }

    /// The largest load whose point estimate meets the objectives, to within the resolution; 0 for none.
    void find_pilot() {
        std::int64_t low = 0;
        std::int64_t high = terms_.limit + 1;
        std::int64_t load = std::clamp<std::int64_t>(terms_.first_guess, 1, terms_.limit);
        for (double reach = 0.06; high - low > (is_sharp(low, high) ? 1 : step_at(low)); reach *= 2.0) {
            const auto stride = std::max<std::int64_t>(1, std::llround(reach * static_cast<double>(load)));
            if (pilot_slack(load) >= 0.0) {
                low = load;
                load = high <= terms_.limit ? low + (high - low) / 2 : std::min(terms_.limit, load + stride);
            } else {
                high = load;
                load = low > 0 ? low + (high - low) / 2 : std::max<std::int64_t>(1, load - stride);
            }
            if (low == terms_.limit || high == 1) break;
        }
        pilot_ = low;
    }

    /// The wanted side is shown at this load within the budget.
    bool shows(std::int64_t load, Claim claim, double alpha) {
        ObjectiveTests tests(objectives_);
        const double budget = std::max(1.5 * tests.least_runs(alpha),
                                       std::min(terms_.test_budget / static_cast<double>(load), 10'000.0));
        for (std::uint32_t run = 0; run < budget; ++run) {
            if (tests.is_hopeless(claim, alpha, run, budget)) return false;
            tests.add(simulate(load, run));
            if (claim == Claim::below ? tests.are_met(alpha) : tests.is_one_missed(alpha)) return true;
            // The other side is beyond doubt: no need to go on.
            if (claim == Claim::below ? tests.is_one_missed(0.001) : tests.are_met(0.001)) return false;
        }
        return false;
    }

    [[nodiscard]] double level_of(int attempt) const {
        const double error = 1.0 - terms_.confidence;
        return attempt == 0 ? kFirstTry * error : (1.0 - kFirstTry) * error * std::pow(0.5, attempt);
    }

    /// Where to begin: the largest load of the pilot that has plenty of slack.
    [[nodiscard]] std::int64_t safe_start() const {
        std::int64_t start = 0;
        for (const auto& [load, slack] : slacks_) {
            if (load <= pilot_ && slack >= kPlenty) start = std::max(start, load);
        }
        return start;
    }

    [[nodiscard]] std::int64_t lost_start() const {
        static constexpr double kClearlyMissed = -0.6;
        std::int64_t start = terms_.limit + 1;
        for (const auto& [load, slack] : slacks_) {
            if (load > pilot_ && slack <= kClearlyMissed) start = std::min(start, load);
        }
        return start;
    }

    void climb(std::int64_t step) {
        std::int64_t start = safe_start();
        const bool pilot_is_safe = start == pilot_;
        if (start == 0 && pilot_ > 0) start = std::max<std::int64_t>(1, pilot_ - 4 * step);
        std::int64_t above = terms_.limit + 1;  // begun at already
        for (int attempt = 0; attempt < kTries && start >= 1; ++attempt) {
            for (std::int64_t load = start; load < above; load += step) {
                if (!shows(load, Claim::below, level_of(attempt))) break;
                result_.holds = load;
                if (attempt == 0 && pilot_is_safe && load == pilot_ && slacks_.contains(pilot_ + 1)) {
                    break;  // the pilot has seen the next one miss
                }
                if (load < terms_.limit && load + step > terms_.limit) load = terms_.limit - step;
            }
            if (result_.holds > 0) return;
            above = start;
            start = start == 1 ? 0 : std::max<std::int64_t>(1, start - (step << (attempt + 1)));
        }
    }

    void descend(std::int64_t step) {
        if (result_.holds == terms_.limit) return;
        std::int64_t start = lost_start();
        if (start > terms_.limit) start = std::min(terms_.limit, pilot_ + 4 * step);
        std::int64_t below = result_.holds;
        for (int attempt = 0; attempt < kTries && start > below; ++attempt) {
            for (std::int64_t load = start; load > below; load = std::max(load - step, below)) {
                if (!shows(load, Claim::above, level_of(attempt))) break;
                result_.misses = load;
            }
            if (result_.misses <= terms_.limit || start == terms_.limit) return;
            below = start;
            start = std::min(terms_.limit, start + (step << (attempt + 1)));
        }
    }

    const LoadTrial& trial_;
    std::span<const core::Objective> objectives_;
    const LargestLoadTerms& terms_;
    LargestLoad result_;
    std::map<std::int64_t, double> slacks_;
    std::int64_t pilot_ = 0;
};

}  // namespace

LargestLoad find_largest_load(const LoadTrial& trial, std::span<const core::Objective> objectives,
                              const LargestLoadTerms& terms) {
    GALLERYSIM_ASSERT(terms.limit >= 1 && terms.confidence > 0.0 && terms.confidence < 1.0,
                      "a search has a limit and a confidence");
    return Search(trial, objectives, terms).run();
}

}  // namespace gallerysim::analysis
