#include "analysis/morris.hpp"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "analysis/analysis_purpose.hpp"
#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"
#include "sim/random_stream.hpp"
#include "sim/tally.hpp"

namespace gallerysim::analysis {

namespace {

constexpr double kStep = 2.0 / 3.0;

double middle_of(std::size_t choice, std::size_t choices) {
    return (static_cast<double>(choice) + 0.5) / static_cast<double>(choices);
}

struct Move {
    double from = 0.0;
    double to = 0.0;
    double change = 0.0;
};

Move random_move(std::size_t choices, sim::RandomStream& stream) {
    if (choices > 0) {
        const std::size_t from = stream.below(choices);
        const std::size_t to = (from + 1 + stream.below(choices - 1)) % choices;
        return {middle_of(from, choices), middle_of(to, choices), 1.0};
    }
    const double low = stream.below(2) == 0 ? 0.0 : 1.0 / 3.0;
    const double high = low == 0.0 ? kStep : 1.0;
    return stream.below(2) == 0 ? Move{low, high, kStep} : Move{high, low, -kStep};
}

std::vector<std::size_t> random_order(std::size_t n, sim::RandomStream& stream) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[stream.below(i)]);
    return order;
}

/// An elementary effect: the mean of its runs, and the variance of that mean.
struct Effect {
    double value = kUnknown;
    double variance = 0.0;
};

Effect effect_between(std::span<const double> before, std::span<const double> after, double change) {
    sim::Tally differences;
    for (std::size_t r = 0; r < before.size(); ++r) {
        const double difference = (after[r] - before[r]) / change;
        if (std::isfinite(difference)) differences.add(difference);
    }
    if (differences.count() == 0) return {};
    const double n = static_cast<double>(differences.count());
    return {differences.mean(), n > 1.0 ? differences.variance() / n : 0.0};
}

MorrisEffect summary_of(const std::vector<Effect>& effects, bool has_choices, const BootstrapTerms& terms) {
    const auto statistics = [&](std::span<const std::size_t> resample) {
        sim::Tally values;
        double sizes = 0.0;
        double chance = 0.0;
        for (const std::size_t t : resample) {
            values.add(effects[t].value);
            sizes += std::fabs(effects[t].value);
            chance += effects[t].variance;
        }
        const double n = static_cast<double>(resample.size());
        const double variance = n > 1.0 ? values.variance() - chance / n : kUnknown;
        return std::vector<double>{has_choices ? kUnknown : values.mean(), sizes / n,
                                   std::isnan(variance) ? kUnknown : std::sqrt(std::fmax(variance, 0.0))};
    };
    double chance = 0.0;
    for (const Effect& effect : effects) chance += effect.variance;
    const std::vector<Interval> intervals = bootstrap_intervals(effects.size(), statistics, terms);
    const double n = static_cast<double>(effects.size());
    // The mean size of a normal variable is sqrt(2 / pi) times its standard deviation.
    return {.mu = intervals[0],
            .mu_star = intervals[1],
            .sigma = intervals[2],
            .noise = n > 0.0 ? std::sqrt(2.0 / std::numbers::pi * chance / n) : 0.0,
            .effects = effects.size()};
}

}  // namespace

MorrisDesign morris_design(std::span<const std::size_t> choices, std::size_t trajectories, std::uint64_t seed) {
    MorrisDesign design;
    design.factors = choices.size();
    design.trajectories = trajectories;
    for (const std::size_t n : choices) {
        GALLERYSIM_ASSERT(n != 1, "one choice is none");
        design.has_choices.push_back(n > 0);
    }
    for (std::size_t t = 0; t < trajectories; ++t) {
        sim::RandomStream stream({.seed = seed,
                                  .run = static_cast<std::uint32_t>(t),
                                  .purpose = static_cast<std::uint16_t>(AnalysisPurpose::trajectory)});
        std::vector<Move> moves;
        std::vector<double> point;
        for (const std::size_t n : choices) {
            moves.push_back(random_move(n, stream));
            point.push_back(moves.back().from);
        }
        design.points.push_back(point);
        for (const std::size_t factor : random_order(choices.size(), stream)) {
            point[factor] = moves[factor].to;
            design.points.push_back(point);
            design.steps.push_back({factor, moves[factor].change});
        }
    }
    return design;
}

std::vector<MorrisEffect> morris_effects(const MorrisDesign& design, const DesignResponses& responses,
                                         const BootstrapTerms& terms) {
    GALLERYSIM_ASSERT(responses.points() == design.points.size(), "every point of the design has a response");
    std::vector<std::vector<Effect>> effects(design.factors);
    for (std::size_t t = 0; t < design.trajectories; ++t) {
        for (std::size_t s = 0; s < design.factors; ++s) {
            const MorrisDesign::Step& step = design.steps[t * design.factors + s];
            const std::size_t point = t * (design.factors + 1) + s;
            const Effect effect = effect_between(responses.of(point), responses.of(point + 1), step.change);
            if (!std::isnan(effect.value)) effects[step.factor].push_back(effect);
        }
    }
    std::vector<MorrisEffect> summaries;
    for (std::size_t f = 0; f < design.factors; ++f) {
        summaries.push_back(summary_of(effects[f], design.has_choices[f], terms));
        summaries.back().undefined = design.trajectories - effects[f].size();
    }
    return summaries;
}

}  // namespace gallerysim::analysis
