#pragma once

#include <span>
#include <vector>

namespace gallerysim::analysis {

// Exact results of queueing theory: oracles for the tests of the engine, and the analytic answer beside a
// simulated one.
//
// Arguments: arrival rate lambda, service rate mu of one server, c servers, offered load a = lambda / mu,
// utilisation rho = a / c. Times are in the unit of 1 / mu. Steady state throughout, so open queues without
// loss need rho < 1; violated requirements are asserted. Sources: Kleinrock, Queueing Systems I (1975); Gross
// and Harris, Fundamentals of Queueing Theory, 3rd ed. (1998); Harchol-Balter, Performance Modeling and
// Design of Computer Systems (2013).

/// Steady-state means of a station.
struct QueueMeans {
    double utilisation;  ///< of each server
    double sojourn;      ///< W: waiting and service
    double wait;         ///< Wq
    double in_system;    ///< L = lambda W
    double in_queue;     ///< Lq = lambda Wq
};

// One server ------------------------------------------------------------------------------------

/// M/M/1: W = 1 / (mu - lambda).
[[nodiscard]] QueueMeans mm1(double lambda, double mu);
/// P(T > t) = e^(-(mu - lambda) t), for FCFS.
[[nodiscard]] double mm1_sojourn_tail(double lambda, double mu, double t);
/// The t with P(T <= t) = p.
[[nodiscard]] double mm1_sojourn_quantile(double lambda, double mu, double p);

/// M/G/1 FCFS, Pollaczek and Khinchine: Wq = rho (1 + cs2) / (2 (1 - rho)) E[S]; cs2 = var S / E[S]^2.
[[nodiscard]] double mg1_wait(double lambda, double mean_service, double squared_cov_service);
/// M/G/1 processor sharing: E[T] = E[S] / (1 - rho), whatever the law of the sizes.
[[nodiscard]] double mg1_ps_sojourn(double lambda, double mean_service);
/// The same for a job of a given size x: x / (1 - rho).
[[nodiscard]] double mg1_ps_sojourn_of(double size, double lambda, double mean_service);

/// G/M/1: an arrival finds the server busy with probability sigma; Wq = sigma / (1 - sigma) / mu.
struct GeneralArrivals {
    double sigma;
    double wait;
};
/// Deterministic arrivals: sigma = e^(-(1 - sigma) / rho).
[[nodiscard]] GeneralArrivals dm1(double lambda, double mu);
/// Erlang-k arrivals: sigma = (k rho / (k rho + 1 - sigma))^k.
[[nodiscard]] GeneralArrivals ekm1(int stages, double lambda, double mu);

/// M^[b]/M/1, batches of b at rate lambda: L = rho (b + 1) / (2 (1 - rho)), rho = b lambda / mu.
[[nodiscard]] QueueMeans batch_mm1(int batch, double lambda, double mu);
/// Poisson arrivals through exponential stations in a row: sum of 1 / (mu_i - lambda).
[[nodiscard]] double tandem_mm1_sojourn(double lambda, std::span<const double> mu);

/// Kingman's bound: Wq <= lambda (var A + var S) / (2 (1 - rho)), for any G/G/1.
[[nodiscard]] double kingman_bound(double lambda, double mean_service, double squared_cov_arrivals,
                                   double squared_cov_service);
/// Kingman's approximation ("VUT"): Wq ~ rho / (1 - rho) (ca2 + cs2) / 2 E[S]; exact for M/G/1.
[[nodiscard]] double vut_wait(double lambda, double mean_service, double squared_cov_arrivals,
                              double squared_cov_service);
/// The waits on one path of a FCFS queue, by Lindley's recursion W(0) = 0, W(n+1) = max(0, W(n) + S(n) -
/// A(n+1)), where gaps[n] is the time between the arrivals of customers n and n + 1. REQUIRES: as many
/// services as gaps, or one more.
[[nodiscard]] std::vector<double> lindley_waits(std::span<const double> services,
                                                std::span<const double> gaps);

// Many servers ----------------------------------------------------------------------------------

/// M/M/infinity: the number in service is Poisson with mean a; P(N > n).
[[nodiscard]] double mm_infinity_tail(double a, int n);
/// Erlang's loss formula, by B(k) = a B(k-1) / (k + a B(k-1)): M/G/c/c, whatever the law of the service.
[[nodiscard]] double erlang_b(int c, double a);
/// P(an arrival waits) in M/M/c: C = B / (1 - rho (1 - B)).
[[nodiscard]] double erlang_c(int c, double a);
/// M/M/c: Wq = C / (c mu - lambda). Also the capped processor sharing of capacity c with a cap of 1 per job:
/// the number in the system is the same, for any law of the sizes, so sojourn and in_system hold there as
/// well.
[[nodiscard]] QueueMeans mmc(double lambda, double mu, int c);
/// P(Wq > t) = C e^(-(c mu - lambda) t).
[[nodiscard]] double mmc_wait_tail(double lambda, double mu, int c, double t);

/// M/M/c/K: at most K in the system; others are lost.
struct LossMeans {
    double blocking;    ///< P(an arrival is lost)
    double throughput;  ///< X = lambda (1 - blocking)
    double sojourn;     ///< of those admitted, L / X
    double in_system;   ///< L
};
[[nodiscard]] LossMeans mmck(double lambda, double mu, int c, int k);

/// Erlang A, M/M/c + M: who waits loses patience at rate theta (Palm; Garnett, Mandelbaum, Reiman, M&SOM
/// 2002).
struct AbandonmentMeans {
    double abandoned;  ///< P(an arrival abandons) = theta Lq / lambda
    double in_queue;   ///< Lq
    double wait;       ///< of all, Lq / lambda
};
[[nodiscard]] AbandonmentMeans erlang_a(double lambda, double mu, int c, double theta);

// Closed systems --------------------------------------------------------------------------------

/// N customers alternate between thinking (mean Z) and the station.
struct ClosedMeans {
    double throughput;  ///< X
    double response;    ///< R, at the station
    double at_station;  ///< Q = X R
};
/// One server, mean value analysis: R(n) = S (1 + Q(n-1)), X = n / (R + Z), Q = X R (Reiser and Lavenberg,
/// JACM 1980).
[[nodiscard]] ClosedMeans mva(int customers, double mean_service, double mean_think);
/// The same where every customer goes to one of so many equal stations by chance: R(n) = S (1 + Q(n-1) / stations). For
/// processor sharing the means hold whatever the law of the service (Baskett, Chandy, Muntz, Palacios, JACM 1975).
/// at_station is over all of them.
[[nodiscard]] ClosedMeans mva_balanced(int customers, int stations, double mean_service, double mean_think);
/// c servers with exponential service and think times (the machine repair model): the birth-death chain.
[[nodiscard]] ClosedMeans machine_repair(int customers, int c, double mean_service, double mean_think);
/// X <= min(N / (S + Z), 1 / S), and the population N* = (S + Z) / S where the two bounds meet.
[[nodiscard]] double closed_throughput_bound(int customers, double mean_service, double mean_think);
[[nodiscard]] double saturation_population(double mean_service, double mean_think);

}  // namespace gallerysim::analysis
