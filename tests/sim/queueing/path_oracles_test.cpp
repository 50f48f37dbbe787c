// What holds on every path, to the nanosecond, and not only in the mean; and the expected straggler of a burst.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/distribution.hpp"
#include "sim/process.hpp"
#include "sim/servers.hpp"
#include "sim/time_weighted.hpp"
#include "tests/sim/queueing/independent_runs.hpp"

namespace gallerysim::test {
namespace {

using sim::Distribution;
using sim::Process;
using sim::RandomStream;
using sim::Servers;
using sim::Simulation;
using sim::SimTime;
using sim::StreamId;

struct Customer {
    SimTime after_previous;
    SimTime service;
    SimTime wait = SimTime::never();
    SimTime time = SimTime::never();
};

/// Times in whole nanoseconds; one arrival in four comes together with the one before, to make ties.
std::vector<Customer> random_customers(const Distribution& between_arrivals, const Distribution& service,
                                       std::size_t count, std::uint64_t seed) {
    RandomStream arrivals(StreamId{.seed = seed, .purpose = 0});
    RandomStream services(StreamId{.seed = seed, .purpose = 1});
    std::vector<Customer> customers(count);
    for (Customer& customer : customers) {
        const bool together = arrivals.below(4) == 0;
        customer.after_previous =
            together ? SimTime::zero() : SimTime::from_seconds(between_arrivals.sample(arrivals));
        customer.service = SimTime::from_seconds(service.sample(services));
    }
    return customers;
}

struct PathStation {
    PathStation(Simulation& simulation, std::int64_t count) : servers(simulation, count) {}

    Process arrivals(Simulation& simulation, std::vector<Customer>& customers) {
        for (Customer& customer : customers) {
            co_await sim::delay(customer.after_previous);
            simulation.spawn(serve(simulation, customer));
        }
    }
    Process serve(Simulation& simulation, Customer& customer) {
        const SimTime arrival = simulation.now();
        number.add(arrival, 1.0);
        const auto server = co_await servers.acquire();
        customer.wait = simulation.now() - arrival;
        co_await sim::delay(customer.service);
        customer.time = simulation.now() - arrival;
        number.add(simulation.now(), -1.0);
    }

    Servers servers;
    sim::TimeWeighted number;
};

}  // namespace

// Lindley: W(n + 1) = max(0, W(n) + S(n) - A(n + 1)).
TEST_CASE("Every customer of a single server waits exactly as Lindley's recursion says") {
    const std::array services{Distribution::exponential(0.6), Distribution::constant(0.6),
                              Distribution::hyperexponential(0.6, 3.0)};
    for (std::uint64_t seed = 0; seed < services.size(); ++seed) {
        std::vector<Customer> customers =
            random_customers(Distribution::exponential(1.0), services[seed], 20'000, seed);
        Simulation simulation;
        PathStation station(simulation, 1);
        simulation.spawn(station.arrivals(simulation, customers));
        simulation.run();
        SimTime wait;
        for (std::size_t i = 0; i < customers.size(); ++i) {
            if (i > 0) wait = wait + customers[i - 1].service - customers[i].after_previous;
            wait = std::max(SimTime::zero(), wait);
            REQUIRE(customers[i].wait == wait);
        }
    }
}

// Kiefer and Wolfowitz: each customer takes the server that is free first. First come first served, so the c times at
// which the servers become free are all there is to know.
TEST_CASE("Every customer of several servers waits exactly as the recursion of Kiefer and Wolfowitz says") {
    for (const std::int64_t servers : {2, 5}) {
        std::vector<Customer> customers =
            random_customers(Distribution::exponential(1.0), Distribution::exponential(0.7 * static_cast<double>(servers)),
                             20'000, static_cast<std::uint64_t>(servers));
        Simulation simulation;
        PathStation station(simulation, servers);
        simulation.spawn(station.arrivals(simulation, customers));
        simulation.run();
        std::vector<SimTime> free_at(static_cast<std::size_t>(servers));
        SimTime arrival;
        for (const Customer& customer : customers) {
            arrival += customer.after_previous;
            const auto first = std::min_element(free_at.begin(), free_at.end());
            const SimTime start = std::max(arrival, *first);
            REQUIRE(customer.wait == start - arrival);
            *first = start + customer.service;
        }
    }
}

// Little: L = lambda W. From empty to empty the integral of the number in the system is the sum of the times in it, and
// that of the queue the sum of the waits: exactly, but for the roundings of the sums.
TEST_CASE("Little's law holds on every path") {
    for (const std::int64_t servers : {1, 3}) {
        std::vector<Customer> customers =
            random_customers(Distribution::exponential(1.0), Distribution::exponential(0.7 * static_cast<double>(servers)),
                             20'000, 7);
        Simulation simulation;
        PathStation station(simulation, servers);
        simulation.spawn(station.arrivals(simulation, customers));
        simulation.run();
        SimTime waits;
        SimTime times;
        SimTime services;
        for (const Customer& customer : customers) {
            waits += customer.wait;
            times += customer.time;
            services += customer.service;
        }
        CHECK_THAT(station.servers.queued().integral(simulation.now()), WithinRel(waits.seconds(), 1e-12));
        CHECK_THAT(station.servers.busy().integral(simulation.now()), WithinRel(services.seconds(), 1e-12));
        CHECK_THAT(station.number.integral(simulation.now()), WithinRel(times.seconds(), 1e-12));
    }
}

namespace {

Process job(Simulation&, SimTime span) { co_await sim::delay(span); }

/// A burst of jobs that all must end: notes when the straggler does.
Process burst(Simulation& simulation, std::size_t jobs, RandomStream& draws, double& makespan) {
    const auto law = Distribution::exponential(1.0);
    const SimTime start = simulation.now();
    std::vector<Process> running;
    std::vector<sim::Join> ends;
    for (std::size_t i = 0; i < jobs; ++i) {
        running.push_back(simulation.spawn(job(simulation, SimTime::from_seconds(law.sample(draws)))));
        ends.push_back(running.back().join());
    }
    co_await sim::all_of(std::move(ends));
    makespan = (simulation.now() - start).seconds();
}

}  // namespace

// The largest of N exponential times has mean H_N = 1 + 1/2 + ... + 1/N. 40 runs of 50 bursts, four standard errors.
TEST_CASE("The straggler of a burst of exponential jobs comes at the harmonic number") {
    struct Row {
        std::size_t jobs;
        double harmonic;
    };
    for (const Row& row : {Row{20, 3.5977396571}, Row{120, 5.3688682874}, Row{600, 6.9749784220}}) {
        const auto runs = over_runs<1>(401, [&](Simulation& simulation) {
            RandomStream draws = simulation.stream(0, 0);
            sim::Tally makespans;
            for (int i = 0; i < 50; ++i) {
                double makespan = 0.0;
                simulation.spawn(burst(simulation, row.jobs, draws, makespan));
                simulation.run();
                makespans.add(makespan);
            }
            return std::array{makespans.mean()};
        });
        INFO(row.jobs << " jobs");
        check_mean(runs[0], row.harmonic, 0.015);
    }
}

}  // namespace gallerysim::test
