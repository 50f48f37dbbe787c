// Open stations with one server. System, closed form, tolerance: see each test; 40 runs, four standard errors.

#include <array>

#include "tests/sim/queueing/independent_runs.hpp"
#include "tests/sim/queueing/station.hpp"

namespace gallerysim::test {
namespace {

using sim::Distribution;

/// Mean wait before service, by run.
sim::Tally mean_waits(const StationModel& model, std::uint64_t seed) {
    return over_runs<1>(seed, [&](sim::Simulation& simulation) {
        Station station(simulation, model);
        station.run();
        return std::array{station.mean_wait()};
    })[0];
}

Distribution poisson_stream(double rate) { return Distribution::exponential(1.0 / rate); }

}  // namespace

// M/M/1, mu = 1: W = 1 / (1 - lambda); the time in the system is exponential, so p-quantiles are -W ln(1 - p).
TEST_CASE("M/M/1 has the mean and the quantiles of the exponential law") {
    struct Row {
        double rho, mean, p50, p95, p99, bound, above_bound;
        std::int64_t counted;
    };
    constexpr std::array rows{
        Row{0.5, 2.0, 1.3862943611, 5.9914645471, 9.2103403720, 4.0, 0.135335283237, 10'000},
        Row{0.8, 5.0, 3.4657359028, 14.9786613678, 23.0258509299, 10.0, 0.135335283237, 20'000},
        Row{0.9, 10.0, 6.9314718056, 29.9573227355, 46.0517018599, 20.0, 0.135335283237, 40'000},
    };
    for (const Row& row : rows) {
        const auto runs = over_runs<5>(101, [&](sim::Simulation& simulation) {
            Station station(simulation, {.between_arrivals = poisson_stream(row.rho), .counted = row.counted});
            station.run();
            return std::array{station.mean_time(), station.time_quantile(0.5), station.time_quantile(0.95),
                              station.time_quantile(0.99), station.fraction_staying_longer(row.bound)};
        });
        INFO("rho " << row.rho);
        check_mean(runs[0], row.mean);
        check_mean(runs[1], row.p50);
        check_mean(runs[2], row.p95, 0.03);
        check_mean(runs[3], row.p99, 0.03);
        check_mean(runs[4], row.above_bound, 0.03);
    }
}

// M/G/1 first come first served: Wq = rho (1 + cv^2) / (2 (1 - rho)).
struct ServiceLaw {
    const char* name;
    Distribution law;
    double wait_at_80, wait_at_90;
};
std::array<ServiceLaw, 5> service_laws() {
    return {ServiceLaw{"constant", Distribution::constant(1.0), 2.0, 4.5},
            ServiceLaw{"Erlang 4", Distribution::erlang(4, 1.0), 2.5, 5.625},
            ServiceLaw{"exponential", Distribution::exponential(1.0), 4.0, 9.0},
            ServiceLaw{"hyperexponential, cv2 2", Distribution::hyperexponential(1.0, 1.4142135623730951), 6.0, 13.5},
            ServiceLaw{"hyperexponential, cv2 4", Distribution::hyperexponential(1.0, 2.0), 10.0, 22.5}};
}

TEST_CASE("M/G/1 at load 0.8 waits as Pollaczek and Khinchine say for any law of service") {
    for (const ServiceLaw& service : service_laws()) {
        INFO(service.name);
        check_mean(mean_waits({.between_arrivals = poisson_stream(0.8), .service = service.law}, 102), service.wait_at_80,
                   0.04);
    }
}

TEST_CASE("M/G/1 at load 0.9 waits as Pollaczek and Khinchine say for any law of service") {
    for (const ServiceLaw& service : service_laws()) {
        INFO(service.name);
        check_mean(mean_waits({.between_arrivals = poisson_stream(0.9), .service = service.law, .counted = 20'000}, 103),
                   service.wait_at_90, 0.08);
    }
}

// G/M/1: Wq = sigma / (1 - sigma), where sigma solves sigma = A*(1 - sigma) with the transform A* of the arrival law.
TEST_CASE("D/M/1 waits as the root of its arrival law says") {
    struct Row {
        double rho, wait;
        std::int64_t counted;
    };
    for (const Row& row : {Row{0.5, 0.2550009749, 10'000}, Row{0.8, 1.6927308399, 10'000},
                           Row{0.9, 4.1786594221, 10'000}, Row{0.95, 9.1724339483, 20'000}}) {
        INFO("rho " << row.rho);
        check_mean(
            mean_waits({.between_arrivals = Distribution::constant(1.0 / row.rho), .counted = row.counted}, 104),
            row.wait, 0.06);
    }
}

TEST_CASE("E2/M/1 waits as the root of its arrival law says") {
    struct Row {
        double rho, wait;
    };
    for (const Row& row : {Row{0.5, 0.6180339887}, Row{0.8, 2.8439797670}, Row{0.9, 6.5882836287}}) {
        INFO("rho " << row.rho);
        check_mean(mean_waits({.between_arrivals = Distribution::erlang(2, 1.0 / row.rho),
                               .warm_up = 1'000,
                               .counted = 6'000},
                              105),
                   row.wait, 0.06);
    }
}

// M^[b]/M/1, batches of b: L = rho (b + 1) / (2 (1 - rho)), and by Little W = (b + 1) / (2 (1 - rho)).
TEST_CASE("Batches of arrivals make the queue that they should") {
    struct Row {
        std::int64_t batch;
        double rho, number;
    };
    for (const Row& row : {Row{5, 0.8, 12.0}, Row{20, 0.5, 10.5}, Row{20, 0.8, 42.0}, Row{20, 0.9, 94.5}}) {
        const StationModel model{.between_arrivals = poisson_stream(row.rho / static_cast<double>(row.batch)),
                                 .batch = row.batch,
                                 .warm_up = 5'000,
                                 .counted = row.rho < 0.85 ? 20'000 : 40'000};
        const auto runs = over_runs<2>(107, [&](sim::Simulation& simulation) {
            Station station(simulation, model);
            station.run();
            return std::array{station.mean_number(), station.mean_time()};
        });
        INFO("batches of " << row.batch << " at " << row.rho);
        check_mean(runs[0], row.number, 0.08);
        check_mean(runs[1], row.number / row.rho, 0.08);
    }
}

}  // namespace gallerysim::test
