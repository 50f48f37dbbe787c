#include "analysis/knee_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "analysis/analysis_purpose.hpp"
#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"
#include "sim/normal_quantile.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kLeastDifferent = 5;
constexpr std::size_t kCoefficients = 4;

/// y = level + slope (x - centre), with the sum of the squared residuals.
struct Line {
    double centre = 0.0;
    double level = 0.0;
    double slope = 0.0;
    double squares = 0.0;

    [[nodiscard]] double at(double x) const { return level + slope * (x - centre); }
};

Line line_through(std::span<const double> x, std::span<const double> y) {
    Line line;
    const double n = static_cast<double>(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        line.centre += x[i] / n;
        line.level += y[i] / n;
    }
    double xx = 0.0;
    double xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - line.centre) * (x[i] - line.centre);
        xy += (x[i] - line.centre) * (y[i] - line.level);
    }
    line.slope = xy / xx;
    for (std::size_t i = 0; i < x.size(); ++i) line.squares += std::pow(y[i] - line.at(x[i]), 2.0);
    return line;
}

struct Bend {
    double knee = 0.0;
    double at_knee = 0.0;
    double before = 0.0;  ///< slopes
    double after = 0.0;
    double squares = kInfinity;

    [[nodiscard]] double at(double x) const { return at_knee + (x < knee ? before : after) * (x - knee); }
};

/// The best two lines that meet at this x.
Bend bend_at(double knee, std::span<const double> x, std::span<const double> y) {
    Eigen::Matrix3d products = Eigen::Matrix3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Eigen::Vector3d row(1.0, std::min(x[i] - knee, 0.0), std::max(x[i] - knee, 0.0));
        products += row * row.transpose();
        right += y[i] * row;
    }
    const Eigen::Vector3d solved = products.ldlt().solve(right);
    Bend bend{.knee = knee, .at_knee = solved(0), .before = solved(1), .after = solved(2), .squares = 0.0};
    for (std::size_t i = 0; i < x.size(); ++i) bend.squares += std::pow(y[i] - bend.at(x[i]), 2.0);
    return bend;
}

Bend best_bend(std::span<const double> x, std::span<const double> y) {
    Bend best;
    const auto consider = [&](const Bend& bend) {
        if (bend.squares < best.squares) best = bend;
    };
    // A side has at least two different x.
    for (std::size_t i = 1; i + 1 < x.size(); ++i) {
        if (x[i] == x[i + 1]) continue;
        const bool left_is_line = x.front() < x[i];
        const bool right_is_line = x[i + 1] < x.back();
        if (left_is_line) consider(bend_at(x[i], x, y));
        if (!left_is_line || !right_is_line) continue;
        const Line left = line_through(x.first(i + 1), y.first(i + 1));
        const Line right = line_through(x.subspan(i + 1), y.subspan(i + 1));
        const double knee = left.centre + (right.at(left.centre) - left.level) / (left.slope - right.slope);
        if (!(knee > x[i] && knee < x[i + 1])) continue;
        consider({knee, left.at(knee), left.slope, right.slope, left.squares + right.squares});
    }
    return best;
}

/// The curve with independent normal errors of a deviation that is known from so many degrees of freedom only.
std::vector<double> with_errors(std::vector<double> curve, double deviation, std::size_t freedom,
                                sim::RandomStream stream) {
    double chi_squared = 0.0;
    for (std::size_t i = 0; i < freedom; ++i) chi_squared += std::pow(sim::normal_quantile(stream.uniform()), 2.0);
    const double drawn = freedom > 0 ? deviation * std::sqrt(static_cast<double>(freedom) / chi_squared) : deviation;
    for (double& value : curve) value += drawn * sim::normal_quantile(stream.uniform());
    return curve;
}

sim::RandomStream stream_of(const BootstrapTerms& terms, std::size_t replicate, std::uint64_t entity) {
    return sim::RandomStream({.seed = terms.seed,
                              .run = static_cast<std::uint32_t>(replicate),
                              .purpose = static_cast<std::uint16_t>(AnalysisPurpose::resampling),
                              .entity = entity});
}

std::string why_no_knee(std::span<const double> x, std::span<const double> y) {
    const auto is_finite = [](double v) { return std::isfinite(v); };
    if (!std::ranges::all_of(x, is_finite) || !std::ranges::all_of(y, is_finite)) return "a value is not a number";
    if (std::set<double>(x.begin(), x.end()).size() < kLeastDifferent) {
        return "two lines that meet need at least five different points";
    }
    if (std::ranges::max(y) == std::ranges::min(y)) return "it is the same at all points";
    return {};
}

/// How much of a line's squares two lines take away, as F does.
double bentness(const Line& line, const Bend& bend) { return (line.squares - bend.squares) / bend.squares; }

/// How often points about a straight line are as bent. Neither the line nor the size of the errors matters to that, so
/// the test is exact for normal errors.
double chance_of_bend(std::span<const double> x, double seen, const BootstrapTerms& terms) {
    std::size_t as_bent = 0;
    for (std::size_t b = 0; b < terms.replicates; ++b) {
        const auto drawn = with_errors(std::vector<double>(x.size(), 0.0), 1.0, 0, stream_of(terms, b, 1));
        if (bentness(line_through(x, drawn), best_bend(x, drawn)) >= seen) ++as_bent;
    }
    return static_cast<double>(as_bent + 1) / static_cast<double>(terms.replicates + 1);
}

}  // namespace

KneeFit fit_knee(std::span<const double> x, std::span<const double> y, const BootstrapTerms& terms) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    KneeFit fit{.why_not = why_no_knee(x, y)};
    if (!fit.why_not.empty()) return fit;
    const Line line = line_through(x, y);
    const Bend bend = best_bend(x, y);
    const double rounding = 1e-20 * std::pow(std::ranges::max(y) - std::ranges::min(y), 2.0);
    if (line.squares > rounding) {
        fit.p_straight = bend.squares > rounding ? chance_of_bend(x, bentness(line, bend), terms) : 0.0;
    }
    if (fit.p_straight > 1.0 - terms.level) {
        fit.why_not = "one straight line does as well";
        return fit;
    }
    if (bend.after >= bend.before) {
        fit.why_not = "it bends upwards, not down";
        return fit;
    }
    std::vector<double> fitted;
    for (const double at : x) fitted.push_back(bend.at(at));
    fit.quality = fit_quality(y, fitted);
    const std::size_t freedom = x.size() - kCoefficients;
    const double deviation = std::sqrt(bend.squares / static_cast<double>(freedom));
    std::vector<double> knees;
    for (std::size_t b = 0; b < terms.replicates; ++b) {
        knees.push_back(best_bend(x, with_errors(fitted, deviation, freedom, stream_of(terms, b, 2))).knee);
    }
    fit.knee = percentile_interval(bend.knee, std::move(knees), terms.level);
    fit.at_knee = bend.at_knee;
    fit.slope_before = bend.before;
    fit.slope_after = bend.after;
    return fit;
}

}  // namespace gallerysim::analysis
