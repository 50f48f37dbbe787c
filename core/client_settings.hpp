#pragma once

#include <cstdint>
#include <optional>

#include "core/figure.hpp"
#include "core/retry_policy.hpp"

namespace gallerysim::core {

/// How a client works. REQUIRES, of who sets it: counts >= 1.
struct ClientSettings {
    Figure<std::int64_t> writes_per_vm;       ///< of a single VM: its network resources first, the VM itself last
    std::optional<std::int64_t> concurrency;  ///< VMs and scale sets worked on at a time; absent: no limit
    RetryPolicy retry;

    bool operator==(const ClientSettings&) const = default;
};

[[nodiscard]] ClientSettings default_client_settings();

}  // namespace gallerysim::core
