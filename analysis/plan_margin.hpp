#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/catalogue.hpp"
#include "core/quantity.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What a plan holds in reserve. The parts add up: the replicas that are left after the loss of a zone and of `replicas`
/// more still hold `more_vms` more VMs.
struct Margin {
    double more_vms = 0.0;      ///< as a part of the VMs that the scenario creates
    std::int64_t replicas = 0;  ///< that may be lost, whichever they are
    bool zone = false;          ///< one availability zone may be lost

    bool operator==(const Margin&) const = default;
};

/// Adds what the text says: "20 %", "2 replicas", "replica", "zone", "none". Or why not.
[[nodiscard]] core::Parsed<Margin> parse_margin(std::string_view text, Margin so_far);

/// So many replicas leave `least` after the loss that the margin names. Replicas of storage that is not zone-redundant
/// stand in the region's zones in turn (as in core::ReplicaSet), so a zone takes ceil(R / zones) of R. REQUIRES: zones
/// > 0 or no margin of a zone.
[[nodiscard]] std::int64_t with_margin(std::int64_t least, const Margin& margin, const core::StorageFigures& storage, int zones);

/// Why this margin cannot be had there, empty when it can.
[[nodiscard]] std::string why_no_margin(const Margin& margin, const std::string& region, int zones);

/// The scenario with so many VMs more, each count rounded up: bursts, batches, pools and scale sets are larger, streams
/// denser, lists have VMs twice. Traces cannot be made larger: `problem` says so.
[[nodiscard]] core::Parsed<core::Scenario> with_more_vms(const core::Scenario& scenario, double more);

/// What the margin protects against, and what not, in sentences.
[[nodiscard]] std::string margin_text(const Margin& margin);

}  // namespace gallerysim::analysis
