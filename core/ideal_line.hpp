#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/regional_limits.hpp"
#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"
#include "sim/wait.hpp"

namespace gallerysim::core {

/// Calls that pass the very instant every limit in their way has a token: what a client would do that knew
/// the buckets and so never called in vain. The bound against which real clients are measured.
///
/// First come, first served: of the calls that could pass, the oldest does. A call waits behind the older
/// ones of its principal and operation, but not behind calls that other limits hold up; so no token stays
/// unused that a waiting call could take. A call that has to wait counts as one 429, and so does each other
/// limit that comes to hold the first one of those that wait up.
///
/// O(1) for a call that passes at once; O(principals x operations that wait) per token that a waiting call
/// takes. Belongs to one simulation; not thread-safe. `limits` must outlive it.
class IdealLine {
public:
    struct Passage {
        sim::Outcome outcome = sim::Outcome::done;
        Limit held_up_by = Limit::none;  ///< last
    };

    class Pass : private sim::ListLink {
    public:
        Pass(IdealLine& line, const Call& call) : line_(&line), call_(call) {}

        bool start(sim::Simulation&, sim::Completion& completion) {
            completion_ = &completion;
            return line_->pass_or_queue(*this);
        }
        void cancel() { line_->leave(*this); }
        [[nodiscard]] Passage result() const { return {sim::Outcome::done, held_up_by_}; }
        [[nodiscard]] Passage interrupted_result() const { return {sim::Outcome::interrupted, held_up_by_}; }

    private:
        friend class IdealLine;
        IdealLine* line_;
        sim::Completion* completion_ = nullptr;
        std::uint64_t ticket_ = 0;  ///< order of arrival
        Call call_;
        Limit held_up_by_ = Limit::none;
    };

    IdealLine(sim::Simulation& simulation, RegionalLimits& limits)
        : simulation_(&simulation), limits_(&limits) {}
    IdealLine(const IdealLine&) = delete;
    IdealLine& operator=(const IdealLine&) = delete;

    /// Passes the call if nothing is in its way and nobody waits before it; otherwise says what is, and the
    /// call has not been made. `none`: it has passed.
    Limit try_pass(const Call& call);
    /// An operation that is done when the call has passed.
    [[nodiscard]] Pass pass(const Call& call) { return Pass{*this, call}; }

    [[nodiscard]] std::size_t waiting() const { return waiting_; }

private:
    /// The waiting calls of one principal and operation, which meet the same limits.
    struct Queue {
        std::uint16_t principal = 0;
        ApiOperation operation = ApiOperation::create_vm;
        Limit held_up_by = Limit::none;
        sim::IntrusiveList calls;
        [[nodiscard]] Pass& head() const { return static_cast<Pass&>(*calls.first()); }
    };

    [[nodiscard]] Queue& queue_of(const Call& call);
    bool pass_or_queue(Pass& pass);
    void leave(Pass& pass);
    void serve();
    void serve_those_due();
    void wake_at(sim::SimTime time);

    sim::Simulation* simulation_;
    RegionalLimits* limits_;
    std::vector<std::unique_ptr<Queue>> queues_;
    std::uint64_t tickets_ = 0;
    std::size_t waiting_ = 0;
    sim::SimTime wakes_at_ = sim::SimTime::never();  ///< no waiting call can pass before
    sim::EventHandle wake_;
};

}  // namespace gallerysim::core
