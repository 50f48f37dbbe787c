#include "core/sweep_points.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/stream_purpose.hpp"
#include "core/sweep_constraint.hpp"
#include "core/sweep_values.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::core {
namespace {

using Axes = std::vector<SweepAxis>;

/// Counts up, the last digit fastest. False after the last combination.
bool next_combination(std::vector<std::size_t>& indices, const Axes& axes) {
    for (std::size_t i = axes.size(); i-- > 0;) {
        if (++indices[i] < axes[i].values.size()) return true;
        indices[i] = 0;
    }
    return false;
}

std::vector<SweepPoint> grid(const Axes& axes) {
    std::vector<SweepPoint> points;
    std::vector<std::size_t> indices(axes.size(), 0);
    do {
        SweepPoint& point = points.emplace_back();
        point.number = points.size() - 1;
        for (std::size_t i = 0; i < axes.size(); ++i) point.values.push_back(axes[i].values[indices[i]]);
    } while (next_combination(indices, axes));
    return points;
}

std::vector<SweepPoint> side_by_side(const Axes& axes) {
    std::vector<SweepPoint> points(axes.front().values.size());
    for (std::size_t p = 0; p < points.size(); ++p) {
        points[p].number = p;
        for (const SweepAxis& axis : axes) points[p].values.push_back(axis.values[p]);
    }
    return points;
}

/// The values of one axis at n points.
std::vector<std::string> stratified(const SweepAxis& axis, std::uint64_t n, sim::RandomStream& stream) {
    std::vector<std::uint64_t> parts(n);
    std::iota(parts.begin(), parts.end(), std::uint64_t{0});
    for (std::uint64_t i = n; i > 1; --i) std::swap(parts[i - 1], parts[stream.below(i)]);

    const FineRange range = axis.between.empty() ? FineRange{} : parse_fine_range(axis.between, n).value.value();
    const std::uint64_t values = axis.between.empty() ? axis.values.size() : range.size;
    const auto first_of = [&](std::uint64_t part) { return (part * values + n - 1) / n; };
    std::vector<std::string> drawn;
    for (const std::uint64_t part : parts) {
        std::uint64_t place = part * values / n;
        if (values >= n) place = first_of(part) + stream.below(first_of(part + 1) - first_of(part));
        drawn.push_back(axis.between.empty() ? axis.values[place] : range.at(place));
    }
    return drawn;
}

std::vector<SweepPoint> latin_hypercube(const Axes& axes, std::uint64_t n, std::uint64_t seed) {
    std::vector<SweepPoint> points(n);
    for (std::uint64_t p = 0; p < n; ++p) points[p].number = p;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        sim::RandomStream stream({.seed = seed,
                                  .run = 0,
                                  .purpose = static_cast<std::uint16_t>(StreamPurpose::design),
                                  .entity = i});
        auto values = stratified(axes[i], n, stream);
        for (std::uint64_t p = 0; p < n; ++p) points[p].values.push_back(std::move(values[p]));
    }
    return points;
}

void apply(const SweepCondition& condition, const Axes& axes, std::vector<SweepPoint>& points,
           Diagnostics& diagnostics) {
    const auto report = [&](std::string message) {
        auto source = std::make_shared<const SourceText>(
            SourceText{condition.origin, condition.text, SourceText::Kind::setting});
        diagnostics.error({std::move(source), 0, 0}, "experiment.design.constraint", std::move(message));
    };
    const auto constraint = SweepConstraint::parse(condition.text, axes).value;
    if (!constraint) return;  // the reader has said so
    std::string problem;
    std::erase_if(points, [&](const SweepPoint& point) {
        const Parsed<bool> holds = constraint->holds(point.values);
        if (!holds.value && problem.empty()) {
            problem = fmt::format("{} (at the point {})", holds.problem, point_text(axes, point.values));
        }
        return !holds.value.value_or(true);
    });
    if (!problem.empty()) {
        report(fmt::format("{} has no meaning: {}", in_quotes(condition.text), problem));
    } else if (points.empty()) {
        report(fmt::format("{} leaves no point", in_quotes(condition.text)));
    }
}

}  // namespace

std::vector<SweepPoint> sweep_points(const Experiment& experiment, std::uint64_t seed, Diagnostics& diagnostics) {
    const Axes& axes = experiment.sweep;
    if (axes.empty()) return {SweepPoint{}};
    std::vector<SweepPoint> points;
    switch (experiment.design.kind) {
        case SweepDesign::Kind::grid: points = grid(axes); break;
        case SweepDesign::Kind::zip: points = side_by_side(axes); break;
        case SweepDesign::Kind::latin_hypercube:
            points = latin_hypercube(axes, static_cast<std::uint64_t>(experiment.design.points), seed);
    }
    for (const SweepCondition& condition : experiment.design.constraints) {
        if (points.empty()) break;
        apply(condition, axes, points, diagnostics);
    }
    return points;
}

std::string point_text(const std::vector<SweepAxis>& axes, const std::vector<std::string>& values) {
    std::string text;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", axes[i].name, values[i]);
    }
    return text;
}

}  // namespace gallerysim::core
