#include "analysis/throughput_scaling.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/metric.hpp"
#include "core/number_text.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kLeastValues = 3;
constexpr std::size_t kLeastShown = 4;  ///< points: with fewer there is little to fit
constexpr std::size_t kMostShown = 4;
constexpr std::size_t kReplicates = 400;  ///< a sweep may have a thousand lines
constexpr double kBent = 0.05;  ///< p of the runs test below which the points are said to bend away

/// The numbers of an axis; nullopt when they are none, not different or too few.
std::optional<std::vector<double>> numbers_of(const core::SweepAxis& axis) {
    std::vector<double> numbers;
    for (const std::string& value : axis.values) {
        const auto number = core::parse_number(value);
        if (!number || *number <= 0.0) return std::nullopt;
        numbers.push_back(*number);
    }
    const bool is_enough = std::set<double>(numbers.begin(), numbers.end()).size() == numbers.size() &&
                           numbers.size() >= kLeastValues;
    return is_enough ? std::optional(numbers) : std::nullopt;
}

std::string others_of(const SweepGrid& grid, std::size_t point, std::size_t axis) {
    std::string text;
    for (std::size_t a = 0; a < grid.axes.size(); ++a) {
        if (a == axis) continue;
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", grid.axes[a].name, grid.values[point][a]);
    }
    return text;
}

void fit(ThroughputScaling& scaling, double level, std::uint64_t seed) {
    scaling.linear = scaling.x.size() < 2 ? fit_through_origin({}, {}, level)
                                          : fit_through_origin(scaling.x, scaling.y, level);
    scaling.usl = fit_usl(scaling.x, scaling.y, level);
    scaling.knee = fit_knee(scaling.x, scaling.y, {.level = level, .seed = seed});
}

std::string with_interval(const Interval& interval, std::string_view unit = {}) {
    const std::string range = interval_text(interval, {});
    const std::string value = short_number(interval.value) + std::string(unit);
    return range.empty() ? value : fmt::format("{} ({})", value, range);
}

std::string quality_text(const FitQuality& quality) {
    std::string text = fmt::format("R2 {}, off by at most {} %", short_number(quality.r_squared),
                                   short_number(100.0 * quality.largest_relative_residual));
    if (quality.runs_test_p < kBent) {
        text += fmt::format("; the points bend away from it (runs test, p {})", short_number(quality.runs_test_p));
    }
    return text;
}

std::string usl_text(const UslFit& usl) {
    if (!usl.why_not.empty()) return "no fit: " + usl.why_not;
    const std::string top = std::isfinite(usl.n_max)
                                ? fmt::format("most at N = {}: {}/min", short_number(usl.n_max), short_number(usl.x_max))
                            : std::isfinite(usl.x_max)
                                ? fmt::format("never falls; rises to {}/min", short_number(usl.x_max))
                                : std::string("never falls, rises without end");
    return fmt::format("lambda {}, sigma {}, kappa {}; {}; {}", with_interval(usl.lambda, "/min"), with_interval(usl.sigma),
                       with_interval(usl.kappa), top, quality_text(usl.quality));
}

std::string knee_text(const KneeFit& knee) {
    if (!knee.why_not.empty()) return "none: " + knee.why_not;
    return fmt::format("at {}; up to there {}/min for each more, beyond it {}/min; {}", with_interval(knee.knee),
                       short_number(knee.slope_before), short_number(knee.slope_after), quality_text(knee.quality));
}

std::string linear_text(const ThroughOrigin& linear) {
    if (std::isnan(linear.k.value)) return "no fit: fewer than two points";
    return fmt::format("{} for each; {}", with_interval(linear.k, "/min"), quality_text(linear.quality));
}

std::string one_text(const ThroughputScaling& scaling) {
    std::string text = fmt::format("\nthroughput over {}{}, {}{}\n", scaling.axis,
                                   scaling.others.empty() ? "" : fmt::format(" where {}", scaling.others),
                                   count_text(scaling.x.size(), "point", "points"),
                                   scaling.left_out == 0 ? ""
                                                         : fmt::format(" ({} left out: no VM runs)", scaling.left_out));
    text += wrapped("  linear  " + linear_text(scaling.linear), "          ");
    text += wrapped("  USL     " + usl_text(scaling.usl), "          ");
    text += wrapped("  knee    " + knee_text(scaling.knee), "          ");
    if (scaling.failing > 0) {
        text += wrapped(fmt::format("  Beware: at {} of the points VMs fail; throughput counts those that run.", scaling.failing), "          ");
    }
    return text;
}

}  // namespace

std::vector<ThroughputScaling> throughput_scaling(const SweepGrid& grid, std::span<const PointResult> results) {
    GALLERYSIM_ASSERT(results.size() == grid.scenarios.size(), "every point has a result");
    std::vector<ThroughputScaling> all;
    for (std::size_t a = 0; a < grid.axes.size(); ++a) {
        if (!numbers_of(grid.axes[a])) continue;
        // By the first point with these other values, and then by the axis' number.
        std::map<std::string, std::size_t> place;
        std::vector<std::map<double, double>> lines;
        const std::size_t first = all.size();
        for (std::size_t p = 0; p < results.size(); ++p) {
            const std::string others = others_of(grid, p, a);
            const auto [entry, is_new] = place.try_emplace(others, lines.size());
            if (is_new) {
                lines.emplace_back();
                ThroughputScaling& scaling = all.emplace_back();
                scaling.axis = grid.axes[a].name;
                scaling.others = others;
            }
            const double throughput = results[p][core::Metric::throughput][core::Statistic::mean].value;
            if (std::isfinite(throughput)) {
                lines[entry->second][core::parse_number(grid.values[p][a]).value()] = throughput;
                const double failed = results[p][core::Metric::failed_fraction][core::Statistic::mean].value;
                if (failed > 0.0) ++all[first + entry->second].failing;
            } else {
                ++all[first + entry->second].left_out;
            }
        }
        const core::Scenario& scenario = grid.scenarios.front();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (const auto& [x, y] : lines[i]) {
                all[first + i].x.push_back(x);
                all[first + i].y.push_back(y);
            }
            fit(all[first + i], scenario.experiment.confidence, scenario.seed);
        }
    }
    return all;
}

std::string scaling_text(std::span<const ThroughputScaling> fits) {
    const auto is_shown = [](const ThroughputScaling& s) { return s.x.size() >= kLeastShown; };
    const auto shown = static_cast<std::size_t>(std::ranges::count_if(fits, is_shown));
    if (shown == 0) return {};
    if (shown > kMostShown) {
        return fmt::format("\nHow throughput grows along the axes: {} fits, with --format json.\n", shown);
    }
    std::string text;
    for (const ThroughputScaling& scaling : fits) {
        if (is_shown(scaling)) text += one_text(scaling);
    }
    return text + "linear: X = k N. USL: X = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)). knee: where two straight\n"
                  "lines meet. Fits to the points' means; intervals in brackets. docs/cli.md.\n";
}

}  // namespace gallerysim::analysis
