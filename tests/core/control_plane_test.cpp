#include "core/control_plane.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::Answer;
using core::ApiOperation;
using core::Call;
using core::Limit;
using sim::milliseconds;
using sim::minutes;
using sim::seconds;
using sim::SimTime;

namespace {

struct Fixture {
    core::ThrottlePolicies policies = core::default_throttle_policies();
    sim::Simulation simulation;
    core::ControlPlane control{simulation, policies};

    void at(SimTime time) { simulation.run_until(time); }
    /// How many of `n` calls are accepted now.
    int accepted(int n, const Call& call) {
        int count = 0;
        for (int i = 0; i < n; ++i) count += control.call(call).accepted() ? 1 : 0;
        return count;
    }
    [[nodiscard]] double fill(Limit limit) const {
        return control.fill_levels()[static_cast<std::size_t>(limit)];
    }
};

constexpr Call write_of(std::uint16_t principal, ApiOperation operation = ApiOperation::create_nic) {
    return {.principal = principal, .operation = operation};
}

}  // namespace

// The vendor's worked example: refill 4, full 12. On one resource the figures are the published ones.
TEST_CASE("The published example of a compute bucket comes out minute by minute") {
    Fixture f;
    Call call{.operation = ApiOperation::update_vm, .resource = 1};
    const auto limit = GENERATE(Limit::compute_resource, Limit::compute_subscription);
    if (limit == Limit::compute_subscription) {
        auto& policy = f.policies.compute[static_cast<std::size_t>(ApiOperation::update_vm)];
        policy.subscription_refill.value = 4;
        policy.subscription_capacity.value = 12;
        policy.resource_refill.value = policy.resource_capacity.value = 1'000;
    }
    const std::vector<int> requests{0, 8, 0, 13, 5, 0};
    std::vector<long> tokens;
    std::vector<int> throttled;
    for (std::size_t minute = 0; minute < requests.size(); ++minute) {
        f.at(minutes(static_cast<std::int64_t>(minute)));
        tokens.push_back(std::lround(12.0 * f.fill(limit)));
        throttled.push_back(requests[minute] - f.accepted(requests[minute], call));
    }
    CHECK(tokens == std::vector<long>{12, 12, 8, 12, 4, 4});
    CHECK(throttled == std::vector<int>{0, 0, 0, 1, 1, 0});
    CHECK(f.control.counts().throttled_by(limit) == 2);
}

TEST_CASE("Resource Manager lets a principal make two hundred writes at once and ten a second from then on") {
    Fixture f;
    CHECK(f.accepted(250, write_of(0)) == 200);
    CHECK(f.fill(Limit::arm_principal) == 0.0);
    f.at(seconds(7));
    CHECK(f.accepted(250, write_of(0)) == 70);
    CHECK(f.control.counts().throttled_by(Limit::arm_principal) == 50 + 180);
}

TEST_CASE("Types of calls and principals and subscriptions and regions have buckets of their own") {
    Fixture f;
    const Call polling{.operation = ApiOperation::get_operation};
    CHECK(f.accepted(300, write_of(0)) == 200);
    CHECK(f.accepted(45, polling) == 45);
    CHECK(f.accepted(12, write_of(0, ApiOperation::delete_vm)) == 12);
    CHECK(f.accepted(300, write_of(1)) == 200);
    CHECK(f.accepted(300, Call{.subscription = 3, .operation = ApiOperation::create_nic}) == 200);
    CHECK(f.accepted(300, Call{.region = 2, .operation = ApiOperation::create_nic}) == 200);
}

TEST_CASE("All principals of a subscription together get fifteen times what one of them gets") {
    Fixture f;
    f.policies.network.calls.value = 100'000;
    int accepted = 0;
    for (std::uint16_t p = 0; p < 20; ++p) accepted += f.accepted(200, write_of(p));
    CHECK(accepted == 15 * 200);
    CHECK(f.control.counts().throttled_by(Limit::arm_subscription) == 1'000);
}

TEST_CASE("A refused call takes nothing from the limits that it was refused beside") {
    // The principals that all of them together leave without a token keep their own.
    Fixture f;
    f.policies.network.calls.value = 100'000;
    f.policies.manager_subscription_factor.value = 1;
    CHECK(f.accepted(200, write_of(0)) == 200);
    CHECK(f.accepted(50, write_of(1)) == 0);
    f.at(seconds(20));  // 200 tokens of the subscription again
    CHECK(f.accepted(250, write_of(1)) == 200);
}

TEST_CASE("A call that its provider refuses has spent the token of Resource Manager") {
    Fixture f;
    const Call one_vm{.operation = ApiOperation::update_vm, .resource = 5};
    CHECK(f.accepted(200, one_vm) == 12);
    CHECK(f.control.counts().throttled_by(Limit::compute_resource) == 188);
    CHECK(f.control.call(write_of(0)).refused_by == Limit::arm_principal);
}

TEST_CASE("Retry-After is the whole seconds until a token is there") {
    Fixture f;
    f.at(seconds(30));
    CHECK(f.accepted(200, write_of(0)) == 200);
    CHECK(f.control.call(write_of(0)).retry_after == seconds(1));  // 0.1 s

    const Call one_vm{.principal = 1, .operation = ApiOperation::update_vm, .resource = 5};
    f.at(milliseconds(30'500));
    CHECK(f.accepted(12, one_vm) == 12);
    const Answer answer = f.control.call(one_vm);
    CHECK(answer.refused_by == Limit::compute_resource);
    CHECK(answer.retry_after == seconds(30));  // 29.5 s until the minute
}

TEST_CASE("A call before Retry-After is rejected again and does not put the time off") {
    Fixture f;
    CHECK(f.accepted(200, write_of(0)) == 200);
    REQUIRE(f.control.call(write_of(0)).retry_after == seconds(1));
    for (std::int64_t tenth = 1; tenth < 10; ++tenth) {
        f.at(milliseconds(100 * tenth));  // the bucket has a token again
        const Answer answer = f.control.call(write_of(0));
        CHECK(answer.refused_by == Limit::arm_principal);
        CHECK(answer.retry_after == seconds(1));
        CHECK(f.simulation.now() + answer.retry_after >= seconds(1));
    }
    f.at(seconds(1));
    CHECK(f.accepted(20, write_of(0)) == 10);
}

TEST_CASE("A refusal closes the provider to the principal that it answered and to no other") {
    Fixture f;
    f.policies.network.calls.value = 10;
    f.at(milliseconds(500));
    CHECK(f.accepted(10, write_of(0)) == 10);
    CHECK(f.control.call(write_of(0)).retry_after == seconds(300));  // 299.5 s
    f.at(seconds(300));
    CHECK_FALSE(f.control.call(write_of(0)).accepted());
    CHECK(f.control.call(write_of(1)).accepted());
    f.at(milliseconds(300'500));
    CHECK(f.control.call(write_of(0)).accepted());
}

TEST_CASE("The network provider takes a thousand writes in each five minutes") {
    Fixture f;
    f.policies.manager[static_cast<std::size_t>(core::CallType::write)].capacity.value = 5'000;
    f.at(seconds(299));
    CHECK(f.accepted(1'500, write_of(0)) == 1'000);
    f.at(seconds(300));  // windows follow each other from time 0
    CHECK(f.accepted(1'500, write_of(0)) == 1'000);
    CHECK(f.control.counts().throttled_by(Limit::network) == 1'000);
}

TEST_CASE("A VM write passes the legacy policies when both of their windows allow it") {
    Fixture f;
    f.policies.compute_policy_set.value = core::ComputePolicySet::windows_legacy;
    f.policies.manager[static_cast<std::size_t>(core::CallType::write)].capacity.value = 10'000;
    f.policies.manager[static_cast<std::size_t>(core::CallType::write)].refill.value = core::PerSecond{100.0};
    const Call put{.operation = ApiOperation::create_vm, .resource = 9};
    std::vector<int> accepted;
    for (std::int64_t window = 0; window < 12; ++window) {
        f.at(minutes(3 * window));
        accepted.push_back(f.accepted(300, put));
    }
    CHECK(accepted == std::vector<int>{240, 240, 240, 240, 240, 0, 0, 0, 0, 0, 240, 240});
    // In the fifth window both have run out, and the long one is the later to open.
    CHECK(f.control.counts().throttled_by(Limit::legacy_3_min) == 6 * 60);
    CHECK(f.control.counts().throttled_by(Limit::legacy_30_min) == 1'560);
    // Nothing is known of the other operations of that time.
    CHECK(f.accepted(100, Call{.operation = ApiOperation::update_vm, .resource = 9}) == 100);
}

TEST_CASE("Every call is accepted or refused by one limit") {
    Fixture f;
    for (int i = 0; i < 500; ++i) {
        static_cast<void>(
            f.control.call(write_of(static_cast<std::uint16_t>(i % 2), ApiOperation::create_vm)));
    }
    const core::ThrottleCounts counts = f.control.counts();
    std::uint64_t sum = counts.accepted;
    for (const std::uint64_t throttled : counts.throttled) sum += throttled;
    CHECK(sum == 500);
    CHECK(counts.accepted == 12);  // all on one resource
}
