#include "analysis/closed_forms.hpp"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <cstddef>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

/// ceil(jobs / replicas).
int even_share(int jobs, int replicas) { return (jobs + replicas - 1) / replicas; }

/// P(no replica has more than `most` jobs), times the probability that independent Poisson occupancies add up
/// to `jobs`.
double probability_below(int jobs, int replicas, const std::vector<double>& poisson) {
    const auto n = static_cast<std::size_t>(jobs);
    const std::size_t most = poisson.size() - 1;
    std::vector<double> sum(n + 1, 0.0);  // the law of the occupancy of the replicas so far
    std::copy_n(poisson.begin(), std::min(n, most) + 1, sum.begin());
    std::vector<double> next(n + 1);
    for (int r = 2; r <= replicas; ++r) {
        for (std::size_t total = 0; total <= n; ++total) {
            double probability = 0.0;
            for (std::size_t j = 0; j <= std::min(most, total); ++j)
                probability += poisson[j] * sum[total - j];
            next[total] = probability;
        }
        sum.swap(next);
    }
    return sum[n];
}

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
    const double mean = static_cast<double>(jobs) / replicas;
    const boost::math::poisson occupancy(mean);
    const double probability_of_sum = boost::math::pdf(boost::math::poisson(jobs), jobs);

    std::vector<double> poisson;
    const auto extend_to = [&](int most) {
        for (int j = static_cast<int>(poisson.size()); j <= most; ++j)
            poisson.push_back(boost::math::pdf(occupancy, j));
    };
    int most = even_share(jobs, replicas);  // the fullest has at least as many
    double expected = most;
    for (; most < jobs; ++most) {
        extend_to(most);
        const double above = 1.0 - probability_below(jobs, replicas, poisson) / probability_of_sum;
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
