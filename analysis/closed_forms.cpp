#include "analysis/closed_forms.hpp"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <complex>
#include <cstddef>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

/// ceil(jobs / replicas).
int even_share(int jobs, int replicas) { return (jobs + replicas - 1) / replicas; }

/// The characteristic function of a Poisson law cut off after m, at the frequencies 2 pi k / M, k = 0 .. M - 1, as m
/// grows.
class CutOffPoisson {
public:
    CutOffPoisson(double mean, std::size_t frequencies)
        : law_(mean), frequencies_(frequencies), turn_(frequencies), term_(frequencies, 1.0), sum_(frequencies, 0.0) {
        for (std::size_t k = 0; k < frequencies; ++k)
            turn_[k] = std::polar(1.0, boost::math::constants::two_pi<double>() * static_cast<double>(k) /
                                           static_cast<double>(frequencies));
        add(0);
    }

    void extend_to(int most) {
        while (most_ < most) add(++most_);
    }

    /// P(the sum of so many independent ones is `total`), not scaled to a total probability of 1. The sums'
    /// probabilities below 0 and from `frequencies` above `total` on must be negligible.
    [[nodiscard]] double probability_of_sum(int total, int count) const {
        double probability = 0.0;
        for (std::size_t k = 0; k < frequencies_; ++k) {
            const double turned = std::arg(turn_[k]) * total;
            probability += std::pow(std::abs(sum_[k]), count) * std::cos(count * std::arg(sum_[k]) - turned);
        }
        return probability / static_cast<double>(frequencies_);
    }

private:
    void add(int j) {
        const double probability = boost::math::pdf(law_, j);
        for (std::size_t k = 0; k < frequencies_; ++k) {
            sum_[k] += probability * term_[k];
            term_[k] *= turn_[k];
        }
    }

    boost::math::poisson law_;
    std::size_t frequencies_;
    std::vector<std::complex<double>> turn_;  ///< e^(i w)
    std::vector<std::complex<double>> term_;  ///< e^(i w j) of the next j
    std::vector<std::complex<double>> sum_;
    int most_ = 0;
};

}  // namespace

double burst_equal_makespan(int jobs, double size, double capacity, double cap) {
    GALLERYSIM_ASSERT(jobs >= 1 && capacity > 0.0 && cap > 0.0, "a burst has jobs and a capacity");
    return size / std::min(cap, capacity / jobs);
}

double burst_equal_fifo_mean(int jobs, double size, double capacity) {
    GALLERYSIM_ASSERT(jobs >= 1 && capacity > 0.0, "a burst has jobs and a capacity");
    return (jobs + 1.0) * size / (2.0 * capacity);
}

std::vector<double> burst_unequal_ends(std::span<const double> sizes, double capacity) {
    GALLERYSIM_ASSERT(capacity > 0.0, "a burst has a capacity");
    std::vector<double> sorted(sizes.begin(), sizes.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> ends;
    ends.reserve(sorted.size());
    double done = 0.0;
    for (std::size_t k = 0; k < sorted.size(); ++k) {
        done += sorted[k];
        ends.push_back((done + static_cast<double>(sorted.size() - k - 1) * sorted[k]) / capacity);
    }
    return ends;
}

double burst_exponential_mean(int jobs, double mean_size, double capacity) {
    return burst_equal_fifo_mean(jobs, mean_size, capacity);
}

double even_split_makespan(int jobs, int replicas, double size, double capacity) {
    GALLERYSIM_ASSERT(replicas >= 1, "a burst is split over at least one replica");
    return burst_equal_makespan(even_share(jobs, replicas), size, capacity);
}

int largest_burst_within(double deadline, double base, double size, double capacity) {
    GALLERYSIM_ASSERT(size > 0.0 && capacity > 0.0, "a burst has a size and a capacity");
    constexpr double kRounding = 0x1p-50;  // a quotient that is whole but for rounding counts as whole
    const double jobs = std::max(0.0, capacity * (deadline - base) / size) * (1.0 + kRounding);
    return static_cast<int>(std::min<double>(std::floor(jobs), std::numeric_limits<int>::max()));
}

int least_replicas_within(int jobs, double deadline, double base, double size, double capacity) {
    const int per_replica = largest_burst_within(deadline, base, size, capacity);
    return per_replica > 0 ? even_share(jobs, per_replica) : 0;
}

double expected_hottest(int jobs, int replicas) {
    GALLERYSIM_ASSERT(jobs >= 0 && replicas >= 1, "jobs are spread over at least one replica");
    constexpr double kNegligible = 1e-12;
    if (jobs == 0 || replicas == 1) return jobs;
    // So many that the sum, Poisson(jobs) but for the cut, never comes near jobs + frequencies.
    const auto frequencies = static_cast<std::size_t>(jobs + 12.0 * std::sqrt(jobs) + 60.0);
    CutOffPoisson occupancy(static_cast<double>(jobs) / replicas, frequencies);
    const double probability_of_sum = boost::math::pdf(boost::math::poisson(jobs), jobs);
    int most = even_share(jobs, replicas);  // the fullest has at least as many
    double expected = most;
    for (; most < jobs; ++most) {
        occupancy.extend_to(most);
        const double above = 1.0 - occupancy.probability_of_sum(jobs, replicas) / probability_of_sum;
        if (above < kNegligible) break;
        expected += above;
    }
    return expected;
}

double harmonic(int n) {
    GALLERYSIM_ASSERT(n >= 0, "a harmonic number has a count");
    return n == 0 ? 0.0 : boost::math::digamma(n + 1.0) + boost::math::constants::euler<double>();
}

double power_of_d_sojourn(double load, int d) {
    GALLERYSIM_ASSERT(load > 0.0 && load < 1.0 && d >= 1, "power of d needs a load below 1 and a choice");
    if (d == 1) return 1.0 / (1.0 - load);
    double sum = 0.0;
    double exponent = 0.0;  // 0, d, d + d^2, ...
    double power = d;
    for (double term = 1.0; term > 1e-18; term = std::pow(load, exponent)) {
        sum += term;
        exponent += power;
        power *= d;
    }
    return sum;
}

double power_of_d_tail(double load, int d, int i) {
    GALLERYSIM_ASSERT(load > 0.0 && load < 1.0 && d >= 1 && i >= 0,
                      "power of d needs a load below 1 and a choice");
    return std::pow(load, d == 1 ? i : (std::pow(d, i) - 1.0) / (d - 1.0));
}

double token_bucket_last_admission(int requests, double depth, double rate) {
    GALLERYSIM_ASSERT(depth >= 0.0 && rate > 0.0, "a token bucket has a depth and a rate");
    return std::max(0.0, requests - depth) / rate;
}

double token_bucket_mean_wait(int requests, double depth, double rate) {
    GALLERYSIM_ASSERT(requests >= 1 && depth >= 0.0 && rate > 0.0,
                      "a token bucket has requests, a depth and a rate");
    const double waiting = std::max(0.0, requests - depth);
    return waiting * (waiting + 1.0) / (2.0 * rate * requests);
}

double token_bucket_most_admitted(double depth, double rate, double window) { return depth + rate * window; }

double usl_throughput(double n, double lambda, double sigma, double kappa) {
    return lambda * n / (1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0));
}

double usl_best_concurrency(double sigma, double kappa) {
    GALLERYSIM_ASSERT(sigma < 1.0 && kappa > 0.0, "throughput has a peak when there is a cost of coherence");
    return std::sqrt((1.0 - sigma) / kappa);
}

}  // namespace gallerysim::analysis
