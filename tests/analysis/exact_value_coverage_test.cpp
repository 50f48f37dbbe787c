// Do the intervals cover what queueing theory knows exactly? Each case makes 2,000 experiments of a system with an exact
// value and counts how many of the nominal 95 % intervals contain it, for each type of interval. The standard error of
// that count is 0.49 %: an estimator that covers with exactly 95 % leaves the band of 93 % to 97 % for one seed in 25,000.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>

#include "analysis/closed_forms.hpp"
#include "analysis/closed_forms_queueing.hpp"
#include "analysis/intervals.hpp"
#include "core/world.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/simulation.hpp"
#include "sim/warm_up.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/coverage.hpp"
#include "tests/support/scenario_builder.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::analysis;
using sim::Process;
using sim::RandomStream;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;
using test::coverage;
using test::keeps_its_promise;
using test::kExperiments;
using test::kLevel;
using test::WithinAbs;

/// The values of so many runs of an experiment, each from a stream of its own.
template <class Run>
std::vector<double> values_of_runs(std::uint32_t experiment, std::uint32_t runs, Run run) {
    std::vector<double> values;
    for (std::uint32_t i = 0; i < runs; ++i) {
        RandomStream stream({.seed = experiment, .run = i});
        values.push_back(run(stream));
    }
    return values;
}

double exponential(double mean, double u) { return -mean * std::log(u); }

/// The wait that an arrival meets at an M/M/1 station in steady state: none with probability 1 - rho, otherwise
/// exponential of mean 1 / (mu - lambda).
double steady_wait(double lambda, double mu, double u) {
    const double rho = lambda / mu;
    return u < rho ? exponential(1.0 / (mu - lambda), u / rho) : 0.0;
}

/// The mean sojourn time of the first customers of an M/M/1 station from steady state on, by Lindley's recursion.
double mm1_mean_sojourn(double lambda, double mu, int customers, RandomStream& stream) {
    double wait = steady_wait(lambda, mu, stream.uniform());
    double sum = 0.0;
    for (int i = 0; i < customers; ++i) {
        const double sojourn = wait + exponential(1.0 / mu, stream.uniform());
        sum += sojourn;
        wait = std::max(0.0, sojourn - exponential(1.0 / lambda, stream.uniform()));
    }
    return sum / customers;
}

Process ps_job(Simulation& simulation, SharedCapacity& capacity, double demand, double* sojourns) {
    const SimTime arrived = simulation.now();
    co_await capacity.read(demand);
    if (sojourns != nullptr) *sojourns += (simulation.now() - arrived).seconds();
}

/// M/M/1-PS from steady state on: geometrically many jobs with exponential rests, then Poisson arrivals until all
/// watched ones have left.
Process ps_arrivals(Simulation& simulation, SharedCapacity& capacity, RandomStream& stream, double load, int watched,
                    double& sojourns) {
    while (stream.uniform() < load) {
        simulation.spawn(ps_job(simulation, capacity, exponential(1.0, stream.uniform()), nullptr));
    }
    std::vector<Process> jobs;
    for (int i = 0; i < watched; ++i) {
        co_await sim::delay(SimTime::from_seconds(exponential(1.0 / load, stream.uniform())));
        jobs.push_back(simulation.spawn(ps_job(simulation, capacity, exponential(1.0, stream.uniform()), &sojourns)));
    }
    const auto is_there = [&] {
        return std::ranges::any_of(jobs, [](const Process& job) { return !job.finished(); });
    };
    while (is_there()) {
        co_await sim::delay(SimTime::from_seconds(exponential(1.0 / load, stream.uniform())));
        simulation.spawn(ps_job(simulation, capacity, exponential(1.0, stream.uniform()), nullptr));
    }
    simulation.stop();
}

double ps_mean_sojourn(double load, int watched, RandomStream& stream) {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    double sojourns = 0.0;
    simulation.spawn(ps_arrivals(simulation, capacity, stream, load, watched, sojourns));
    simulation.run();
    return sojourns / watched;
}

struct Burst {
    double mean_sojourn;
    double makespan;
};

/// Jobs with exponential sizes of mean 1 that all share a capacity of 1 from time 0 on.
Burst burst(int jobs, RandomStream& stream) {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    double sojourns = 0.0;
    for (int i = 0; i < jobs; ++i) {
        simulation.spawn(ps_job(simulation, capacity, exponential(1.0, stream.uniform()), &sojourns));
    }
    simulation.run();
    return {sojourns / jobs, simulation.now().seconds()};
}

std::vector<int> random_routing(int vms, std::uint64_t replicas, RandomStream& stream) {
    std::vector<int> loads(replicas, 0);
    for (int i = 0; i < vms; ++i) ++loads[stream.below(replicas)];
    return loads;
}

}  // namespace

TEST_CASE("The t interval covers the sojourn time of M/M/1") {
    CHECK_THAT(mm1(0.5, 1.0).sojourn, WithinAbs(2.0, 1e-12));
    const double covered = coverage(2.0, [](std::uint32_t experiment) {
        return student_t_mean(values_of_runs(experiment, 20, [](RandomStream& stream) {
                                  return mm1_mean_sojourn(0.5, 1.0, 100, stream);
                              }), kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// 1 / (1 - .3). Run means are skewed by the busiest runs, the more so the higher the load and the fewer and shorter the runs:
// at a load of 0.5, Student's t covers with 87 % (10 runs of 20 jobs) and 92 % (25 runs of 100).
TEST_CASE("The t interval covers the sojourn time of processor sharing") {
    const double exact = mg1_ps_sojourn(0.3, 1.0);
    CHECK_THAT(exact, WithinAbs(1.0 / 0.7, 1e-12));
    const double covered = coverage(exact, [](std::uint32_t experiment) {
        return student_t_mean(values_of_runs(experiment, 40, [](RandomStream& stream) {
                                  return ps_mean_sojourn(0.3, 100, stream);
                              }), kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

TEST_CASE("The t intervals cover the mean sojourn time and the makespan of a burst") {
    CHECK_THAT(burst_exponential_mean(20, 1.0, 1.0), WithinAbs(10.5, 1e-12));
    const double mean = coverage(10.5, [](std::uint32_t experiment) {
        return student_t_mean(values_of_runs(experiment, 10, [](RandomStream& stream) {
                                  return burst(20, stream).mean_sojourn;
                              }), kLevel);
    });
    const double makespan = coverage(20.0, [](std::uint32_t experiment) {
        return student_t_mean(values_of_runs(experiment, 10, [](RandomStream& stream) {
                                  return burst(20, stream).makespan;
                              }), kLevel);
    });
    INFO("mean " << mean << ", makespan " << makespan);
    CHECK(keeps_its_promise(mean));
    CHECK(keeps_its_promise(makespan));
}

TEST_CASE("The t interval covers the hottest of 6 replicas under random routing") {
    const double exact = expected_hottest(120, 6);
    CHECK_THAT(exact, WithinAbs(25.82514114, 1e-7));
    const double covered = coverage(exact, [](std::uint32_t experiment) {
        return student_t_mean(values_of_runs(experiment, 20, [](RandomStream& stream) {
                                  return static_cast<double>(std::ranges::max(random_routing(120, 6, stream)));
                              }), kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// The whole model: peak_vms_per_replica of 12 VMs on 3 replicas.
TEST_CASE("The t interval covers the hottest replica of the whole model") {
    core::Scenario scenario = test::burst_scenario(12, 3);
    const double covered = coverage(expected_hottest(12, 3), [&scenario](std::uint32_t experiment) {
        scenario.seed = experiment;
        std::vector<double> peaks;
        for (std::uint32_t run = 0; run < 8; ++run) {
            peaks.push_back(
                core::simulate(scenario, run)[core::Metric::peak_vms_per_replica][core::Statistic::mean]);
        }
        return student_t_mean(peaks, kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// The sojourn time of an arrival in steady state is exponential of mean 2. Order statistics of 200 cover the median with
// 96.0 %, those of 150 the 95 % quantile with 96.3 %: the level can only be met from above.
TEST_CASE("The order statistics intervals cover the quantiles of the sojourn time of M/M/1") {
    for (const auto& [p, runs, exact] : {std::tuple{0.5, 200U, 1.3862943611}, {0.95, 150U, 5.9914645471}}) {
        CHECK_THAT(mm1_sojourn_quantile(0.5, 1.0, p), WithinAbs(exact, 1e-9));
        const double covered = coverage(exact, [p = p, runs = runs](std::uint32_t experiment) {
            return order_statistics_quantile(values_of_runs(experiment, runs, [](RandomStream& stream) {
                                                 return mm1_mean_sojourn(0.5, 1.0, 1, stream);
                                             }), p, kLevel);
        });
        INFO("p = " << p << ", covered " << covered);
        CHECK(keeps_its_promise(covered));
    }
}

// The makespan of a burst of exponential jobs is a sum of 20 exponential times: an Erlang law.
TEST_CASE("The order statistics interval covers the median makespan of a burst") {
    const double exact = boost::math::quantile(boost::math::gamma_distribution<>(20.0, 1.0), 0.5);
    const double covered = coverage(exact, [](std::uint32_t experiment) {
        return order_statistics_quantile(values_of_runs(experiment, 40, [](RandomStream& stream) {
                                             return burst(20, stream).makespan;
                                         }), 0.5, kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// A VM fails when its replica has more than 24 of the 120: 24 or more of the other 119 are there, 18.2 %. The VMs of a
// replica share that fate, so they come in clusters.
TEST_CASE("The clustered Wilson interval covers the share of VMs on replicas that are too full") {
    const double exact =
        boost::math::cdf(boost::math::complement(boost::math::binomial_distribution<>(119.0, 1.0 / 6.0), 23.0));
    CHECK_THAT(exact, WithinAbs(0.18203146997747902, 1e-12));
    const double covered = coverage(exact, [](std::uint32_t experiment) {
        std::vector<Proportion> runs;
        for (std::uint32_t run = 0; run < 40; ++run) {
            RandomStream stream({.seed = experiment, .run = run});
            Proportion failed{.successes = 0, .trials = 120};
            for (const int vms : random_routing(120, 6, stream)) {
                if (vms > 24) failed.successes += static_cast<std::uint64_t>(vms);
            }
            runs.push_back(failed);
        }
        return clustered_wilson(runs, kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// Two M/M/1 stations, one 10 % faster, on the same random numbers: 1 / (1 - .3) - 1 / (1.1 - .3) = 0.17857. The differences are
// skewed by the busiest runs; at higher loads, or with fewer or shorter runs, Student's t covers less (91 % of 20 runs of 100
// customers at a load of 0.5).
TEST_CASE("The paired interval covers the difference of two stations and common random numbers narrow it") {
    double reduction = 0.0;
    const double covered = coverage(1.0 / 0.7 - 1.0 / 0.8, [&reduction](std::uint32_t experiment) {
        const auto sojourns = [experiment](double mu) {
            return values_of_runs(experiment, 40, [mu](RandomStream& stream) {
                return mm1_mean_sojourn(0.3, mu, 100, stream);
            });
        };
        const PairedDifference paired = paired_difference(sojourns(1.0), sojourns(1.1), kLevel);
        reduction += paired.variance_reduction / kExperiments;
        return paired.difference;
    });
    INFO("covered " << covered << ", variance reduction " << reduction);
    CHECK(keeps_its_promise(covered));
    CHECK(reduction > 5.0);
}

// The method of a steady state: runs from an empty station, of which a common beginning is left out that MSER-5 finds on
// the average of ten other runs. Were the cut each run's own, the interval would cover 76 % of the time (1,000 customers).
TEST_CASE("The t interval over runs without their warm-up covers the steady state of M/M/1") {
    constexpr std::size_t kCustomers = 1000;
    const auto sojourns_from_empty = [](RandomStream stream) {
        std::vector<double> sojourns;
        double wait = 0.0;
        for (std::size_t i = 0; i < kCustomers; ++i) {
            sojourns.push_back(wait + exponential(1.0, stream.uniform()));
            wait = std::max(0.0, sojourns.back() - exponential(2.0, stream.uniform()));
        }
        return sojourns;
    };
    const double covered = coverage(2.0, [&](std::uint32_t experiment) {
        std::vector<double> average(kCustomers, 0.0);
        for (std::uint32_t pilot = 0; pilot < 10; ++pilot) {
            const auto sojourns = sojourns_from_empty(RandomStream({.seed = experiment, .run = 1000 + pilot}));
            for (std::size_t i = 0; i < kCustomers; ++i) average[i] += sojourns[i] / 10.0;
        }
        const std::size_t cut = std::min(sim::mser5_cut(average).observations, kCustomers / 2);
        return student_t_mean(values_of_runs(experiment, 5, [&](const RandomStream& stream) {
            const auto sojourns = sojourns_from_empty(stream);
            double sum = 0.0;
            for (std::size_t i = cut; i < kCustomers; ++i) sum += sojourns[i];
            return sum / static_cast<double>(kCustomers - cut);
        }), kLevel);
    });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}
