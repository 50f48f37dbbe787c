#include "core/distribution_spec.hpp"

#include <vector>

#include <fmt/format.h>

#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {
namespace {

std::string seconds_text(double seconds) {
    const auto time = sim::SimTime::from_seconds(seconds);
    // Times are read as whole nanoseconds, so this holds for every value that came from a scenario.
    return time.seconds() == seconds ? to_text(time) : number_text(seconds) + " s";
}

}  // namespace

sim::Distribution DistributionSpec::build() const {
    switch (kind) {
        case Kind::constant: return sim::Distribution::constant(a);
        case Kind::uniform: return sim::Distribution::uniform(a, b);
        case Kind::exponential: return sim::Distribution::exponential(a);
        case Kind::lognormal: return sim::Distribution::lognormal(a, b);
        case Kind::gamma: return sim::Distribution::gamma(a, b);
        case Kind::weibull: return sim::Distribution::weibull(b, a);
        case Kind::triangular: return sim::Distribution::triangular(a, b, c);
        case Kind::empirical: return sim::Distribution::empirical(values);
    }
    return sim::Distribution::constant(a);
}

std::string DistributionSpec::to_yaml() const {
    std::string first = seconds_text(a);
    switch (kind) {
        case Kind::constant: return first;
        case Kind::uniform:
            return fmt::format("{{ uniform: {{ from: {}, to: {} }} }}", first, seconds_text(b));
        case Kind::exponential: return fmt::format("{{ exponential: {{ mean: {} }} }}", first);
        case Kind::lognormal:
            return fmt::format("{{ lognormal: {{ mean: {}, cov: {} }} }}", first, number_text(b));
        case Kind::gamma: return fmt::format("{{ gamma: {{ mean: {}, cov: {} }} }}", first, number_text(b));
        case Kind::weibull:
            return fmt::format("{{ weibull: {{ scale: {}, shape: {} }} }}", first, number_text(b));
        case Kind::triangular:
            return fmt::format("{{ triangular: {{ min: {}, mode: {}, max: {} }} }}", first, seconds_text(b),
                               seconds_text(c));
        case Kind::empirical: {
            std::vector<std::string> texts;
            for (const double v : values) texts.push_back(seconds_text(v));
            return fmt::format("{{ empirical: [{}] }}", fmt::join(texts, ", "));
        }
    }
    return first;
}

}  // namespace gallerysim::core
