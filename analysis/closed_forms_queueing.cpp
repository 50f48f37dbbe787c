#include "analysis/closed_forms_queueing.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

void check_stable(double rho) {
    GALLERYSIM_ASSERT(rho > 0.0 && rho < 1.0, "an open queue has a steady state below rho = 1");
}

QueueMeans means_from_wait(double lambda, double mu, double servers, double wait) {
    const double sojourn = wait + 1.0 / mu;
    return {lambda / (servers * mu), sojourn, wait, lambda * sojourn, lambda * wait};
}

/// The root below 1 of sigma = transform(sigma), where the transform is increasing and convex and returns its
/// value and its derivative: Newton's method from 0 climbs to it monotonically.
template <class Transform>
double busy_on_arrival(Transform transform) {
    double sigma = 0.0;
    for (int i = 0; i < 200; ++i) {
        const auto [value, derivative] = transform(sigma);
        const double step = (value - sigma) / (1.0 - derivative);
        sigma += step;
        if (std::abs(step) <= 1e-16) break;
    }
    return sigma;
}

struct ValueAndDerivative {
    double value;
    double derivative;
};

/// Steady-state probabilities of a birth-death chain on 0, 1, ..., by p(n+1) = p(n) birth(n) / death(n+1). It
/// ends where birth(n) = 0, or where the probabilities fall at least by half each and have become negligible.
template <class Birth, class Death>
std::vector<double> birth_death_probabilities(Birth birth, Death death) {
    constexpr double kHuge = 1e200;
    std::vector<double> weights = {1.0};
    double sum = 1.0;
    for (int n = 0; birth(n) > 0.0; ++n) {
        const double ratio = birth(n) / death(n + 1);
        weights.push_back(weights.back() * ratio);
        sum += weights.back();
        if (ratio < 0.5 && weights.back() < 1e-20 * sum) break;
        if (sum > kHuge) {
            for (double& weight : weights) weight /= kHuge;
            sum /= kHuge;
        }
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

template <class Value>
double expectation(const std::vector<double>& probabilities, Value value) {
    double sum = 0.0;
    for (std::size_t n = 0; n < probabilities.size(); ++n)
        sum += probabilities[n] * value(static_cast<int>(n));
    return sum;
}

}  // namespace

QueueMeans mm1(double lambda, double mu) {
    check_stable(lambda / mu);
    return means_from_wait(lambda, mu, 1.0, lambda / mu / (mu - lambda));
}

double mm1_sojourn_tail(double lambda, double mu, double t) {
    check_stable(lambda / mu);
    return std::exp(-(mu - lambda) * t);
}

double mm1_sojourn_quantile(double lambda, double mu, double p) {
    check_stable(lambda / mu);
    GALLERYSIM_ASSERT(p >= 0.0 && p < 1.0, "a sojourn time has finite quantiles below 1");
    return -std::log1p(-p) / (mu - lambda);
}

double mg1_wait(double lambda, double mean_service, double squared_cov_service) {
    const double rho = lambda * mean_service;
    check_stable(rho);
    return rho * (1.0 + squared_cov_service) / (2.0 * (1.0 - rho)) * mean_service;
}

double mg1_ps_sojourn(double lambda, double mean_service) {
    return mg1_ps_sojourn_of(mean_service, lambda, mean_service);
}

double mg1_ps_sojourn_of(double size, double lambda, double mean_service) {
    check_stable(lambda * mean_service);
    return size / (1.0 - lambda * mean_service);
}

GeneralArrivals dm1(double lambda, double mu) {
    const double rho = lambda / mu;
    check_stable(rho);
    const double sigma = busy_on_arrival([rho](double s) {
        const double value = std::exp(-(1.0 - s) / rho);
        return ValueAndDerivative{value, value / rho};
    });
    return {sigma, sigma / (1.0 - sigma) / mu};
}

GeneralArrivals ekm1(int stages, double lambda, double mu) {
    const double rho = lambda / mu;
    check_stable(rho);
    GALLERYSIM_ASSERT(stages >= 1, "an Erlang law has at least one stage");
    const double k = stages;
    const double sigma = busy_on_arrival([rho, k](double s) {
        const double value = std::pow(k * rho / (k * rho + 1.0 - s), k);
        return ValueAndDerivative{value, value * k / (k * rho + 1.0 - s)};
    });
    return {sigma, sigma / (1.0 - sigma) / mu};
}

QueueMeans batch_mm1(int batch, double lambda, double mu) {
    GALLERYSIM_ASSERT(batch >= 1, "a batch has at least one customer");
    const double customers = batch * lambda;
    const double rho = customers / mu;
    check_stable(rho);
    const double sojourn = (batch + 1.0) / (2.0 * (1.0 - rho)) / mu;
    return means_from_wait(customers, mu, 1.0, sojourn - 1.0 / mu);
}

double tandem_mm1_sojourn(double lambda, std::span<const double> mu) {
    double sum = 0.0;
    for (const double rate : mu) sum += mm1(lambda, rate).sojourn;
    return sum;
}

double kingman_bound(double lambda, double mean_service, double squared_cov_arrivals,
                     double squared_cov_service) {
    const double rho = lambda * mean_service;
    check_stable(rho);
    const double variance_arrivals = squared_cov_arrivals / (lambda * lambda);
    const double variance_service = squared_cov_service * mean_service * mean_service;
    return lambda * (variance_arrivals + variance_service) / (2.0 * (1.0 - rho));
}

double vut_wait(double lambda, double mean_service, double squared_cov_arrivals, double squared_cov_service) {
    const double rho = lambda * mean_service;
    check_stable(rho);
    return rho / (1.0 - rho) * (squared_cov_arrivals + squared_cov_service) / 2.0 * mean_service;
}

std::vector<double> lindley_waits(std::span<const double> services, std::span<const double> gaps) {
    GALLERYSIM_ASSERT(services.size() == gaps.size() || services.size() == gaps.size() + 1,
                      "there are as many services as gaps, or one more");
    std::vector<double> waits;
    waits.reserve(services.size());
    double wait = 0.0;
    for (std::size_t n = 0; n < services.size(); ++n) {
        waits.push_back(wait);
        if (n < gaps.size()) wait = std::max(0.0, wait + services[n] - gaps[n]);
    }
    return waits;
}

double mm_infinity_tail(double a, int n) {
    GALLERYSIM_ASSERT(a > 0.0, "an offered load is positive");
    return n < 0 ? 1.0 : boost::math::gamma_p(n + 1.0, a);
}

double erlang_b(int c, double a) {
    GALLERYSIM_ASSERT(c >= 0 && a > 0.0, "Erlang's formulas take a number of servers and a positive load");
    double blocking = 1.0;
    for (int k = 1; k <= c; ++k) blocking = a * blocking / (k + a * blocking);
    return blocking;
}

double erlang_c(int c, double a) {
    const double rho = a / c;
    check_stable(rho);
    const double blocking = erlang_b(c, a);
    return blocking / (1.0 - rho * (1.0 - blocking));
}

QueueMeans mmc(double lambda, double mu, int c) {
    return means_from_wait(lambda, mu, c, erlang_c(c, lambda / mu) / (c * mu - lambda));
}

double mmc_wait_tail(double lambda, double mu, int c, double t) {
    return erlang_c(c, lambda / mu) * std::exp(-(c * mu - lambda) * t);
}

LossMeans mmck(double lambda, double mu, int c, int k) {
    GALLERYSIM_ASSERT(c >= 1 && k >= c && lambda > 0.0 && mu > 0.0,
                      "M/M/c/K needs 1 <= c <= K and positive rates");
    const auto p = birth_death_probabilities([=](int n) { return n < k ? lambda : 0.0; },
                                             [=](int n) { return std::min(n, c) * mu; });
    const double blocking = p.size() == static_cast<std::size_t>(k) + 1 ? p.back() : 0.0;
    const double throughput = lambda * (1.0 - blocking);
    const double in_system = expectation(p, [](int n) { return static_cast<double>(n); });
    return {blocking, throughput, in_system / throughput, in_system};
}

AbandonmentMeans erlang_a(double lambda, double mu, int c, double theta) {
    GALLERYSIM_ASSERT(c >= 1 && lambda > 0.0 && mu > 0.0 && theta > 0.0,
                      "Erlang A needs servers and positive rates");
    const auto p = birth_death_probabilities(
        [=](int) { return lambda; }, [=](int n) { return std::min(n, c) * mu + std::max(0, n - c) * theta; });
    const double in_queue = expectation(p, [c](int n) { return static_cast<double>(std::max(0, n - c)); });
    return {theta * in_queue / lambda, in_queue, in_queue / lambda};
}

ClosedMeans mva(int customers, double mean_service, double mean_think) {
    return mva_balanced(customers, 1, mean_service, mean_think);
}

ClosedMeans mva_balanced(int customers, int stations, double mean_service, double mean_think) {
    GALLERYSIM_ASSERT(customers >= 1 && stations >= 1 && mean_service > 0.0 && mean_think >= 0.0,
                      "a closed system has customers, stations and times");
    ClosedMeans means{};
    for (int n = 1; n <= customers; ++n) {
        means.response = mean_service * (1.0 + means.at_station / stations);
        means.throughput = n / (means.response + mean_think);
        means.at_station = means.throughput * means.response;
    }
    return means;
}

ClosedMeans machine_repair(int customers, int c, double mean_service, double mean_think) {
    GALLERYSIM_ASSERT(customers >= 1 && c >= 1 && mean_service > 0.0 && mean_think > 0.0,
                      "a closed system has customers, servers and times");
    const auto p = birth_death_probabilities([=](int n) { return (customers - n) / mean_think; },
                                             [=](int n) { return std::min(n, c) / mean_service; });
    const double throughput = expectation(p, [=](int n) { return std::min(n, c) / mean_service; });
    const double at_station = expectation(p, [](int n) { return static_cast<double>(n); });
    return {throughput, at_station / throughput, at_station};
}

double closed_throughput_bound(int customers, double mean_service, double mean_think) {
    return std::min(customers / (mean_service + mean_think), 1.0 / mean_service);
}

double saturation_population(double mean_service, double mean_think) {
    return (mean_service + mean_think) / mean_service;
}

}  // namespace gallerysim::analysis
