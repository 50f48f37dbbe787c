#include "core/throttle_policies.hpp"

#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::ApiOperation;
using core::Grade;

TEST_CASE("The defaults of the control plane are the published figures") {
    const core::ThrottlePolicies policies = core::default_throttle_policies();
    const auto& [reads, writes, deletes] = policies.manager;
    CHECK(reads.capacity.value == 250);
    CHECK(reads.refill.value == core::PerSecond{25.0});
    CHECK(writes.capacity.value == 200);
    CHECK(writes.refill.value == core::PerSecond{10.0});
    CHECK(deletes.capacity.value == 200);
    CHECK(deletes.refill.value == core::PerSecond{10.0});
    CHECK(policies.manager_subscription_factor.value == 15);
    CHECK(policies.compute_policy_set.value == core::ComputePolicySet::token_bucket_2024);
    CHECK(policies.compute_refill_period.value == sim::minutes(1));
    CHECK(policies.network.calls.value == 1'000);
    CHECK(policies.network.length.value == sim::minutes(5));
    CHECK(policies.legacy_3_min.calls.value == 240);
    CHECK(policies.legacy_30_min.calls.value == 1'200);

    const auto& put_scale_set = policies.compute[static_cast<std::size_t>(ApiOperation::create_scale_set)];
    CHECK(put_scale_set.subscription_refill.value == 125);
    CHECK(put_scale_set.subscription_capacity.value == 375);
    CHECK(put_scale_set.resource_refill.value == 4);
    CHECK(put_scale_set.resource_capacity.value == 12);
}

TEST_CASE("Every compute policy holds three refills when it is full") {
    for (const core::ComputePolicyFigures& policy : core::default_throttle_policies().compute) {
        CHECK(policy.subscription_capacity.value == 3 * policy.subscription_refill.value);
        CHECK(policy.resource_capacity.value == 3 * policy.resource_refill.value);
    }
}

TEST_CASE("Figures of the control plane say where they come from and assumed ones say why") {
    const core::ThrottlePolicies policies = core::default_throttle_policies();
    CHECK(policies.manager[0].capacity.grade == Grade::published);
    CHECK(policies.network.calls.grade == Grade::published);
    CHECK(policies.network.length.grade == Grade::assumed);  // the alignment of the windows
    CHECK(policies.legacy_3_min.calls.grade == Grade::field_report);
    for (const core::ComputePolicyFigures& policy : policies.compute) {
        CHECK(policy.subscription_refill.grade == Grade::published);
        CHECK_FALSE(policy.resource_capacity.source.empty());
    }
    CHECK_FALSE(policies.network.length.source.empty());
}
