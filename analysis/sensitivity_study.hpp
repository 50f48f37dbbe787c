#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/experiment_runner.hpp"
#include "analysis/morris.hpp"
#include "analysis/sensitivity_factor.hpp"
#include "analysis/sobol_indices.hpp"
#include "core/metric.hpp"
#include "core/quantity.hpp"
#include "core/scenario.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

enum class SensitivityMethod {
    morris,  ///< screening: which factors matter at all (analysis/morris.hpp)
    sobol,   ///< which part of the variance each explains (analysis/sobol_indices.hpp)
};

/// A statistic of a metric, taken within each run and averaged over the runs of a point.
struct Response {
    core::Metric metric;
    core::Statistic statistic;
    std::optional<core::Objective> objective{};  ///< of the scenario, that it decides

    [[nodiscard]] std::string name() const;  ///< time_to_running.p95, failed_fraction
};

struct SensitivityTerms {
    SensitivityMethod method = SensitivityMethod::morris;
    std::size_t samples = 50;  ///< trajectories (morris) or rows (sobol)
    std::size_t runs = 10;     ///< at each point
    std::vector<Response> responses;
    ExperimentOptions work;
};

/// What came out for one response.
struct ResponseSensitivity {
    Response response;
    Interval as_assumed;           ///< with every figure as the scenario has it: Student's t over its runs
    double lowest = 0.0;           ///< of the points' means; NaN where none is defined
    double highest = 0.0;
    std::size_t points_undefined = 0;
    std::size_t points_meeting = 0;    ///< whose mean meets the objective
    std::vector<MorrisEffect> effects; ///< of morris, by factor
    SobolIndices indices;              ///< of sobol
};

struct SensitivityStudy {
    SensitivityMethod method = SensitivityMethod::morris;
    std::size_t samples = 0;
    std::size_t runs = 0;
    std::size_t runs_as_assumed = 0;
    std::size_t points = 0;
    double confidence = 0.95;
    std::vector<Factor> factors;
    std::vector<HeldFigure> held;
    std::vector<ResponseSensitivity> responses;
};

/// What the scenario's first objective measures; without objectives failed_fraction and time_to_running.p95.
[[nodiscard]] std::vector<Response> default_responses(const core::Scenario& scenario);
/// "time_to_running.p95", "failed_fraction"; what is wrong with it as Parsed::problem. Of a metric of the run, or a share,
/// only the mean is a response.
[[nodiscard]] core::Parsed<Response> parse_response(std::string_view text);

/// Simulates the design's points and estimates. Trajectory or row i of the design uses runs i R to i R + R - 1 at all of
/// its points: common random numbers within, fresh ones between. The result does not depend on the number of threads.
///
/// nullopt, with the first point that cannot be read in `diagnostics`, when values within the ranges contradict each other
/// or the scenario; nothing was simulated then. Throws what a run throws. REQUIRES: a factor, a response, samples and runs.
[[nodiscard]] std::optional<SensitivityStudy> study_sensitivity(const core::ScenarioSource& source,
                                                                const core::Scenario& scenario, FactorList factors,
                                                                const SensitivityTerms& terms,
                                                                core::Diagnostics& diagnostics);

}  // namespace gallerysim::analysis
