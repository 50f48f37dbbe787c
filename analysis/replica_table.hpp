#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analysis/plan_obstacle.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What a table of replicas goes through: for every image of the scenario's deployments on every kind of storage so many
/// VMs at once, and so many scale sets of so many instances.
struct ReplicaTableTerms {
    std::vector<core::StorageType> storage{core::StorageType::standard_lrs, core::StorageType::standard_zrs,
                                           core::StorageType::premium_lrs};
    std::vector<std::int64_t> vms{20, 50, 100, 200, 500, 1000};      ///< ascending
    std::vector<std::int64_t> scale_sets{1, 2, 5, 10};               ///< ascending
    std::vector<std::int64_t> instances{20, 100, 300, 600};          ///< of each; ascending
    std::vector<core::Objective> objectives;                         ///< one of them on failed_fraction
    unsigned threads = 0;                                            ///< 0: one per core
    std::function<void(std::size_t, std::size_t)> on_progress;       ///< rows done, rows; from any thread, one at a time
};

struct ReplicaCell {
    std::int64_t least = 0;   ///< shown to meet the objectives; 0: none within the limit
    std::int64_t misses = 0;  ///< the most that were shown to miss one; 0: none
    ObstacleKind obstacle = ObstacleKind::none;
};

/// One image on one kind of storage.
struct ReplicaRow {
    std::string image;  ///< prod/win2022/latest
    std::size_t deployment = 0;
    core::OsType os = core::OsType::windows;
    core::StorageType storage = core::StorageType::standard_lrs;
    std::vector<core::StorageType> same;     ///< further kinds that serve alike
    std::int64_t scale_sets = 0;             ///< 0: the row is of single VMs
    std::vector<ReplicaCell> cells;          ///< by vms, or by instances
};

struct ReplicaTable {
    ReplicaTableTerms terms;
    double confidence = 0.95;
    std::int64_t limit = 50;  ///< replicas in a region
    std::vector<ReplicaRow> rows;
};

/// The least replicas for each cell, each by a search of its own at the scenario's confidence. Each deployment is taken
/// alone, with its client, control plane and allocator as the scenario has them; scale sets are Uniform with the
/// catalogue's overprovisioning. Once a row is impossible it stays so for more VMs, and is not searched further.
[[nodiscard]] ReplicaTable replica_table(const core::Scenario& scenario, ReplicaTableTerms terms);

[[nodiscard]] std::string replica_table_text(const core::Scenario& scenario, const ReplicaTable& table);
/// One line per cell.
[[nodiscard]] std::string replica_table_csv(const core::Scenario& scenario, const ReplicaTable& table);
[[nodiscard]] std::string replica_table_json(const core::Scenario& scenario, const ReplicaTable& table);

}  // namespace gallerysim::analysis
