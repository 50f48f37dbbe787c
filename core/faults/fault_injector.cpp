#include "core/faults/fault_injector.hpp"

#include <algorithm>

namespace gallerysim::core {

using State = FaultPlan::State;
using Element = FaultPlan::Element;

FaultInjector::FaultInjector(const Scenario& scenario, const sim::Simulation& simulation, GalleryGate& gate,
                             const sim::IntrusiveList& in_flight)
    : scenario_(&scenario),
      gate_(&gate),
      in_flight_(&in_flight),
      plan_(scenario, simulation),
      last_of_(plan_.elements().size(), 0) {}

void FaultInjector::add(ReplicaSet& replicas, const std::string& region, StorageType storage,
                        const std::string& image) {
    replicas_.push_back({&replicas, region, scenario_->catalogue.storage_of(storage).zone_redundant, image});
    set_condition(replicas_.back());
}

void FaultInjector::add(Allocator& allocator, const std::string& region) {
    places_.push_back({&allocator, region});
    set_zones(places_.back());
}

void FaultInjector::apply(sim::SimTime now) {
    while (plan_.next_change() <= now) {
        for (std::size_t i = 0; i < plan_.elements().size(); ++i) {
            Element& element = plan_.elements()[i];
            if (element.changes > now) continue;
            const State before = element.state;
            plan_.change(element, now);
            if (before == State::whole) begin(i, now);
            if (element.state == State::whole) end(i, now);
        }
        // VMs and places before replicas: those that lose their place are no readers any more.
        for (const Place& place : places_) set_zones(place);
        for (const Replicas& replicas : replicas_) set_condition(replicas);
    }
    for (const Replicas& replicas : replicas_) set_condition(replicas);  // there may be new ones
}

void FaultInjector::begin(std::size_t element, sim::SimTime now) {
    const Element& begun = plan_.elements()[element];
    last_of_[element] = occurrences_.size();
    occurrences_.push_back({.fault = begun.fault, .part = begun.part, .from = now, .until = sim::SimTime::never()});
    tell_gate(scenario_->faults[begun.fault], GalleryService::RegionState::down, now);
    take_places(scenario_->faults[begun.fault], occurrences_.back());
}

void FaultInjector::end(std::size_t element, sim::SimTime now) {
    occurrences_[last_of_[element]].until = now;
    tell_gate(scenario_->faults[plan_.elements()[element].fault], GalleryService::RegionState::up, now);
}

/// VMs that are being provisioned in a lost zone or region lose their places.
void FaultInjector::take_places(const FaultSpec& fault, FaultOccurrence& occurrence) {
    if (fault.kind != FaultKind::zone_lost && fault.kind != FaultKind::region_lost) return;
    for (sim::ListLink* link = in_flight_->first(); link != nullptr; link = link->next) {
        auto& vm = static_cast<LiveVm&>(*link);
        const bool is_there = vm.is_placed && !vm.has_lost_place && *vm.context->region_name == fault.region &&
                              (fault.kind == FaultKind::region_lost || vm.record.zone == occurrence.part);
        if (!is_there) continue;
        vm.lose_place();
        ++occurrence.places_lost;
    }
}

/// Of random times only: the galleries' own timeline knows the others.
void FaultInjector::tell_gate(const FaultSpec& fault, GalleryService::RegionState state, sim::SimTime now) {
    if (fault.random && takes_home_region_down(fault.kind)) gate_->set_region(fault.region, state, now);
}

bool FaultInjector::is_zone_lost(const std::string& region, int zone) const {
    return std::ranges::any_of(plan_.elements(), [&](const Element& element) {
        const FaultSpec& fault = scenario_->faults[element.fault];
        if (element.state == State::whole || fault.region != region) return false;
        return fault.kind == FaultKind::region_lost || (fault.kind == FaultKind::zone_lost && element.part == zone);
    });
}

bool FaultInjector::are_all_zones_lost(const std::string& region) const {
    const int zones = zones_of(scenario_->catalogue.regions, region);
    bool all = zones > 0 || is_zone_lost(region, 0);
    for (int zone = 1; zone <= zones; ++zone) all = all && is_zone_lost(region, zone);
    return all;
}

void FaultInjector::set_zones(const Place& place) {
    for (std::uint16_t zone = 0; zone <= place.allocator->last_zone(); ++zone) {
        place.allocator->set_zone(zone, is_zone_lost(place.region, zone) ? Allocator::ZoneState::lost
                                                                         : Allocator::ZoneState::there);
    }
}

FaultInjector::Condition FaultInjector::condition_of(const Replicas& replicas, std::uint32_t replica) const {
    Condition condition;
    for (std::size_t i = 0; i < plan_.elements().size(); ++i) {
        const Element& element = plan_.elements()[i];
        const FaultSpec& fault = scenario_->faults[element.fault];
        if (element.state == State::whole || fault.region != replicas.region) continue;
        bool loses = false;
        switch (fault.kind) {
            case FaultKind::zone_lost:
                if (!replicas.zone_redundant) {
                    loses = replicas.set->zone_of(replica) == element.part;
                } else if (are_all_zones_lost(replicas.region)) {
                    loses = true;
                } else if (element.state == State::failing_over) {
                    condition.speed = 0.0;
                }
                break;
            case FaultKind::region_lost: loses = true; break;
            case FaultKind::replica_lost: loses = fault.image == replicas.image && replica + 1 == element.part; break;
            case FaultKind::storage_slowed: condition.speed *= fault.to; break;
            case FaultKind::account_slowed:
            case FaultKind::home_region_down: break;
        }
        if (loses) condition.lost_by = i;
        condition.lost = condition.lost || loses;
    }
    return condition;
}

double FaultInjector::account_speed(const Replicas& replicas, std::uint32_t account) const {
    double speed = 1.0;
    for (const Element& element : plan_.elements()) {
        const FaultSpec& fault = scenario_->faults[element.fault];
        const bool is_slowed = fault.kind == FaultKind::account_slowed && element.state != State::whole &&
                               fault.region == replicas.region && fault.image == replicas.image &&
                               element.part == account + 1;
        if (is_slowed) speed *= fault.to;
    }
    return speed;
}

void FaultInjector::set_condition(const Replicas& replicas) {
    ReplicaSet& set = *replicas.set;
    for (std::uint32_t i = 0; i < set.size(); ++i) {
        const Condition condition = condition_of(replicas, i);
        if (condition.lost && !set.is_lost(i)) {
            occurrences_[last_of_[condition.lost_by]].reads_lost += set.lose(i).flows;
        } else if (!condition.lost) {
            set.restore(i);
        }
        set.set_speed(i, condition.speed);
        const bool is_first_of_account = i == 0 || set.account_of(i) != set.account_of(i - 1);
        if (is_first_of_account) set.set_account_speed(set.account_of(i), account_speed(replicas, set.account_of(i)));
    }
}

std::vector<FaultOccurrence> FaultInjector::occurrences(sim::SimTime end) const {
    std::vector<FaultOccurrence> ended = occurrences_;
    for (FaultOccurrence& occurrence : ended) occurrence.until = std::min(occurrence.until, end);
    return ended;
}

}  // namespace gallerysim::core
