#include "analysis/result_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "analysis/arithmetic.hpp"
#include "analysis/gallery_report.hpp"
#include "analysis/human_text.hpp"
#include "analysis/ideal_clients.hpp"
#include "analysis/metric_table.hpp"
#include "analysis/replication_text.hpp"
#include "analysis/result_headline.hpp"
#include "analysis/result_warnings.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/metric.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;

std::string precision_text(const core::Experiment& experiment, const PrecisionResult& precision) {
    using State = PrecisionResult::State;
    if (precision.state == State::undefined) return precision.metric + ": no value";
    return fmt::format("{}: known to {}, {} asked for: {}", precision.metric,
                       half_width_text(precision, precision.half_width),
                       half_width_text(precision, experiment.relative_half_width),
                       precision.state == State::reached ? "reached" : "not reached");
}

/// "from 12.3 min (MSER-5) to 107 min of a run; 3.4 VMs before ..."
std::string steady_text(const core::Scenario& scenario, const PointResult& result) {
    const SteadySummary& steady = *result.steady;
    const auto time = [](double seconds) {
        return value_text(seconds, display_unit(core::MetricUnit::seconds, seconds));
    };
    const auto per_run = [&](std::uint64_t vms) {
        return short_number(static_cast<double>(vms) / static_cast<double>(result.runs));
    };
    const bool is_given = scenario.experiment.steady_state->warm_up.has_value();
    return fmt::format("from {} ({}) to {} of a run; {} VMs before and {} after it left out per run",
                       time(steady.from_s), is_given ? "given" : "MSER-5", time(steady.to_s), per_run(steady.warm_up_vms), per_run(steady.cool_down_vms));
}

std::string replay_text(const RunId& id) {
    if (id.values.empty()) return fmt::format("run {}, alone", id.run);
    return fmt::format("run {} of point {} ({}), alone", id.run, id.point, id.values);
}

std::string about(const core::Scenario& scenario, const PointResult& result) {
    const core::Experiment& experiment = scenario.experiment;
    TextTable table({Align::left, Align::left});
    table.add({"scenario", fmt::format("{}, hash {}, seed {}", scenario.name, core::content_hash(scenario),
                                       scenario.seed)});
    if (result.replay) {
        table.add({"replay", replay_text(*result.replay)});
    } else {
        table.add({"runs",
                   fmt::format("{} of {} each; {} % intervals", count_text(result.runs, "run", "runs"),
                               vms_per_run_text(scenario, result), short_number(100.0 * experiment.confidence))});
    }
    if (result.steady) table.add({"steady", steady_text(scenario, result)});
    for (const PrecisionResult& precision : result.precision) {
        table.add({"precision", precision_text(experiment, precision)});
    }
    return table.render();
}

std::string outcomes(const PointResult& result) {
    TextTable table({Align::left, Align::right, Align::right});
    table.add({"outcome", "VMs per run", "%"});
    const auto add = [&](std::string_view name, std::uint64_t count) {
        table.add({std::string(name),
                   short_number(static_cast<double>(count) / static_cast<double>(result.runs)),
                   percent_number(static_cast<double>(count) / static_cast<double>(result.requested))});
    };
    for (std::size_t i = 0; i < core::kVmOutcomes; ++i) {
        const bool is_running = i == static_cast<std::size_t>(core::VmOutcome::running);
        if (is_running || result.outcomes[i] > 0) add(core::kVmOutcomeNames[i], result.outcomes[i]);
    }
    add("requested", result.requested);
    return table.render();
}

/// Shares of a total in tenths of a per cent that add up to 100 %: rounded down, and the largest remainders
/// up.
std::vector<int> rounded_shares(const std::vector<double>& parts) {
    static constexpr double kWhole = 1000.0;
    const double total = std::accumulate(parts.begin(), parts.end(), 0.0);
    std::vector<int> shares;
    std::vector<double> remainders;
    for (const double part : parts) {
        const double exact = kWhole * part / total;
        shares.push_back(static_cast<int>(exact));
        remainders.push_back(exact - std::floor(exact));
    }
    for (int left = static_cast<int>(kWhole) - std::accumulate(shares.begin(), shares.end(), 0); left > 0;
         --left) {
        const auto largest = std::ranges::max_element(remainders);
        ++shares[static_cast<std::size_t>(largest - remainders.begin())];
        *largest = -1.0;
    }
    return shares;
}

std::string bottleneck(const PointResult& result) {
    const double total = result.bottleneck.total_s();
    if (!(total > 0.0)) return {};
    const auto parts = parts_of(result.bottleneck);
    std::vector<double> seconds;
    seconds.reserve(parts.size());
    for (const BottleneckPart& part : parts) seconds.push_back(part.seconds);
    const std::vector<int> shares = rounded_shares(seconds);
    TextTable table({Align::left, Align::right, Align::right, Align::left});
    table.add({"time of a running VM", "s", "%", ""});
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_rare = parts[i].name == "storage busy" || parts[i].name == "fault";
        if (is_rare && parts[i].seconds == 0.0) continue;  // few scenarios have a limit or faults
        table.add({std::string(parts[i].name), fmt::format("{:.1f}", parts[i].seconds),
                   fmt::format("{}.{}", shares[i] / 10, shares[i] % 10), std::string(parts[i].meaning)});
    }
    table.add({"total", fmt::format("{:.1f}", total), "100.0"});
    return table.render();
}

/// Who refused calls and reads, and what the clients' retries cost beyond that.
std::string refusals(const core::Scenario& scenario, const PointResult& result) {
    const auto per_run = [&](std::uint64_t count) {
        return short_number(static_cast<double>(count) / static_cast<double>(result.runs));
    };
    TextTable table({Align::left, Align::right, Align::left});
    const bool is_busy = result.storage.busy_answers > 0;
    table.add({"limit", is_busy ? "429, 503 per run" : "429 per run", ""});
    bool is_throttled = false;
    for (std::size_t i = 0; i < core::kLimits; ++i) {
        const std::uint64_t count = result.throttles.throttled[i];
        if (count == 0) continue;
        is_throttled = true;
        table.add({std::string(core::kLimitNames[i]), per_run(count), std::string(core::kLimitMeanings[i])});
    }
    if (is_busy) {
        table.add({"replica_readers", per_run(result.storage.busy_answers), "replica: more readers than platform.admission.readers (503)"});
    }
    if (!is_throttled && !is_busy) return {};
    std::string text = table.render();
    const auto delay = is_throttled && !result.replay && !result.steady ? admission_delay(scenario) : std::nullopt;
    if (delay) {
        text += wrapped(fmt::format("In run 0 the last VM is let in {:.1f} s after the first request; clients that knew "
                                    "when a token comes would have it in after {:.1f} s.",
                                    delay->last_admission_s, delay->ideal_last_admission_s));
    }
    return text;
}

/// How much of the time each limit held up more VMs than any other.
std::string binding_limits(const PointResult& result) {
    static constexpr double kWorthALine = 0.0005;
    TextTable table({Align::left, Align::right, Align::left});
    table.add({"binding limit", "% of the time", ""});
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        const auto hold_up = static_cast<core::HoldUp>(i);
        if (result.binding[i] < kWorthALine) continue;
        table.add({std::string(core::name_of(hold_up)), percent_number(result.binding[i]),
                   std::string(core::meaning_of(hold_up))});
    }
    return table.render();
}

std::string verdict(const ObjectiveResult& objective, Colour colour) {
    if (std::isnan(objective.value.value)) return styled("missed: not defined", TextStyle::bad, colour);
    const std::string word =
        styled(objective.ok ? "met" : "missed", objective.ok ? TextStyle::good : TextStyle::bad, colour);
    return word + (objective.is_certain ? " for certain" : ", not certain: the interval is on both sides");
}

std::string objectives_of_one_run(const core::Scenario& scenario, const PointResult& result, Colour colour) {
    TextTable table({Align::left, Align::right, Align::left});
    table.add({"objective", "this run", "verdict"});
    for (std::size_t i = 0; i < result.objectives.size(); ++i) {
        const ObjectiveResult& objective = result.objectives[i];
        const auto metric = core::metric_named(scenario.experiment.objectives[i].metric);
        table.add({objective.text,
                   value_text(objective.value.value, display_unit(core::info(*metric).unit, objective.value.value)),
                   styled(objective.ok ? "met" : "missed", objective.ok ? TextStyle::good : TextStyle::bad, colour)});
    }
    return table.render();
}

std::string objectives(const core::Scenario& scenario, const PointResult& result, Colour colour) {
    if (result.objectives.empty()) return {};
    if (result.replay) return objectives_of_one_run(scenario, result, colour);
    TextTable table({Align::left, Align::right, Align::left, Align::left});
    table.add({"objective", "measured", "interval", "verdict"});
    for (std::size_t i = 0; i < result.objectives.size(); ++i) {
        const ObjectiveResult& objective = result.objectives[i];
        const auto metric = core::metric_named(scenario.experiment.objectives[i].metric);
        const DisplayUnit unit = display_unit(core::info(*metric).unit, objective.value.value);
        table.add({objective.text, value_text(objective.value.value, unit),
                   interval_text(objective.value, unit), verdict(objective, colour)});
    }
    return table.render();
}

std::string warnings(const core::Scenario& scenario, const PointResult& result, Colour colour) {
    std::string text;
    for (const std::string& warning : result_warnings(scenario, result)) {
        std::string lines = wrapped("Beware: " + warning, "        ");
        lines.replace(0, 7, styled("Beware:", TextStyle::bad, colour));
        text += lines;
    }
    return text;
}

}  // namespace

std::string run_table(const core::Scenario& scenario, const PointResult& result, Colour colour) {
    std::string headline = wrapped(result_headline(scenario, result));
    const auto end = headline.find('\n');
    headline.replace(0, end, styled(headline.substr(0, end), TextStyle::bold, colour));
    std::string text;
    for (const std::string& section :
         {headline, about(scenario, result), outcomes(result), rejection_table(result),
          event_table(scenario, result), fault_table(scenario, result), replication_section(result.replications),
          metric_table(scenario, result), refusals(scenario, result),
          bottleneck(result), binding_limits(result), closed_form_table(closed_forms_of(scenario, result)),
          objectives(scenario, result, colour),
          warnings(scenario, result, colour)}) {
        if (!section.empty()) text += (text.empty() ? "" : "\n") + section;
    }
    return text;
}

}  // namespace gallerysim::analysis
