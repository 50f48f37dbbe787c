// Stations with many servers: waiting, loss, impatience. mu = 1 and a = lambda throughout; 40 runs, four standard errors.

#include <array>
#include <utility>
#include <vector>

#include "tests/sim/queueing/independent_runs.hpp"
#include "tests/sim/queueing/station.hpp"

namespace gallerysim::test {
namespace {

using sim::Distribution;

Distribution poisson(double rate) { return Distribution::exponential(1.0 / rate); }

}  // namespace

// M/M/c: P(wait) = C by Erlang's second formula, Wq = C / (c mu - lambda), W = Wq + 1.
TEST_CASE("M/M/c lets its customers wait as Erlang's second formula says") {
    struct Row {
        std::int64_t servers;
        double load, delayed, wait;
    };
    constexpr std::array rows{
        Row{2, 1.6, 0.711111111111, 1.777777777778},   Row{4, 3.2, 0.596432471787, 0.745540589734},
        Row{5, 4.0, 0.554112554113, 0.554112554113},   Row{6, 5.0, 0.587516450461, 0.587516450461},
        Row{10, 8.0, 0.409180150796, 0.204590075398},  Row{20, 18.0, 0.550769004816, 0.275384502408},
        Row{50, 45.0, 0.363864467207, 0.072772893441}, Row{100, 95.0, 0.506456853913, 0.101291370783},
    };
    for (const Row& row : rows) {
        const StationModel model{.between_arrivals = poisson(row.load),
                                 .servers = row.servers,
                                 .warm_up = 3'000,
                                 .counted = row.servers < 50 ? 10'000 : 20'000};
        const auto runs = over_runs<3>(201, [&](sim::Simulation& simulation) {
            Station station(simulation, model);
            station.run();
            return std::array{station.fraction_waiting_longer(0.0), station.mean_wait(), station.mean_time()};
        });
        INFO(row.servers << " servers, load " << row.load);
        check_mean(runs[0], row.delayed, 0.04);
        check_mean(runs[1], row.wait, 0.09);
        check_mean(runs[2], row.wait + 1.0, 0.04);
    }
}

// P(Wq > t) = C e^{-(c mu - lambda) t}.
TEST_CASE("Long waits before many servers are as rare as the exponential tail says") {
    struct Row {
        std::int64_t servers;
        double load, longer_than, fraction;
    };
    for (const Row& row : {Row{5, 4.0, 1.0, 0.203846616753}, Row{20, 18.0, 0.5, 0.202616593706},
                           Row{10, 8.0, 1.0, 0.055376511603}}) {
        const auto runs = over_runs<1>(202, [&](sim::Simulation& simulation) {
            Station station(simulation, {.between_arrivals = poisson(row.load), .servers = row.servers});
            station.run();
            return std::array{station.fraction_waiting_longer(row.longer_than)};
        });
        INFO(row.servers << " servers, load " << row.load);
        check_mean(runs[0], row.fraction, 0.06);
    }
}

// M/M/c/K: the birth-death chain cut at K; Pb by PASTA, W of those let in.
TEST_CASE("M/M/c/K turns away and delays as its birth-death chain says") {
    struct Row {
        double rate;
        std::int64_t servers, room;
        double blocked, time;
    };
    constexpr std::array rows{
        Row{0.8, 1, 5, 0.088819498656, 2.563065207044},    Row{1.2, 1, 10, 0.192586495127, 6.926137844143},
        Row{4.0, 5, 10, 0.042485673824, 1.233336662136},   Row{18.0, 20, 30, 0.023216864416, 1.103152825296},
        Row{25.0, 20, 40, 0.200660338938, 1.805619789596},
    };
    for (const Row& row : rows) {
        const auto runs = over_runs<3>(203, [&](sim::Simulation& simulation) {
            Station station(simulation,
                            {.between_arrivals = poisson(row.rate), .servers = row.servers, .room = row.room});
            station.run();
            return std::array{station.fraction_lost(), station.mean_time(), station.throughput()};
        });
        INFO(row.servers << " servers, room for " << row.room << ", rate " << row.rate);
        check_mean(runs[0], row.blocked, 0.06);
        check_mean(runs[1], row.time);
        check_mean(runs[2], row.rate * (1.0 - row.blocked));
    }
}

// Erlang's loss formula B(c, a); M/G/c/c is insensitive to the law of service.
TEST_CASE("A loss system blocks the same fraction whatever the law of service") {
    struct Row {
        std::int64_t servers;
        double load, blocked;
    };
    const std::vector<std::pair<const char*, Distribution>> laws{
        {"exponential", Distribution::exponential(1.0)},
        {"constant", Distribution::constant(1.0)},
        {"hyperexponential, cv2 4", Distribution::hyperexponential(1.0, 2.0)}};
    for (const Row& row : {Row{5, 3.0, 0.110054347826}, Row{20, 15.0, 0.045593215590},
                           Row{20, 20.0, 0.158891961542}, Row{50, 50.0, 0.104787455504}}) {
        for (const auto& [name, law] : laws) {
            const StationModel model{.between_arrivals = poisson(row.load),
                                     .service = law,
                                     .servers = row.servers,
                                     .room = row.servers,
                                     .counted = 8'000};
            const auto runs = over_runs<1>(204, [&](sim::Simulation& simulation) {
                Station station(simulation, model);
                station.run();
                return std::array{station.fraction_lost()};
            });
            INFO(row.servers << " servers, load " << row.load << ", " << name);
            check_mean(runs[0], row.blocked, 0.03);
        }
    }
}

TEST_CASE("Large loss systems block as Erlang's first formula says") {
    struct Row {
        std::int64_t servers;
        double load, blocked;
    };
    for (const Row& row : {Row{50, 40.0, 0.018690671110}, Row{100, 90.0, 0.026957380464}}) {
        const auto runs = over_runs<1>(205, [&](sim::Simulation& simulation) {
            Station station(simulation, {.between_arrivals = poisson(row.load),
                                         .servers = row.servers,
                                         .room = row.servers,
                                         .counted = 20'000});
            station.run();
            return std::array{station.fraction_lost()};
        });
        INFO(row.servers << " servers, load " << row.load);
        check_mean(runs[0], row.blocked, 0.05);
    }
}

// M/M/c+M, Erlang A: patience exponential with rate theta; who runs out of it leaves. P(abandon) and Lq.
TEST_CASE("Impatient customers leave as the Erlang A model says") {
    struct Row {
        double rate;
        std::int64_t servers;
        double theta, abandoned, queue;
    };
    for (const Row& row :
         {Row{18.0, 20, 0.5, 0.037835979534, 1.362095263209}, Row{22.0, 20, 0.5, 0.122134951805, 5.373937879418},
          Row{4.0, 5, 0.2, 0.049205736585, 0.984114731691}}) {
        const StationModel model{.between_arrivals = poisson(row.rate),
                                 .servers = row.servers,
                                 .patience = Distribution::exponential(1.0 / row.theta)};
        const auto runs = over_runs<2>(206, [&](sim::Simulation& simulation) {
            Station station(simulation, model);
            station.run();
            return std::array{station.fraction_abandoned(), station.mean_queue()};
        });
        INFO(row.servers << " servers, rate " << row.rate);
        check_mean(runs[0], row.abandoned, 0.04);
        check_mean(runs[1], row.queue, 0.04);
    }
}

// M/M/infinity: the number in the system is Poisson with mean 20, so P(N > 20) = 0.4409. 200 servers are as good as
// infinitely many.
TEST_CASE("With servers for everyone the number in the system is Poisson") {
    const auto runs = over_runs<2>(207, [&](sim::Simulation& simulation) {
        Station station(simulation, {.between_arrivals = poisson(20.0), .servers = 200});
        station.run();
        return std::array{station.mean_number(), station.fraction_finding_more_than(20)};
    });
    check_mean(runs[0], 20.0);
    check_mean(runs[1], 0.440907415769, 0.04);
}

}  // namespace gallerysim::test
