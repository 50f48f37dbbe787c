#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// A comparison that a result must meet: `time_to_running.p95 < 20 min`.
struct Objective {
    enum class Relation { less, less_equal, greater, greater_equal };
    std::string text;       ///< as written
    std::string metric;     ///< time_to_running
    std::string statistic;  ///< p95; mean where none was written
    Relation relation = Relation::less;
    double threshold = 0.0;  ///< in the metric's unit (s, per_min, 1)

    bool operator==(const Objective&) const = default;
};

/// One axis of a sweep: a key path and the values that it takes, each as YAML on one line.
struct SweepAxis {
    std::string name;
    std::string set;
    std::vector<std::string> values;
    std::string origin{};  ///< where the values are written (file:line:column), for messages only
    std::string between{};  ///< of a Latin hypercube, in the place of values: any between two, "5 min..60 min"

    bool operator==(const SweepAxis& other) const {
        return name == other.name && set == other.set && values == other.values && between == other.between;
    }
};

/// What a point must hold to be in a sweep: `vms <= 20 * replicas` (core/sweep_constraint.hpp).
struct SweepCondition {
    std::string text;
    std::string origin{};  ///< where it is written, for messages only

    bool operator==(const SweepCondition& other) const { return text == other.text; }
};

/// How the values of the axes combine into points (core/sweep_points.hpp).
struct SweepDesign {
    enum class Kind { grid, zip, latin_hypercube };
    Kind kind = Kind::grid;
    std::int64_t points = 0;  ///< of a Latin hypercube
    std::vector<SweepCondition> constraints;

    bool operator==(const SweepDesign&) const = default;
};

/// Of a stream that goes on: what comes before it has settled and after it begins to end does not count
/// (core/steady_state.hpp).
struct SteadyState {
    std::optional<sim::SimTime> warm_up;    ///< from the beginning of the run; absent: found by pilot runs
    std::optional<sim::SimTime> cool_down;  ///< before the last request; absent: the longest time of a VM

    bool operator==(const SteadyState&) const = default;
};

struct Experiment {
    std::int64_t min_runs = 20;
    std::int64_t max_runs = 400;
    double relative_half_width = 0.05;
    std::vector<std::string> precision_of{
        "time_to_running.p95"};  ///< metrics that the stopping rule looks at
    double confidence = 0.95;
    std::optional<SteadyState> steady_state;  ///< absent: terminating, all VMs count
    std::optional<sim::SimTime>
        horizon;  ///< what has not ended by then is `unfinished`; absent: run to the end
    std::vector<SweepAxis> sweep;
    SweepDesign design;
    std::vector<Objective> objectives;

    bool operator==(const Experiment&) const = default;
};

}  // namespace gallerysim::core
