#include "analysis/comparison_text.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "analysis/human_text.hpp"
#include "analysis/json_number.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using core::MetricUnit;

/// "longer", "shorter" for times; else "higher", "lower".
std::string_view direction(const ComparisonRow& row) {
    const bool is_time = core::info(row.metric).unit == MetricUnit::seconds;
    if (row.difference.value > 0.0) return is_time ? "longer" : "higher";
    return is_time ? "shorter" : "lower";
}

/// The first row that the experiment watches.
const ComparisonRow& main_row(const Comparison& comparison, const core::Experiment& experiment) {
    for (const std::string& watched : experiment.precision_of) {
        const auto found = std::ranges::find_if(comparison.rows, [&](const ComparisonRow& row) {
            return comparison_row_name(row) == watched || comparison_row_name(row) == watched + ".mean";
        });
        if (found != comparison.rows.end()) return *found;
    }
    return comparison.rows.front();
}

std::string first_sentence(const ComparisonRow& row, double confidence) {
    const std::string name = comparison_row_name(row);
    if (row.pairs == 0) return fmt::format("B: {} cannot be compared: {}.\n", name, significance_text(row));
    if (row.is_constant && row.difference.value == 0.0) {
        return fmt::format("B: {} is the same as in A in every run.\n", name);
    }
    const DisplayUnit unit = difference_unit(row);
    if (!row.is_significant) {
        const std::string interval = difference_interval_text(row);
        return fmt::format("B: no difference in {} is shown; B - A is {} ({}{}).\n", name,
                           value_text(row.difference.value, unit), interval,
                           row.pairs == 1 ? "" : fmt::format(", {:.4g} % interval", 100.0 * confidence));
    }
    const Interval& d = row.difference;
    const Interval size = d.value > 0.0 ? d : Interval{.value = -d.value, .low = -d.high, .high = -d.low};
    return fmt::format(
        "B: {} is {} {} than in A ({}).\n", name, value_text(size.value, unit), direction(row),
        row.is_constant ? "the same in every run"
                        : fmt::format("{:.4g} % interval {}", 100.0 * confidence, interval_text(size, unit)));
}

/// What is watched, and before it the share that fails where VMs fail: else it would mislead.
std::string answer_of(const Comparison& comparison, const core::Experiment& experiment) {
    const ComparisonRow& watched = main_row(comparison, experiment);
    const ComparisonRow* failed = comparison.find(core::Metric::failed_fraction, core::Statistic::mean);
    std::string text;
    if (failed != nullptr && failed != &watched && (failed->a > 0.0 || failed->b > 0.0)) {
        text = first_sentence(*failed, comparison.confidence);
    }
    return text + first_sentence(watched, comparison.confidence);
}

std::string summary_sentence(const Comparison& comparison) {
    const auto compared =
        std::ranges::count_if(comparison.rows, [](const auto& row) { return row.pairs > 0; });
    const auto significant = std::ranges::count_if(comparison.rows, &ComparisonRow::is_significant);
    return fmt::format(
        "{} of the {} rows compared differ significantly (Holm's correction over these rows, "
        "{:.4g} %); {} of each scenario, paired by common random numbers.\n",
        significant, compared, 100.0 * comparison.confidence, count_text(comparison.runs, "run", "runs"));
}

std::string table_of(const Comparison& comparison) {
    TextTable table({Align::left, Align::right, Align::right, Align::right, Align::left, Align::left,
                     Align::right, Align::right, Align::right});
    table.add({"metric", "A", "B", "B - A", "interval", "significant", "pairs", "corr.", "saves"});
    for (const ComparisonRow& row : comparison.rows) {
        const double typical = std::fmax(std::fabs(row.a), std::fabs(row.b));  // the other one if one is NaN
        const DisplayUnit unit = display_unit(core::info(row.metric).unit, typical);
        const bool saves = std::isfinite(row.variance_reduction);
        table.add({comparison_row_name(row), value_text(row.a, unit), value_text(row.b, unit),
                   value_text(row.difference.value, difference_unit(row)),
                   difference_interval_text(row), significance_text(row), count_text(row.pairs),
                   std::isnan(row.correlation) ? "-" : fmt::format("{:.3f}", row.correlation),
                   saves ? fmt::format("x{}", short_number(row.variance_reduction))
                   : std::isnan(row.variance_reduction) ? "-"
                                                        : "all"});
    }
    return table.render();
}

std::string reading_notes(const Comparison& comparison) {
    std::string notes = wrapped(
        fmt::format(
            "interval: {:.4g} %, Student's t on the differences of the pairs, each row for itself. "
            "significant: p of the paired t test after Holm's correction is at most {:.4g}. pairs: runs in "
            "which both are defined; A, B and B - A are means over them. corr.: correlation of the pairs. "
            "saves: independent runs would need so many times as many.",
            100.0 * comparison.confidence, 1.0 - comparison.confidence));
    if (std::ranges::any_of(comparison.rows, [&](const auto& row) {
            return row.pairs < comparison.runs && row.defined_a + row.defined_b > 0;
        })) {
        notes += wrapped(
            "Beware: where there are fewer pairs than runs, A or B is undefined in the other runs, "
            "and these are left out.", "        ");
    }
    const ComparisonRow* failed = comparison.find(core::Metric::failed_fraction, core::Statistic::mean);
    if (failed != nullptr && (failed->a > 0.0 || failed->b > 0.0)) {
        notes += wrapped(
            "Beware: VMs fail. Times, slowdown and throughput are of the VMs that run, which may be "
            "others in A than in B; read them beside failed_fraction.", "        ");
    }
    return notes;
}

}  // namespace

std::string comparison_row_name(const ComparisonRow& row) {
    const core::MetricInfo& metric = core::info(row.metric);
    return fmt::format("{}.{}", metric.name,
                       core::statistics_of(metric)[static_cast<std::size_t>(row.statistic)]);
}

DisplayUnit difference_unit(const ComparisonRow& row) {
    const MetricUnit unit = core::info(row.metric).unit;
    if (unit == MetricUnit::fraction) return {.symbol = "points", .size = 0.01};
    return display_unit(unit, std::fabs(row.difference.value));
}

std::string difference_interval_text(const ComparisonRow& row) {
    if (row.pairs == 0) return "-";
    if (row.is_constant) return "the same in every run";
    if (row.pairs == 1) return "unknown from one run";
    return interval_text(row.difference, difference_unit(row));
}

std::string significance_text(const ComparisonRow& row) {
    if (row.pairs == 0) {
        if (row.defined_a == 0 && row.defined_b == 0) return "undefined in both";
        if (row.defined_a == 0) return "undefined in A";
        if (row.defined_b == 0) return "undefined in B";
        return "never both defined";
    }
    return row.is_significant ? fmt::format("yes: B {}", direction(row)) : "no";
}

std::string comparison_headline(const core::Scenario& a, const Comparison& comparison) {
    return answer_of(comparison, a.experiment) + summary_sentence(comparison);
}

std::string comparison_table(const core::Scenario& a, const core::Scenario& b, const Comparison& comparison) {
    return wrapped(comparison_headline(a, comparison)) +
           fmt::format("A: {} ({})   B: {} ({})   seed {}\n\n", a.name, core::content_hash(a), b.name,
                       core::content_hash(b), a.seed) +
           table_of(comparison) + '\n' + reading_notes(comparison);
}

std::string comparison_csv(const core::Scenario& a, const core::Scenario& b, const Comparison& comparison) {
    std::string text =
        "hash_a,hash_b,seed,metric,statistic,runs,pairs,defined_a,defined_b,a,b,difference,low,high,p_value,"
        "p_value_holm,significant,correlation,variance_reduction\n";
    for (const ComparisonRow& row : comparison.rows) {
        const core::MetricInfo& metric = core::info(row.metric);
        CsvLine line;
        line.add(core::content_hash(a));
        line.add(core::content_hash(b));
        line.add(a.seed);
        line.add(core::name_with_unit(metric));
        line.add(core::statistics_of(metric)[static_cast<std::size_t>(row.statistic)]);
        for (const std::uint64_t count : {comparison.runs, row.pairs, row.defined_a, row.defined_b})
            line.add(count);
        for (const double value : {row.a, row.b, row.difference.value, row.difference.low,
                                   row.difference.high, row.p_value, row.adjusted_p}) {
            line.add(value);
        }
        line.add(row.pairs == 0 ? std::string_view{} : row.is_significant ? "true" : "false");
        line.add(row.correlation);
        line.add(row.variance_reduction);
        text += line.text();
    }
    return text;
}

std::string comparison_json(const core::Scenario& a, const core::Scenario& b, const Comparison& comparison) {
    using Json = nlohmann::ordered_json;
    const auto scenario = [](const core::Scenario& of) {
        return Json{{"name", of.name}, {"hash", core::content_hash(of)}};
    };
    Json json = {{"version", core::kVersion}, {"scenario_a", scenario(a)},
                 {"scenario_b", scenario(b)}, {"seed", a.seed},
                 {"runs", comparison.runs},   {"confidence", comparison.confidence},
                 {"correction", "Holm"},      {"rows", Json::array()}};
    for (const ComparisonRow& row : comparison.rows) {
        const core::MetricInfo& metric = core::info(row.metric);
        json["rows"].push_back(
            {{"metric", core::name_with_unit(metric)},
             {"statistic", core::statistics_of(metric)[static_cast<std::size_t>(row.statistic)]},
             {"pairs", row.pairs},
             {"defined_a", row.defined_a},
             {"defined_b", row.defined_b},
             {"a", json_number(row.a)},
             {"b", json_number(row.b)},
             {"difference", json_number(row.difference.value)},
             {"low", json_number(row.difference.low)},
             {"high", json_number(row.difference.high)},
             {"p_value", json_number(row.p_value)},
             {"p_value_holm", json_number(row.adjusted_p)},
             {"significant", row.pairs == 0 ? Json(nullptr) : Json(row.is_significant)},
             {"correlation", json_number(row.correlation)},
             {"variance_reduction", json_number(row.variance_reduction)}});
    }
    return json.dump(2) + '\n';
}

}  // namespace gallerysim::analysis
