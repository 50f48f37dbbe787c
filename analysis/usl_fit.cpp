#include "analysis/usl_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "analysis/closed_forms.hpp"
#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kLeastSizes = 4;

/// Which of sigma and kappa are free.
struct Free {
    bool sigma;
    bool kappa;
};

/// N / X = a + b (N - 1) + c N (N - 1): lambda = 1 / a, sigma = b / a, kappa = c / a.
class Curve {
public:
    Curve(std::span<const double> x, std::span<const double> y, Free free)
        : n_(Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()))),
          y_(Eigen::Map<const Eigen::VectorXd>(y.data(), static_cast<Eigen::Index>(y.size()))) {
        std::vector<Eigen::VectorXd> columns{Eigen::VectorXd::Ones(n_.size())};
        if (free.sigma) columns.emplace_back(n_.array() - 1.0);
        if (free.kappa) columns.emplace_back(n_.array() * (n_.array() - 1.0));
        basis_.resize(n_.size(), static_cast<Eigen::Index>(columns.size()));
        for (std::size_t c = 0; c < columns.size(); ++c) {
            // Columns of length 1, as N (N - 1) may be a million times the 1.
            scale_.push_back(columns[c].norm());
            basis_.col(static_cast<Eigen::Index>(c)) = columns[c] / scale_.back();
        }
    }

    /// Coefficients of least squares of X; nullopt where the curve would not be positive.
    [[nodiscard]] std::optional<Eigen::VectorXd> fit() const {
        // An error dX of X is one of N dX / X^2 of N / X: weighted so, the linear fit is close already.
        const Eigen::VectorXd weight = y_.array().square() / n_.array();
        Eigen::VectorXd p = (weight.asDiagonal() * basis_)
                                .colPivHouseholderQr()
                                .solve(Eigen::VectorXd(weight.array() * n_.array() / y_.array()));
        double squares = squares_at(p);
        if (!std::isfinite(squares)) return std::nullopt;
        double damping = 1e-3;
        for (int step = 0; step < kMostSteps && damping < kMostDamping; ++step) {
            const Eigen::VectorXd curve = at(p);
            // dX / dp = -X^2 / N times the basis.
            const Eigen::MatrixXd slope = (-curve.array().square() / n_.array()).matrix().asDiagonal() * basis_;
            Eigen::MatrixXd damped(slope.rows() + slope.cols(), slope.cols());
            const Eigen::VectorXd lengths = slope.colwise().norm();
            damped << slope, Eigen::MatrixXd((std::sqrt(damping) * lengths).asDiagonal());
            Eigen::VectorXd residual = Eigen::VectorXd::Zero(damped.rows());
            residual.head(slope.rows()) = y_ - curve;
            const Eigen::VectorXd change = damped.colPivHouseholderQr().solve(residual);
            const double changed = squares_at(p + change);
            if (std::isfinite(changed) && changed <= squares) {
                p += change;
                squares = changed;
                damping *= 0.1;
                if (change.norm() <= kSmallStep * p.norm()) break;
            } else {
                damping *= 10.0;
            }
        }
        return p;
    }

    [[nodiscard]] double squares_at(const Eigen::VectorXd& p) const {
        const Eigen::VectorXd inverse = basis_ * p;
        if (!(inverse.minCoeff() > 0.0)) return kInfinity;
        return (y_ - at(p)).squaredNorm();
    }

    /// The i-th coefficient before it was scaled.
    [[nodiscard]] double coefficient(const Eigen::VectorXd& p, std::size_t i) const {
        return p(static_cast<Eigen::Index>(i)) / scale_[i];
    }

private:
    static constexpr int kMostSteps = 200;
    static constexpr double kMostDamping = 1e12;
    static constexpr double kSmallStep = 1e-14;

    [[nodiscard]] Eigen::VectorXd at(const Eigen::VectorXd& p) const {
        return n_.array() / (basis_ * p).array();
    }

    Eigen::VectorXd n_;
    Eigen::VectorXd y_;
    Eigen::MatrixXd basis_;
    std::vector<double> scale_;
};

struct Candidate {
    Free free;
    std::array<double, 3> value;  ///< lambda, sigma, kappa
    double squares;
};

std::optional<Candidate> candidate(std::span<const double> x, std::span<const double> y, Free free) {
    const Curve curve(x, y, free);
    const auto p = curve.fit();
    if (!p) return std::nullopt;
    const double a = curve.coefficient(*p, 0);
    Candidate result{free, {1.0 / a, 0.0, 0.0}, curve.squares_at(*p)};
    if (free.sigma) result.value[1] = curve.coefficient(*p, 1) / a;
    if (free.kappa) result.value[2] = curve.coefficient(*p, free.sigma ? 2 : 1) / a;
    return a > 0.0 ? std::optional(result) : std::nullopt;
}

/// Half-widths of the free coefficients; 0 for the others.
std::array<double, 3> half_widths(std::span<const double> x, const Candidate& fit, double level) {
    std::vector<std::size_t> free{0};
    if (fit.free.sigma) free.push_back(1);
    if (fit.free.kappa) free.push_back(2);
    const auto [lambda, sigma, kappa] = fit.value;
    const auto cols = static_cast<Eigen::Index>(free.size());
    Eigen::MatrixXd slope(static_cast<Eigen::Index>(x.size()), cols);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double n = x[i];
        const double below = 1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0);
        const double curve = lambda * n / below;
        const std::array<double, 3> by{curve / lambda, -curve * (n - 1.0) / below, -curve * n * (n - 1.0) / below};
        for (Eigen::Index c = 0; c < cols; ++c) {
            slope(static_cast<Eigen::Index>(i), c) = by[free[static_cast<std::size_t>(c)]];
        }
    }
    const Eigen::VectorXd lengths = slope.colwise().norm();
    const Eigen::MatrixXd scaled = slope * lengths.cwiseInverse().asDiagonal();
    const Eigen::MatrixXd inverse = (scaled.transpose() * scaled).inverse();
    const double df = static_cast<double>(x.size() - free.size());
    std::array<double, 3> widths{};
    for (Eigen::Index c = 0; c < cols; ++c) {
        const double error = std::sqrt(fit.squares / df * inverse(c, c)) / lengths(c);
        widths[free[static_cast<std::size_t>(c)]] = student_t_quantile(0.5 + 0.5 * level, df) * error;
    }
    return widths;
}

std::string why_no_fit(std::span<const double> x, std::span<const double> y) {
    const auto is_positive = [](double v) { return std::isfinite(v) && v > 0.0; };
    if (!std::ranges::all_of(x, is_positive) || !std::ranges::all_of(y, is_positive)) {
        return "a value is not a positive number";
    }
    if (std::set<double>(x.begin(), x.end()).size() < kLeastSizes) {
        return "three coefficients need at least four different points";
    }
    if (std::ranges::max(y) == std::ranges::min(y)) return "the throughput is the same at all points";
    return {};
}

}  // namespace

UslFit fit_usl(std::span<const double> x, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    UslFit fit{.why_not = why_no_fit(x, y)};
    if (!fit.why_not.empty()) return fit;
    std::optional<Candidate> best;
    std::optional<Candidate> free_fit;
    for (const Free free : {Free{true, true}, Free{true, false}, Free{false, true}, Free{false, false}}) {
        const auto found = candidate(x, y, free);
        if (!found) continue;
        if (free.sigma && free.kappa) free_fit = found;
        const bool keeps_bounds = found->value[1] >= 0.0 && found->value[2] >= 0.0;
        if (keeps_bounds && (!best || found->squares < best->squares)) best = found;
    }
    if (!best) return {.why_not = "no curve of this kind goes near the points"};

    const std::array<double, 3> widths = half_widths(x, *best, level);
    std::array<Interval, 3> intervals{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double value = best->value[i];
        intervals[i] = {value, std::max(0.0, value - widths[i]), value + widths[i]};
    }
    // On its bound: as far up as the free fit allows.
    const std::array<bool, 3> on_bound{false, !best->free.sigma, !best->free.kappa};
    const std::array<double, 3> free_widths = free_fit ? half_widths(x, *free_fit, level) : std::array<double, 3>{};
    for (std::size_t i = 1; i < 3; ++i) {
        if (on_bound[i]) intervals[i].high = free_fit ? std::max(0.0, free_fit->value[i] + free_widths[i]) : kInfinity;
    }
    fit.lambda = intervals[0];
    fit.sigma = intervals[1];
    fit.kappa = intervals[2];
    const double sigma = fit.sigma.value;
    const double kappa = fit.kappa.value;
    fit.n_max = kappa > 0.0 ? std::sqrt(std::max(0.0, 1.0 - sigma) / kappa) : kInfinity;
    fit.x_max = kappa > 0.0 ? usl_throughput(fit.n_max, fit.lambda.value, sigma, kappa) : fit.lambda.value / sigma;
    std::vector<double> fitted;
    for (const double n : x) fitted.push_back(usl_throughput(n, fit.lambda.value, sigma, kappa));
    fit.quality = fit_quality(y, fitted);
    return fit;
}

}  // namespace gallerysim::analysis
