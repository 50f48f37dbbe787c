#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "core/scenario_reader_sections.hpp"
#include "core/trace_scan.hpp"

namespace gallerysim::core {
namespace {

/// Ascending times from 0 s on.
std::vector<sim::SimTime> read_times(const MapReader& map) {
    std::vector<sim::SimTime> times;
    const auto items = map.scalars("times");
    if (!items) return times;
    if (map.find("times")->items.empty()) map.error("times", "the list is empty; it needs at least one time");
    for (const YamlNode* item : *items) {
        const auto time = parse_time(item->text);
        if (!time.value) {
            map.error_at(*item, "times", time.problem);
        } else if (*time.value < kAnyTime.least || *time.value > kAnyTime.most) {
            map.error_at(*item, "times", "a time is from 0 s to 3650 d");
        } else if (!times.empty() && *time.value < times.back()) {
            map.error_at(*item, "times",
                         fmt::format("{} comes after {}; times ascend", in_quotes(item->text),
                                     to_text(times.back())));
        } else {
            times.push_back(*time.value);
        }
    }
    return times;
}

void read_poisson(const MapReader& map, PoissonArrivals& poisson) {
    const bool rate = map.rate("rate", poisson.rate, kPositiveRate);
    const bool duration = map.time("for", poisson.duration, kPositiveTime);
    if (rate && duration && poisson.rate.value * poisson.duration.seconds() > static_cast<double>(kMostVms)) {
        map.error("rate", fmt::format("the stream has some {:.0f} VMs; the most are {}",
                                      poisson.rate.value * poisson.duration.seconds(), kMostVms));
    }
}


/// Rates of a profile; 0 is one of them.
std::vector<PerSecond> read_rates(const MapReader& map) {
    std::vector<PerSecond> rates;
    const auto items = map.scalars("rates");
    if (!items) return rates;
    for (const YamlNode* item : *items) {
        const auto rate = parse_rate(item->text);
        if (!rate.value) {
            map.error_at(*item, "rates", rate.problem);
        } else if (rate.value->value != 0.0 && !(rate.value->value >= 1e-6 && rate.value->value <= 1e6)) {
            map.error_at(*item, "rates", "a rate is 0/s, or from 0.000001/s to 1000000/s");
        }
        rates.push_back(rate.value.value_or(PerSecond{}));
    }
    return rates;
}

ProfileArrivals read_profile(const MapReader& map) {
    ProfileArrivals profile;
    const std::size_t errors_before = map.diagnostics().errors();
    profile.times = read_times(map);
    profile.rates = read_rates(map);
    const bool duration = map.time("for", profile.duration, kPositiveTime);
    if (!duration || map.diagnostics().errors() > errors_before) return profile;
    if (profile.times.size() != profile.rates.size()) {
        map.error("rates", fmt::format("{} rates for {} times; each time needs its rate", profile.rates.size(),
                                       profile.times.size()));
    } else if (profile.times.front() != sim::SimTime::zero()) {
        map.error("times", "the first time is 0 s, so that there is a rate from the start on");
    } else if (profile.times.back() >= profile.duration) {
        map.error("for", fmt::format("the last rate begins at {}, when the stream has ended",
                                     to_text(profile.times.back())));
    } else if (profile.expected_vms() > static_cast<double>(kMostVms)) {
        map.error("rates",
                  fmt::format("the stream has some {:.0f} VMs; the most are {}", profile.expected_vms(), kMostVms));
    }
    return profile;
}

BatchArrivals read_batches(const MapReader& map) {
    BatchArrivals batches;
    const bool vms = map.integer("vms", batches.vms, {1, kMostVms});
    map.time("every", batches.every, kPositiveTime);
    const bool count = map.integer("batches", batches.batches, {1, kMostVms});
    if (vms && count && batches.vms * batches.batches > kMostVms) {
        map.error("batches",
                  fmt::format("the batches have {} VMs; the most are {}", batches.vms * batches.batches, kMostVms));
    }
    return batches;
}

ClosedLoopArrivals read_closed_loop(const MapReader& map) {
    ClosedLoopArrivals loop;
    map.integer("in_flight", loop.in_flight, kPositiveCount);
    map.integer("vms", loop.vms, {1, kMostVms});
    return loop;
}

/// The file as a program opens it: relative to the text that names it, where that is a file.
std::filesystem::path beside(const YamlNode& node) {
    const std::filesystem::path file(node.text);
    if (file.is_absolute() || node.at.source == nullptr || node.at.source->kind != SourceText::Kind::file) return file;
    return std::filesystem::path(node.at.source->name).parent_path() / file;
}

TraceArrivals read_trace(const MapReader& map, const Scenario& scenario, GalleryDetails details,
                         const Deployment& deployment) {
    TraceArrivals trace;
    std::string text;
    if (!map.text("file", text)) return trace;
    trace.file = beside(*map.find("file")).lexically_normal().string();
    scan_trace(map, scenario.galleries, details, deployment, trace);
    return trace;
}

constexpr std::string_view kForms =
    "arrivals are one of 'poisson: { rate: 10/min, for: 2 h }', 'times: [0 s, 30 s]', 'profile', 'batches', "
    "'closed_loop' and 'trace'";

}  // namespace

void read_arrivals(const MapReader& map, const Scenario& scenario, GalleryDetails details, Deployment& deployment) {
    std::vector<std::string_view> ways;
    for (const std::string_view key : {"vms", "arrivals", "scale_sets"}) {
        if (map.has(key)) ways.push_back(key);
    }
    if (ways.size() != 1) {
        map.error(ways.empty() ? std::string_view{} : ways.back(),
                  ways.empty() ? "a deployment needs 'vms' (all at once), 'arrivals' (over time) or 'scale_sets'"
                               : "a deployment has one of 'vms', 'arrivals' and 'scale_sets' (null removes one)");
        return;
    }
    if (map.has("vms")) {
        BurstArrivals burst;
        map.integer("vms", burst.vms, {1, kMostVms});
        deployment.arrivals = burst;
        return;
    }
    if (map.has("scale_sets")) {
        const MapReader sets(map, "scale_sets");
        if (sets.present()) deployment.arrivals = read_scale_sets(sets, scenario, details, deployment);
        return;
    }
    const MapReader over_time(map, "arrivals");
    if (!over_time.present()) return;
    int kinds = 0;
    for (const KeyInfo& info : keys_of(Section::arrivals)) kinds += over_time.has(info.key) ? 1 : 0;
    if (kinds != 1) {
        over_time.error({}, std::string(kForms));
        return;
    }
    if (over_time.has("poisson")) {
        PoissonArrivals poisson;
        read_poisson(MapReader(over_time, "poisson"), poisson);
        deployment.arrivals = poisson;
    } else if (over_time.has("profile")) {
        deployment.arrivals = read_profile(MapReader(over_time, "profile"));
    } else if (over_time.has("batches")) {
        deployment.arrivals = read_batches(MapReader(over_time, "batches"));
    } else if (over_time.has("closed_loop")) {
        deployment.arrivals = read_closed_loop(MapReader(over_time, "closed_loop"));
    } else if (over_time.has("trace")) {
        deployment.arrivals = read_trace(MapReader(over_time, "trace"), scenario, details, deployment);
    } else {
        deployment.arrivals = ListedArrivals{read_times(over_time)};
    }
}

}  // namespace gallerysim::core
