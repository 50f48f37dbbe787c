#include "core/replica_set.hpp"

#include <algorithm>

#include "sim/burst_credits.hpp"

namespace gallerysim::core {

ReplicaSet::ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage, const ServiceDemand& demand,
                       std::int64_t replicas, int zones, Routing routing)
    : readers_(static_cast<std::size_t>(replicas), 0), routing_(routing) {
    const bool bursts = storage.burst_duration.value > sim::SimTime::zero() && demand.burst_rate > 1.0;
    replicas_.reserve(readers_.size());
    for (std::int64_t i = 0; i < replicas; ++i) {
        auto replica = std::make_unique<sim::SharedCapacity>(simulation, 1.0);
        if (bursts) {
            replica->set_law(std::make_unique<sim::BurstCredits>(sim::BurstCredits::Terms{
                .base = 1.0, .burst = demand.burst_rate, .burst_time = storage.burst_duration.value}));
        }
        replicas_.push_back(std::move(replica));
    }
    if (routing == Routing::same_zone_first && zones > 0 && !storage.zone_redundant) {
        in_zone_.resize(static_cast<std::size_t>(zones));
        for (std::uint32_t i = 0; i < readers_.size(); ++i) in_zone_[i % in_zone_.size()].push_back(i);
    }
}

std::uint32_t ReplicaSet::route(int zone, sim::RandomStream& stream) {
    const std::uint32_t replica = choose(zone, stream);
    peak_ = std::max(peak_, ++readers_[replica]);
    return replica;
}

std::uint32_t ReplicaSet::choose(int zone, sim::RandomStream& stream) {
    if (readers_.size() == 1) return 0;
    switch (routing_) {
        case Routing::round_robin: {
            const std::uint32_t replica = next_;
            next_ = next_ + 1 == readers_.size() ? 0 : next_ + 1;
            return replica;
        }
        case Routing::least_loaded: return least_loaded();
        case Routing::power_of_two: return less_loaded_of_two(stream);
        case Routing::same_zone_first:
            if (zone > 0 && static_cast<std::size_t>(zone) <= in_zone_.size()) {
                const auto& near = in_zone_[static_cast<std::size_t>(zone) - 1];
                if (!near.empty()) return near[stream.below(near.size())];
            }
            break;
        case Routing::random: break;
    }
    return static_cast<std::uint32_t>(stream.below(readers_.size()));
}

std::uint32_t ReplicaSet::least_loaded() const {
    return static_cast<std::uint32_t>(std::ranges::min_element(readers_) - readers_.begin());
}

std::uint32_t ReplicaSet::less_loaded_of_two(sim::RandomStream& stream) const {
    const auto first = static_cast<std::uint32_t>(stream.below(readers_.size()));
    const auto other = static_cast<std::uint32_t>(stream.below(readers_.size() - 1));
    const std::uint32_t second = other >= first ? other + 1 : other;  // two different ones
    return readers_[second] < readers_[first] ? second : first;
}

double ReplicaSet::work_done() const {
    double work = 0.0;
    for (const auto& replica : replicas_) work += replica->work_done();
    return work;
}

}  // namespace gallerysim::core
