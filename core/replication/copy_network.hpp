#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/replication/replication_figures.hpp"
#include "sim/flow_network.hpp"
#include "sim/servers.hpp"

namespace gallerysim::core {

/// What all copies of a run share: the links between regions, the ways out of regions and into their storage,
/// and the number of copies that may be under way. Belongs to one simulation.
class CopyNetwork {
public:
    using Link = sim::FlowNetwork::Link;

    CopyNetwork(sim::Simulation& simulation, const ReplicationFigures& figures)
        : simulation_(&simulation), figures_(&figures), network_(simulation) {}

    [[nodiscard]] sim::FlowNetwork& flows() { return network_; }

    /// A new link for what can be read of one copy; `what` names it in messages.
    Link add_reads(BytesPerSecond rate, std::string what);
    /// The way of a copy that is read at `reads` in one region and written to so many zones of another, or of
    /// the same.
    [[nodiscard]] std::vector<Link> path(Link reads, const std::string& from, const std::string& to,
                                         int zones_written);
    /// The copies of a subscription that are read in a region, as many at a time as may be.
    [[nodiscard]] sim::Servers& slots(const std::string& subscription, const std::string& region);

    /// "reading the source image in westeurope"
    [[nodiscard]] const std::string& name_of(Link link) const { return names_[link]; }

private:
    Link add(BytesPerSecond rate, std::string name);
    Link shared(std::map<std::string, Link>& links, const std::string& key, BytesPerSecond rate,
                const std::string& name);

    sim::Simulation* simulation_;
    const ReplicationFigures* figures_;
    sim::FlowNetwork network_;
    std::vector<std::string> names_;  ///< by link
    std::map<std::string, Link> egress_;
    std::map<std::string, Link> writes_;
    std::map<std::string, Link> between_;
    std::map<std::pair<std::string, std::string>, sim::Servers> slots_;
};

}  // namespace gallerysim::core
