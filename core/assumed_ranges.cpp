#include "core/assumed_ranges.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/words.hpp"

namespace gallerysim::core {
namespace {

constexpr auto kLinear = AssumedRange::Scale::linear;
constexpr auto kLogarithmic = AssumedRange::Scale::logarithmic;

struct Row {
    std::string_view figure;     ///< key path; * stands for anything
    std::string_view parameter;  ///< of a law; empty: the figure itself
    std::string_view low;        ///< empty: one of the choices, or held
    std::string_view high;
    AssumedRange::Scale scale = kLinear;
    std::string_view choices;  ///< separated by blanks
    std::string_view reason;
};

constexpr Row between(std::string_view figure, std::string_view low, std::string_view high, AssumedRange::Scale scale,
                      std::string_view reason) {
    return {figure, {}, low, high, scale, {}, reason};
}
constexpr Row of_law(std::string_view figure, std::string_view parameter, std::string_view low, std::string_view high,
                     std::string_view reason) {
    return {figure, parameter, low, high, kLinear, {}, reason};
}
constexpr Row one_of(std::string_view figure, std::string_view choices, std::string_view reason) {
    return {figure, {}, {}, {}, kLinear, choices, reason};
}
constexpr Row held(std::string_view figure, std::string_view reason) {
    return {figure, {}, {}, {}, kLinear, {}, reason};
}

constexpr std::string_view kSpread = "from nearly the same for every VM to the spread of an exponential law";
constexpr std::string_view kBackoffBase = "clients begin at half a second to 5 s";
constexpr std::string_view kBackoffFactor = "from a gentle growth to a tripling; doubling is usual";

// The first row whose figure fits counts, with those right behind it of the same figure.
constexpr std::array kRows{
    one_of("platform.routing", "random round_robin least_loaded power_of_two same_zone_first",
           "every way that the model knows; none is published"),
    between("platform.admission.retry.base", "500 ms", "5 s", kLogarithmic, kBackoffBase),
    between("platform.admission.retry.factor", "1.5", "3", kLinear, kBackoffFactor),
    between("platform.admission.retry.cap", "10 s", "2 min", kLogarithmic, "a quarter to four times of the usual 30 s"),
    one_of("platform.admission.retry.max_attempts", "null 20 5", "from no limit to few attempts"),
    held("galleries.*.data_disks.*", "what a boot reads of a data disk depends on what the image keeps there, and is no more than that"),
    between("clients.*.writes_per_vm", "1", "4", kLinear,
            "from the VM alone to a network interface, an address and a disk of its own beside it"),
    one_of("clients.*.retry.retry_after", "honour ignore", "both are met; the ideal client is a bound, not a client"),
    between("clients.*.retry.base", "500 ms", "5 s", kLogarithmic, kBackoffBase),
    between("clients.*.retry.factor", "1.5", "3", kLinear, kBackoffFactor),
    between("clients.*.retry.cap", "15 s", "5 min", kLogarithmic, "a quarter to five times of the usual minute"),
    one_of("clients.*.retry.max_attempts", "null 10 5", "from no limit to few attempts"),
    between("catalogue.storage.*.account_operations", "20000/s", "350000/s", kLogarithmic,
            "from the published target of a standard account to twice what 50 bursting replicas ask for"),
    between("catalogue.storage.*.replicas_per_account", "1", "50", kLogarithmic,
            "from an account of its own for each replica to one for all that a region may have"),
    between("catalogue.storage.*.contention", "0", "0.02", kLinear,
            "measured disks keep a hard total; 0.02 costs 28 % of it at 20 readers"),
    between("catalogue.storage.*.coherency", "0", "0.0005", kLinear,
            "measured disks keep a hard total; 0.0005 costs 16 % of it at 20 readers"),
    of_law("catalogue.boot_profiles.windows.cpu_time", "lognormal.mean", "45 s", "3 min",
           "half to twice the assumed mean: a small image on a fast VM to a large one on a slow VM"),
    of_law("catalogue.boot_profiles.windows.cpu_time", "lognormal.cov", "0.1", "1", kSpread),
    of_law("catalogue.boot_profiles.linux.cpu_time", "lognormal.mean", "22.5 s", "90 s",
           "half to twice the assumed mean: a minimal image to one that sets itself up at its first boot"),
    of_law("catalogue.boot_profiles.linux.cpu_time", "lognormal.cov", "0.1", "1", kSpread),
    of_law("catalogue.boot_profiles.*.cpu_time", "lognormal.mean", "22.5 s", "3 min",
           "a profile of the scenario: the ranges of both systems together"),
    of_law("catalogue.boot_profiles.*.cpu_time", "lognormal.cov", "0.1", "1", kSpread),
    between("catalogue.hydration.throughput", "2 MB/s", "50 MB/s", kLogarithmic,
            "a fifth to five times of the assumed rate"),
    between("catalogue.hydration.read_size", "64 KiB", "4 MiB", kLogarithmic,
            "from the block of a file system to that of a blob"),
    between("catalogue.allocator.parallel", "16", "256", kLogarithmic, "a quarter to four times of the assumed number"),
    of_law("catalogue.allocator.placement_time", "lognormal.mean", "1 s", "15 s",
           "a quarter to four times of the assumed mean, nearly"),
    of_law("catalogue.allocator.placement_time", "lognormal.cov", "0.1", "1", kSpread),
    held("catalogue.allocator.capacity", "no room in a region is a question of its own, and no figure fits every scenario"),
    between("catalogue.scale_sets.overprovision", "0", "0.3", kLinear,
            "from none to somewhat more than the spare addresses that the vendor advises"),
    between("catalogue.scale_sets.batch_size", "50", "1000", kLogarithmic,
            "from small groups to all instances of the largest scale set together"),
    between("catalogue.scale_sets.batch_pause", "0 s", "30 s", kLinear, "from none to about the time of a placement's tail"),
    one_of("platform.replication.strategy", "star phases relay tree", "every way that the model knows; none is published"),
    one_of("platform.replication.within_region", "one_source doubling",
           "every way that the model knows; none is published"),
    between("platform.replication.phase_size", "2", "20", kLogarithmic, "from pairs to a third of all regions"),
    between("catalogue.replication.link", "100 MiB/s", "10 GiB/s", kLogarithmic, "a tenth to ten times of what is assumed"),
    between("catalogue.replication.region_egress", "100 MiB/s", "5 GiB/s", kLogarithmic,
            "a fifth to ten times of what is assumed"),
    between("catalogue.replication.region_writes", "200 MiB/s", "20 GiB/s", kLogarithmic,
            "a tenth to ten times of what is assumed"),
    between("catalogue.replication.stream", "15 MiB/s", "240 MiB/s", kLogarithmic,
            "a quarter to four times of the target of one page blob"),
    between("catalogue.replication.stream_across", "5 MiB/s", "60 MiB/s", kLogarithmic,
            "30 GB at 1 % per minute, the slowest that users report, to the target of one page blob"),
    between("catalogue.replication.setup", "0 s", "8 min", kLinear,
            "from none to all of the time that users report for a small Linux image"),
    between("catalogue.replication.failure_rate", "0", "0.05", kLinear, "from none to one attempt in twenty"),
    between("catalogue.replication.attempts", "1", "10", kLogarithmic, "from none made anew to twice what is assumed"),
    between("catalogue.replication.retry_wait", "10 s", "10 min", kLogarithmic,
            "a sixth to ten times of what is assumed"),
    between("faults.*.failover", "10 s", "10 min", kLogarithmic, "a sixth to ten times of what is assumed"),
    between("faults.*.rebuild", "5 min", "1 h", kLogarithmic, "from the setup of a copy to that of a large image"),
    held("catalogue.throttles.*.length",
         "the length is known; what is assumed, that windows follow each other from time 0, is no number"),
};

/// Does the text fit the pattern, in which * stands for any characters?
bool fits(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() != '*') {
        return !text.empty() && pattern.front() == text.front() && fits(pattern.substr(1), text.substr(1));
    }
    return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
}

}  // namespace

std::vector<AssumedRange> assumed_ranges(const AssumedFigure& figure) {
    std::vector<AssumedRange> ranges;
    const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return fits(r.figure, figure.path); });
    for (const auto* first = row; row != kRows.end() && row->figure == first->figure; ++row) {
        const auto choices = words_of(row->choices);
        ranges.push_back({.path = row->parameter.empty() ? figure.path : fmt::format("{}.{}", figure.path, row->parameter),
                          .low = std::string(row->low),
                          .high = std::string(row->high),
                          .scale = row->scale,
                          .choices = {choices.begin(), choices.end()},
                          .reason = std::string(row->reason)});
    }
    return ranges;
}

}  // namespace gallerysim::core
