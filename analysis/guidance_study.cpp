#include "analysis/guidance_study.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <utility>

#include "analysis/burst_bounds.hpp"
#include "analysis/parallel_tasks.hpp"
#include "analysis/study_objectives.hpp"
#include "core/service_demand.hpp"
#include "core/world.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using core::Routing;
using core::StorageFigures;
using core::StorageType;

/// Runs that describe the burst of n*, once it is found.
constexpr std::uint32_t kRunsAtBurst = 20;

/// Counts the work of all threads.
class Progress {
public:
    Progress(const GuidanceTerms& terms, std::size_t points) : terms_(terms), points_(points) {}

    void add(std::size_t points, std::uint64_t runs) {
        if (!terms_.on_progress) return;
        const std::scoped_lock lock(mutex_);
        done_ += points;
        runs_ += runs;
        terms_.on_progress(done_, points_, runs_);
    }

private:
    const GuidanceTerms& terms_;
    std::size_t points_;
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::uint64_t runs_ = 0;
};

std::string binding_of(const StorageFigures& storage, const core::BootProfile& boot) {
    const bool by_operations =
        boot.reads.value / storage.operations.value.value >=
        boot.read_bytes.value.value / storage.throughput.value.value;
    return by_operations ? "operations" : "bytes";
}

/// Whether the routing deals a burst out evenly.
bool is_even(Routing routing) { return routing == Routing::round_robin || routing == Routing::least_loaded; }

std::optional<std::int64_t> by_arithmetic(const GuidanceCase& of, std::int64_t replicas) {
    constexpr double kShare = 0.01;
    if (is_even(of.routing) || replicas == 1) return of.per_replica * replicas;
    if (of.routing == Routing::random) return largest_random_burst(of.per_replica, replicas, kShare);
    return std::nullopt;
}

std::int64_t first_guess(const GuidanceCase& of, std::int64_t replicas) {
    constexpr double kUneven = 0.9;  // of an even split, for routings that are neither even nor random
    if (const auto known = by_arithmetic(of, replicas)) return std::max<std::int64_t>(1, *known);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(kUneven * static_cast<double>(of.per_replica * replicas)));
}

std::vector<GuidanceCase> cases_of(const core::Scenario& scenario, const GuidanceTerms& terms) {
    std::vector<GuidanceCase> cases;
    for (std::size_t d = 0; d < scenario.deployments.size(); ++d) {
        const core::Deployment& deployment = scenario.deployments[d];
        const core::BootProfile& boot = scenario.boot_of(deployment);
        for (const StorageType storage : terms.storage) {
            const StorageFigures& figures = scenario.catalogue.storage_of(storage);
            for (const Routing routing : terms.routing) {
                GuidanceCase one;
                one.image = deployment.image.text;
                one.os = scenario.image_of(deployment).os_type;
                one.storage = storage;
                one.routing = routing;
                one.deployment = d;
                one.per_replica = most_vms_on_one_replica(figures, boot, scenario.catalogue.vm_disk);
                one.demand_s = core::service_demand(figures, boot, scenario.catalogue.vm_disk).demand_s;
                one.binding = binding_of(figures, boot);
                for (const GuidanceCase& earlier : cases) {
                    const bool same = earlier.deployment == d && earlier.routing == routing && !earlier.same_as &&
                                      routing != Routing::same_zone_first &&
                                      serve_alike(scenario.catalogue.storage_of(earlier.storage), figures);
                    if (same) one.same_as = earlier.storage;
                }
                cases.push_back(std::move(one));
            }
        }
    }
    return cases;
}

/// n*(r) for all r of one case, in ascending order: what fewer replicas hold, more hold too.
class CaseSearch {
public:
    CaseSearch(const core::Scenario& scenario, const GuidanceStudy& study, GuidanceCase& of)
        : study_(study), case_(of), scenario_(alone(scenario, of.deployment)) {
        target_to_vary(scenario_, 0).storage = of.storage;
        scenario_.platform.routing.value = of.routing;
    }

    GuidancePoint point(std::int64_t replicas, const std::vector<GuidancePoint>& fewer) {
        GuidancePoint point{.replicas = replicas, .burst = {}, .by_arithmetic = by_arithmetic(case_, replicas),
                            .at_burst = {}};
        if (!fewer.empty() && fewer.back().is_capped(study_.terms.most_vms)) {
            point.burst = {.holds = study_.terms.most_vms, .misses = study_.terms.most_vms + 1};
            point.is_implied = true;
            return point;
        }
        target_to_vary(scenario_, 0).replicas = replicas;
        const LargestLoadTerms terms{.limit = study_.terms.most_vms, .first_guess = first_guess(case_, replicas),
                                     .confidence = study_.confidence};
        point.burst = find_largest_load([this](std::int64_t vms, std::uint32_t run) { return simulate(vms, run); },
                                        study_.terms.objectives, terms);
        if (point.burst.holds > 0) point.at_burst = describe(point.burst.holds);
        return point;
    }

private:
    core::RunResult simulate(std::int64_t vms, std::uint32_t run) {
        scenario_.deployments.front().arrivals = core::BurstArrivals{vms};
        return core::simulate(scenario_, run);
    }

    PointResult describe(std::int64_t vms) {
        std::vector<core::RunResult> runs;
        for (std::uint32_t run = 0; run < kRunsAtBurst; ++run) runs.push_back(simulate(vms, run));
        return summarise(runs, scenario_.experiment);
    }

    const GuidanceStudy& study_;
    GuidanceCase& case_;
    core::Scenario scenario_;
};

void add_fits(GuidanceCase& of, const GuidanceStudy& study) {
    std::vector<double> replicas;
    std::vector<double> vms;
    for (const GuidancePoint& point : of.points) {
        if (point.burst.holds == 0 || point.is_capped(study.terms.most_vms)) continue;
        replicas.push_back(static_cast<double>(point.replicas));
        vms.push_back(static_cast<double>(point.burst.holds));
    }
    of.line = fit_through_origin(replicas, vms, study.confidence);
    of.power = fit_power_law(replicas, vms, study.confidence);
}

}  // namespace

GuidanceStudy study_guidance(const core::Scenario& scenario, GuidanceTerms terms) {
    GALLERYSIM_ASSERT(!terms.objectives.empty() && terms.most_vms >= 1, "a study has an objective and a limit");
    GuidanceStudy study{.cases = cases_of(scenario, terms), .terms = std::move(terms),
                        .confidence = scenario.experiment.confidence};
    std::vector<std::size_t> searched;
    for (std::size_t i = 0; i < study.cases.size(); ++i) {
        if (!study.cases[i].same_as) searched.push_back(i);
    }
    Progress progress(study.terms, searched.size() * study.terms.replicas.size());
    // The longest first: those with the largest bursts.
    std::ranges::stable_sort(searched, std::ranges::greater{},
                             [&](std::size_t i) { return study.cases[i].per_replica; });
    run_tasks(searched.size(), study.terms.threads, [&](std::size_t i) {
        GuidanceCase& of = study.cases[searched[i]];
        CaseSearch search(scenario, study, of);
        for (const std::int64_t replicas : study.terms.replicas) {
            of.points.push_back(search.point(replicas, of.points));
            progress.add(1, of.points.back().burst.runs);
        }
        add_fits(of, study);
    });
    for (GuidanceCase& of : study.cases) {
        if (!of.same_as) continue;
        const auto original = std::ranges::find_if(study.cases, [&](const GuidanceCase& other) {
            return other.deployment == of.deployment && other.storage == *of.same_as && other.routing == of.routing;
        });
        of.points = original->points;
        of.line = original->line;
        of.power = original->power;
    }
    return study;
}

}  // namespace gallerysim::analysis
