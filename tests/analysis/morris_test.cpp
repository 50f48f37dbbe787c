#include "analysis/morris.hpp"

#include <cmath>
#include <functional>
#include <set>
#include <span>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

using Function = std::function<double(std::span<const double>)>;

DesignResponses responses_of(const MorrisDesign& design, const Function& f) {
    DesignResponses responses;
    for (const auto& point : design.points) responses.values.push_back(f(point));
    return responses;
}

const std::vector<std::size_t> kThreeContinuous(3, 0);

}  // namespace

TEST_CASE("Morris gives the coefficients of a linear function exactly and no interaction") {
    // y = 7 + 3 u - 0.5 v + 0 w: every effect is the coefficient.
    const MorrisDesign design = morris_design(kThreeContinuous, 20, 42);
    const auto effects = morris_effects(
        design, responses_of(design, [](auto x) { return 7.0 + 3.0 * x[0] - 0.5 * x[1]; }), {.seed = 42});
    REQUIRE(effects.size() == 3);
    const std::vector<double> coefficients{3.0, -0.5, 0.0};
    for (std::size_t f = 0; f < 3; ++f) {
        CHECK_THAT(effects[f].mu.value, WithinAbs(coefficients[f], 1e-12));
        CHECK_THAT(effects[f].mu_star.value, WithinAbs(std::fabs(coefficients[f]), 1e-12));
        CHECK_THAT(effects[f].mu_star.low, WithinAbs(std::fabs(coefficients[f]), 1e-12));
        CHECK_THAT(effects[f].mu_star.high, WithinAbs(std::fabs(coefficients[f]), 1e-12));
        CHECK_THAT(effects[f].sigma.value, WithinAbs(0.0, 1e-7));  // the root of a rounded difference
        CHECK(effects[f].effects == 20);
        CHECK(effects[f].noise == 0.0);
    }
    CHECK(effects[2].mu_star.value == 0.0);
    CHECK(effects[2].mu_star.high == 0.0);
    CHECK_FALSE(effects[2].is_above_noise());
}

TEST_CASE("Morris shows an interaction by a sigma that a product of factors has") {
    // y = 4 u v: the effect of u is 4 v, with v in 0, 1/3, 2/3, 1 equally often: mean 2, standard deviation
    // 4 sqrt(5) / 6 = 1.4907. Within 4 standard errors of 400 trajectories: one seed in 16,000 would fail.
    const MorrisDesign design = morris_design(kThreeContinuous, 400, 1);
    const auto effects =
        morris_effects(design, responses_of(design, [](auto x) { return 4.0 * x[0] * x[1]; }), {.seed = 1});
    for (const std::size_t f : {0U, 1U}) {
        CHECK_THAT(effects[f].mu_star.value, WithinAbs(2.0, 4.0 * 1.4907 / 20.0));
        CHECK_THAT(effects[f].sigma.value, WithinAbs(1.4907, 0.15));
        CHECK(effects[f].mu_star.contains(2.0));
    }
    CHECK(effects[2].mu_star.value == 0.0);
}

TEST_CASE("A Morris trajectory changes each factor once and stays on the grid") {
    const std::vector<std::size_t> choices{0, 3, 0, 2};
    const MorrisDesign design = morris_design(choices, 50, 3);
    REQUIRE(design.points.size() == 50 * 5);
    for (std::size_t t = 0; t < 50; ++t) {
        std::set<std::size_t> moved;
        for (std::size_t s = 0; s < 4; ++s) {
            const auto& before = design.points[t * 5 + s];
            const auto& after = design.points[t * 5 + s + 1];
            const auto& step = design.steps[t * 4 + s];
            moved.insert(step.factor);
            for (std::size_t f = 0; f < 4; ++f) CHECK((before[f] == after[f]) == (f != step.factor));
            if (choices[step.factor] == 0) {
                CHECK_THAT(after[step.factor] - before[step.factor], WithinAbs(step.change, 1e-12));
                CHECK_THAT(std::fabs(step.change), WithinAbs(2.0 / 3.0, 1e-12));
            } else {
                CHECK(step.change == 1.0);
            }
            for (const double u : after) CHECK((u >= 0.0 && u <= 1.0));
        }
        CHECK(moved.size() == 4);
    }
}

TEST_CASE("The effect of choices is the change between two of them and has no sign") {
    // Choices give 0, 0 and 6: two different ones differ by 6 with probability 2/3, else by nothing: mean 4, standard
    // deviation 2.83. Within 4 standard errors: one seed in 16,000 would fail.
    const std::vector<std::size_t> choices{3};
    const MorrisDesign design = morris_design(choices, 400, 5);
    const auto effects =
        morris_effects(design, responses_of(design, [](auto x) { return x[0] > 0.7 ? 6.0 : 0.0; }), {.seed = 5});
    CHECK(std::isnan(effects[0].mu.value));
    CHECK_THAT(effects[0].mu_star.value, WithinAbs(4.0, 4.0 * 2.83 / 20.0));
}

TEST_CASE("A larger Morris design begins with the points of a smaller one") {
    const MorrisDesign small = morris_design(kThreeContinuous, 3, 9);
    const MorrisDesign large = morris_design(kThreeContinuous, 5, 9);
    for (std::size_t p = 0; p < small.points.size(); ++p) CHECK(small.points[p] == large.points[p]);
    CHECK(small.points != morris_design(kThreeContinuous, 3, 10).points);
}

TEST_CASE("Chance that strikes a trajectory's runs differently is told from an effect") {
    // y = 2 u + e with e normal-like of standard deviation 1 in each of 8 runs, new at each point: an effect without truth
    // has standard deviation sqrt(2 / 8) / (2/3) = 0.75, so chance alone makes a mu* of sqrt(2 / pi) 0.75 = 0.598.
    const MorrisDesign design = morris_design(kThreeContinuous, 200, 7);
    DesignResponses responses{.runs = 8, .values = {}};
    for (std::size_t p = 0; p < design.points.size(); ++p) {
        sim::RandomStream stream({.seed = 7, .run = 0, .purpose = 1, .entity = p});
        for (int r = 0; r < 8; ++r) {
            double sum = -6.0;  // of 12 uniform numbers
            for (int i = 0; i < 12; ++i) sum += stream.uniform();
            responses.values.push_back(2.0 * design.points[p][0] + sum);
        }
    }
    const auto effects = morris_effects(design, responses, {.seed = 7});
    // 200 trajectories: the noise is known to some 2 %, mu* of nothing to 5 %. One seed in 1,000 would fail.
    for (const MorrisEffect& effect : effects) CHECK_THAT(effect.noise, WithinRel(0.598, 0.10));
    CHECK(effects[0].is_above_noise());
    CHECK(effects[0].mu.contains(2.0));
    for (const std::size_t f : {1U, 2U}) {
        CHECK_THAT(effects[f].mu_star.value, WithinRel(0.598, 0.20));
        CHECK(effects[f].mu.contains(0.0));
        CHECK(effects[f].sigma.value < 0.3);  // 0.75 before chance is taken out
    }
}

TEST_CASE("Effects next to a point without a value are left out and counted") {
    const MorrisDesign design = morris_design(kThreeContinuous, 10, 2);
    DesignResponses responses = responses_of(design, [](auto x) { return x[0]; });
    responses.values[0] = std::nan("");  // the beginning of the first trajectory
    const auto effects = morris_effects(design, responses, {.seed = 2});
    std::size_t undefined = 0;
    for (const auto& effect : effects) {
        undefined += effect.undefined;
        CHECK(effect.effects + effect.undefined == 10);
    }
    CHECK(undefined == 1);
    CHECK(effects[design.steps[0].factor].undefined == 1);
    CHECK_THAT(effects[0].mu_star.value, WithinAbs(1.0, 1e-12));
}
