#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What clients ask of the control plane. The operations of the compute provider come first: each has a
/// throttling policy of its own, of the same index.
enum class ApiOperation : std::uint8_t {
    create_vm,
    update_vm,
    delete_vm,
    create_scale_set,
    update_scale_set,
    delete_scale_set,
    get_operation,    ///< polls a long-running operation
    low_cost_get_vm,  ///< reads one VM's model
    create_nic,       ///< or another network resource, such as a public address
};
inline constexpr std::size_t kComputeOperations = 8;
inline constexpr std::size_t kApiOperations = 9;

/// Resource Manager counts reads, writes and deletes apart.
enum class CallType : std::uint8_t { read, write, remove };
inline constexpr std::size_t kCallTypes = 3;

[[nodiscard]] constexpr CallType type_of(ApiOperation operation) {
    switch (operation) {
        case ApiOperation::delete_vm:
        case ApiOperation::delete_scale_set: return CallType::remove;
        case ApiOperation::get_operation:
        case ApiOperation::low_cost_get_vm: return CallType::read;
        default: return CallType::write;
    }
}

/// What can answer a call with 429.
enum class Limit : std::uint8_t {
    arm_principal,         ///< Resource Manager: one principal in a subscription and region
    arm_subscription,      ///< Resource Manager: all principals of a subscription and region
    compute_subscription,  ///< compute provider: one policy in a subscription and region
    compute_resource,      ///< compute provider: one policy on one resource
    network,               ///< network provider: writes of a subscription and region
    legacy_3_min,          ///< compute provider before mid-2024: VM writes in the short window
    legacy_30_min,         ///< and in the long one
    none,
};
inline constexpr std::size_t kLimits = 7;  ///< without `none`
inline constexpr std::array<std::string_view, kLimits> kLimitNames{
    "arm_principal", "arm_subscription", "compute_subscription", "compute_resource",
    "network",       "legacy_3_min",     "legacy_30_min"};

inline constexpr std::array<std::string_view, kLimits> kLimitMeanings{
    "Resource Manager: one principal in a subscription and region",
    "Resource Manager: all principals of a subscription in a region",
    "compute provider: one kind of operation in a subscription and region",
    "compute provider: one kind of operation on one resource",
    "network provider: writes of a subscription in a region",
    "compute provider before 2024: VM writes in 3 min",
    "compute provider before 2024: VM writes in 30 min"};

/// One request to the control plane. Principals, subscriptions and regions are numbered from 0.
struct Call {
    std::uint16_t principal = 0;
    std::uint16_t subscription = 0;
    std::uint16_t region = 0;
    ApiOperation operation = ApiOperation::create_vm;
    std::uint64_t resource = 0;  ///< the VM or scale set that it is about
};

/// What the control plane answers: accepted, or 429 with the limit that said no and the Retry-After header.
struct Answer {
    Limit refused_by = Limit::none;
    sim::SimTime retry_after;  ///< whole seconds, as the header gives it

    [[nodiscard]] bool accepted() const { return refused_by == Limit::none; }
};

/// What stands in a call's way: the limit that will give its token last, and how long until then if nobody
/// else takes one. Exact to the nanosecond, which no real client is told.
struct Obstacle {
    Limit limit = Limit::none;
    sim::SimTime wait;

    /// The one of the two that holds a call up longer.
    [[nodiscard]] static constexpr Obstacle longer(const Obstacle& a, const Obstacle& b) {
        return a.wait < b.wait ? b : a;
    }
};

/// Calls and their answers so far.
struct ThrottleCounts {
    std::uint64_t accepted = 0;
    std::array<std::uint64_t, kLimits> throttled{};  ///< 429 answers, by Limit

    [[nodiscard]] std::uint64_t throttled_by(Limit limit) const {
        return throttled[static_cast<std::size_t>(limit)];
    }
    ThrottleCounts& operator+=(const ThrottleCounts& other) {
        accepted += other.accepted;
        for (std::size_t i = 0; i < kLimits; ++i) throttled[i] += other.throttled[i];
        return *this;
    }
};

/// By Limit: tokens over capacity, the lowest of the limit's buckets; 1 where none has been used.
using FillLevels = std::array<double, kLimits>;

}  // namespace gallerysim::core
