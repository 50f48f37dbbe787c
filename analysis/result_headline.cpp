#include "analysis/result_headline.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::MetricUnit;
using core::Statistic;

/// " (40.6 to 42.0)" or nothing.
std::string in_brackets(const std::string& text) { return text.empty() ? text : " (" + text + ")"; }

std::string running_sentence(const core::Scenario& scenario, const PointResult& result) {
    const Interval& failed = result[Metric::failed_fraction][Statistic::mean];
    const Interval running{1.0 - failed.value, 1.0 - failed.high, 1.0 - failed.low};
    const DisplayUnit percent = display_unit(MetricUnit::fraction, 1.0);
    std::string text = fmt::format("{} % of the {} run in time", percent_number(running.value),
                                   vms_per_run_text(scenario, result));
    if (!result.replay) text += in_brackets(interval_text(running, percent));
    if (result.steady) {
        const Interval& rate = result[Metric::throughput][Statistic::mean];
        const DisplayUnit unit = display_unit(MetricUnit::per_minute, rate.value);
        return text + fmt::format("; in steady state {} VMs{} come to run{}.\n", number_text(rate.value, unit), unit.symbol,
                                  in_brackets(interval_text(rate, unit)));
    }
    const Interval& makespan = result[Metric::makespan][Statistic::mean];
    if (std::isnan(makespan.value)) return text + ".\n";
    const DisplayUnit unit = display_unit(MetricUnit::seconds, makespan.value);
    return text + fmt::format("; the last of them runs {} after the first request{}.\n",
                              value_text(makespan.value, unit), in_brackets(interval_text(makespan, unit)));
}

std::string bottleneck_sentence(const PointResult& result) {
    const auto parts = parts_of(result.bottleneck);
    const double total = result.bottleneck.total_s();
    if (!(total > 0.0)) return {};
    const BottleneckPart& largest = *std::ranges::max_element(parts, {}, &BottleneckPart::seconds);
    const DisplayUnit unit = display_unit(MetricUnit::seconds, total);
    return fmt::format("The largest part of a running VM's {} is {}: {} % ({}).\n", value_text(total, unit),
                       largest.name, percent_number(largest.seconds / total), largest.meaning);
}

std::string objectives_sentence(const PointResult& result) {
    const auto all = result.objectives.size();
    const auto met = static_cast<std::size_t>(std::ranges::count_if(result.objectives, &ObjectiveResult::ok));
    if (all == 0) return {};
    if (all == 1) return fmt::format("The objective is {}.\n", met == 1 ? "met" : "missed");
    if (met == all || met == 0) {
        return fmt::format("{} objectives are {}.\n",
                           all == 2 ? std::string("Both") : fmt::format("All {}", all),
                           met == 0 ? "missed" : "met");
    }
    return fmt::format("{} of {} objectives {} missed.\n", all - met, all, all - met == 1 ? "is" : "are");
}

}  // namespace

std::array<BottleneckPart, 9> parts_of(const BottleneckShare& share) {
    return {{{"client", "waiting until its client works on it", share.client_s},
             {"lost", "in earlier tries, which timed out", share.lost_s},
             {"throttled", "kept out by the control plane", share.throttled_s},
             {"allocation", "waiting for a placement and being placed", share.allocation_s},
             {"storage busy", "kept out by replicas that answered 503", share.storage_busy_s},
             {"contention", "reading the image, beyond what it takes alone on a replica", share.contention_s},
             {"solo read", "reading the image, as it would alone on a replica", share.solo_read_s},
             {"boot", "booting, without image reads", share.boot_s},
             {"fault", "undone by faults, and waiting for a replica that is there", share.fault_s}}};
}

std::string result_headline(const core::Scenario& scenario, const PointResult& result) {
    if (result.requested == 0) return "No VM was requested.\n";
    return running_sentence(scenario, result) + bottleneck_sentence(result) + objectives_sentence(result);
}

std::string vms_per_run_text(const core::Scenario& scenario, const PointResult& result) {
    const bool varies = std::ranges::any_of(scenario.deployments, [](const core::Deployment& d) {
        return core::is_random(d.arrivals);
    });
    if (!varies || result.replay) return count_text(result.requested / result.runs, "VM", "VMs");
    const auto mean = static_cast<double>(result.requested) / static_cast<double>(result.runs);
    return fmt::format("about {} VMs", count_text(static_cast<std::uint64_t>(std::llround(mean))));
}

}  // namespace gallerysim::analysis
