#pragma once

#include <array>
#include <string>
#include <string_view>

#include "analysis/point_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The parts of a VM's time, in the order in which it passes them.
struct BottleneckPart {
    std::string_view name;     ///< "contention"
    std::string_view meaning;  ///< "reading, beyond what it would take alone on the replica"
    double seconds;
};
[[nodiscard]] std::array<BottleneckPart, 9> parts_of(const BottleneckShare& share);

/// The answer in a few sentences, a line each: how many VMs run in time, how long it takes, what takes the
/// most of that time, and whether the objectives are met.
[[nodiscard]] std::string result_headline(const core::Scenario& scenario, const PointResult& result);

/// "120 VMs", "about 118 VMs": what one run requests.
[[nodiscard]] std::string vms_per_run_text(const core::Scenario& scenario, const PointResult& result);

}  // namespace gallerysim::analysis
