#include "analysis/replica_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "analysis/burst_bounds.hpp"
#include "analysis/parallel_tasks.hpp"
#include "analysis/storage_search.hpp"
#include "core/gallery/bill.hpp"
#include "core/scenario_names.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using core::StorageType;

/// Counts the work of all threads, and lets the caller break it off.
class PlanProgress {
public:
    PlanProgress(const PlanTerms& terms, std::size_t searches) : terms_(terms), searches_(searches) {}

    void add_run() {
        static constexpr std::uint64_t kEvery = 32;
        if (!terms_.on_progress) return;
        const std::scoped_lock lock(mutex_);
        if (++runs_ % kEvery == 0) terms_.on_progress(done_, searches_, runs_);
    }
    void add_search() {
        if (!terms_.on_progress) return;
        const std::scoped_lock lock(mutex_);
        terms_.on_progress(++done_, searches_, runs_);
    }

private:
    const PlanTerms& terms_;
    std::size_t searches_;
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::uint64_t runs_ = 0;
};

/// What a replica of this kind would cost in a month, by the bill.
double usd_per_replica_month(core::Scenario scenario, const PlanTarget& target, StorageType storage) {
    core::TargetRegion& region = region_of(scenario, target);
    region.storage = storage;
    region.replicas = 1;
    for (const core::BillLine& line : core::bill_of(scenario, core::kBilledMonth).lines) {
        const std::string version = fmt::format("{}/{}/{}", line.gallery, line.item, line.version);
        if (version == target.version && line.region == target.region) return line.storage_usd_per_month;
    }
    return 0.0;
}

/// May the target be on this storage at all?
bool is_offered(const core::Scenario& scenario, const PlanTarget& target, StorageType storage) {
    if (target.is_shallow) return storage == region_of(scenario, target).storage;
    return !scenario.catalogue.storage_of(storage).zone_redundant || target.zones > 0;
}

class Planner {
public:
    Planner(const core::Scenario& scenario, PlanTerms terms)
        : scenario_(with_more_vms(scenario, terms.margin.more_vms).value.value()), targets_(plan_targets(scenario_)) {
        plan_.terms = std::move(terms);
        plan_.confidence = scenario.experiment.confidence;
        for (const PlanTarget& target : targets_.targets) plan_.targets.push_back({.target = target, .options = {}, .chosen = {}, .obstacle = {}});
    }

    ReplicaPlan run() {
        find_searches();
        plan_.error_parts = searches_.size() + (searches_.size() > 1 ? 1U : 0U);
        PlanProgress progress(plan_.terms, plan_.error_parts);
        const double confidence = 1.0 - (1.0 - plan_.confidence) / static_cast<double>(plan_.error_parts);
        std::vector<LeastReplicas> found(searches_.size());
        std::vector<std::vector<StorageOption>> options(searches_.size());
        run_tasks(searches_.size(), plan_.terms.threads, [&](std::size_t i) {
            StorageSearch search(scenario_, targets_, storage_of(searches_[i]), plan_.terms.objectives,
                                 [&] { progress.add_run(); });
            found[i] = search.run(confidence);
            progress.add_search();
            options[i] = options_of(search, found[i]);
        });
        for (const LeastReplicas& one : found) count(one);
        add_options(options);
        choose();
        confirm_mix(confidence, progress);
        return std::move(plan_);
    }

private:
    void count(const LeastReplicas& found) {
        plan_.runs += found.runs;
        plan_.vms += found.vms;
    }

    /// Kinds of storage that serve alike are searched once.
    void find_searches() {
        const bool asks_for_zones = scenario_.platform.routing.value == core::Routing::same_zone_first;
        for (const StorageType storage : plan_.terms.storage) {
            const bool offered = std::ranges::any_of(
                targets_.targets, [&](const PlanTarget& t) { return is_offered(scenario_, t, storage); });
            if (!offered) continue;
            const auto same = std::ranges::find_if(searches_, [&](StorageType other) {
                return !asks_for_zones && serve_alike(scenario_.catalogue.storage_of(other), scenario_.catalogue.storage_of(storage));
            });
            search_of_[storage] = static_cast<std::size_t>(same - searches_.begin());
            if (same == searches_.end()) searches_.push_back(storage);
        }
    }

    /// Of each target in a search: that storage, or what it has where that cannot be had.
    [[nodiscard]] std::vector<StorageType> storage_of(StorageType wanted) const {
        std::vector<StorageType> storage;
        for (const PlanTarget& target : targets_.targets) {
            storage.push_back(is_offered(scenario_, target, wanted) ? wanted : region_of(scenario_, target).storage);
        }
        return storage;
    }

    /// What the search found for each target, but for the price.
    std::vector<StorageOption> options_of(StorageSearch& search, const LeastReplicas& found) const {
        std::vector<StorageOption> options(targets_.targets.size());
        for (std::size_t t = 0; t < options.size(); ++t) {
            const PlanTarget& target = targets_.targets[t];
            options[t].by_arithmetic = search.by_arithmetic(target);
            if (found.group_is_shown[target.group]) {
                options[t].least = found.replicas[t];
                options[t].misses = found.misses[t];
                continue;
            }
            const auto earlier = std::ranges::find(targets_.targets, target.group, &PlanTarget::group);
            const auto first = static_cast<std::size_t>(earlier - targets_.targets.begin());
            options[t].obstacle = first < t ? options[first].obstacle
                                            : find_obstacle(search.scenario(), targets_, t, plan_.terms.objectives, region_limit(),
                                                            [&] { return search.needed(t); });
        }
        return options;
    }

    void add_options(const std::vector<std::vector<StorageOption>>& found) {
        for (std::size_t t = 0; t < targets_.targets.size(); ++t) {
            for (const auto& [storage, search] : search_of_) {
                if (!is_offered(scenario_, targets_.targets[t], storage)) continue;
                StorageOption option = found[search][t];
                option.storage = storage;
                finish(option, targets_.targets[t]);
                plan_.targets[t].options.push_back(std::move(option));
            }
        }
    }

    [[nodiscard]] std::int64_t region_limit() const {
        return scenario_.catalogue.limits.replicas_per_version_region.value;
    }

    /// Margin, limit and price.
    void finish(StorageOption& option, const PlanTarget& target) const {
        if (!option.is_possible()) return;
        const Margin& margin = plan_.terms.margin;
        const std::string no_margin = why_no_margin(margin, target.region, target.zones);
        if (!no_margin.empty()) {
            option.obstacle = {ObstacleKind::no_zones, no_margin};
            return;
        }
        option.replicas = with_margin(option.least, margin, scenario_.catalogue.storage_of(option.storage), target.zones);
        option.usd_per_month =
            static_cast<double>(option.replicas) * usd_per_replica_month(scenario_, target, option.storage);
        const std::int64_t limit = target.is_shallow ? 1 : region_limit();
        if (option.replicas <= limit) return;
        option.obstacle = {target.is_shallow ? ObstacleKind::shallow : ObstacleKind::replicas_per_region,
                           fmt::format("{} replicas of {} would do, {} with the margin, and {} may have {}", option.least,
                                       core::to_string(option.storage), option.replicas,
                                       target.is_shallow ? "a Shallow version" : "a region", limit)};
    }

    void choose() {
        std::map<std::tuple<std::size_t, std::size_t, std::size_t>, std::vector<std::size_t>> versions;
        for (std::size_t t = 0; t < plan_.targets.size(); ++t) {
            const core::ImageReference& image = plan_.targets[t].target.image;
            PlannedTarget& target = plan_.targets[t];
            target.chosen.reset();
            const bool has_option = std::ranges::any_of(target.options, &StorageOption::is_possible);
            if (has_option) versions[{image.gallery, image.image, image.version}].push_back(t);
            else if (!target.options.empty()) target.obstacle = target.options.front().obstacle;
        }
        for (const auto& [key, members] : versions) choose_for_version(members);
    }

    struct Picks {
        double usd = 0.0;
        std::int64_t in_one_zone = 0;  ///< targets whose replicas each lie in one zone
        std::vector<std::size_t> options;
    };

    /// Replicas of the version in regions that the plan leaves alone.
    [[nodiscard]] std::int64_t replicas_elsewhere(const std::vector<std::size_t>& members) const {
        const core::ImageVersion& version = scenario_.version_of(plan_.targets[members.front()].target.image);
        std::int64_t replicas = 0;
        for (const core::TargetRegion& region : version.target_regions) replicas += region.replicas;
        for (const std::size_t t : members) replicas -= region_of(scenario_, plan_.targets[t].target).replicas;
        return replicas;
    }

    /// The cheapest picks by the replicas that they need together: exact, one target after the other.
    void choose_for_version(const std::vector<std::size_t>& members) {
        const std::int64_t limit = scenario_.catalogue.limits.replicas_per_version.value;
        const std::int64_t elsewhere = replicas_elsewhere(members);
        std::map<std::int64_t, Picks> by_replicas{{elsewhere, {}}};
        for (const std::size_t t : members) by_replicas = with_target(by_replicas, plan_.targets[t]);
        const Picks* best = nullptr;
        for (const auto& [replicas, picks] : by_replicas) {
            if (replicas <= limit && (best == nullptr || is_better(picks, *best))) best = &picks;
        }
        for (std::size_t i = 0; i < members.size(); ++i) {
            PlannedTarget& target = plan_.targets[members[i]];
            if (best != nullptr) target.chosen = best->options[i];
            else target.obstacle = {ObstacleKind::replicas_per_version,
                                    fmt::format("the regions of {} need {} replicas together at least, and a version may have {}",
                                                target.target.version, by_replicas.begin()->first, limit)};
        }
    }

    static bool is_better(const Picks& a, const Picks& b) {
        static constexpr double kCent = 0.005;
        if (std::abs(a.usd - b.usd) > kCent) return a.usd < b.usd;
        return a.in_one_zone < b.in_one_zone;
    }

    [[nodiscard]] std::map<std::int64_t, Picks> with_target(const std::map<std::int64_t, Picks>& before,
                                                            const PlannedTarget& target) const {
        std::map<std::int64_t, Picks> after;
        for (const auto& [replicas, picks] : before) {
            for (std::size_t o = 0; o < target.options.size(); ++o) {
                const StorageOption& option = target.options[o];
                if (!option.is_possible()) continue;
                Picks more = picks;
                more.usd += option.usd_per_month;
                more.in_one_zone += scenario_.catalogue.storage_of(option.storage).zone_redundant ? 0 : 1;
                more.options.push_back(o);
                const auto [place, is_new] = after.try_emplace(replicas + option.replicas, more);
                if (!is_new && is_better(more, place->second)) place->second = more;
            }
        }
        return after;
    }

    /// Tests the choice as a whole where no search has had it so.
    void confirm_mix(double confidence, PlanProgress& progress) {
        if (!plan_.is_possible()) return;
        std::vector<StorageType> storage;
        std::vector<std::int64_t> replicas;
        std::vector<std::size_t> used;
        for (const PlannedTarget& target : plan_.targets) {
            storage.push_back(target.choice().storage);
            replicas.push_back(target.choice().least);
            used.push_back(search_of_.at(target.choice().storage));
        }
        if (std::ranges::adjacent_find(used, std::ranges::not_equal_to{}) == used.end()) return;
        StorageSearch search(scenario_, targets_, storage, plan_.terms.objectives, [&] { progress.add_run(); });
        const LeastReplicas found = search.confirm(confidence, replicas);
        progress.add_search();
        count(found);
        for (std::size_t t = 0; t < plan_.targets.size(); ++t) {
            PlannedTarget& target = plan_.targets[t];
            StorageOption& option = target.options[*target.chosen];
            option.least = found.replicas[t];
            option.misses = found.misses[t];
            if (!found.group_is_shown[target.target.group]) {
                option.obstacle = find_obstacle(search.scenario(), targets_, t, plan_.terms.objectives, region_limit(),
                                                [&] { return search.needed(t); });
            }
            finish(option, target.target);
            if (option.is_possible()) continue;
            target.obstacle = option.obstacle;
            target.chosen.reset();
        }
        check_version_limits();
    }

    /// After a confirmation that took more replicas than the searches had.
    void check_version_limits() {
        const core::Scenario planned = as_planned(scenario_, plan_);
        for (PlannedTarget& target : plan_.targets) {
            std::int64_t replicas = 0;
            for (const core::TargetRegion& region : planned.version_of(target.target.image).target_regions) replicas += region.replicas;
            const std::int64_t limit = scenario_.catalogue.limits.replicas_per_version.value;
            if (replicas <= limit || !target.chosen) continue;
            target.chosen.reset();
            target.obstacle = {ObstacleKind::replicas_per_version,
                               fmt::format("the regions of {} need {} replicas together, and a version may have {}",
                                           target.target.version, replicas, limit)};
        }
    }

    core::Scenario scenario_;  ///< with the margin's VMs
    PlanTargets targets_;
    ReplicaPlan plan_;
    std::vector<StorageType> searches_;
    std::map<StorageType, std::size_t> search_of_;  ///< in the order of the enumeration
};

}  // namespace

bool ReplicaPlan::is_possible() const {
    return std::ranges::all_of(targets, [](const PlannedTarget& t) { return t.chosen.has_value(); });
}

ReplicaPlan plan_replicas(const core::Scenario& scenario, PlanTerms terms) {
    GALLERYSIM_ASSERT(!scenario.deployments.empty() && !terms.objectives.empty(), "a plan has VMs and an objective");
    return Planner(scenario, std::move(terms)).run();
}

core::Scenario as_planned(const core::Scenario& scenario, const ReplicaPlan& plan) {
    core::Scenario planned = scenario;
    for (const PlannedTarget& target : plan.targets) {
        if (!target.chosen) continue;
        region_of(planned, target.target).replicas = target.choice().replicas;
        region_of(planned, target.target).storage = target.choice().storage;
    }
    return planned;
}

}  // namespace gallerysim::analysis
