#include <array>
#include <string_view>

#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr std::array<std::string_view, kCallTypes> kBuckets{"reads", "writes", "deletes"};
constexpr ValueRange<std::int64_t> kSubscriptionFactor{1, 1'000};

void call_count(const MapReader& map, std::string_view key, Figure<std::int64_t>& figure,
           ValueRange<std::int64_t> range = kPositiveCount) {
    if (std::int64_t value = 0; map.integer(key, value, range)) override_figure(figure, value);
}

void read_window(const MapReader& map, WindowFigures& window) {
    call_count(map, "calls", window.calls);
    if (sim::SimTime length; map.time("length", length, kPositiveTime)) override_figure(window.length, length);
}

}  // namespace

void read_throttles(const MapReader& catalogue, ThrottlePolicies& throttles) {
    const MapReader map(catalogue, "throttles");
    const MapReader manager(map, "manager");
    for (std::size_t i = 0; i < kCallTypes; ++i) {
        const MapReader bucket(manager, kBuckets[i]);
        call_count(bucket, "capacity", throttles.manager[i].capacity);
        if (PerSecond rate; bucket.rate("refill", rate, kPositiveRate)) {
            override_figure(throttles.manager[i].refill, rate);
        }
    }
    call_count(map, "manager_subscription_factor", throttles.manager_subscription_factor, kSubscriptionFactor);
    if (std::size_t word = 0; map.choice("compute_policy_set", word)) {
        override_figure(throttles.compute_policy_set, static_cast<ComputePolicySet>(word));
    }
    if (sim::SimTime period; map.time("compute_refill_period", period, kPositiveTime)) {
        override_figure(throttles.compute_refill_period, period);
    }
    const MapReader compute(map, "compute");
    for (std::size_t i = 0; i < kComputeOperations; ++i) {
        const MapReader policy(compute, kComputePolicyNames[i]);
        call_count(policy, "subscription_refill", throttles.compute[i].subscription_refill);
        call_count(policy, "subscription_capacity", throttles.compute[i].subscription_capacity);
        call_count(policy, "resource_refill", throttles.compute[i].resource_refill);
        call_count(policy, "resource_capacity", throttles.compute[i].resource_capacity);
    }
    read_window(MapReader(map, "network"), throttles.network);
    read_window(MapReader(map, "legacy_3_min"), throttles.legacy_3_min);
    read_window(MapReader(map, "legacy_30_min"), throttles.legacy_30_min);
}

}  // namespace gallerysim::core
