#include "core/regional_limits.hpp"

#include <algorithm>
#include <cmath>

namespace gallerysim::core {

namespace {

/// Between two tokens; rounded up, so that the rate is never exceeded.
sim::SimTime interval_of(PerSecond rate) {
    return sim::SimTime::from_nanoseconds(static_cast<std::int64_t>(std::ceil(1e9 / rate.value)));
}

sim::TokenBucket::Stepped window(const WindowFigures& figures) {
    // A window is a bucket that every boundary fills up.
    return {.capacity = figures.calls.value, .refill = figures.calls.value, .period = figures.length.value};
}

sim::SimTime whole_seconds_up(sim::SimTime span) {
    return sim::seconds((span + sim::seconds(1) - sim::SimTime::from_nanoseconds(1)) / sim::seconds(1));
}

constexpr std::size_t index_of(ApiOperation operation) { return static_cast<std::size_t>(operation); }

}  // namespace

RegionalLimits::RegionalLimits(sim::Simulation& simulation, const ThrottlePolicies& policies)
    : simulation_(&simulation), policies_(&policies) {
    const std::int64_t factor = policies.manager_subscription_factor.value;
    for (std::size_t type = 0; type < kCallTypes; ++type) {
        manager_of_all_[type] = &add_manager_limit(Limit::arm_subscription, type, factor);
    }
    provider_[index_of(ApiOperation::create_nic)].add(add_limit(Limit::network, window(policies.network)));
    switch (policies.compute_policy_set.value) {
        case ComputePolicySet::token_bucket_2024: add_token_buckets(); break;
        case ComputePolicySet::windows_legacy: add_legacy_windows(); break;
    }
}

template <class Refill>
SharedLimit& RegionalLimits::add_limit(Limit limit, const Refill& refill) {
    return shared_.emplace_back(*simulation_, refill, limit);
}

SharedLimit& RegionalLimits::add_manager_limit(Limit limit, std::size_t type, std::int64_t factor) {
    const ManagerBucketFigures& figures = policies_->manager[type];
    return add_limit(limit, sim::TokenBucket::Continuous{
                                .capacity = figures.capacity.value * factor,
                                .interval = interval_of(figures.refill.value * static_cast<double>(factor))});
}

void RegionalLimits::add_token_buckets() {
    const sim::SimTime period = policies_->compute_refill_period.value;
    for (std::size_t operation = 0; operation < kComputeOperations; ++operation) {
        const ComputePolicyFigures& policy = policies_->compute[operation];
        provider_[operation].add(
            add_limit(Limit::compute_subscription,
                      sim::TokenBucket::Stepped{.capacity = policy.subscription_capacity.value,
                                                .refill = policy.subscription_refill.value,
                                                .period = period}));
        provider_[operation].add(
            per_resource_.emplace_back(policy.resource_capacity.value, policy.resource_refill.value, period));
    }
}

/// Figures of that time are known for VM writes alone; the provider lets the other operations pass.
void RegionalLimits::add_legacy_windows() {
    ThrottleStage& create_vm = provider_[index_of(ApiOperation::create_vm)];
    create_vm.add(add_limit(Limit::legacy_3_min, window(policies_->legacy_3_min)));
    create_vm.add(add_limit(Limit::legacy_30_min, window(policies_->legacy_30_min)));
}

Answer RegionalLimits::call(const Call& call) {
    Principal& principal = principal_of(call);
    const auto type = static_cast<std::size_t>(type_of(call.operation));
    const std::size_t operation = index_of(call.operation);
    Answer answer = ask(principal.manager[type], principal.manager_doors[type], call.resource);
    if (answer.accepted()) {
        answer = ask(provider_[operation], principal.provider_doors[operation], call.resource);
    }
    if (answer.accepted()) {
        ++counts_.accepted;
    } else {
        ++counts_.throttled[static_cast<std::size_t>(answer.refused_by)];
    }
    return answer;
}

Obstacle RegionalLimits::obstacle(const Call& call) {
    const Principal& principal = principal_of(call);
    const auto type = static_cast<std::size_t>(type_of(call.operation));
    const std::size_t operation = index_of(call.operation);
    return Obstacle::longer(
        obstacle_at(principal.manager[type], principal.manager_doors[type], call.resource),
        obstacle_at(provider_[operation], principal.provider_doors[operation], call.resource));
}

void RegionalLimits::lower_to_fill(FillLevels& levels) const {
    const auto lower = [&](Limit limit, std::int64_t tokens, std::int64_t capacity) {
        double& level = levels[static_cast<std::size_t>(limit)];
        level = std::min(level, static_cast<double>(tokens) / static_cast<double>(capacity));
    };
    for (const auto& [bucket, limit] : shared_) lower(limit, bucket.tokens(), bucket.capacity());
    for (const ResourceBuckets& buckets : per_resource_) {
        lower(Limit::compute_resource, buckets.fewest_tokens(simulation_->now()), buckets.capacity());
    }
}

RegionalLimits::Principal& RegionalLimits::principal_of(const Call& call) {
    if (call.principal >= principals_.size()) principals_.resize(call.principal + std::size_t{1});
    std::unique_ptr<Principal>& principal = principals_[call.principal];
    if (!principal) {
        principal = std::make_unique<Principal>();
        for (std::size_t type = 0; type < kCallTypes; ++type) {
            principal->manager[type].add(add_manager_limit(Limit::arm_principal, type, 1));
            principal->manager[type].add(*manager_of_all_[type]);
        }
    }
    return *principal;
}

Answer RegionalLimits::ask(ThrottleStage& stage, Door& door, std::uint64_t resource) {
    const sim::SimTime now = simulation_->now();
    const Obstacle obstacle = stage.obstacle(resource, now);
    if (obstacle.limit == Limit::compute_resource) return {obstacle.limit, whole_seconds_up(obstacle.wait)};
    if (obstacle.limit != Limit::none) {
        door = {std::max(door.closed_until, now + whole_seconds_up(obstacle.wait)), obstacle.limit};
    }
    if (door.closed_until > now) return {door.closed_by, whole_seconds_up(door.closed_until - now)};
    stage.take(resource, now);
    return {};
}

Obstacle RegionalLimits::obstacle_at(const ThrottleStage& stage, const Door& door,
                                     std::uint64_t resource) const {
    const sim::SimTime now = simulation_->now();
    const Obstacle obstacle = stage.obstacle(resource, now);
    return Obstacle::longer(obstacle, {door.closed_by, door.closed_until - now});
}

}  // namespace gallerysim::core
