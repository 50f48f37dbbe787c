#include "core/throttle_policies.hpp"

#include <utility>

#include "core/figure_makers.hpp"

namespace gallerysim::core {
namespace {

using sim::minutes;

constexpr const char* kManager =
    "Azure Resource Manager throttling (2025): token buckets per principal and region";
constexpr const char* kSubscriptionSource = "Azure Resource Manager throttling (2025): all principals of a subscription";
constexpr const char* kCompute = "Azure compute throttling policies (2024)";
constexpr const char* kNetwork = "Azure network provider throttling: 1,000 writes per 5 min";
constexpr const char* kNetworkWindow =
    "5 min are published; that windows are fixed and follow each other from time 0 is assumed";
constexpr const char* kLegacy = "Headers of throttled VM writes before mid-2024 (field reports)";
constexpr const char* kLegacyWindow =
    "the length is in the headers; that windows are fixed and follow each other from time 0 is assumed";

ManagerBucketFigures manager(std::int64_t capacity, double refill) {
    return {.capacity = published(capacity, kManager), .refill = published(PerSecond{refill}, kManager)};
}

/// A full bucket holds three refills.
ComputePolicyFigures compute(std::int64_t subscription_refill, std::int64_t resource_refill = 4) {
    return {.subscription_refill = published(subscription_refill, kCompute),
            .subscription_capacity = published(3 * subscription_refill, kCompute),
            .resource_refill = published(resource_refill, kCompute),
            .resource_capacity = published(3 * resource_refill, kCompute)};
}

WindowFigures legacy(std::int64_t calls, sim::SimTime length) {
    return {.calls = {calls, Grade::field_report, kLegacy}, .length = assumed(length, kLegacyWindow)};
}

}  // namespace

ThrottlePolicies default_throttle_policies() {
    return {
        .manager = {manager(250, 25.0), manager(200, 10.0), manager(200, 10.0)},
        .manager_subscription_factor = published<std::int64_t>(15, kSubscriptionSource),
        .compute_policy_set = published(ComputePolicySet::token_bucket_2024, kCompute),
        .compute_refill_period = published(minutes(1), kCompute),
        .compute = {compute(500), compute(500), compute(500), compute(125), compute(500), compute(175),
                    compute(5'000, 15), compute(8'000, 12)},
        .network = {.calls = published<std::int64_t>(1'000, kNetwork),
                    .length = assumed(minutes(5), kNetworkWindow)},
        .legacy_3_min = legacy(240, minutes(3)),
        .legacy_30_min = legacy(1'200, minutes(30)),
    };
}

}  // namespace gallerysim::core
