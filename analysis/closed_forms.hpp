#pragma once

#include <limits>
#include <span>
#include <vector>

namespace gallerysim::analysis {

// Exact results on bursts, routing, admission and contention: oracles for tests, and the analytic answer
// beside a simulated one. Stations in steady state are in closed_forms_queueing.hpp. A job of size S on
// capacity C takes S / C alone; violated requirements are asserted.

// Bursts: jobs that all start at time 0 ---------------------------------------------------------

/// N equal jobs share a capacity, each with no more than `cap`: all end at S / min(cap, C / N).
[[nodiscard]] double burst_equal_makespan(int jobs, double size, double capacity,
                                          double cap = std::numeric_limits<double>::infinity());
/// The same jobs one by one: mean end (N + 1) S / (2 C).
[[nodiscard]] double burst_equal_fifo_mean(int jobs, double size, double capacity);
/// Unequal jobs by processor sharing: the ends in ascending order, T(k) = (s(1) + ... + s(k) + (N - k) s(k))
/// / C for sorted sizes. O(N log N).
[[nodiscard]] std::vector<double> burst_unequal_ends(std::span<const double> sizes, double capacity);
/// Exponential sizes by processor sharing, the mean of the ends: (N + 1) S / (2 C), because each of the N
/// intervals between ends lasts S / C on average and n jobs wait in it. The mean of the last end is N S / C.
[[nodiscard]] double burst_exponential_mean(int jobs, double mean_size, double capacity);
/// Jobs dealt evenly over R replicas: the fullest has ceil(N / R).
[[nodiscard]] double even_split_makespan(int jobs, int replicas, double size, double capacity);
/// The largest burst on one replica whose jobs all end by the deadline when `base` of it is needed for
/// something else: floor(C (D - base) / S).
[[nodiscard]] int largest_burst_within(double deadline, double base, double size, double capacity);
/// The fewest replicas on which an even split of the burst ends by the deadline; 0 when not even one job
/// does.
[[nodiscard]] int least_replicas_within(int jobs, double deadline, double base, double size, double capacity);

// Routing ---------------------------------------------------------------------------------------

/// E[jobs on the fullest replica] when each of N jobs chooses one of R replicas at random.
///
/// E = sum over m of P(max > m). Given that their sum is N, R independent Poisson(N / R) numbers are the
/// occupancies, so P(max <= m) is P(R such numbers, cut off after m, add up to N) over the Poisson(N) probability of
/// N; the former by inverting the R-th power of their characteristic function. Good to about 1e-11. O(N) for each
/// m up to the largest likely one: some 20 ms for N = 10,000, R = 100.
[[nodiscard]] double expected_hottest(int jobs, int replicas);
/// E[max of n independent exponential variables of mean 1] = 1 + 1/2 + ... + 1/n: the straggler among n.
[[nodiscard]] double harmonic(int n);

/// Many replicas, each job joins the shortest of d that it samples; Poisson arrivals at `load` per replica
/// and exponential service of mean 1: E[T] = sum over i >= 1 of load^((d^i - d) / (d - 1)), in the limit of
/// many replicas (Mitzenmacher, IEEE TPDS 12, 2001; Vvedenskaya, Dobrushin, Karpelevich, 1996).
[[nodiscard]] double power_of_d_sojourn(double load, int d);
/// The share of replicas with at least i jobs in that limit: load^((d^i - 1) / (d - 1)).
[[nodiscard]] double power_of_d_tail(double load, int d, int i);

// Admission: a token bucket of this depth, full at time 0, refilled continuously at `rate` ------

/// N requests at time 0, admitted as tokens come: the last one at (N - depth) / rate.
[[nodiscard]] double token_bucket_last_admission(int requests, double depth, double rate);
/// Their mean wait: (N - depth) (N - depth + 1) / (2 rate N), for whole depths.
[[nodiscard]] double token_bucket_mean_wait(int requests, double depth, double rate);
/// The most that any window of this length can admit: depth + rate x window.
[[nodiscard]] double token_bucket_most_admitted(double depth, double rate, double window);

// Contention: the universal scalability law (Gunther, Guerrilla Capacity Planning, 2007) --------

/// X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1)).
[[nodiscard]] double usl_throughput(double n, double lambda, double sigma, double kappa);
/// The n of the highest throughput: sqrt((1 - sigma) / kappa).
[[nodiscard]] double usl_best_concurrency(double sigma, double kappa);

}  // namespace gallerysim::analysis
