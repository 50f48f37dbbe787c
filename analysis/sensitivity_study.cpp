#include "analysis/sensitivity_study.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "analysis/parallel_tasks.hpp"
#include "analysis/special_numbers.hpp"
#include "core/objective.hpp"
#include "core/world.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kRunsAsAssumed = 100;

/// The points of either design: those of one sample (trajectory, row) stand together and share their runs.
struct Design {
    std::vector<std::vector<double>> points;
    std::size_t points_per_sample = 0;
    MorrisDesign morris;
    SobolDesign sobol;
};

Design design_of(const std::vector<Factor>& factors, const SensitivityTerms& terms, std::uint64_t seed) {
    Design design;
    if (terms.method == SensitivityMethod::morris) {
        std::vector<std::size_t> choices;
        for (const Factor& factor : factors) choices.push_back(factor.choices.size());
        design.morris = morris_design(choices, terms.samples, seed);
        design.points = design.morris.points;
        design.points_per_sample = factors.size() + 1;
    } else {
        design.sobol = sobol_design(factors.size(), terms.samples, seed);
        design.points = design.sobol.points;
        design.points_per_sample = factors.size() + 2;
    }
    return design;
}

/// The scenarios of a design, read anew each time: there may be too many to keep.
class Points {
public:
    Points(const core::ScenarioSource& source, const std::vector<Factor>& factors, const Design& design)
        : source_(source), factors_(factors), design_(design) {}

    [[nodiscard]] std::optional<core::Scenario> read(std::size_t point, core::Diagnostics& diagnostics) const {
        return source_.read_point(settings_at(factors_, design_.points[point]), diagnostics);
    }

    /// Can all be read? Says what is wrong with the first that cannot, and at how many more.
    [[nodiscard]] bool check(unsigned threads, core::Diagnostics& diagnostics) const {
        std::vector<char> is_wrong(design_.points.size(), 0);
        run_tasks(design_.points.size(), threads, [&](std::size_t point) {
            core::Diagnostics found;
            if (!read(point, found) || found.has_errors()) is_wrong[point] = 1;
        });
        const auto first = std::ranges::find(is_wrong, 1);
        if (first == is_wrong.end()) return true;
        const auto wrong = std::ranges::count(is_wrong, 1);
        core::Diagnostics found;
        static_cast<void>(read(static_cast<std::size_t>(first - is_wrong.begin()), found));
        for (core::Diagnostic d : found.all()) {
            if (d.severity != core::Severity::error) continue;
            d.message += fmt::format(" (at a point of the study, and at {} more of {}; --range narrows a range)", wrong - 1,
                                     is_wrong.size());
            diagnostics.add(std::move(d));
        }
        return false;
    }

private:
    const core::ScenarioSource& source_;
    const std::vector<Factor>& factors_;
    const Design& design_;
};

/// Counts what is done, for the progress.
class StudyProgress {
public:
    StudyProgress(const ExperimentOptions& work, std::size_t points, std::uint64_t runs) : work_(work) {
        progress_.points = points;
        progress_.runs_planned = runs;
    }
    void point_done(std::uint64_t runs) {
        const std::scoped_lock lock(mutex_);
        ++progress_.points_done;
        progress_.runs_done += runs;
        if (work_.on_progress) work_.on_progress(progress_);
    }

private:
    const ExperimentOptions& work_;
    std::mutex mutex_;
    ExperimentProgress progress_;
};

double value_of(const core::RunResult& run, const Response& response) { return run[response.metric][response.statistic]; }

ResponseSensitivity sensitivity_of(const Response& response, const Design& design, const DesignResponses& values,
                                   std::vector<double> as_assumed, const SensitivityTerms& terms,
                                   const BootstrapTerms& bootstrap) {
    std::erase_if(as_assumed, [](double x) { return !std::isfinite(x); });
    ResponseSensitivity result{.response = response,
                               .as_assumed = student_t_mean(as_assumed, bootstrap.level),
                               .lowest = kUnknown,
                               .highest = kUnknown,
                               .effects = {},
                               .indices = {}};
    for (std::size_t p = 0; p < values.points(); ++p) {
        const double mean = values.mean(p);
        if (std::isnan(mean)) {
            ++result.points_undefined;
            continue;
        }
        result.lowest = std::fmin(result.lowest, mean);
        result.highest = std::fmax(result.highest, mean);
        if (response.objective && core::meets(*response.objective, mean)) ++result.points_meeting;
    }
    if (terms.method == SensitivityMethod::morris) {
        result.effects = morris_effects(design.morris, values, bootstrap);
    } else {
        result.indices = sobol_indices(design.sobol, values, bootstrap);
    }
    return result;
}

}  // namespace

std::string Response::name() const {
    const core::MetricInfo& info = core::info(metric);
    if (info.scope != core::MetricScope::vm) return std::string(info.name);
    return fmt::format("{}.{}", info.name, core::statistics_of(info)[static_cast<std::size_t>(statistic)]);
}

core::Parsed<Response> parse_response(std::string_view text) {
    const auto parsed = core::parse_metric_statistic(text);
    if (!parsed.value) return {{}, parsed.problem};
    const Response response{core::metric_named(parsed.value->metric).value(),
                            core::statistic_named(parsed.value->statistic).value()};
    if (core::info(response.metric).scope != core::MetricScope::vm && response.statistic != core::Statistic::mean) {
        return {{}, fmt::format("a run has one value of {}: only its mean over the runs can be studied",
                                parsed.value->metric)};
    }
    return {response, {}};
}

std::vector<Response> default_responses(const core::Scenario& scenario) {
    for (const core::Objective& objective : scenario.experiment.objectives) {
        auto response = parse_response(objective.metric + '.' + objective.statistic).value;
        if (!response) continue;  // a quantile over runs; the next one may do
        response->objective = objective;
        return {*response};
    }
    return {{core::Metric::failed_fraction, core::Statistic::mean}, {core::Metric::time_to_running, core::Statistic::p95}};
}

std::optional<SensitivityStudy> study_sensitivity(const core::ScenarioSource& source, const core::Scenario& scenario,
                                                  FactorList factors, const SensitivityTerms& terms,
                                                  core::Diagnostics& diagnostics) {
    GALLERYSIM_ASSERT(!factors.factors.empty() && !terms.responses.empty() && terms.samples > 0 && terms.runs > 0,
                      "there is something to vary and to look at");
    const Design design = design_of(factors.factors, terms, scenario.seed);
    const Points points(source, factors.factors, design);
    if (!points.check(terms.work.threads, diagnostics)) return std::nullopt;

    const std::size_t n = design.points.size();
    std::vector<DesignResponses> values(terms.responses.size(), {terms.runs, std::vector<double>(n * terms.runs)});
    std::vector<std::vector<double>> as_assumed(terms.responses.size(), std::vector<double>(kRunsAsAssumed));
    StudyProgress progress(terms.work, n + 1, n * terms.runs + kRunsAsAssumed);
    run_tasks(n + 1, terms.work.threads, [&](std::size_t task) {
        // The first task is the scenario as it is.
        const bool is_varied = task > 0;
        const std::size_t point = task - 1;
        core::Diagnostics ignored;
        const auto varied = is_varied ? points.read(point, ignored) : std::optional(scenario);
        const std::size_t runs = is_varied ? terms.runs : kRunsAsAssumed;
        const std::size_t first_run = is_varied ? point / design.points_per_sample * terms.runs : 0;
        for (std::size_t r = 0; r < runs; ++r) {
            const core::RunResult run = core::simulate(varied.value(), static_cast<std::uint32_t>(first_run + r));
            for (std::size_t i = 0; i < terms.responses.size(); ++i) {
                double& value = is_varied ? values[i].values[point * runs + r] : as_assumed[i][r];
                value = value_of(run, terms.responses[i]);
            }
        }
        progress.point_done(runs);
    });

    SensitivityStudy study{.method = terms.method,
                           .samples = terms.samples,
                           .runs = terms.runs,
                           .runs_as_assumed = kRunsAsAssumed,
                           .points = n,
                           .confidence = scenario.experiment.confidence,
                           .factors = std::move(factors.factors),
                           .held = std::move(factors.held),
                           .responses = {}};
    const BootstrapTerms bootstrap{.level = study.confidence, .seed = scenario.seed};
    for (std::size_t i = 0; i < terms.responses.size(); ++i) {
        study.responses.push_back(
            sensitivity_of(terms.responses[i], design, values[i], as_assumed[i], terms, bootstrap));
    }
    return study;
}

}  // namespace gallerysim::analysis
