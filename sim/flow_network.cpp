#include "sim/flow_network.hpp"

#include <algorithm>
#include <cmath>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();

/// The first whole nanosecond at which `left` has crossed. What is due a little past a whole nanosecond
/// counts as due on it: that little is the rounding of the arithmetic.
[[nodiscard]] SimTime finish_time(SimTime now, double left, double rate) {
    constexpr double kLongest = 4e18;  // 126 years
    if (left <= 0.0 || rate == kForever) return now;
    const double span = left / rate;
    if (!(span < kLongest)) return SimTime::never();
    const double exact = std::max(0.0, span - (1e-3 + 1e-15 * span));
    return now + SimTime::from_nanoseconds(static_cast<std::int64_t>(std::ceil(exact)));
}

}  // namespace

FlowNetwork::Link FlowNetwork::add_link(double capacity) {
    GALLERYSIM_ASSERT(capacity >= 0.0, "a capacity is not negative");
    links_.push_back(LinkState{});
    links_.back().capacity = capacity / kPerSecond;
    return static_cast<Link>(links_.size() - 1);
}

void FlowNetwork::set_capacity(Link link, double capacity) {
    GALLERYSIM_ASSERT(link < links_.size() && capacity >= 0.0, "a capacity is not negative");
    links_[link].capacity = capacity / kPerSecond;
    touch(link);
}

FlowNetwork::Id FlowNetwork::start(double amount, std::span<const Link> path, double cap, Completion& done) {
    GALLERYSIM_ASSERT(amount >= 0.0 && amount < kForever && cap > 0.0,
                      "an amount is finite, a cap is positive");
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(flows_.size()));
        flows_.emplace_back();
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    FlowState& flow = flows_[slot];
    flow.done = &done;
    flow.serial = ++last_serial_;
    flow.amount = flow.left = amount;
    flow.cap = cap / kPerSecond;
    flow.rate = 0.0;
    flow.since = simulation_->now();
    flow.bottleneck = kNone;
    flow.path.assign(path.begin(), path.end());
    for (const Link link : path) {
        GALLERYSIM_ASSERT(link < links_.size(), "a path consists of links");
        links_[link].flows.push_back(slot);
        touch(link);
    }
    fresh_.push_back(slot);
    ++under_way_;
    request_settling();
    return {slot, flow.serial};
}

double FlowNetwork::cancel(Id id) {
    if (!names(id)) return 0.0;
    FlowState& flow = flows_[id.slot_];
    const double left = left_now(flow);
    simulation_->cancel(flow.finish);
    flow.left = left;
    remove(id.slot_);
    return left;
}

bool FlowNetwork::names(Id id) const {
    return id.slot_ < flows_.size() && flows_[id.slot_].done != nullptr &&
           flows_[id.slot_].serial == id.serial_;
}

double FlowNetwork::left_now(const FlowState& flow) const {
    const double passed = static_cast<double>((simulation_->now() - flow.since).nanoseconds());
    if (passed == 0.0) return flow.left;
    return std::max(0.0, flow.left - flow.rate * passed);
}

double FlowNetwork::remaining(Id id) const { return names(id) ? left_now(flows_[id.slot_]) : 0.0; }

double FlowNetwork::rate(Id id) {
    settle();
    return names(id) ? flows_[id.slot_].rate * kPerSecond : 0.0;
}

FlowNetwork::Link FlowNetwork::bottleneck(Id id) {
    settle();
    return names(id) ? flows_[id.slot_].bottleneck : kNone;
}

double FlowNetwork::load(Link link) {
    settle();
    double sum = 0.0;
    for (const std::uint32_t slot : links_[link].flows) sum += flows_[slot].rate;
    return sum * kPerSecond;
}

double FlowNetwork::carried(Link link) const {
    double sum = links_[link].carried.value();
    for (const std::uint32_t slot : links_[link].flows) sum += flows_[slot].amount - left_now(flows_[slot]);
    return sum;
}

void FlowNetwork::touch(Link link) {
    if (!links_[link].dirty) {
        links_[link].dirty = true;
        dirty_links_.push_back(link);
    }
    request_settling();
}

/// At the end of this instant: after all that happens in it.
void FlowNetwork::request_settling() {
    if (settling_requested_) return;
    settling_requested_ = true;
    simulation_->after(
        SimTime::zero(),
        [this] {
            settling_requested_ = false;
            settle();
        },
        Priority::last);
}

void FlowNetwork::settle() {
    if (dirty_links_.empty() && fresh_.empty()) return;
    collect_connected();
    fill();
    for (const std::uint32_t slot : some_flows_) apply(slot);
    if (on_rates_) on_rates_();
}

/// Everything that a change can reach: links that share a flow, flows that share a link, and so on.
void FlowNetwork::collect_connected() {
    ++visit_;
    some_links_.clear();
    some_flows_.clear();
    const auto visit_link = [this](Link link) {
        if (links_[link].visited == visit_) return;
        links_[link].visited = visit_;
        some_links_.push_back(link);
    };
    const auto visit_flow = [&](std::uint32_t slot) {
        FlowState& flow = flows_[slot];
        if (flow.done == nullptr || flow.visited == visit_) return;
        flow.visited = visit_;
        some_flows_.push_back(slot);
        for (const Link link : flow.path) visit_link(link);
    };
    for (const Link link : dirty_links_) {
        links_[link].dirty = false;
        visit_link(link);
    }
    for (const std::uint32_t slot : fresh_) visit_flow(slot);
    for (std::size_t i = 0; i < some_links_.size(); ++i) {
        for (const std::uint32_t slot : links_[some_links_[i]].flows) visit_flow(slot);
    }
    dirty_links_.clear();
    fresh_.clear();
    // So that the result does not depend on the way in which they were found.
    std::ranges::sort(some_flows_, {}, [this](std::uint32_t slot) { return flows_[slot].serial; });
    std::ranges::sort(some_links_);
}

/// Progressive filling of some_links_ by some_flows_.
void FlowNetwork::fill() {
    for (const Link link : some_links_) {
        links_[link].free = links_[link].capacity;
        links_[link].rising = static_cast<std::uint32_t>(links_[link].flows.size());
    }
    by_cap_ = some_flows_;
    for (const std::uint32_t slot : by_cap_) flows_[slot].rising = true;
    std::ranges::stable_sort(by_cap_, {}, [this](std::uint32_t slot) { return flows_[slot].cap; });

    std::size_t next_cap = 0;
    std::size_t left = some_flows_.size();
    while (left > 0) {
        Link tightest = kNone;
        double level = kForever;
        for (const Link link : some_links_) {
            const LinkState& state = links_[link];
            if (state.rising == 0) continue;
            const double share = std::max(0.0, state.free) / state.rising;
            if (share < level) {
                level = share;
                tightest = link;
            }
        }
        while (!flows_[by_cap_[next_cap]].rising) ++next_cap;
        FlowState& most_capped = flows_[by_cap_[next_cap]];
        if (most_capped.cap <= level) {
            freeze(most_capped, most_capped.cap, kNone);
            --left;
            continue;
        }
        for (const std::uint32_t slot : links_[tightest].flows) {
            if (!flows_[slot].rising) continue;
            freeze(flows_[slot], level, tightest);
            --left;
        }
    }
}

void FlowNetwork::freeze(FlowState& flow, double rate, Link bottleneck) {
    flow.rising = false;
    flow.new_rate = rate;
    flow.bottleneck = bottleneck;
    for (const Link link : flow.path) {
        --links_[link].rising;
        if (rate < kForever) links_[link].free -= rate;
    }
}

/// The flow goes on at its new rate; one that keeps its rate keeps its event.
void FlowNetwork::apply(std::uint32_t slot) {
    FlowState& flow = flows_[slot];
    const SimTime now = simulation_->now();
    if (flow.new_rate == flow.rate && simulation_->is_pending(flow.finish)) return;
    flow.left = left_now(flow);
    flow.since = now;
    flow.rate = flow.new_rate;
    simulation_->cancel(flow.finish);
    const SimTime at = finish_time(now, flow.left, flow.rate);
    if (at == SimTime::never()) return;
    struct Finish {
        FlowNetwork* network;
        std::uint32_t slot;
        void operator()() const { network->finish(slot); }
    };
    flow.finish = simulation_->at(at, Finish{this, slot});
}

void FlowNetwork::finish(std::uint32_t slot) {
    Completion* const done = flows_[slot].done;
    flows_[slot].left = 0.0;
    remove(slot);
    done->fire(Context::event_loop);
}

void FlowNetwork::remove(std::uint32_t slot) {
    FlowState& flow = flows_[slot];
    for (const Link link : flow.path) {
        LinkState& state = links_[link];
        state.carried.add(flow.amount - flow.left);
        state.flows.erase(std::ranges::find(state.flows, slot));
        touch(link);
    }
    flow.done = nullptr;
    --under_way_;
    free_slots_.push_back(slot);
}

}  // namespace gallerysim::sim
