#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "sim/capacity_law.hpp"
#include "sim/compensated_sum.hpp"
#include "sim/rate_class_set.hpp"
#include "sim/shared_capacity_flow.hpp"
#include "sim/simulation.hpp"
#include "sim/time_weighted.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// A total rate that is shared by all who use it at the same time: generalised processor sharing.
///
/// A *flow* brings a demand (work units), a weight and a rate cap, and is done when its demand has been
/// served. At every moment the rates are the weighted max-min fair ones: x_i = min(cap_i, weight_i level),
/// with the level at which they add up to the total rate, or at which all are at their caps. With equal
/// weights and no caps, n flows get 1/n of the rate each.
///
/// The total rate is the nominal rate, which can be set at any time (0 stalls all flows until it rises
/// again), or what a CapacityLaw makes of it. Capacities form a tree of two levels: the flows of a capacity
/// that was made with an `account` share the account's rate with those of its other members, max-min fair
/// over all of them, so that a flow's rate is weight min(cap / weight, level of the member, level of the
/// account). An account has no flows of its own.
///
/// Time runs on in between whole nanoseconds here: a flow that is served at 0.3 ns past an instant leaves its
/// share to the others from then on, and its completion comes at the next whole nanosecond. Flows of one cap
/// / weight that are served at the same moment complete in the order in which they started. A demand of 0
/// completes by an event at once.
///
/// Cost: O(log n + number of different cap / weight) per start, completion and cancellation, for the flows do
/// not move when rates change (see RateClass); while the account binds also O(flows' classes of all its
/// members). A start at the same instant as another one costs no event. No allocation once everything has
/// seen its largest size.
///
/// What is measured may lag behind within one instant, never beyond it. Must stay where it is, and live as
/// long as the simulation runs. Not thread-safe.
class SharedCapacity {
public:
    class Read;

    /// `rate` in work units per second: finite, not negative.
    SharedCapacity(Simulation& simulation, double rate);
    /// A member of `account`, which must outlive it. REQUIRES: the account has no account itself.
    SharedCapacity(Simulation& simulation, double rate, SharedCapacity& account);
    SharedCapacity(const SharedCapacity&) = delete;
    SharedCapacity& operator=(const SharedCapacity&) = delete;

    /// An operation that is done when `demand` has been served.
    [[nodiscard]] Read read(double demand, double cap = Flow::kUncapped, double weight = 1.0);

    /// Starts a flow. `done` fires once, from the event loop, unless the flow is cancelled; it may start and
    /// cancel flows.
    FlowId start(const Flow& flow, Completion& done);
    /// Ends a flow without firing its completion. The work that was still to be served; 0 if the id names no
    /// flow.
    double cancel(FlowId id);
    /// The work that is still to be served; 0 if the id names no flow.
    [[nodiscard]] double remaining(FlowId id) const;
    /// What break_off() has ended.
    struct BrokenOff {
        std::size_t flows = 0;
        double work = 0.0;  ///< that was still to be served of them
    };
    /// Ends all flows: what they were served by is lost. Their completions fire by events at this instant, in the order
    /// of their slots, and reads are `interrupted`; so is a read that has been served at this very instant and has not
    /// been told yet. Work that is left is in the result, and not where `leaving` says. Flows can start again at once.
    /// REQUIRES: whoever waits for a flow is a process (its completion takes Context::another_process).
    BrokenOff break_off();

    /// The nominal rate from now on: finite, not negative.
    void set_rate(double rate);
    [[nodiscard]] double rate() const { return nominal_; }
    /// Makes the total rate depend on the load or the clock; nullptr: no longer. Takes effect now.
    void set_law(std::unique_ptr<CapacityLaw> law);

    /// Flows that are being served now; of an account, those of its members.
    [[nodiscard]] std::size_t flows() const { return flows_; }
    /// Their number over time: average, peak.
    [[nodiscard]] const TimeWeighted& flows_over_time() const { return flows_over_time_; }
    /// Whether there was any flow, over time: its average is the fraction of time that the capacity was in
    /// use.
    [[nodiscard]] const TimeWeighted& busy() const { return busy_; }
    /// Work units per second that are being served.
    [[nodiscard]] double served_rate() const { return served_rate_ * kPerSecond; }
    /// Work units served so far: the demands of completed flows and the served parts of the others, to
    /// rounding.
    [[nodiscard]] double work_done() const;
    /// Work that its flows still wait for. Cost: O(largest number of flows so far). Of an account: 0.
    [[nodiscard]] double work_left() const;
    /// How often break_off() was called: whoever reads tells by it whether a read that ended was broken off.
    [[nodiscard]] std::uint32_t break_offs() const { return break_offs_; }
    /// Work done over the work that the nominal rate would have done since the start; 0 when that is none.
    [[nodiscard]] double utilisation() const;

private:
    using Slot = FlowTable::Slot;
    static constexpr double kPerSecond = 1e9;  ///< rates are per nanosecond inside

    // Flows move from rates to rates in these steps: pass time, change something, settle. No time passes
    // between the change and the settling.
    void catch_up();
    void serve(double nanoseconds);
    void serve_single(RateClass& single, double nanoseconds);
    void finish_next(RateClass& rate_class);
    void changed();
    void settle();

    void update_total_rate();
    void update_rates(double since);
    void update_single(RateClass& single, double since);
    [[nodiscard]] double rate_of_single(const RateClass& single) const;
    void compute_level();
    void apply_level(double since);
    void note_flows();
    void note_served_rate(double rate, double since);

    [[nodiscard]] SimTime next_wake() const;
    void arm();
    void wake();
    void fire_finished();

    /// All flows in one class, and nothing else has a say: the most frequent case, with ways of its own.
    [[nodiscard]] bool is_simple() const {
        return classes_.single() != nullptr && account_ == nullptr && !law_;
    }

    [[nodiscard]] double remaining(const FlowRecord& record) const;

    // The account's side (shared_capacity_tree.cpp).
    [[nodiscard]] bool is_account() const { return !members_.empty(); }
    void member_changed(SharedCapacity& member);
    void settle_account();
    void count_members();
    [[nodiscard]] double compute_account_level() const;

    Simulation* simulation_;
    SharedCapacity* account_ = nullptr;
    std::unique_ptr<CapacityLaw> law_;

    FlowTable table_;
    RateClassSet classes_;
    std::vector<Slot> finished_;  ///< served flows whose completions have not fired yet, in order
    std::uint32_t flows_ = 0;
    std::uint32_t noted_flows_ = 0;  ///< as flows_over_time_ has it
    std::uint32_t break_offs_ = 0;

    double nominal_;                          ///< work units per second
    double total_rate_ = 0.0;                 ///< what the law makes of it, per nanosecond
    double total_pace_ = 0.0;                 ///< 1 / total_rate_
    double level_ = Flow::kUncapped;          ///< at which the flows use the total rate up
    double account_level_ = Flow::kUncapped;  ///< what the account leaves; infinity while it does not bind
    double wanted_ = 0.0;                     ///< what the flows would get without the account
    double served_rate_ = 0.0;                ///< what they get

    SimTime now_;       ///< up to which the flows have been served
    EventHandle wake_;  ///< the one pending event
    SimTime wake_at_ = SimTime::never();
    /// Something has changed at now_ that the rates have not followed yet: they will before time passes.
    bool unsettled_ = false;

    // Of an account.
    std::vector<SharedCapacity*> members_;
    CompensatedSum wanted_by_members_;
    bool binds_ = false;
    // What a member has told its account.
    double told_wanted_ = 0.0;
    std::uint32_t told_flows_ = 0;

    CompensatedSum work_done_;  ///< up to served_since_
    SimTime served_since_;      ///< since when served_rate_ has held
    TimeWeighted flows_over_time_;
    TimeWeighted busy_;
    TimeWeighted nominal_over_time_;
};

/// co_await capacity.read(demand): Outcome::done when the demand has been served, Outcome::interrupted when the process
/// was interrupted or the capacity has broken the read off.
class SharedCapacity::Read {
public:
    Read(SharedCapacity& capacity, const Flow& flow) : capacity_(&capacity), flow_(flow) {}

    /// Where to put the work that was still to be served when the wait was given up, by an interrupt or
    /// because another operation of a first_of was done first. Stays untouched when the read is done.
    [[nodiscard]] Read leaving(double& remaining) && {
        remaining_ = &remaining;
        return *this;
    }

    bool start(Simulation&, Completion& completion) {
        id_ = capacity_->start(flow_, completion);
        break_offs_ = capacity_->break_offs();
        return false;
    }
    void cancel() {
        const double remaining = capacity_->cancel(id_);
        if (remaining_ != nullptr) *remaining_ = remaining;
    }
    [[nodiscard]] Outcome result() const {
        return capacity_->break_offs() == break_offs_ ? Outcome::done : Outcome::interrupted;
    }
    [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

private:
    SharedCapacity* capacity_;
    double* remaining_ = nullptr;
    Flow flow_;
    FlowId id_;
    std::uint32_t break_offs_ = 0;  ///< of the capacity, when the read started
};

inline SharedCapacity::Read SharedCapacity::read(double demand, double cap, double weight) {
    return Read{*this, Flow{.demand = demand, .cap = cap, .weight = weight}};
}

}  // namespace gallerysim::sim
