#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/scenario.hpp"
#include "sim/random_stream.hpp"
#include "sim/sim_time.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// Whether a fault of this kind makes galleries whose home the region is unable to change.
[[nodiscard]] constexpr bool takes_home_region_down(FaultKind kind) {
    return kind == FaultKind::region_lost || kind == FaultKind::home_region_down;
}
/// Whether a fault of this kind is about a zone, a replica or an account of its region, by number.
[[nodiscard]] constexpr bool has_parts(FaultKind kind) {
    return kind == FaultKind::zone_lost || kind == FaultKind::replica_lost || kind == FaultKind::account_slowed;
}

/// How many parts of this kind the fault's region or image version has; 1 where the kind has none.
[[nodiscard]] std::int64_t parts_of(const Scenario& scenario, const FaultSpec& fault);

/// How long a lost replica is copied from another one in its region, once that has begun: what the fault says, or setup
/// and occupied bytes over the rate of one copy (ReplicationFigures::setup and stream). REQUIRES: fault.image is listed.
[[nodiscard]] sim::SimTime rebuild_time(const Scenario& scenario, const FaultSpec& fault);

/// When the faults of a scenario begin and end in one run.
///
/// Each fault is whole until it breaks and then broken until it is repaired; a lost zone is also failing over for
/// Standard_ZRS at first. Random times are drawn from the stream of purpose `fault` of each fault and part, so they are
/// the same in every scenario that has the fault at this place of its list.
class FaultPlan {
public:
    /// The streams are those of the simulation's seed and run.
    FaultPlan(const Scenario& scenario, const sim::Simulation& simulation);

    enum class State : std::uint8_t { whole, failing_over, broken };
    /// One fault, and of a fault of each zone, replica or account one of these.
    struct Element {
        std::size_t fault = 0;  ///< index into Scenario::faults
        std::int64_t part = 0;  ///< from 1; 0: the whole region
        State state = State::whole;
        sim::SimTime changes = sim::SimTime::never();  ///< from this state to the next one
        sim::SimTime ends = sim::SimTime::never();     ///< while it is not whole
        sim::RandomStream stream;
    };
    [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }
    /// The earliest change ahead; never(): there is none.
    [[nodiscard]] sim::SimTime next_change() const;
    /// Changes the element now, which is when it does. REQUIRES: now == its `changes`.
    void change(Element& element, sim::SimTime now);
    [[nodiscard]] std::vector<Element>& elements() { return elements_; }

private:
    const Scenario* scenario_;
    std::vector<Element> elements_;
};

}  // namespace gallerysim::core
