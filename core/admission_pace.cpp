#include "core/admission_pace.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <variant>

namespace gallerysim::core {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// VMs that come evenly for a while; a duration of 0 is all at once.
struct Stream {
    double vms = 0.0;
    double duration_s = 0.0;

    [[nodiscard]] double rate() const { return duration_s > 0.0 ? vms / duration_s : kInfinity; }
};

struct StreamOf {
    std::optional<Stream> operator()(const BurstArrivals& a) const { return Stream{static_cast<double>(a.vms), 0.0}; }
    std::optional<Stream> operator()(const PoissonArrivals& a) const {
        return Stream{a.rate.value * a.duration.seconds(), a.duration.seconds()};
    }
    std::optional<Stream> operator()(const ProfileArrivals& a) const {
        return Stream{a.expected_vms(), a.duration.seconds()};
    }
    std::optional<Stream> operator()(const BatchArrivals& a) const {
        const auto batches = static_cast<double>(a.batches);
        return Stream{batches * static_cast<double>(a.vms), (batches - 1.0) * a.every.seconds()};
    }
    std::optional<Stream> operator()(const ListedArrivals& a) const {
        if (a.times.empty()) return std::nullopt;
        return Stream{static_cast<double>(a.times.size()), (a.times.back() - a.times.front()).seconds()};
    }
    std::optional<Stream> operator()(const ClosedLoopArrivals&) const { return std::nullopt; }
    std::optional<Stream> operator()(const TraceArrivals&) const { return std::nullopt; }
    std::optional<Stream> operator()(const ScaleSets&) const { return std::nullopt; }
};

/// A limit that this deployment's VMs meet: how many it lets in at first and then per second, and who shares it.
struct Pace {
    enum class SharedBy { principal, subscription };
    Limit limit;
    double at_once;
    double per_s;
    SharedBy shared_by;
};

std::array<Pace, 3> paces(const Scenario& scenario, const ClientSpec& client) {
    const ThrottlePolicies& policies = scenario.catalogue.throttles;
    const auto writes = static_cast<double>(client.settings.writes_per_vm.value);
    const ManagerBucketFigures& manager = policies.manager[static_cast<std::size_t>(CallType::write)];
    const double network_writes = writes - 1.0;  // the last write is the VM itself
    const WindowFigures& network = policies.network;
    const ComputePolicyFigures& compute = policies.compute[static_cast<std::size_t>(ApiOperation::create_vm)];
    const auto count = [](const Figure<std::int64_t>& figure) { return static_cast<double>(figure.value); };
    std::array<Pace, 3> all{{
        {Limit::arm_principal, count(manager.capacity) / writes, manager.refill.value.value / writes,
         Pace::SharedBy::principal},
        {Limit::network, kInfinity, kInfinity, Pace::SharedBy::subscription},
        {Limit::compute_subscription, count(compute.subscription_capacity),
         count(compute.subscription_refill) / policies.compute_refill_period.value.seconds(),
         Pace::SharedBy::subscription},
    }};
    if (network_writes > 0.0) {
        all[1].at_once = count(network.calls) / network_writes;
        all[1].per_s = all[1].at_once / network.length.value.seconds();
    }
    if (policies.compute_policy_set.value == ComputePolicySet::windows_legacy) {
        const WindowFigures& window = policies.legacy_30_min;
        all[2] = {Limit::legacy_30_min, count(window.calls), count(window.calls) / window.length.value.seconds(),
                  Pace::SharedBy::subscription};
    }
    return all;
}

/// All that meets the limit beside this deployment while it lasts.
Stream together(const Scenario& scenario, std::size_t index, const Stream& own, const Pace& pace) {
    const Deployment& deployment = scenario.deployments[index];
    const ClientSpec& client = scenario.clients[deployment.client];
    Stream sum = own;
    for (std::size_t i = 0; i < scenario.deployments.size(); ++i) {
        const Deployment& other = scenario.deployments[i];
        const ClientSpec& others_client = scenario.clients[other.client];
        const bool shares = other.region == deployment.region && others_client.subscription == client.subscription &&
                            (pace.shared_by == Pace::SharedBy::subscription ||
                             others_client.principal == client.principal);
        const auto stream = std::visit(StreamOf{}, other.arrivals);
        if (i == index || !shares || !stream || stream->duration_s == 0.0) continue;
        sum.vms += stream->rate() * std::min(stream->duration_s, own.duration_s);
    }
    return sum;
}

}  // namespace

std::optional<Overload> overload_of(const Scenario& scenario, std::size_t index) {
    const Deployment& deployment = scenario.deployments[index];
    const ClientSpec& client = scenario.clients[deployment.client];
    const auto own = std::visit(StreamOf{}, deployment.arrivals);
    if (!own) return std::nullopt;
    std::optional<Overload> worst;
    for (const Pace& pace : paces(scenario, client)) {
        const Stream asked = together(scenario, index, *own, pace);
        const double waiting = asked.vms - pace.at_once - pace.per_s * asked.duration_s;
        if (!(waiting > 0.0) || (worst && waiting / pace.per_s <= worst->drained_s)) continue;
        worst = Overload{.limit = pace.limit,
                         .asked_per_s = asked.rate(),
                         .admitted_per_s = pace.per_s,
                         .waiting = waiting,
                         .drained_s = waiting / pace.per_s};
        // The number that waits rises while VMs come and falls while they drain: a triangle over both.
        worst->refused_calls = 0.5 * waiting * (asked.duration_s + worst->drained_s) / kTypicalRetry_s;
    }
    if (!worst) return std::nullopt;
    const RetryPolicy& retry = client.settings.retry;
    if (client.settings.concurrency || retry.retry_after.value == RetryAfter::ideal) worst->refused_calls = 0.0;
    worst->is_bounded = retry.max_attempts.value.has_value() || retry.give_up_after.has_value() ||
                        scenario.experiment.horizon.has_value();
    return worst;
}

}  // namespace gallerysim::core
