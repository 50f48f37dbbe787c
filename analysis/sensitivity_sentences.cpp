#include "analysis/sensitivity_sentences.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace gallerysim::analysis {

namespace {

using TextRows = std::vector<std::vector<std::string>>;

constexpr double kRounding = 1e-9;   ///< of mu*: less is what is left where effects cancel
constexpr double kMuchNoise = 0.05;  ///< share of chance in a point's mean that is worth a warning
const DisplayUnit kShare{.symbol = "%", .size = 0.01};

DisplayUnit value_unit(const Response& response, double typical) {
    return display_unit(core::info(response.metric).unit, typical);
}

std::string with_interval(const Interval& interval, const DisplayUnit& unit) {
    const std::string range = interval_text(interval, unit);
    return value_text(interval.value, unit) + (range.empty() ? "" : fmt::format(" ({})", range));
}

/// How much a factor matters, to stand behind its name and a colon.
std::string effect_text(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t factor) {
    if (is_morris(study)) {
        const Interval& effect = response.effects[factor].mu_star;
        return fmt::format("{} on average, {}", with_interval(effect, effect_unit(response.response, effect.value)),
                           study.factors[factor].choices.empty() ? "when it goes over its range"
                                                                 : "when one choice takes another's place");
    }
    const SobolIndex& index = response.indices.factors[factor];
    return fmt::format("a part in {} of the variance over the ranges, {} by itself", with_interval(index.total, kShare),
                       with_interval(index.first, kShare));
}

std::string signed_number(double value, const DisplayUnit& unit) {
    if (std::isnan(value)) return "-";
    return (value > 0.0 ? "+" : "") + number_text(value, unit);
}

TextRows morris_rows(const SensitivityStudy& study, const ResponseSensitivity& response) {
    const std::vector<std::size_t> order = ranking(study, response);
    const DisplayUnit unit = effect_unit(response.response, response.effects[order.front()].mu_star.value);
    TextRows rows;
    rows.push_back({response.response.name(), unit.symbol.empty() ? "mu*" : fmt::format("mu*, {}", unit.symbol), "interval", "mu",
                    "sigma", "noise"});
    for (const std::size_t f : order) {
        const MorrisEffect& effect = response.effects[f];
        rows.push_back({study.factors[f].path, number_text(effect.mu_star.value, unit),
                        interval_text(effect.mu_star, DisplayUnit{.symbol = {}, .size = unit.size}),
                        signed_number(std::fabs(effect.mu.value) < kRounding * effect.mu_star.value ? 0.0 : effect.mu.value, unit), number_text(effect.sigma.value, unit),
                        is_shown_to_matter(study, response, f) || effect.mu_star.value == 0.0 ? number_text(effect.noise, unit)
                                                                                                : number_text(effect.noise, unit) + " ~"});
    }
    return rows;
}

TextRows sobol_rows(const SensitivityStudy& study, const ResponseSensitivity& response) {
    TextRows rows;
    rows.push_back({response.response.name(), "T, %", "interval", "S, %", "interval", "T - S, %"});
    const DisplayUnit plain{.symbol = {}, .size = kShare.size};
    for (const std::size_t f : ranking(study, response)) {
        const SobolIndex& index = response.indices.factors[f];
        rows.push_back({study.factors[f].path, number_text(index.total.value, plain), interval_text(index.total, plain),
                        number_text(index.first.value, plain), interval_text(index.first, plain),
                        number_text(index.interaction.value, plain)});
    }
    return rows;
}

}  // namespace

const Interval& sensitivity_weight(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t factor) {
    return is_morris(study) ? response.effects[factor].mu_star : response.indices.factors[factor].total;
}

bool is_shown_to_matter(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t factor) {
    if (is_morris(study)) return response.effects[factor].is_above_noise();
    return response.indices.factors[factor].total.low > 0.0;
}

std::vector<std::size_t> ranking(const SensitivityStudy& study, const ResponseSensitivity& response) {
    std::vector<std::size_t> order(study.factors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t f, std::size_t g) {
        const double a = sensitivity_weight(study, response, f).value;
        const double b = sensitivity_weight(study, response, g).value;
        return !std::isnan(a) && (std::isnan(b) || a > b);
    });
    return order;
}

DisplayUnit effect_unit(const Response& response, double typical) {
    const core::MetricUnit unit = core::info(response.metric).unit;
    if (unit == core::MetricUnit::fraction) return {.symbol = "points", .size = 0.01};
    return display_unit(unit, typical);
}

std::string sensitivity_answer(const SensitivityStudy& study, const ResponseSensitivity& response) {
    const std::string name = response.response.name();
    if (response.points_undefined == study.points) return fmt::format("{} has no value anywhere.", name);
    const std::vector<std::size_t> order = ranking(study, response);
    const auto first = std::ranges::find_if(order, [&](std::size_t f) { return is_shown_to_matter(study, response, f); });
    if (first == order.end()) {
        return fmt::format("{} hangs on none of these {} assumptions: none moves it more than chance does.", name,
                           order.size());
    }
    std::string text = fmt::format("{} hangs most on {}: {}.", name, study.factors[*first].path,
                                   effect_text(study, response, *first));
    if (first != order.begin()) {
        text += fmt::format(" {} comes out before it, but is not shown to be more than chance.",
                            study.factors[order.front()].path);
    }
    std::vector<std::string> rivals;
    std::size_t next = order.size();
    for (auto f = first + 1; f != order.end(); ++f) {
        if (!is_shown_to_matter(study, response, *f)) continue;
        if (next == order.size()) next = *f;
        if (sensitivity_weight(study, response, *f).high >= sensitivity_weight(study, response, *first).low) rivals.push_back(study.factors[*f].path);
    }
    if (!rivals.empty()) {
        text += fmt::format(" {} may matter as much: the intervals overlap.", fmt::join(rivals, ", "));
    } else if (next != order.size()) {
        text += fmt::format(" Next comes {}: {}.", study.factors[next].path, effect_text(study, response, next));
    }
    const auto silent = std::ranges::count_if(order, [&](std::size_t f) { return !is_shown_to_matter(study, response, f); });
    if (silent > 0) {
        text += fmt::format(" Of {} assumptions {} {} no effect beyond chance.", order.size(), silent,
                            silent == 1 ? "shows" : "show");
    }
    return text;
}

std::string sensitivity_span(const SensitivityStudy& study, const ResponseSensitivity& response) {
    const DisplayUnit unit = value_unit(response.response, std::fmax(response.highest, response.as_assumed.value));
    std::string text = fmt::format("With every assumption as it stands {} is {}; over the {} points it goes from {} to {}",
                                   response.response.name(), with_interval(response.as_assumed, unit),
                                   count_text(study.points), value_text(response.lowest, unit),
                                   value_text(response.highest, unit));
    if (response.response.objective) {
        const bool is_one_way = response.points_meeting == 0 || response.points_meeting == study.points;
        text += fmt::format(", and '{}' is met at {} of them{}", response.response.objective->text,
                            response.points_meeting == 0              ? "none"
                            : response.points_meeting == study.points ? "all"
                                                                      : count_text(response.points_meeting),
                            is_one_way ? ": the verdict hangs on none of these assumptions" : "");
    }
    return text + ".";
}

std::vector<std::string> sensitivity_warnings(const SensitivityStudy& study, const ResponseSensitivity& response) {
    std::vector<std::string> all;
    const auto warn = [&](std::string sentence) { all.push_back(std::move(sentence)); };
    if (response.points_undefined > 0) {
        warn(fmt::format("{} has no value at {} of {} points, as no VM runs there; they are left out, so the ranking is one of "
                         "the other points. --of failed_fraction has a value everywhere.",
                         response.response.name(), count_text(response.points_undefined), count_text(study.points)));
    }
    if (!is_morris(study)) {
        const SobolIndices& indices = response.indices;
        if (indices.rows_dropped > 0) {
            warn(fmt::format("{} of {} rows are left out, as {} has no value in one of their runs.",
                             count_text(indices.rows_dropped), count_text(study.samples), response.response.name()));
        }
        if (indices.variance == 0.0) warn("the response does not vary over the ranges beyond chance: there is nothing to explain.");
        if (study.runs == 1) {
            warn("with one run at each point, chance counts as variance that assumptions explain; --runs 2 takes it out.");
        } else if (indices.noise_share > kMuchNoise) {
            warn(fmt::format("chance makes {} of the variance of a point's mean. It is taken out of the indices but widens "
                             "their intervals; --runs or --samples narrow them.",
                             value_text(indices.noise_share, kShare)));
        }
    } else if (study.runs == 1) {
        warn("with one run at each point the noise is not known; use --runs 2 or more.");
    }
    return all;
}

std::string sensitivity_method(const SensitivityStudy& study) {
    return fmt::format("{}, {} at each of {} points; {:.4g} % intervals",
                       is_morris(study) ? fmt::format("Morris screening, {}", count_text(study.samples, "trajectory", "trajectories"))
                                        : fmt::format("Sobol' indices, {}", count_text(study.samples, "row", "rows")),
                       count_text(study.runs, "run", "runs"), count_text(study.points), 100.0 * study.confidence);
}

std::string sensitivity_legend(const SensitivityStudy& study) {
    const std::string level = fmt::format("{:.4g} %", 100.0 * study.confidence);
    if (is_morris(study)) {
        return fmt::format("mu*: mean size of the change when the assumption alone goes from one end of its range to "
                           "the other (by 2/3 of it, scaled up), or from one choice to another; interval: {}, bootstrap "
                           "over trajectories. mu: with its sign. sigma: how much that differs with the other "
                           "assumptions, chance taken out: interaction, or no straight line. noise: mu* that chance "
                           "alone would make; ~: not shown to be more than that.",
                           level);
    }
    return fmt::format("T: part of the variance that would be left if all other assumptions were known; S: part that "
                       "would go if this one were known; T - S: its interactions. Intervals: {}, bootstrap over rows; "
                       "an estimate of nearly 0 may come out below it.",
                       level);
}

TextRows sensitivity_rows(const SensitivityStudy& study, const ResponseSensitivity& response) {
    return is_morris(study) ? morris_rows(study, response) : sobol_rows(study, response);
}

std::string sensitivity_sums(const SensitivityStudy& study, const ResponseSensitivity& response) {
    if (is_morris(study) || response.indices.variance == 0.0) return {};
    return fmt::format("The single effects S add up to {}; what lacks to 100 % is interaction.",
                       with_interval(response.indices.sum_of_first, kShare));
}

}  // namespace gallerysim::analysis
