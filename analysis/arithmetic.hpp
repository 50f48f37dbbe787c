#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/intervals.hpp"
#include "analysis/point_result.hpp"
#include "core/metric_names.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// How a closed form relates to what is simulated.
enum class ClosedFormKind {
    exact,     ///< the simulated mean is this, under the condition that is told
    at_least,  ///< what is simulated is no less, on average
    at_most,   ///< and no more
    about,     ///< an approximation
    alone,     ///< nothing that is simulated stands beside it
};
[[nodiscard]] std::string_view to_string(ClosedFormKind kind);  ///< exact, at_least, ...

/// One quantity of a scenario by arithmetic, beside the simulated one.
struct ClosedForm {
    std::string id;    ///< with its unit: hottest_replica_vms
    std::string text;  ///< what it is, in a few words
    double value = 0.0;
    core::MetricUnit unit = core::MetricUnit::ratio;
    ClosedFormKind kind = ClosedFormKind::about;
    std::string formula;                ///< N D / R
    std::string condition;              ///< when it holds, in a few words
    std::optional<Interval> simulated;  ///< the mean over the runs
};

/// The closed forms and bounds that apply to a scenario, and none that do not. Only scenarios with a single deployment
/// that reads one version, there from the beginning, without VM applications, events, faults, admission limits, contention, hydration
/// and retries after timeouts have any:
///
///   a burst         VMs per replica within the timeout, the fullest replica, all images read, the last one let in
///   a stream        utilisation of replicas; processor sharing, also with a cap per reader; placements (M/M/c); the
///                   rate that the tightest limit sustains
///   a closed loop   mean value analysis and its bounds
///
/// Replicas are processor-sharing servers whose customers ask for D seconds (core/service_demand.hpp), so the means do
/// not depend on more than D. Sources: closed_forms.hpp, closed_forms_queueing.hpp, burst_bounds.hpp.
[[nodiscard]] std::vector<ClosedForm> closed_forms_of(const core::Scenario& scenario, const PointResult& result);

/// For reading: a line per closed form; empty when none applies.
[[nodiscard]] std::string closed_form_table(const std::vector<ClosedForm>& forms);
[[nodiscard]] nlohmann::ordered_json closed_form_json(const std::vector<ClosedForm>& forms);

}  // namespace gallerysim::analysis
