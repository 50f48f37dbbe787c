#include "core/replication/replication_figures.hpp"

#include <algorithm>

namespace gallerysim::core {
namespace {

constexpr const char* kRoundTrips =
    "least squares over 2,348 published round-trip times between pairs of regions, against the great circle";
constexpr const char* kStreamAssumed =
    "not published: a copy reads its source at the target of one page blob (scalability targets, 2026)";
constexpr const char* kLinkAssumed =
    "not published: more than one version's copies use, so that it does not bind";
constexpr const char* kEgressAssumed = "not published: what a region gives its copies to others";
constexpr const char* kWritesAssumed = "not published: what a region's storage takes in of copies";
constexpr const char* kAcrossAssumed =
    "not published: one stream across regions; 30 GB then move at 2.9 % per minute, within the 1 to 3 % "
    "users report";
constexpr const char* kSetupAssumed =
    "not published: what the bytes leave unexplained of the 8 min that users report for a small Linux image";
constexpr const char* kSnapshotCopies =
    "Snapshot copies across regions (vendor documentation): 100 at a time";
constexpr const char* kFailureAssumed = "not published how often copies fail; users report single cases";
constexpr const char* kRetryAssumed = "not published: how the service repeats a copy that failed";
constexpr const char* kSixHours =
    "Azure Compute Gallery, troubleshooting: wait up to 6 h before calling it failed";
constexpr const char* kStrategyAssumed =
    "not published: regions are billed for one copy from the source each, which is what this strategy moves";
constexpr const char* kWithinAssumed = "not published how the replicas inside a region are made";
constexpr const char* kPhaseAssumed =
    "the article advises phases for many regions and says nothing of their size";

}  // namespace

ReplicationFigures default_replication_figures() {
    using enum Grade;
    using sim::SimTime;
    return {
        .round_trip_base = {SimTime::from_nanoseconds(25'900'000), published, kRoundTrips},
        .round_trip_per_1000_km = {SimTime::from_nanoseconds(14'300'000), published, kRoundTrips},
        .link = {BytesPerSecond{1.0 * kGiB}, assumed, kLinkAssumed},
        .region_egress = {BytesPerSecond{500.0 * kMiB}, assumed, kEgressAssumed},
        .region_writes = {BytesPerSecond{2.0 * kGiB}, assumed, kWritesAssumed},
        .stream = {BytesPerSecond{60.0 * kMiB}, assumed, kStreamAssumed},
        .stream_across = {BytesPerSecond{15.0 * kMiB}, assumed, kAcrossAssumed},
        .setup = {sim::minutes(5), assumed, kSetupAssumed},
        .copies_at_a_time = {100, published, kSnapshotCopies},
        .failure_rate = {0.0, assumed, kFailureAssumed},
        .attempts = {5, assumed, kRetryAssumed},
        .retry_wait = {sim::minutes(1), assumed, kRetryAssumed},
        .time_limit = {sim::hours(6), published, kSixHours},
    };
}

ReplicationPolicy default_replication_policy() {
    return {.strategy = {CopyStrategy::star, Grade::assumed, kStrategyAssumed},
            .within_region = {WithinRegion::one_source, Grade::assumed, kWithinAssumed},
            .phase_size = {5, Grade::assumed, kPhaseAssumed}};
}

BytesPerSecond ReplicationFigures::egress_of(const std::string& region) const {
    const auto found = regions.find(region);
    return found == regions.end() ? region_egress.value : found->second.egress.value_or(region_egress.value);
}

BytesPerSecond ReplicationFigures::writes_of(const std::string& region) const {
    const auto found = regions.find(region);
    return found == regions.end() ? region_writes.value : found->second.writes.value_or(region_writes.value);
}

const LinkFigures* ReplicationFigures::link_between(std::string_view a, std::string_view b) const {
    const auto found = std::ranges::find_if(links, [&](const LinkFigures& one) { return one.joins(a, b); });
    return found == links.end() ? nullptr : &*found;
}

BytesPerSecond ReplicationFigures::rate_between(std::string_view a, std::string_view b) const {
    const LinkFigures* between = link_between(a, b);
    return between == nullptr ? link.value : between->rate.value_or(link.value);
}

}  // namespace gallerysim::core
