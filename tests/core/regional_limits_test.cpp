#include "core/regional_limits.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::Answer;
using core::ApiOperation;
using core::Call;
using core::ComputePolicySet;
using core::Limit;
using sim::seconds;
using sim::SimTime;

namespace {

/// A bucket as plain as can be, to hold the real ones against, and the times of the tokens that it gave.
struct PlainBucket {
    std::int64_t capacity;
    std::int64_t refill;  ///< 0: continuous, one token every `period`
    SimTime period;
    Limit limit;
    std::int64_t tokens = 0;                       ///< stepped
    std::int64_t credit_ns = 0;                    ///< continuous: `period` of it is a token
    SimTime time = SimTime::from_nanoseconds(-1);  ///< of the level; negative: not begun
    std::vector<SimTime> taken{};

    void advance(SimTime now) {
        if (time < SimTime::zero()) {
            tokens = capacity;
            credit_ns = capacity * period.nanoseconds();
        } else {
            credit_ns = std::min(capacity * period.nanoseconds(), credit_ns + (now - time).nanoseconds());
            for (std::int64_t step = time / period; step < now / period; ++step) {
                tokens = std::min(capacity, tokens + refill);
            }
        }
        time = now;
    }
    [[nodiscard]] SimTime wait() const {
        if (refill == 0) return std::max(SimTime::zero(), period - SimTime::from_nanoseconds(credit_ns));
        return tokens > 0 ? SimTime::zero() : period * (time / period + 1) - time;
    }
    void take() {
        --tokens;
        credit_ns -= period.nanoseconds();
        taken.push_back(time);
    }
    /// In any window no more tokens than a full bucket and what came in since.
    [[nodiscard]] bool keeps_its_bound() const {
        for (std::size_t i = 0; i < taken.size(); ++i) {
            for (std::size_t j = i; j < taken.size(); ++j) {
                const auto count = static_cast<std::int64_t>(j - i + 1);
                const std::int64_t came_in = refill == 0 ? (taken[j] - taken[i]) / period
                                                         : refill * (taken[j] / period - taken[i] / period);
                if (count > capacity + came_in) return false;
            }
        }
        return true;
    }
};

/// The same rules as RegionalLimits, written down once more without an eye to speed.
class PlainLimits {
public:
    explicit PlainLimits(const core::ThrottlePolicies& policies) : policies_(&policies) {}

    Answer call(const Call& call, SimTime now) {
        const auto type = static_cast<int>(core::type_of(call.operation));
        const Answer first =
            stage({arm(call.principal, type, 1), arm(-1, type, policies_->manager_subscription_factor.value)},
                  doors_[{call.principal, type}], now);
        if (!first.accepted()) return first;
        const auto operation = static_cast<int>(call.operation);
        return stage(provider(call), doors_[{call.principal, 10 + operation}], now);
    }
    [[nodiscard]] bool keeps_its_bounds() const {
        return std::all_of(buckets_.begin(), buckets_.end(),
                           [](const auto& b) { return b.second.keeps_its_bound(); });
    }

private:
    struct Door {
        SimTime until;
        Limit limit = Limit::none;
    };

    PlainBucket& bucket(std::vector<std::int64_t> key, const PlainBucket& fresh) {
        return buckets_.try_emplace(std::move(key), fresh).first->second;
    }
    PlainBucket* arm(std::int64_t principal, int type, std::int64_t factor) {
        const auto& figures = policies_->manager[static_cast<std::size_t>(type)];
        const auto interval =
            SimTime::from_seconds_up(1.0 / (figures.refill.value.value * static_cast<double>(factor)));
        return &bucket({0, principal, type},
                       {figures.capacity.value * factor, 0, interval,
                        principal < 0 ? Limit::arm_subscription : Limit::arm_principal});
    }
    PlainBucket* window(int number, const core::WindowFigures& figures, Limit limit) {
        return &bucket({1, number}, {figures.calls.value, figures.calls.value, figures.length.value, limit});
    }
    std::vector<PlainBucket*> provider(const Call& call) {
        if (call.operation == ApiOperation::create_nic) {
            return {window(0, policies_->network, Limit::network)};
        }
        if (policies_->compute_policy_set.value == ComputePolicySet::windows_legacy) {
            if (call.operation != ApiOperation::create_vm) return {};
            return {window(1, policies_->legacy_3_min, Limit::legacy_3_min),
                    window(2, policies_->legacy_30_min, Limit::legacy_30_min)};
        }
        const auto operation = static_cast<std::int64_t>(call.operation);
        const auto& policy = policies_->compute[static_cast<std::size_t>(call.operation)];
        const SimTime period = policies_->compute_refill_period.value;
        return {&bucket({2, operation}, {policy.subscription_capacity.value, policy.subscription_refill.value,
                                         period, Limit::compute_subscription}),
                &bucket({3, operation, static_cast<std::int64_t>(call.resource)},
                        {policy.resource_capacity.value, policy.resource_refill.value, period,
                         Limit::compute_resource})};
    }

    static SimTime whole_seconds(SimTime span) {
        SimTime whole;
        while (whole < span) whole += seconds(1);
        return whole;
    }
    static Answer stage(const std::vector<PlainBucket*>& buckets, Door& door, SimTime now) {
        const PlainBucket* worst = nullptr;
        for (PlainBucket* bucket : buckets) {
            bucket->advance(now);
            if (bucket->wait() > (worst == nullptr ? SimTime::zero() : worst->wait())) worst = bucket;
        }
        if (worst != nullptr) {
            const SimTime retry_after = whole_seconds(worst->wait());
            if (worst->limit == Limit::compute_resource) return {worst->limit, retry_after};
            door = {std::max(door.until, now + retry_after), worst->limit};
        }
        if (door.until > now) return {door.limit, whole_seconds(door.until - now)};
        for (PlainBucket* bucket : buckets) bucket->take();
        return {};
    }

    const core::ThrottlePolicies* policies_;
    std::map<std::vector<std::int64_t>, PlainBucket> buckets_;
    std::map<std::pair<int, int>, Door> doors_;
};

/// Small buckets, so that a few dozen calls meet all of them.
core::ThrottlePolicies random_policies(sim::RandomStream& random) {
    const auto up_to = [&](std::uint64_t n) { return static_cast<std::int64_t>(1 + random.below(n)); };
    core::ThrottlePolicies policies = core::default_throttle_policies();
    for (auto& bucket : policies.manager) {
        bucket.capacity.value = up_to(12);
        bucket.refill.value = core::PerSecond{static_cast<double>(up_to(40)) / 8.0};
    }
    policies.manager_subscription_factor.value = up_to(3);
    policies.compute_policy_set.value =
        random.below(3) == 0 ? ComputePolicySet::windows_legacy : ComputePolicySet::token_bucket_2024;
    policies.compute_refill_period.value = seconds(up_to(10));
    for (auto& policy : policies.compute) {
        policy.subscription_refill.value = up_to(4);
        policy.subscription_capacity.value = up_to(12);
        policy.resource_refill.value = up_to(2);
        policy.resource_capacity.value = up_to(4);
    }
    policies.network.calls.value = up_to(8);
    policies.network.length.value = seconds(up_to(20));
    policies.legacy_3_min.calls.value = up_to(4);
    policies.legacy_3_min.length.value = seconds(up_to(10));
    policies.legacy_30_min.calls.value = up_to(10);
    policies.legacy_30_min.length.value = seconds(up_to(60));
    return policies;
}

}  // namespace

TEST_CASE("Ten thousand random sequences of calls get the answers of plain buckets and keep every bound") {
    core::ThrottleCounts all;
    for (std::uint64_t sequence = 0; sequence < 10'000; ++sequence) {
        sim::RandomStream random(sim::StreamId{.seed = 7, .entity = sequence});
        const core::ThrottlePolicies policies = random_policies(random);
        sim::Simulation simulation;
        core::RegionalLimits limits(simulation, policies);
        PlainLimits plain(policies);
        for (int i = 0; i < 60; ++i) {
            const std::uint64_t pause = random.below(4);
            const SimTime now = simulation.now();
            if (pause == 0) simulation.run_until(now + SimTime::from_seconds(3.0 * random.uniform()));
            if (pause == 1) simulation.run_until(seconds(now / seconds(1) + 1));  // onto boundaries
            const Call call{.principal = static_cast<std::uint16_t>(random.below(3)),
                            .operation = static_cast<ApiOperation>(random.below(core::kApiOperations)),
                            .resource = random.below(3)};
            const core::Obstacle obstacle = limits.obstacle(call);
            const Answer answer = limits.call(call);
            const Answer expected = plain.call(call, simulation.now());
            REQUIRE(answer.refused_by == expected.refused_by);
            REQUIRE(answer.retry_after == expected.retry_after);
            REQUIRE((obstacle.limit == Limit::none) == answer.accepted());
        }
        REQUIRE(plain.keeps_its_bounds());
        all += limits.counts();
    }
    std::uint64_t calls = all.accepted;
    for (const std::uint64_t throttled : all.throttled) {
        CHECK(throttled > 1'000);  // every limit has been met
        calls += throttled;
    }
    CHECK(calls == 600'000);
}
