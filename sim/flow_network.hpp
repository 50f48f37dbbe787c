#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "sim/compensated_sum.hpp"
#include "sim/simulation.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// Flows that share the links of a network: each crosses the links of its path at one rate.
///
/// At every moment the rates x are the max-min fair ones: for every link, the rates of the flows that cross
/// it add up to no more than its capacity; no flow is above its cap; and every flow is at its cap or has a
/// *bottleneck*, a link that is full and on which no flow is faster. There is exactly one such allocation,
/// and progressive filling finds it: all rates rise together; those that reach their cap, or cross a link
/// that has become full, stay where they are (Bertsekas and Gallager, Data Networks, section 6.5.2). A link
/// that stands k times in a path carries the flow's rate k times.
///
/// A flow is done at the first whole nanosecond at which its amount has crossed; until then it keeps its
/// share. Changes at one instant are taken up together, at its end: no time passes at rates that do not fit.
/// Flows that are done at the same instant fire in the order in which their rates were last set, among equals
/// in the order of their starts.
///
/// Cost: a change recomputes the flows and links that are connected with it, O(links x different rates +
/// lengths of the paths), and leaves all others alone. Must stay where it is, and live as long as the
/// simulation runs. Not thread-safe.
class FlowNetwork {
public:
    using Link = std::uint32_t;
    class Transfer;

    static constexpr double kUncapped = std::numeric_limits<double>::infinity();

    /// Names one flow for ever: the id of a flow that is done or was cancelled names nothing.
    class Id {
    public:
        Id() = default;

    private:
        friend class FlowNetwork;
        Id(std::uint32_t slot, std::uint64_t serial) : slot_(slot), serial_(serial) {}
        std::uint32_t slot_ = 0;
        std::uint64_t serial_ = 0;
    };

    explicit FlowNetwork(Simulation& simulation) : simulation_(&simulation) {}
    FlowNetwork(const FlowNetwork&) = delete;
    FlowNetwork& operator=(const FlowNetwork&) = delete;

    /// A new link of `capacity` units per second: not negative; infinity for one that never binds.
    Link add_link(double capacity);
    /// From now on; 0 stalls the flows that cross it until it rises again.
    void set_capacity(Link link, double capacity);
    [[nodiscard]] double capacity(Link link) const { return links_[link].capacity * kPerSecond; }
    [[nodiscard]] std::size_t links() const { return links_.size(); }

    /// An operation that is done when `amount` units have crossed all links of `path`, at `cap` units per
    /// second at most. The path is read when the operation starts.
    [[nodiscard]] Transfer transfer(double amount, std::span<const Link> path, double cap = kUncapped);

    /// Starts a flow. `done` fires once, from the event loop, unless the flow is cancelled; it may start and
    /// cancel flows. REQUIRES: amount is finite and not negative, cap is positive.
    Id start(double amount, std::span<const Link> path, double cap, Completion& done);
    /// Ends a flow without firing its completion. What has not crossed yet; 0 if the id names no flow.
    double cancel(Id id);

    /// What has not crossed yet; 0 if the id names no flow.
    [[nodiscard]] double remaining(Id id) const;
    /// Units per second; 0 if the id names no flow.
    [[nodiscard]] double rate(Id id);
    /// The link at which a flow is held back, the first of its path; kNone when its own cap does, or nothing.
    [[nodiscard]] Link bottleneck(Id id);
    static constexpr Link kNone = 0xffffffffU;

    /// Flows that are under way.
    [[nodiscard]] std::size_t flows() const { return under_way_; }
    /// Units per second that cross a link now.
    [[nodiscard]] double load(Link link);
    /// Calls this whenever rates have been set anew. It may ask for rates, and starts and cancels no flows here.
    void on_rates(std::function<void()> call) { on_rates_ = std::move(call); }
    /// Units that have crossed a link so far, to rounding; those of flows under way count.
    [[nodiscard]] double carried(Link link) const;

private:
    static constexpr double kPerSecond = 1e9;  ///< rates are per nanosecond inside

    struct LinkState {
        double capacity = 0.0;
        CompensatedSum carried;            ///< by flows that have ended
        std::vector<std::uint32_t> flows;  ///< slots of those that cross it, one entry for each time
        // While rates are computed.
        double free = 0.0;          ///< capacity that is left to the rising flows
        std::uint32_t rising = 0;   ///< how often flows cross it that still rise
        std::uint64_t visited = 0;  ///< by the computation of this number
        bool dirty = false;
    };
    struct FlowState {
        Completion* done = nullptr;  ///< nullptr: a free slot
        std::uint64_t serial = 0;
        double amount = 0.0;
        double cap = kUncapped;
        double left = 0.0;  ///< at `since`
        double rate = 0.0;
        SimTime since;
        Link bottleneck = kNone;
        EventHandle finish;
        std::vector<Link> path;
        // While rates are computed.
        double new_rate = 0.0;
        std::uint64_t visited = 0;
        bool rising = false;
    };

    [[nodiscard]] bool names(Id id) const;
    [[nodiscard]] double left_now(const FlowState& flow) const;
    void touch(Link link);
    void request_settling();
    void settle();
    void collect_connected();
    void fill();
    void freeze(FlowState& flow, double rate, Link bottleneck);
    void apply(std::uint32_t slot);
    void finish(std::uint32_t slot);
    void remove(std::uint32_t slot);

    Simulation* simulation_;
    std::vector<LinkState> links_;
    std::vector<FlowState> flows_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t under_way_ = 0;
    std::uint64_t last_serial_ = 0;

    std::vector<Link> dirty_links_;
    std::vector<std::uint32_t> fresh_;  ///< flows that have no rate yet
    bool settling_requested_ = false;
    std::uint64_t visit_ = 0;
    std::vector<Link> some_links_;           ///< connected with a change
    std::vector<std::uint32_t> some_flows_;  ///< likewise, in the order of their starts
    std::vector<std::uint32_t> by_cap_;
    std::function<void()> on_rates_;
};

/// co_await network.transfer(amount, path): Outcome::done when the amount has crossed.
class FlowNetwork::Transfer {
public:
    Transfer(FlowNetwork& network, double amount, std::span<const Link> path, double cap)
        : network_(&network), path_(path), amount_(amount), cap_(cap) {}

    /// Where to put what had not crossed when the wait was given up. Stays untouched when the transfer is
    /// done.
    [[nodiscard]] Transfer leaving(double& remaining) && {
        remaining_ = &remaining;
        return *this;
    }
    /// Where to put the flow's id while it is under way, for those who ask for its progress.
    [[nodiscard]] Transfer known_as(Id& id) && {
        known_as_ = &id;
        return *this;
    }

    bool start(Simulation&, Completion& completion) {
        id_ = network_->start(amount_, path_, cap_, completion);
        if (known_as_ != nullptr) *known_as_ = id_;
        return false;
    }
    void cancel() {
        const double remaining = network_->cancel(id_);
        if (remaining_ != nullptr) *remaining_ = remaining;
    }
    [[nodiscard]] Outcome result() const { return Outcome::done; }
    [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

private:
    FlowNetwork* network_;
    std::span<const Link> path_;
    double amount_;
    double cap_;
    double* remaining_ = nullptr;
    Id* known_as_ = nullptr;
    Id id_;
};

inline FlowNetwork::Transfer FlowNetwork::transfer(double amount, std::span<const Link> path, double cap) {
    return Transfer{*this, amount, path, cap};
}

}  // namespace gallerysim::sim
