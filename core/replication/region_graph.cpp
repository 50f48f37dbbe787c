#include "core/replication/region_graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/prim_minimum_spanning_tree.hpp>

#include "core/gallery/bill.hpp"

namespace gallerysim::core {

namespace {

constexpr double kEarthRadiusKm = 6371.0;
constexpr double kPi = 3.14159265358979323846;

double radians(double degrees) { return degrees * kPi / 180.0; }

}  // namespace

double great_circle_km(const Region& a, const Region& b) {
    // The haversine formula: exact for small distances too.
    const double by_latitude = std::sin(0.5 * radians(b.latitude_deg - a.latitude_deg));
    const double by_longitude = std::sin(0.5 * radians(b.longitude_deg - a.longitude_deg));
    const double h = by_latitude * by_latitude + std::cos(radians(a.latitude_deg)) *
                                                     std::cos(radians(b.latitude_deg)) * by_longitude *
                                                     by_longitude;
    return 2.0 * kEarthRadiusKm * std::asin(std::sqrt(std::min(1.0, h)));
}

sim::SimTime round_trip_time(const ReplicationFigures& figures, const Region& a, const Region& b) {
    if (a.name == b.name) return sim::SimTime::zero();
    if (const LinkFigures* link = figures.link_between(a.name, b.name); link != nullptr && link->round_trip) {
        return *link->round_trip;
    }
    const double by_distance =
        figures.round_trip_per_1000_km.value.seconds() * great_circle_km(a, b) / 1000.0;
    return figures.round_trip_base.value + sim::SimTime::from_seconds(by_distance);
}

EgressPrice list_egress_price(const Prices& prices) {
    return [prices](const Region& from, const Region& to) {
        return egress_usd_per_gb(prices, std::string(from.name), std::string(to.name));
    };
}

RegionGraph::RegionGraph(std::vector<Region> regions, const ReplicationFigures& figures,
                         const EgressPrice& price)
    : regions_(std::move(regions)), links_(regions_.size() * regions_.size()) {
    for (std::size_t a = 0; a < size(); ++a) {
        for (std::size_t b = 0; b < size(); ++b) {
            links_[a * size() + b] = {.round_trip = round_trip_time(figures, regions_[a], regions_[b]),
                                      .usd_per_gb = a == b ? 0.0 : price(regions_[a], regions_[b])};
        }
    }
}

std::vector<std::size_t> RegionGraph::cheapest_tree(std::size_t root) const {
    if (size() == 1) return {root};
    // Which tree is the cheapest depends on the order of the links alone, so their ranks serve as weights:
    // price first, distance among equals.
    using Rank = std::pair<double, sim::SimTime>;
    std::vector<Rank> ranks;
    for (const Link& link : links_) ranks.emplace_back(link.usd_per_gb, link.round_trip);
    std::ranges::sort(ranks);
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                        boost::property<boost::edge_weight_t, int>>;
    Graph graph(size());
    for (std::size_t a = 0; a < size(); ++a) {
        for (std::size_t b = a + 1; b < size(); ++b) {
            const auto rank = std::ranges::lower_bound(ranks, Rank{usd_per_gb(a, b), round_trip(a, b)});
            boost::add_edge(a, b, static_cast<int>(rank - ranks.begin()), graph);
        }
    }
    std::vector<std::size_t> parents(size());
    boost::prim_minimum_spanning_tree(graph, parents.data(), boost::root_vertex(root));
    return parents;
}

std::string RegionGraph::to_graphviz() const {
    constexpr std::size_t kNearest = 3;
    std::set<std::pair<std::size_t, std::size_t>> shown;
    const auto show = [&shown](std::size_t a, std::size_t b) {
        shown.emplace(std::min(a, b), std::max(a, b));
    };
    const auto is_pair = [this](std::size_t a, std::size_t b) {
        return regions_[a].paired_region == regions_[b].name ||
               regions_[b].paired_region == regions_[a].name;
    };
    for (std::size_t a = 0; a < size(); ++a) {
        std::vector<std::size_t> others;
        for (std::size_t b = 0; b < size(); ++b) {
            if (b == a) continue;
            others.push_back(b);
            if (is_pair(a, b)) show(a, b);
        }
        std::ranges::stable_sort(others, {}, [&](std::size_t b) { return round_trip(a, b); });
        for (std::size_t i = 0; i < std::min(kNearest, others.size()); ++i) show(a, others[i]);
    }
    std::string text =
        "graph regions {\n  node [shape=box, fontsize=10];\n  edge [fontsize=8, color=gray50];\n";
    for (const Region& region : regions_) {
        // A point is 0.1 degrees: the world is 50 x 25 inches.
        text += fmt::format("  {} [label=\"{}\\n{} zones\", pos=\"{:.0f},{:.0f}\"];\n", region.name,
                            region.display_name, region.availability_zones, region.longitude_deg * 10.0,
                            region.latitude_deg * 10.0);
    }
    for (const auto& [a, b] : shown) {
        text +=
            fmt::format("  {} -- {} [label=\"{:.0f} ms\"{}];\n", regions_[a].name, regions_[b].name,
                        round_trip(a, b).seconds() * 1e3, is_pair(a, b) ? ", style=bold, color=black" : "");
    }
    return text + "}\n";
}

}  // namespace gallerysim::core
