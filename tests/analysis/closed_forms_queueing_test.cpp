// The closed forms against tabulated values (10 to 12 digits), and against each other where the models meet.

#include "analysis/closed_forms_queueing.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::analysis;
using gallerysim::test::aborts;
using gallerysim::test::WithinRel;

constexpr double kTolerance = 1e-9;

// Squared coefficients of variation of a deterministic, Erlang-4 and exponential service.
constexpr std::array<double, 5> kSquaredCovs = {0.0, 0.25, 1.0, 2.0, 4.0};

}  // namespace

TEST_CASE("M/M/1 has its closed forms") {
    CHECK_THAT(mm1(0.5, 1.0).sojourn, WithinRel(2.0, kTolerance));
    CHECK_THAT(mm1(0.8, 1.0).sojourn, WithinRel(5.0, kTolerance));
    CHECK_THAT(mm1(0.8, 1.0).wait, WithinRel(4.0, kTolerance));
    CHECK_THAT(mm1(0.8, 1.0).in_system, WithinRel(4.0, kTolerance));
    CHECK_THAT(mm1(0.8, 1.0).in_queue, WithinRel(3.2, kTolerance));
    CHECK_THAT(mm1(0.8, 1.0).utilisation, WithinRel(0.8, kTolerance));
    CHECK_THAT(mm1(0.9, 1.0).sojourn, WithinRel(10.0, kTolerance));
    CHECK_THAT(mm1(9.0, 10.0).sojourn, WithinRel(1.0, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.5, 1.0, 0.5), WithinRel(1.3862943611, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.5, 1.0, 0.95), WithinRel(5.9914645471, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.5, 1.0, 0.99), WithinRel(9.2103403720, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.8, 1.0, 0.95), WithinRel(14.9786613678, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.8, 1.0, 0.99), WithinRel(23.0258509299, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.9, 1.0, 0.95), WithinRel(29.9573227355, kTolerance));
    CHECK_THAT(mm1_sojourn_quantile(0.9, 1.0, 0.99), WithinRel(46.0517018599, kTolerance));
    CHECK_THAT(mm1_sojourn_tail(0.8, 1.0, 10.0), WithinRel(0.135335283237, kTolerance));
    CHECK_THAT(mm1_sojourn_tail(0.9, 1.0, 20.0), WithinRel(0.135335283237, kTolerance));
}

TEST_CASE("M/G/1 FCFS waits by the formula of Pollaczek and Khinchine") {
    constexpr std::array<double, 5> kAt80 = {2.0, 2.5, 4.0, 6.0, 10.0};
    constexpr std::array<double, 5> kAt90 = {4.5, 5.625, 9.0, 13.5, 22.5};
    for (std::size_t i = 0; i < kSquaredCovs.size(); ++i) {
        CHECK_THAT(mg1_wait(0.8, 1.0, kSquaredCovs[i]), WithinRel(kAt80[i], kTolerance));
        CHECK_THAT(mg1_wait(0.9, 1.0, kSquaredCovs[i]), WithinRel(kAt90[i], kTolerance));
        CHECK_THAT(mg1_wait(0.08, 10.0, kSquaredCovs[i]), WithinRel(10.0 * kAt80[i], kTolerance));
    }
}

TEST_CASE("M/G/1 processor sharing depends on the utilisation alone") {
    CHECK_THAT(mg1_ps_sojourn(0.5, 1.0), WithinRel(2.0, kTolerance));
    CHECK_THAT(mg1_ps_sojourn(0.8, 1.0), WithinRel(5.0, kTolerance));
    CHECK_THAT(mg1_ps_sojourn(0.9, 1.0), WithinRel(10.0, kTolerance));
    CHECK_THAT(mg1_ps_sojourn(0.08, 10.0), WithinRel(50.0, kTolerance));
    CHECK_THAT(mg1_ps_sojourn_of(5.0, 0.8, 1.0), WithinRel(25.0, kTolerance));
}

TEST_CASE("D/M/1 has the root of its transform") {
    struct Row {
        double rho, sigma, wait;
    };
    for (const auto& [rho, sigma, wait] :
         {Row{0.5, 0.203187869980, 0.2550009749}, Row{0.8, 0.628629796497, 1.6927308399},
          Row{0.9, 0.806899832856, 4.1786594221}, Row{0.95, 0.901695110031, 9.1724339483}}) {
        CHECK_THAT(dm1(rho, 1.0).sigma, WithinRel(sigma, kTolerance));
        CHECK_THAT(dm1(rho, 1.0).wait, WithinRel(wait, kTolerance));
        CHECK_THAT(dm1(rho / 10.0, 0.1).wait, WithinRel(10.0 * wait, kTolerance));
    }
}

TEST_CASE("Ek/M/1 has the root of its transform and is M/M/1 for one stage and D/M/1 for many") {
    struct Row {
        double rho, sigma, wait;
    };
    for (const auto& [rho, sigma, wait] :
         {Row{0.5, 0.381966011250, 0.6180339887}, Row{0.8, 0.739852949126, 2.8439797670},
          Row{0.9, 0.868217893672, 6.5882836287}}) {
        CHECK_THAT(ekm1(2, rho, 1.0).sigma, WithinRel(sigma, kTolerance));
        CHECK_THAT(ekm1(2, rho, 1.0).wait, WithinRel(wait, kTolerance));
        CHECK_THAT(ekm1(1, rho, 1.0).wait, WithinRel(mm1(rho, 1.0).wait, kTolerance));
        CHECK_THAT(ekm1(1'000'000, rho, 1.0).wait, WithinRel(dm1(rho, 1.0).wait, 1e-5));
    }
}

TEST_CASE("Batch arrivals multiply the queue") {
    CHECK_THAT(batch_mm1(5, 0.16, 1.0).in_system, WithinRel(12.0, kTolerance));
    CHECK_THAT(batch_mm1(20, 0.025, 1.0).in_system, WithinRel(10.5, kTolerance));
    CHECK_THAT(batch_mm1(20, 0.04, 1.0).in_system, WithinRel(42.0, kTolerance));
    CHECK_THAT(batch_mm1(20, 0.045, 1.0).in_system, WithinRel(94.5, kTolerance));
    CHECK_THAT(batch_mm1(20, 0.04, 1.0).sojourn, WithinRel(21.0 / (2.0 * 0.2), kTolerance));
    CHECK_THAT(batch_mm1(1, 0.8, 1.0).sojourn, WithinRel(mm1(0.8, 1.0).sojourn, kTolerance));
}

TEST_CASE("Kingman's bound lies above the exact wait and his approximation meets it for Poisson arrivals") {
    CHECK_THAT(kingman_bound(0.8, 1.0, 1.0, 1.0), WithinRel(5.125, kTolerance));
    CHECK_THAT(vut_wait(0.8, 1.0, 1.0, 1.0), WithinRel(4.0, kTolerance));
    CHECK_THAT(kingman_bound(0.8, 1.0, 0.5, 0.5), WithinRel(2.5625, kTolerance));
    CHECK_THAT(vut_wait(0.8, 1.0, 0.5, 0.5), WithinRel(2.0, kTolerance));
    CHECK_THAT(kingman_bound(0.9, 1.0, 0.0, 1.0), WithinRel(4.5, kTolerance));
    CHECK_THAT(vut_wait(0.9, 1.0, 0.0, 1.0), WithinRel(4.5, kTolerance));
    CHECK(dm1(0.9, 1.0).wait < kingman_bound(0.9, 1.0, 0.0, 1.0));
    for (const double cs2 : kSquaredCovs) {
        CHECK_THAT(vut_wait(0.4, 2.0, 1.0, cs2), WithinRel(mg1_wait(0.4, 2.0, cs2), kTolerance));
        CHECK(kingman_bound(0.4, 2.0, 1.0, cs2) > mg1_wait(0.4, 2.0, cs2));
    }
}

TEST_CASE("Lindley's recursion follows a path by hand") {
    const std::vector<double> services = {3.0, 1.0, 5.0, 2.0};
    const std::vector<double> gaps = {1.0, 4.0, 1.0};
    CHECK(lindley_waits(services, gaps) == std::vector<double>{0.0, 2.0, 0.0, 4.0});
    CHECK(lindley_waits({}, {}).empty());
    CHECK(aborts([&] { (void)lindley_waits(gaps, services); }));
}

TEST_CASE("Stations in a row add up") {
    const std::vector<double> rates = {1.0, 0.8};
    CHECK_THAT(tandem_mm1_sojourn(0.5, rates), WithinRel(5.3333333333, kTolerance));
}

TEST_CASE("The number in M/M/infinity is Poisson") {
    CHECK_THAT(mm_infinity_tail(20.0, 20), WithinRel(0.440907415769, kTolerance));
    CHECK_THAT(mm_infinity_tail(20.0, 0), WithinRel(1.0 - std::exp(-20.0), kTolerance));
    CHECK(mm_infinity_tail(20.0, -1) == 1.0);
}

TEST_CASE("Erlang B and Erlang C and the waits of M/M/c have their tabulated values") {
    struct Row {
        int c;
        double a, b, c_formula, wait, sojourn;
    };
    constexpr std::array<Row, 8> kRows = {{
        {2, 1.6, 0.329896907216, 0.711111111111, 1.777777777778, 2.777777777778},
        {4, 3.2, 0.228144929958, 0.596432471787, 0.745540589734, 1.745540589734},
        {5, 4.0, 0.199066874028, 0.554112554113, 0.554112554113, 1.554112554113},
        {6, 5.0, 0.191847258886, 0.587516450461, 0.587516450461, 1.587516450461},
        {10, 8.0, 0.121661064253, 0.409180150796, 0.204590075398, 1.204590075398},
        {20, 18.0, 0.109212845873, 0.550769004816, 0.275384502408, 1.275384502408},
        {50, 45.0, 0.054104472165, 0.363864467207, 0.072772893441, 1.072772893441},
        {100, 95.0, 0.048804206179, 0.506456853913, 0.101291370783, 1.101291370783},
    }};
    for (const Row& row : kRows) {
        CHECK_THAT(erlang_b(row.c, row.a), WithinRel(row.b, kTolerance));
        CHECK_THAT(erlang_c(row.c, row.a), WithinRel(row.c_formula, kTolerance));
        CHECK_THAT(mmc(row.a, 1.0, row.c).wait, WithinRel(row.wait, kTolerance));
        CHECK_THAT(mmc(row.a, 1.0, row.c).sojourn, WithinRel(row.sojourn, kTolerance));
        CHECK_THAT(mmc(row.a / 60.0, 1.0 / 60.0, row.c).sojourn, WithinRel(60.0 * row.sojourn, kTolerance));
    }
    CHECK_THAT(mmc(0.8, 1.0, 1).sojourn, WithinRel(mm1(0.8, 1.0).sojourn, kTolerance));
}

TEST_CASE("The loss of M/G/c/c has its tabulated values") {
    CHECK_THAT(erlang_b(20, 20.0), WithinRel(0.158891961542, kTolerance));
    CHECK_THAT(erlang_b(20, 15.0), WithinRel(0.045593215590, kTolerance));
    CHECK_THAT(erlang_b(50, 50.0), WithinRel(0.104787455504, kTolerance));
    CHECK_THAT(erlang_b(50, 40.0), WithinRel(0.018690671110, kTolerance));
    CHECK_THAT(erlang_b(100, 90.0), WithinRel(0.026957380464, kTolerance));
    CHECK_THAT(erlang_b(5, 3.0), WithinRel(0.110054347826, kTolerance));
    CHECK(erlang_b(0, 3.0) == 1.0);
}

TEST_CASE("The wait of M/M/c has its exponential tail") {
    CHECK_THAT(mmc_wait_tail(4.0, 1.0, 5, 1.0), WithinRel(0.203846616753, kTolerance));
    CHECK_THAT(mmc_wait_tail(18.0, 1.0, 20, 0.5), WithinRel(0.202616593706, kTolerance));
    CHECK_THAT(mmc_wait_tail(8.0, 1.0, 10, 1.0), WithinRel(0.055376511603, kTolerance));
}

TEST_CASE("Capped processor sharing has the number in system of M/M/c") {
    CHECK_THAT(mmc(4.0, 1.0, 5).in_system, WithinRel(6.216450216450, kTolerance));
    CHECK_THAT(mmc(18.0, 1.0, 20).in_system, WithinRel(22.956921043345, kTolerance));
}

TEST_CASE("M/M/c/K has its tabulated values") {
    struct Row {
        double lambda;
        int c, k;
        double blocking, sojourn;
    };
    constexpr std::array<Row, 5> kRows = {{{0.8, 1, 5, 0.088819498656, 2.563065207044},
                                           {1.2, 1, 10, 0.192586495127, 6.926137844143},
                                           {4.0, 5, 10, 0.042485673824, 1.233336662136},
                                           {18.0, 20, 30, 0.023216864416, 1.103152825296},
                                           {25.0, 20, 40, 0.200660338938, 1.805619789596}}};
    for (const Row& row : kRows) {
        const LossMeans means = mmck(row.lambda, 1.0, row.c, row.k);
        CHECK_THAT(means.blocking, WithinRel(row.blocking, kTolerance));
        CHECK_THAT(means.sojourn, WithinRel(row.sojourn, kTolerance));
        CHECK_THAT(means.in_system, WithinRel(means.throughput * row.sojourn, kTolerance));
    }
    CHECK_THAT(mmck(25.0, 1.0, 20, 40).throughput, WithinRel(19.983491526553, kTolerance));
}

TEST_CASE("M/M/c/K meets Erlang B without and M/M/c with endless waiting room") {
    CHECK_THAT(mmck(18.0, 1.0, 20, 20).blocking, WithinRel(erlang_b(20, 18.0), kTolerance));
    CHECK_THAT(mmck(18.0, 1.0, 20, 2000).sojourn, WithinRel(mmc(18.0, 1.0, 20).sojourn, kTolerance));
    // Overloaded, with weights beyond the range of a double.
    CHECK_THAT(mmck(50.0, 1.0, 1, 400).blocking, WithinRel(1.0 - 1.0 / 50.0, kTolerance));
}

TEST_CASE("Erlang A has its tabulated values") {
    CHECK_THAT(erlang_a(18.0, 1.0, 20, 0.5).abandoned, WithinRel(0.037835979534, kTolerance));
    CHECK_THAT(erlang_a(18.0, 1.0, 20, 0.5).in_queue, WithinRel(1.362095263209, kTolerance));
    CHECK_THAT(erlang_a(22.0, 1.0, 20, 0.5).abandoned, WithinRel(0.122134951805, kTolerance));
    CHECK_THAT(erlang_a(22.0, 1.0, 20, 0.5).in_queue, WithinRel(5.373937879418, kTolerance));
    CHECK_THAT(erlang_a(4.0, 1.0, 5, 0.2).abandoned, WithinRel(0.049205736585, kTolerance));
    CHECK_THAT(erlang_a(4.0, 1.0, 5, 0.2).in_queue, WithinRel(0.984114731691, kTolerance));
    CHECK_THAT(erlang_a(4.0, 1.0, 5, 0.2).wait, WithinRel(0.984114731691 / 4.0, kTolerance));
    // With a patience of the service's own rate it is M/M/infinity, where 20 P(N = 20) of 20 are waiting
    // here.
    CHECK_THAT(erlang_a(20.0, 1.0, 20, 1.0).abandoned,
               WithinRel(mm_infinity_tail(20.0, 19) - mm_infinity_tail(20.0, 20), kTolerance));
}

TEST_CASE("Mean value analysis has its tabulated values") {
    struct Row {
        int n;
        double response, throughput;
    };
    for (const auto& [n, response, throughput] :
         {Row{5, 1.4666321780, 0.4360478231}, Row{10, 2.7320794386, 0.7854176569},
          Row{20, 10.0374509948, 0.9981309501}}) {
        CHECK_THAT(mva(n, 1.0, 10.0).response, WithinRel(response, kTolerance));
        CHECK_THAT(mva(n, 1.0, 10.0).throughput, WithinRel(throughput, kTolerance));
        CHECK(mva(n, 1.0, 10.0).throughput <= closed_throughput_bound(n, 1.0, 10.0));
    }
    CHECK_THAT(mva(11, 1.0, 10.0).response, WithinRel(3.1458234311, kTolerance));
    CHECK_THAT(mva(50, 1.0, 10.0).response, WithinRel(40.0, kTolerance));
    CHECK_THAT(saturation_population(1.0, 10.0), WithinRel(11.0, kTolerance));
    CHECK_THAT(closed_throughput_bound(5, 1.0, 10.0), WithinRel(5.0 / 11.0, kTolerance));
    CHECK_THAT(closed_throughput_bound(50, 1.0, 10.0), WithinRel(1.0, kTolerance));
}

TEST_CASE("The machine repair model has its tabulated values") {
    struct Row {
        int n, c;
        double lambda, throughput, response;
    };
    for (const auto& [n, c, lambda, throughput, response] :
         {Row{10, 2, 0.2, 1.5192556940, 1.5821704929}, Row{20, 3, 0.2, 2.8004268184, 2.1417684862},
          Row{120, 6, 0.05, 5.4836093471, 1.8833969389}}) {
        const ClosedMeans means = machine_repair(n, c, 1.0, 1.0 / lambda);
        CHECK_THAT(means.throughput, WithinRel(throughput, kTolerance));
        CHECK_THAT(means.response, WithinRel(response, kTolerance));
    }
    for (const int n : {1, 5, 50, 300}) {
        CHECK_THAT(machine_repair(n, 1, 1.0, 10.0).response,
                   WithinRel(mva(n, 1.0, 10.0).response, kTolerance));
    }
}

TEST_CASE("Closed forms assert that there is a steady state") {
    CHECK(aborts([] { (void)mm1(1.0, 1.0); }));
    CHECK(aborts([] { (void)mg1_wait(2.0, 0.5, 1.0); }));
    CHECK(aborts([] { (void)mmc(5.0, 1.0, 5); }));
    CHECK(aborts([] { (void)dm1(1.1, 1.0); }));
    CHECK(aborts([] { (void)mmck(1.0, 1.0, 5, 4); }));
}
