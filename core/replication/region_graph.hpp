#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/catalogue.hpp"
#include "core/replication/replication_figures.hpp"

namespace gallerysim::core {

/// Length of the great circle between two regions, in km, on a sphere of 6,371 km.
[[nodiscard]] double great_circle_km(const Region& a, const Region& b);

/// Round-trip time between two regions: base + slope x great circle, unless their link has one of its own; zero
/// inside a region.
[[nodiscard]] sim::SimTime round_trip_time(const ReplicationFigures& figures, const Region& a,
                                           const Region& b);

/// Price of a GB (10^9 bytes) from one region to another, in US dollars.
using EgressPrice = std::function<double(const Region& from, const Region& to)>;

/// The bill's price of a GB from one region to another (core/gallery/bill.hpp). `prices` is copied.
[[nodiscard]] EgressPrice list_egress_price(const Prices& prices);

/// Some regions and a link between every two of them: the graph that first replicas travel on.
class RegionGraph {
public:
    /// The price is taken to be the same both ways. Cost: O(regions^2).
    RegionGraph(std::vector<Region> regions, const ReplicationFigures& figures,
                const EgressPrice& price);

    [[nodiscard]] const std::vector<Region>& regions() const { return regions_; }
    [[nodiscard]] sim::SimTime round_trip(std::size_t a, std::size_t b) const {
        return links_[a * size() + b].round_trip;
    }
    [[nodiscard]] double usd_per_gb(std::size_t a, std::size_t b) const {
        return links_[a * size() + b].usd_per_gb;
    }

    /// For each region the one before it on the way from `root` in the tree over all regions whose links cost
    /// least (among those of equal price the shortest); the root itself for the root. Prim's algorithm,
    /// O(regions^2 log regions).
    [[nodiscard]] std::vector<std::size_t> cheapest_tree(std::size_t root) const;

    /// The graph in the language of Graphviz, for `neato -n`: regions at their coordinates. Of the links,
    /// which join every two regions, it shows those to a region's pair (bold) and to its three nearest, with
    /// their round-trip times.
    [[nodiscard]] std::string to_graphviz() const;

private:
    struct Link {
        sim::SimTime round_trip;
        double usd_per_gb = 0.0;
    };
    [[nodiscard]] std::size_t size() const { return regions_.size(); }

    std::vector<Region> regions_;
    std::vector<Link> links_;
};

}  // namespace gallerysim::core
