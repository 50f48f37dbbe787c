#include "tests/support/fluid_reference.hpp"

#include <algorithm>
#include <limits>

namespace gallerysim::test {

namespace {
constexpr FluidReference::Real kForever = std::numeric_limits<FluidReference::Real>::infinity();
constexpr FluidReference::Real kRounding = 1e-15L;
}  // namespace

std::size_t FluidReference::add_node(const Node& node) {
    nodes_.push_back(node);
    return nodes_.size() - 1;
}

std::size_t FluidReference::start(std::size_t node, Real demand, Real cap, Real weight) {
    Flow flow;
    flow.node = node;
    flow.demand = flow.left = demand;
    flow.cap = cap;
    flow.weight = weight;
    if (demand <= 0) flow.finished = now_;
    flows_.push_back(flow);
    return flows_.size() - 1;
}

void FluidReference::cancel(std::size_t flow) {
    if (runs(flows_[flow])) flows_[flow].cancelled = true;
}

void FluidReference::run_until(Real time) {
    while (now_ < time) {
        fill();
        pass(std::min(time - now_, time_to_next()));
    }
}

void FluidReference::run() {
    while (std::ranges::any_of(flows_, [this](const Flow& flow) { return runs(flow); })) {
        fill();
        pass(time_to_next());
    }
}

FluidReference::Real FluidReference::time_to_next() const {
    Real next = kForever;
    for (const Flow& flow : flows_) {
        if (runs(flow) && flow.rate > 0) next = std::min(next, flow.left / flow.rate);
    }
    return next;
}

void FluidReference::pass(Real span) {
    now_ += span;
    for (Flow& flow : flows_) {
        if (!runs(flow)) continue;
        flow.left -= flow.rate * span;
        if (flow.left > kRounding * flow.demand) continue;
        flow.left = 0;
        flow.finished = now_;
    }
}

/// What each node has for its flows, by its law.
std::vector<FluidReference::Real> FluidReference::free_rates(const std::vector<std::size_t>& active) const {
    std::vector<Real> load(nodes_.size(), 0);
    for (const std::size_t index : active) {
        const std::size_t node = flows_[index].node;
        load[node] += 1;
        if (nodes_[node].account != kNoAccount) load[nodes_[node].account] += 1;
    }
    std::vector<Real> rates(nodes_.size(), 0);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const Real n = std::max(load[i], Real{1});
        rates[i] = nodes_[i].rate / (1 + nodes_[i].sigma * (n - 1) + nodes_[i].kappa * n * (n - 1));
    }
    return rates;
}

void FluidReference::fill() {
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < flows_.size(); ++i) {
        flows_[i].rate = 0;
        if (runs(flows_[i])) active.push_back(i);
    }
    const std::vector<Real> rates = free_rates(active);
    std::vector<Real> used(nodes_.size(), 0);
    std::vector<std::size_t> rising = active;
    while (!rising.empty()) {
        std::vector<Real> weights(nodes_.size(), 0);
        const auto both_nodes = [&](const Flow& flow, auto&& visit) {
            visit(flow.node);
            if (nodes_[flow.node].account != kNoAccount) visit(nodes_[flow.node].account);
        };
        for (const std::size_t i : rising) {
            both_nodes(flows_[i], [&](std::size_t node) { weights[node] += flows_[i].weight; });
        }
        // How far the level can rise until the first flow or node holds.
        Real rise = kForever;
        for (const std::size_t i : rising)
            rise = std::min(rise, (flows_[i].cap - flows_[i].rate) / flows_[i].weight);
        for (std::size_t node = 0; node < nodes_.size(); ++node) {
            if (weights[node] > 0) rise = std::min(rise, (rates[node] - used[node]) / weights[node]);
        }
        rise = std::max(rise, Real{0});
        for (const std::size_t i : rising) {
            const Real more = flows_[i].weight * rise;
            flows_[i].rate += more;
            both_nodes(flows_[i], [&](std::size_t node) { used[node] += more; });
        }
        const auto is_held = [&](std::size_t i) {
            bool held = flows_[i].rate >= flows_[i].cap * (1 - kRounding);
            both_nodes(flows_[i],
                       [&](std::size_t node) { held |= used[node] >= rates[node] * (1 - kRounding); });
            return held;
        };
        std::erase_if(rising, is_held);
    }
}

FluidReference::Real FluidReference::work_done(std::size_t node) const {
    Real sum = 0;
    for (const Flow& flow : flows_) {
        if (flow.node == node || nodes_[flow.node].account == node) sum += flow.demand - flow.left;
    }
    return sum;
}

}  // namespace gallerysim::test
