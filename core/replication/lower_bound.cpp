// The least time that the copies of a replication could have taken: see lower_bound() in replication.hpp.

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/quantity.hpp"
#include "core/replication/replication.hpp"

namespace gallerysim::core {

namespace {

/// The bound of one phase.
class PhaseBound {
public:
    PhaseBound(const ReplicationPlan& plan, const ReplicationFigures& figures, const CopiesMade& made,
               std::size_t phase)
        : plan_(plan), figures_(figures), made_(made), phase_(phase) {}

    [[nodiscard]] ReplicationBound compute() {
        if (!has_copies()) return {};
        for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
            if (!is_here(i)) continue;
            const PlannedRegion& region = plan_.regions[i];
            propose(first_replica(i) + others(i),
                    fmt::format("the copies to {} one after the other", region.name));
            const double written = bytes() * region.zones_written * static_cast<double>(made_.replicas[i]);
            propose(setup() + written / figures_.writes_of(region.name).value,
                    fmt::format("what the storage of {} takes in", region.name));
        }
        for (std::size_t i = 0; i < plan_.regions.size(); ++i) bound_of_reader(i);
        for (const auto& [pair, count] : between()) {
            propose(setup() + bytes() * count /
                                  figures_.rate_between(plan_.regions[pair.first].name,
                                                        plan_.regions[pair.second].name)
                                      .value,
                    fmt::format("the link from {} to {}", plan_.regions[pair.first].name,
                                plan_.regions[pair.second].name));
        }
        return {.time = sim::SimTime::from_nanoseconds(static_cast<std::int64_t>(time_ * 1e9)),
                .binding = binding_};
    }

private:
    [[nodiscard]] double bytes() const { return plan_.bytes.value; }
    [[nodiscard]] double setup() const { return figures_.setup.value.seconds(); }
    [[nodiscard]] bool is_here(std::size_t i) const {
        return plan_.regions[i].phase == phase_ && made_.replicas[i] > 0;
    }
    [[nodiscard]] bool has_copies() const {
        for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
            if (is_here(i)) return true;
        }
        return false;
    }

    void propose(double time, const std::string& binding) {
        if (time <= time_) return;
        time_ = time;
        binding_ = binding;
    }

    /// The fastest that one copy into the region can be.
    [[nodiscard]] double fastest(std::size_t from, std::size_t to) const {
        const double writes = figures_.writes_of(plan_.regions[to].name).value / plan_.regions[to].zones_written;
        double rate = std::min(plan_.regions[from].reads.value, writes);
        if (from == to) return std::min(rate, figures_.stream.value.value);
        const double link = figures_.rate_between(plan_.regions[from].name, plan_.regions[to].name).value;
        rate = std::min({rate, figures_.stream_across.value.value, link});
        return std::min(rate, figures_.egress_of(plan_.regions[from].name).value);
    }
    /// From the beginning of the phase until the image or a first replica can be read in the region.
    [[nodiscard]] double readable(std::size_t region) const {
        return region == plan_.source || plan_.regions[region].present > 0 ? 0.0 : first_replica(region);
    }
    [[nodiscard]] double first_replica(std::size_t region) const {
        if (!is_here(region) || !made_.parents[region]) return 0.0;
        const std::size_t from = *made_.parents[region];
        return readable(from) + setup() + plan_.graph.round_trip(from, region).seconds() +
               bytes() / fastest(from, region);
    }
    /// From a region's first replica until it has the others.
    [[nodiscard]] double others(std::size_t region) const {
        const bool has_first = made_.parents[region].has_value();
        const auto count = static_cast<double>(made_.replicas[region] - (has_first ? 1 : 0));
        if (count <= 0.0) return 0.0;
        const double rate = fastest(region, region);
        if (plan_.policy.within_region.value == WithinRegion::doubling) {
            const auto sources = static_cast<double>(has_first ? 1 : plan_.regions[region].present);
            return std::ceil(std::log2((count + sources) / sources)) * (setup() + bytes() / rate);
        }
        const double turns = std::ceil(count / static_cast<double>(figures_.copies_at_a_time.value));
        return std::max({setup() + bytes() / rate,
                         setup() + count * bytes() / plan_.regions[region].reads.value,
                         turns * (setup() + bytes() / rate)});
    }

    /// What is read in one region for others, and of its first copy.
    void bound_of_reader(std::size_t from) {
        double first_copies = 0.0;
        double across = 0.0;
        double least_others = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
            if (!is_here(i) || made_.parents[i] != from) continue;
            ++first_copies;
            if (i != from) ++across;
            least_others = std::min(least_others, others(i));
        }
        if (first_copies == 0.0) return;
        const PlannedRegion& region = plan_.regions[from];
        const double begin = readable(from) + setup();
        propose(begin + first_copies * bytes() / region.reads.value + least_others,
                fmt::format("reading {} in {} for {} regions ({} at {})",
                            from == plan_.source ? "the source image" : "the first replica", region.name,
                            first_copies, size_text(first_copies), to_text(region.reads)));
        propose(begin + across * bytes() / figures_.egress_of(region.name).value,
                fmt::format("what leaves {} ({} at {})", region.name, size_text(across),
                            to_text(figures_.egress_of(region.name))));
    }
    [[nodiscard]] std::string size_text(double copies) const {
        return fmt::format("{:.0f} GiB", copies * bytes() / kGiB);
    }

    [[nodiscard]] std::map<std::pair<std::size_t, std::size_t>, double> between() const {
        std::map<std::pair<std::size_t, std::size_t>, double> counts;
        for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
            if (is_here(i) && made_.parents[i] && *made_.parents[i] != i) ++counts[{*made_.parents[i], i}];
        }
        return counts;
    }

    const ReplicationPlan& plan_;
    const ReplicationFigures& figures_;
    const CopiesMade& made_;
    std::size_t phase_;
    double time_ = 0.0;
    std::string binding_;
};

}  // namespace

ReplicationBound lower_bound(const ReplicationPlan& plan, const ReplicationFigures& figures,
                             const CopiesMade& made) {
    std::size_t last_phase = 0;
    for (const PlannedRegion& region : plan.regions) last_phase = std::max(last_phase, region.phase);
    ReplicationBound all;
    sim::SimTime longest;
    for (std::size_t phase = 0; phase <= last_phase; ++phase) {
        const ReplicationBound bound = PhaseBound(plan, figures, made, phase).compute();
        all.time += bound.time;
        if (bound.time >= longest) {
            longest = bound.time;
            all.binding = bound.binding;
        }
    }
    if (last_phase > 0 && !all.binding.empty()) all.binding += fmt::format("; {} phases", last_phase + 1);
    return all;
}

}  // namespace gallerysim::core
