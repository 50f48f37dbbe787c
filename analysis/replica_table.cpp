#include "analysis/replica_table.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "analysis/burst_bounds.hpp"
#include "analysis/parallel_tasks.hpp"
#include "analysis/storage_search.hpp"
#include "analysis/study_objectives.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

std::vector<ReplicaRow> rows_of(const core::Scenario& scenario, const ReplicaTableTerms& terms) {
    std::vector<ReplicaRow> rows;
    const auto add = [&](std::size_t deployment, core::StorageType storage, std::int64_t scale_sets) {
        const core::Deployment& d = scenario.deployments[deployment];
        const bool alike = scenario.platform.routing.value != core::Routing::same_zone_first;
        for (ReplicaRow& earlier : rows) {
            if (alike && earlier.deployment == deployment && earlier.scale_sets == scale_sets &&
                serve_alike(scenario.catalogue.storage_of(earlier.storage), scenario.catalogue.storage_of(storage))) {
                earlier.same.push_back(storage);
                return;
            }
        }
        rows.push_back({.image = d.image.text, .deployment = deployment, .os = scenario.image_of(d).os_type,
                        .storage = storage, .same = {}, .scale_sets = scale_sets, .cells = {}});
    };
    const auto add_all = [&](std::int64_t scale_sets) {
        for (std::size_t d = 0; d < scenario.deployments.size(); ++d) {
            const core::Region* region = core::find_region(scenario.deployments[d].region);
            const bool has_zones = region != nullptr && region->availability_zones > 0;
            for (const core::StorageType storage : terms.storage) {
                if (!scenario.catalogue.storage_of(storage).zone_redundant || has_zones) add(d, storage, scale_sets);
            }
        }
    };
    if (!terms.vms.empty()) add_all(0);
    for (const std::int64_t scale_sets : terms.scale_sets) add_all(scale_sets);
    return rows;
}

ReplicaCell search_cell(const core::Scenario& scenario, core::StorageType storage,
                        std::span<const core::Objective> objectives, const std::function<void()>& on_run) {
    const PlanTargets targets = plan_targets(scenario);
    StorageSearch search(scenario, targets, {&storage, 1}, objectives, on_run);
    const LeastReplicas found = search.run(scenario.experiment.confidence);
    if (found.is_shown()) return {.least = found.replicas.front(), .misses = found.misses.front()};
    const std::int64_t limit = scenario.catalogue.limits.replicas_per_version_region.value;
    const auto beyond = [] { return std::int64_t{0}; };
    return {.obstacle = find_obstacle(search.scenario(), targets, 0, objectives, limit, beyond).kind};
}

}  // namespace

ReplicaTable replica_table(const core::Scenario& scenario, ReplicaTableTerms terms) {
    GALLERYSIM_ASSERT(!terms.objectives.empty(), "a table has an objective");
    ReplicaTable table{.terms = std::move(terms), .confidence = scenario.experiment.confidence,
                       .limit = scenario.catalogue.limits.replicas_per_version_region.value, .rows = {}};
    table.rows = rows_of(scenario, table.terms);
    std::mutex mutex;
    std::size_t done = 0;
    const auto tell = [&](std::size_t more) {
        if (!table.terms.on_progress) return;
        const std::scoped_lock lock(mutex);
        done += more;
        table.terms.on_progress(done, table.rows.size());
    };
    run_tasks(table.rows.size(), table.terms.threads, [&](std::size_t i) {
        // The longest first: those with the most scale sets stand last.
        ReplicaRow& row = table.rows[table.rows.size() - 1 - i];
        core::Scenario one = alone(scenario, row.deployment);
        for (const std::int64_t size : row.scale_sets > 0 ? table.terms.instances : table.terms.vms) {
            if (!row.cells.empty() && row.cells.back().least == 0) {
                row.cells.push_back(row.cells.back());
                continue;
            }
            if (row.scale_sets > 0) {
                one.deployments.front().arrivals = core::ScaleSets{.count = row.scale_sets, .capacity = size, .scale_out = {}, .upgrade = {}};
            } else {
                one.deployments.front().arrivals = core::BurstArrivals{size};
            }
            row.cells.push_back(search_cell(one, row.storage, table.terms.objectives, [&] { tell(0); }));
        }
        tell(1);
    });
    return table;
}

}  // namespace gallerysim::analysis
