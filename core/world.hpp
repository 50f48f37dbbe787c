#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/allocator.hpp"
#include "core/arrival_process.hpp"
#include "core/client.hpp"
#include "core/control_plane.hpp"
#include "core/curve.hpp"
#include "core/faults/fault_injector.hpp"
#include "core/hold_ups.hpp"
#include "core/replica_set.hpp"
#include "core/replication/gallery_replicator.hpp"
#include "core/run_result.hpp"
#include "core/run_statistics.hpp"
#include "core/scenario.hpp"
#include "core/steady_state.hpp"
#include "core/vm_deployment.hpp"
#include "sim/distribution.hpp"
#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// One run of a scenario: everything that the scenario describes, built around one simulation.
///
/// The result depends on the scenario, its seed and the run number alone. Worlds share nothing; one thread each. The
/// scenario must outlive its worlds.
class World : private ServedReplicas {
public:
    World(const Scenario& scenario, std::uint32_t run, KeepRecords keep = KeepRecords::no)
        : World(scenario, run, keep, {}) {}
    /// For run_groups(): `group_of` gives each deployment's group, numbered from 0.
    World(const Scenario& scenario, std::uint32_t run, std::span<const std::size_t> group_of)
        : World(scenario, run, KeepRecords::no, group_of) {}

    /// Runs to the end, or to the scenario's horizon. Call it once.
    [[nodiscard]] RunResult run();
    /// run(), with a result for each group of deployments: simulate_groups(). Call it once, and not run().
    [[nodiscard]] std::vector<RunResult> run_groups();
    /// run(), looked at every `step`: core/curve.hpp. Call it once, and not run().
    [[nodiscard]] Curve run_for_curve(sim::SimTime step);

private:
    using ReplicaSetKey = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>;

    World(const Scenario& scenario, std::uint32_t run, KeepRecords keep, std::span<const std::size_t> group_of);

    void add_clients();
    void add_deployment(std::uint32_t index);
    [[nodiscard]] DeploymentContext& add_context(std::uint32_t index, const std::string& region,
                                                 const ImageReference& image);
    [[nodiscard]] Allocator& allocator_of(const std::string& region, int zones);
    /// Replicas of any kind, that admit every reader and load nothing in the background.
    [[nodiscard]] ReplicaSetTerms terms_of(const TargetRegion& target, const std::string& region);
    [[nodiscard]] ImageSource source_of(const ImageReference& image, const TargetRegion& target);
    [[nodiscard]] ReplicaSetKey key_of(VersionIndex version, const std::string& region);
    [[nodiscard]] std::int64_t most_replicas(VersionIndex version, const std::string& region) const;
    [[nodiscard]] ReplicaSet* replicas_of(VersionIndex version, const TargetRegion& target) override;
    void set_replicas(VersionIndex version, const std::string& region, std::int64_t replicas) override;
    [[nodiscard]] ServiceDemand demand_of(const ImageReference& image, const TargetRegion& target) const;
    [[nodiscard]] std::vector<ApplicationSource> applications_of(const Deployment& deployment,
                                                                 const std::string& region);
    void start();
    void run_with_faults(sim::SimTime horizon);
    [[nodiscard]] bool is_over() const;
    void end_unfinished();
    void note_totals();
    void look(Curve& curve, sim::SimTime step);
    [[nodiscard]] CurvePoint look_now() const;
    [[nodiscard]] RunStatistics::ReplicaUse replica_use() const;
    [[nodiscard]] RunStatistics::ReplicaUse replica_use_of(std::size_t group) const;
    [[nodiscard]] RunStatistics& statistics_of(std::size_t deployment);

    const Scenario* scenario_;
    KeepRecords keep_;
    sim::Simulation simulation_;
    RunStatistics statistics_;  ///< of all deployments, or of none where there are groups
    std::vector<std::size_t> group_of_;
    std::vector<RunStatistics> group_statistics_;
    sim::Distribution placement_time_;
    sim::IntrusiveList in_flight_;
    HoldUps hold_ups_;
    TotalsOverTime totals_;  ///< only of a steady stream
    ControlPlane control_plane_;
    std::vector<std::unique_ptr<Client>> clients_;  ///< as in the scenario
    std::vector<std::string> regions_;              ///< by the number that the control plane knows them by
    std::map<std::string, Allocator> allocators_;        ///< by region
    /// By gallery, image, version, and target region: the listed ones in their order, then those that events add.
    std::map<ReplicaSetKey, ReplicaSet> replica_sets_;
    std::map<ReplicaSetKey, std::vector<std::uint32_t>> kept_replicas_;  ///< those not retired, by number
    std::map<VersionIndex, std::vector<std::string>> added_regions_;
    std::map<ReplicaSetKey, std::size_t> group_of_replicas_;
    std::map<std::string, ReplicaSet> package_replicas_;  ///< by VM application's version and region
    GalleryGate gate_;
    GalleryReplicator replicator_;
    std::optional<FaultInjector> faults_;  ///< where the scenario has any
    sim::SimTime end_;                     ///< of the run
    std::deque<DeploymentContext> contexts_;
    std::deque<RequestContext> requests_;  ///< as the scenario's deployments
};

/// World(scenario, run, keep).run().
[[nodiscard]] RunResult simulate(const Scenario& scenario, std::uint32_t run, KeepRecords keep = KeepRecords::no);

/// The same run, summed up by groups of deployments: one result for each group number up to the largest. Metrics are those
/// of the group's VMs and of the replicas that its deployments name; what the groups share (calls to the control plane,
/// work of the storage, binding limits) is left empty. REQUIRES: a group for each deployment.
[[nodiscard]] std::vector<RunResult> simulate_groups(const Scenario& scenario, std::uint32_t run,
                                                     std::span<const std::size_t> group_of);

}  // namespace gallerysim::core
