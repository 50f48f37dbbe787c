#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/control_call.hpp"
#include "core/figure.hpp"
#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// A bucket of Resource Manager: refilled continuously.
struct ManagerBucketFigures {
    Figure<std::int64_t> capacity;
    Figure<PerSecond> refill;

    bool operator==(const ManagerBucketFigures&) const = default;
};

/// A policy of the compute provider: refilled by so many tokens at each boundary of the refill period.
struct ComputePolicyFigures {
    Figure<std::int64_t> subscription_refill;
    Figure<std::int64_t> subscription_capacity;
    Figure<std::int64_t> resource_refill;
    Figure<std::int64_t> resource_capacity;

    bool operator==(const ComputePolicyFigures&) const = default;
};

/// So many calls in each window of a length; windows follow each other from time 0.
struct WindowFigures {
    Figure<std::int64_t> calls;
    Figure<sim::SimTime> length;

    bool operator==(const WindowFigures&) const = default;
};

/// Which throttling of the compute provider is in force: token buckets, or the windows before them.
enum class ComputePolicySet { token_bucket_2024, windows_legacy };
inline constexpr std::array<std::string_view, 2> kComputePolicySetNames{"token_bucket_2024",
                                                                        "windows_legacy"};

inline constexpr std::array<std::string_view, kComputeOperations> kComputePolicyNames{
    "put_vm",           "update_vm",        "delete_vm",     "put_scale_set",
    "update_scale_set", "delete_scale_set", "get_operation", "low_cost_get_vm"};

/// All figures of the control plane. REQUIRES, of who overrides them: counts >= 1, rates and times > 0.
struct ThrottlePolicies {
    std::array<ManagerBucketFigures, kCallTypes> manager;  ///< of one principal, indexed by CallType
    Figure<std::int64_t> manager_subscription_factor;      ///< all principals together: so many times that
    Figure<ComputePolicySet> compute_policy_set;
    Figure<sim::SimTime> compute_refill_period;
    std::array<ComputePolicyFigures, kComputeOperations> compute;  ///< indexed by ApiOperation
    WindowFigures network;                                         ///< writes to the network provider
    WindowFigures legacy_3_min;                                    ///< VM writes; both windows must allow one
    WindowFigures legacy_30_min;

    bool operator==(const ThrottlePolicies&) const = default;
};

/// The figures before any override, each with source and grade.
[[nodiscard]] ThrottlePolicies default_throttle_policies();

}  // namespace gallerysim::core
