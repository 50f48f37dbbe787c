// Closed systems, tandems and load balancing, in process style. Times in seconds, mu = 1; 40 runs, four standard errors.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/delay.hpp"
#include "sim/distribution.hpp"
#include "sim/process.hpp"
#include "sim/servers.hpp"
#include "tests/sim/queueing/independent_runs.hpp"

namespace gallerysim::test {
namespace {

using sim::Distribution;
using sim::Process;
using sim::RandomStream;
using sim::Servers;
using sim::Simulation;
using sim::SimTime;
using sim::Tally;

SimTime drawn(const Distribution& law, RandomStream& stream) { return SimTime::from_seconds(law.sample(stream)); }

/// Machines that run for a while, fail, and wait for one of the repairmen.
struct Workshop {
    Workshop(Simulation& simulation, std::int64_t repairmen, double mean_run)
        : repair(simulation, repairmen), run_law(Distribution::exponential(mean_run)) {}

    Process machine(Simulation& simulation, std::uint64_t number) {
        RandomStream draws = simulation.stream(0, number);
        for (;;) {
            co_await sim::delay(drawn(run_law, draws));
            const SimTime failed = simulation.now();
            const auto repairman = co_await repair.acquire();
            co_await sim::delay(drawn(repair_law, draws));
            if (is_counting) time_out.add((simulation.now() - failed).seconds());
        }
    }

    Servers repair;
    Distribution run_law;
    Distribution repair_law = Distribution::exponential(1.0);
    bool is_counting = false;
    Tally time_out;
};

/// Mean time out of work of a machine, and repairs per second.
std::array<double, 2> run_workshop(Simulation& simulation, std::uint64_t machines, std::int64_t repairmen,
                                   double mean_run) {
    Workshop workshop(simulation, repairmen, mean_run);
    for (std::uint64_t i = 0; i < machines; ++i) simulation.spawn(workshop.machine(simulation, i));
    const SimTime warm = SimTime::from_seconds(20.0 * mean_run);
    const SimTime span = SimTime::from_seconds(4'000.0);
    simulation.run_until(warm);
    workshop.is_counting = true;
    simulation.run_until(warm + span);
    return {workshop.time_out.mean(), static_cast<double>(workshop.time_out.count()) / span.seconds()};
}

/// Two stations with one server each, one behind the other.
struct Tandem {
    explicit Tandem(Simulation& simulation) : first(simulation, 1), second(simulation, 1) {}

    Process arrivals(Simulation& simulation, int customers) {
        RandomStream draws = simulation.stream(0, 0);
        for (int i = 0; i < customers; ++i) {
            co_await sim::delay(drawn(between_arrivals, draws));
            simulation.spawn(customer(simulation, static_cast<std::uint64_t>(i)));
        }
    }
    Process customer(Simulation& simulation, std::uint64_t number) {
        RandomStream draws = simulation.stream(1, number);
        const SimTime arrival = simulation.now();
        {
            const auto server = co_await first.acquire();
            co_await sim::delay(drawn(first_service, draws));
        }
        {
            const auto server = co_await second.acquire();
            co_await sim::delay(drawn(second_service, draws));
        }
        if (number >= 1'000) times.add((simulation.now() - arrival).seconds());
    }

    Servers first;
    Servers second;
    Distribution between_arrivals = Distribution::exponential(2.0);
    Distribution first_service = Distribution::exponential(1.0);
    Distribution second_service = Distribution::exponential(1.25);
    Tally times;
};

/// Many stations with one server each; a customer looks at some of them and joins the shortest queue.
struct Balanced {
    Balanced(Simulation& simulation, std::size_t count, double load, int looks_at)
        : choices(looks_at), between_arrivals(Distribution::exponential(1.0 / (load * static_cast<double>(count)))) {
        for (std::size_t i = 0; i < count; ++i) stations.push_back(std::make_unique<Servers>(simulation, 1));
    }

    Process arrivals(Simulation& simulation, int warm_up, int counted) {
        RandomStream draws = simulation.stream(0, 0);
        RandomStream services = simulation.stream(1, 0);
        RandomStream routing = simulation.stream(2, 0);
        for (int i = 0; i < warm_up + counted; ++i) {
            co_await sim::delay(drawn(between_arrivals, draws));
            simulation.spawn(customer(simulation, choose(routing), drawn(service, services), i >= warm_up));
        }
    }
    Process customer(Simulation& simulation, Servers& station, SimTime service_time, bool is_counted) {
        const SimTime arrival = simulation.now();
        const auto server = co_await station.acquire();
        co_await sim::delay(service_time);
        if (is_counted) times.add((simulation.now() - arrival).seconds());
    }
    [[nodiscard]] Servers& choose(RandomStream& routing) {
        const auto length = [](const Servers& station) {
            return static_cast<std::size_t>(station.in_use()) + station.queue_length();
        };
        // The first of equally short ones: they come in random order.
        std::size_t best = routing.below(stations.size());
        for (int i = 1; i < choices; ++i) {
            std::size_t other = routing.below(stations.size() - 1);
            if (other >= best) ++other;  // not the same again; that matters when there are two
            if (length(*stations[other]) < length(*stations[best])) best = other;
        }
        return *stations[best];
    }

    int choices;
    Distribution between_arrivals;
    Distribution service = Distribution::exponential(1.0);
    std::vector<std::unique_ptr<Servers>> stations;
    Tally times;
};

Tally balanced_times(std::uint64_t seed, std::size_t stations, double load, int choices, int warm_up, int counted) {
    return over_runs<1>(seed, [&](Simulation& simulation) {
        Balanced system(simulation, stations, load, choices);
        simulation.spawn(system.arrivals(simulation, warm_up, counted));
        simulation.run();
        return std::array{system.times.mean()};
    })[0];
}

}  // namespace

// Machine repair with one repairman, S = 1, Z = 10. Mean value analysis: R(n) = S (1 + Q(n - 1)), X = n / (R + Z), Q = X R.
TEST_CASE("A closed system has the times and the throughput of mean value analysis") {
    struct Row {
        std::uint64_t machines;
        double time, throughput;
    };
    for (const Row& row : {Row{5, 1.4666321780, 0.4360478231}, Row{10, 2.7320794386, 0.7854176569},
                           Row{20, 10.0374509948, 0.9981309501}, Row{50, 40.0, 1.0}}) {
        const auto runs = over_runs<2>(
            301, [&](Simulation& simulation) { return run_workshop(simulation, row.machines, 1, 10.0); });
        INFO(row.machines << " machines");
        check_mean(runs[0], row.time);
        check_mean(runs[1], row.throughput);
    }
}

// The same with several repairmen: the birth-death chain with rates (N - n) lambda and min(n, c) mu.
TEST_CASE("A closed system with several servers is as fast as its birth-death chain") {
    struct Row {
        std::uint64_t machines;
        std::int64_t repairmen;
        double failure_rate, throughput, time;
    };
    for (const Row& row : {Row{10, 2, 0.2, 1.5192556940, 1.5821704929}, Row{20, 3, 0.2, 2.8004268184, 2.1417684862},
                           Row{120, 6, 0.05, 5.4836093471, 1.8833969389}}) {
        const auto runs = over_runs<2>(302, [&](Simulation& simulation) {
            return run_workshop(simulation, row.machines, row.repairmen, 1.0 / row.failure_rate);
        });
        INFO(row.machines << " machines, " << row.repairmen << " repairmen");
        check_mean(runs[0], row.time);
        check_mean(runs[1], row.throughput);
    }
}

// Two M/M/1 stations in a row, lambda .5, mu 1 and .8: 1 / .5 + 1 / .3 by Burke's theorem.
TEST_CASE("The times at the stations of a tandem add up") {
    const auto runs = over_runs<1>(303, [](Simulation& simulation) {
        Tandem tandem(simulation);
        simulation.spawn(tandem.arrivals(simulation, 11'000));
        simulation.run();
        return std::array{tandem.times.mean()};
    });
    check_mean(runs[0], 5.3333333333);
}

// Power of d choices, mean field: E[T] = sum over i of lambda^((d^i - d) / (d - 1)), the limit of infinitely many
// stations. With 200 of them the error is of the order of 1/200; 0.6 % is granted.
TEST_CASE("Two choices shorten the queues of very many stations as the mean field says") {
    struct Row {
        double load;
        int choices;
        double time;
    };
    for (const Row& row : {Row{0.5, 2, 1.2656860361}, Row{0.8, 2, 1.9473633859}, Row{0.9, 2, 2.6140573773},
                           Row{0.9, 3, 2.0278559690}, Row{0.9, 5, 1.6328812391}}) {
        INFO("load " << row.load << ", " << row.choices << " choices");
        check_mean(balanced_times(304, 200, row.load, row.choices, 20'000, 10'000), row.time, 0.01, 0.006 * row.time);
    }
}

// Join the shorter of two queues: the exact values of the truncated chain.
TEST_CASE("Joining the shorter of two queues is almost as good as one queue for both") {
    check_mean(balanced_times(305, 2, 0.5, 2, 2'000, 20'000), 1.426320751);
    check_mean(balanced_times(306, 2, 0.8, 2, 4'000, 40'000), 2.955736617);
}

}  // namespace gallerysim::test
