#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/experiment.hpp"

namespace gallerysim::core {

/// One point of a sweep.
struct SweepPoint {
    /// Counts the points of the design from 0, before its constraints leave any out: a changed constraint renumbers
    /// nothing.
    std::uint64_t number = 0;
    std::vector<std::string> values;  ///< one of each axis, as YAML
};

/// The points of an experiment's design that meet its constraints, in the order of their numbers. Without axes it is one
/// point, number 0.
///
///   grid             All combinations; the last axis runs fastest.
///   zip              Point i has value i of every axis.
///   latin_hypercube  n points, so that of n equal parts of an axis each holds just one point (McKay, Beckman, Conover,
///                    Technometrics 21, 1979). Axis j draws from the stream (seed, 0, design, j): first the order of the
///                    parts, by Fisher and Yates, then a place in each part. A part of an axis with fewer values than
///                    points is one value; each then comes equally often, give or take one.
///
/// Reports a constraint that has no meaning at a point, with the first such point, and constraints that leave none.
/// REQUIRES: what scenario_reader_experiment makes sure of.
[[nodiscard]] std::vector<SweepPoint> sweep_points(const Experiment& experiment, std::uint64_t seed,
                                                   Diagnostics& diagnostics);

/// "replicas = 51, vms = 20"
[[nodiscard]] std::string point_text(const std::vector<SweepAxis>& axes, const std::vector<std::string>& values);

}  // namespace gallerysim::core
