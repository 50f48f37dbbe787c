#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/gallery/gallery_timeline.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Time 0 of a run in the activity log: 2026-01-01T00:00:00Z.
inline constexpr std::string_view kActivityLogEpoch = "2026-01-01T00:00:00.0000000Z";

/// A time of a run as the log writes it: ISO 8601, seven decimals, UTC. Parts of 100 ns are cut off.
[[nodiscard]] std::string log_time(sim::SimTime time);

/// A UUID (version 8: of one's own making) that stands for this text: 128 bits from two FNV-1a hashes. Equal
/// texts have equal ones.
[[nodiscard]] std::string uuid_of(std::string_view text);

/// One operation: what was done to which resource, by whom, and how it ended.
struct Activity {
    std::string operation;  ///< Microsoft.Compute/galleries/write
    std::string resource;   ///< /subscriptions/.../galleries/prod
    std::string subscription;
    std::string resource_group;
    std::string caller;
    std::string tenant;
    sim::SimTime started;
    sim::SimTime ended;         ///< never(): it was under way when the run ended
    std::string error_code;     ///< empty: it succeeded
    int http_status = 200;      ///< of the end
    std::string error_message;  ///< empty: it succeeded
};

/// The name of the operation that an event is, as the API calls it:
/// Microsoft.Compute/galleries/images/versions/write. Empty for what nobody asks for (a region that goes
/// down).
[[nodiscard]] std::string operation_name(const Scenario& scenario, const GalleryEvent& event);

/// Two Administrative events for each operation that has ended, started and ended, one JSON object a line, in the order of
/// their times and then of `activities`. Schema: Azure Activity Log. Operations have the ids that follow from
/// hash, seed and run of the scenario and the operation's number. Strings that are not UTF-8 are mended.
[[nodiscard]] std::string activity_log_lines(const Scenario& scenario, std::string_view scenario_hash,
                                             std::uint64_t run, const std::vector<Activity>& activities);

/// The operations of one run: the scenario's events until the end of the run or its horizon, and every VM
/// that was asked for. REQUIRES: `result` has records.
[[nodiscard]] std::vector<Activity> activities_of(const Scenario& scenario, const RunResult& result);

}  // namespace gallerysim::core
