#include "analysis/result_warnings.hpp"

#include <cmath>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/metric.hpp"
#include "core/quantity.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;

bool is_share(const PrecisionResult& precision) {
    const auto metric = core::metric_named(precision.metric.substr(0, precision.metric.find('.')));
    return metric && core::info(*metric).scope == core::MetricScope::share;
}

void warn_of_censoring(const core::Scenario& scenario, const PointResult& result,
                       std::vector<std::string>& warnings) {
    const std::uint64_t unfinished = result.outcomes[static_cast<std::size_t>(core::VmOutcome::unfinished)];
    if (unfinished == 0) return;
    const auto& horizon = scenario.experiment.horizon;
    const auto share = static_cast<double>(unfinished) / static_cast<double>(result.requested);
    warnings.push_back(fmt::format(
        "{} % of the VMs had not ended at the horizon{}: they count as failed, and all times leave them out; "
        "a later experiment.horizon lets them end.",
        percent_number(share), horizon ? " of " + core::to_text(*horizon) : std::string()));
}

void warn_of_survivors(const PointResult& result, std::vector<std::string>& warnings) {
    const double failed = result[Metric::failed_fraction][core::Statistic::mean].value;
    const auto running = result.outcomes[static_cast<std::size_t>(core::VmOutcome::running)];
    if (!(failed > 0.0) || running == 0) return;
    warnings.push_back(
        fmt::format("time_to_running, read_time, slowdown, makespan and throughput are of the {} % of the "
                    "VMs that run in "
                    "time; read them beside failed_fraction.",
                    percent_number(1.0 - failed)));
}

void warn_of_no_steady_state(const PointResult& result, std::vector<std::string>& warnings) {
    static constexpr double kMost = 0.5;  // by chance, a steady stream looks unsettled in one run of ten
    if (!result.steady) return;
    const SteadySummary& steady = *result.steady;
    if (static_cast<double>(steady.unsettled_runs) > kMost * static_cast<double>(result.runs)) {
        warnings.push_back(fmt::format(
            "In {} of {} runs no steady state is found: MSER-5 would leave out more than half of the VMs, or there are "
            "fewer than 50. Either VMs come faster than they are served, and everything grows for as long as they come, "
            "or the arrivals are too short to tell; try longer ones.",
            steady.unsettled_runs, result.runs));
    }
    if (steady.empty_runs > 0) {
        warnings.push_back(fmt::format("In {} of {} runs no VM is left between warm-up and cool-down.", steady.empty_runs,
                                       result.runs));
    }
}

void warn_of_precision(const core::Scenario& scenario, const PointResult& result,
                       std::vector<std::string>& warnings) {
    for (const PrecisionResult& precision : result.precision) {
        using State = PrecisionResult::State;
        if (precision.state == State::undefined) {
            warnings.push_back(
                fmt::format("The precision of {} is unknown: no run has a value.", precision.metric));
        } else if (precision.state == State::not_reached) {
            warnings.push_back(
                fmt::format("Precision not reached after {}: {} is known to {} instead of {}; allow more "
                            "with experiment.runs.max or "
                            "--runs.",
                            count_text(result.runs, "run", "runs"), precision.metric,
                            half_width_text(precision, precision.half_width),
                            half_width_text(precision, scenario.experiment.relative_half_width)));
        }
    }
}

void warn_of_gaps(const PointResult& result, std::vector<std::string>& warnings) {
    const std::uint64_t with_value = result[Metric::time_to_running].runs;
    if (with_value == result.runs) return;
    warnings.push_back(
        with_value == 0 ? std::string("No VM runs, in any run: times and throughput are not defined.")
                        : fmt::format("In {} of {} runs no VM runs: times and throughput are of the others.",
                                      result.runs - with_value, result.runs));
}

void warn_of_regions(const PointResult& result, std::vector<std::string>& warnings) {
    const double missing = result[Metric::unreplicated_fraction][core::Statistic::mean].value;
    if (!(missing > 0.0)) return;
    warnings.push_back(fmt::format(
        "{} % of the regions that were asked for replicas of a version failed or were not complete at the end: "
        "replication_time is of the others.",
        percent_number(missing)));
}

}  // namespace

std::vector<std::string> result_warnings(const core::Scenario& scenario, const PointResult& result) {
    std::vector<std::string> warnings;
    warn_of_no_steady_state(result, warnings);
    if (result.requested == 0) {
        if (warnings.empty()) warnings.emplace_back("No VM was requested in any run.");
        return warnings;
    }
    warn_of_censoring(scenario, result, warnings);
    warn_of_survivors(result, warnings);
    warn_of_gaps(result, warnings);
    warn_of_regions(result, warnings);
    warn_of_precision(scenario, result, warnings);
    return warnings;
}

std::string half_width_text(const PrecisionResult& precision, double half_width) {
    if (std::isinf(half_width)) return "no bound";
    return fmt::format("{} {}", short_number(100.0 * half_width),
                       is_share(precision) ? "percentage points" : "%");
}

}  // namespace gallerysim::analysis
