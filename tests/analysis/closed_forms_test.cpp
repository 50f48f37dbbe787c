// The closed forms against tabulated values (10 digits), and against brute force where that is possible.

#include "analysis/closed_forms.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::analysis;
using gallerysim::test::aborts;
using gallerysim::test::WithinAbs;
using gallerysim::test::WithinRel;

constexpr double kRelative = 1e-9;

/// E[max occupancy] by trying all replicas^jobs assignments.
double hottest_by_enumeration(int jobs, int replicas) {
    double sum = 0.0, count = 0.0;
    std::vector<int> choice(static_cast<std::size_t>(jobs), 0);
    for (;;) {
        std::vector<int> load(static_cast<std::size_t>(replicas), 0);
        int hottest = 0;
        for (const int replica : choice)
            hottest = std::max(hottest, ++load[static_cast<std::size_t>(replica)]);
        sum += hottest;
        ++count;
        std::size_t digit = 0;
        while (digit < choice.size() && ++choice[digit] == replicas) choice[digit++] = 0;
        if (digit == choice.size()) return sum / count;
    }
}

}  // namespace

TEST_CASE("Equal jobs of a burst end together") {
    CHECK_THAT(burst_equal_makespan(20, 10.0, 0.5), WithinRel(400.0, kRelative));
    CHECK_THAT(burst_equal_makespan(5, 10.0, 0.5, 0.06), WithinRel(166.6666666667, kRelative));
    CHECK_THAT(burst_equal_makespan(20, 10.0, 0.5, 0.06), WithinRel(400.0, kRelative));
    CHECK_THAT(burst_equal_fifo_mean(20, 10.0, 0.5), WithinRel(210.0, kRelative));
}

TEST_CASE("Unequal jobs of a burst end in the order of their sizes") {
    const std::vector<double> sizes = {4.0, 1.0, 5.0, 2.0, 3.0};
    CHECK(burst_unequal_ends(sizes, 1.0) == std::vector<double>{5.0, 9.0, 12.0, 14.0, 15.0});
    CHECK(burst_unequal_ends(sizes, 2.0) == std::vector<double>{2.5, 4.5, 6.0, 7.0, 7.5});
    CHECK(burst_unequal_ends(std::vector<double>(20, 10.0), 0.5) == std::vector<double>(20, 400.0));
    CHECK(burst_unequal_ends({}, 1.0).empty());
}

TEST_CASE("Exponential jobs of a burst end half-way on average") {
    CHECK_THAT(burst_exponential_mean(20, 1.0, 1.0), WithinRel(10.5, kRelative));
    CHECK_THAT(burst_exponential_mean(120, 1.0, 1.0), WithinRel(60.5, kRelative));
}

// 70,000 reads on a target of 500 per second: 140 s of a replica per VM.
TEST_CASE("The deadline of a burst turns into VMs per replica and into replicas") {
    CHECK_THAT(even_split_makespan(120, 6, 70'000.0, 500.0), WithinRel(2800.0, kRelative));
    CHECK_THAT(even_split_makespan(121, 6, 70'000.0, 500.0), WithinRel(2940.0, kRelative));
    CHECK(largest_burst_within(2400.0, 0.0, 70'000.0, 500.0) == 17);
    CHECK(largest_burst_within(2380.0, 0.0, 70'000.0, 500.0) == 17);
    CHECK(largest_burst_within(2379.0, 0.0, 70'000.0, 500.0) == 16);
    CHECK(largest_burst_within(2400.0, 90.0, 70'000.0, 500.0) == 16);
    CHECK(largest_burst_within(100.0, 200.0, 70'000.0, 500.0) == 0);
    CHECK(largest_burst_within(0.3, 0.0, 0.1, 1.0) == 3);  // 0.3 / 0.1 is 2.9999999999999996
    CHECK(least_replicas_within(120, 2400.0, 0.0, 70'000.0, 500.0) == 8);
    CHECK(least_replicas_within(119, 2400.0, 0.0, 70'000.0, 500.0) == 7);
    CHECK(least_replicas_within(119, 100.0, 0.0, 70'000.0, 500.0) == 0);
}

TEST_CASE("The expected load of the hottest replica has its tabulated values") {
    CHECK_THAT(expected_hottest(20, 2), WithinAbs(11.76197052, 5.1e-9));
    CHECK_THAT(expected_hottest(40, 2), WithinAbs(22.50741375, 5.1e-9));
    CHECK_THAT(expected_hottest(60, 3), WithinAbs(23.82706768, 5.1e-9));
    CHECK_THAT(expected_hottest(100, 5), WithinAbs(25.32448878, 5.1e-9));
    CHECK_THAT(expected_hottest(120, 6), WithinAbs(25.82514114, 5.1e-9));
    CHECK_THAT(expected_hottest(200, 10), WithinAbs(27.14717018, 5.1e-9));
}

TEST_CASE("The expected load of the hottest replica equals the mean over all assignments") {
    for (const auto& [jobs, replicas] : {std::pair{1, 2}, {2, 2}, {3, 2}, {5, 3}, {8, 4}, {3, 7}, {10, 3}}) {
        CHECK_THAT(expected_hottest(jobs, replicas),
                   WithinRel(hottest_by_enumeration(jobs, replicas), kRelative));
    }
    // The direct convolution of the occupancies gives the same for the largest burst that it can do.
    CHECK_THAT(expected_hottest(10'000, 100), WithinAbs(125.95939071, 1e-7));
    CHECK(expected_hottest(0, 5) == 0.0);
    CHECK(expected_hottest(50, 1) == 50.0);
}

TEST_CASE("The straggler among n exponential times is the harmonic number") {
    constexpr std::array<std::pair<int, double>, 5> kTable = {{{20, 3.5977396571},
                                                               {60, 4.6798704130},
                                                               {120, 5.3688682874},
                                                               {600, 6.9749784220},
                                                               {1000, 7.4854708606}}};
    for (const auto& [n, value] : kTable) {
        double sum = 0.0;
        for (int i = n; i >= 1; --i) sum += 1.0 / i;
        CHECK_THAT(harmonic(n), WithinRel(value, kRelative));
        CHECK_THAT(harmonic(n), WithinRel(sum, 1e-14));
    }
    CHECK(harmonic(0) == 0.0);
    CHECK_THAT(harmonic(1), WithinRel(1.0, 1e-14));
}

TEST_CASE("The power of d choices has its tabulated values") {
    struct Row {
        double load;
        std::array<double, 4> sojourn;  // d = 1, 2, 3, 5
    };
    constexpr std::array<int, 4> kChoices = {1, 2, 3, 5};
    constexpr std::array<Row, 6> kRows = {{{0.5, {2.0, 1.2656860361, 1.1252441406, 1.0312500009}},
                                           {0.7, {3.3333333333, 1.6144537703, 1.3568421967, 1.1680925393}},
                                           {0.8, {5.0, 1.9473633859, 1.5808856302, 1.3289179400}},
                                           {0.9, {10.0, 2.6140573773, 2.0278559690, 1.6328812391}},
                                           {0.95, {20.0, 3.3830460025, 2.5351334765, 1.9887722012}},
                                           {0.99, {100.0, 5.4319965792, 3.8578465197, 2.9016828292}}}};
    for (const Row& row : kRows) {
        for (std::size_t i = 0; i < kChoices.size(); ++i) {
            CHECK_THAT(power_of_d_sojourn(row.load, kChoices[i]), WithinRel(row.sojourn[i], kRelative));
        }
    }
}

TEST_CASE("The tail of the power of two choices falls doubly exponentially and adds up to its mean") {
    constexpr std::array<double, 5> kTail = {0.9, 0.729, 0.4782969, 0.2058911321, 0.0381520424};
    for (std::size_t i = 0; i < kTail.size(); ++i) {
        CHECK_THAT(power_of_d_tail(0.9, 2, static_cast<int>(i) + 1), WithinAbs(kTail[i], 5.1e-11));
    }
    CHECK(power_of_d_tail(0.9, 2, 0) == 1.0);
    CHECK_THAT(power_of_d_tail(0.9, 1, 7), WithinRel(std::pow(0.9, 7), 1e-14));
    for (const int d : {1, 2, 3}) {
        double jobs = 0.0;  // per replica; Little's law turns it into a time
        for (int i = 1; i < 400; ++i) jobs += power_of_d_tail(0.9, d, i);
        CHECK_THAT(jobs / 0.9, WithinRel(power_of_d_sojourn(0.9, d), kRelative));
    }
}

TEST_CASE("A token bucket admits its depth at once and the others at its rate") {
    CHECK_THAT(token_bucket_last_admission(1000, 200.0, 10.0), WithinRel(80.0, kRelative));
    CHECK_THAT(token_bucket_mean_wait(1000, 200.0, 10.0), WithinRel(32.04, kRelative));
    CHECK_THAT(token_bucket_last_admission(120, 20.0, 0.5), WithinRel(200.0, kRelative));
    CHECK_THAT(token_bucket_mean_wait(120, 20.0, 0.5), WithinRel(84.16666667, kRelative));
    CHECK(token_bucket_last_admission(20, 20.0, 0.5) == 0.0);
    CHECK(token_bucket_mean_wait(20, 20.0, 0.5) == 0.0);
    CHECK(token_bucket_most_admitted(200.0, 10.0, 60.0) == 800.0);
}

TEST_CASE("The universal scalability law has its tabulated values and its peak") {
    const auto throughput = [](double n) { return usl_throughput(n, 1.0, 0.05, 0.0005); };
    CHECK_THAT(throughput(10), WithinRel(6.6889632107, kRelative));
    CHECK_THAT(throughput(20), WithinRel(9.3457943925, kRelative));
    CHECK_THAT(throughput(43), WithinRel(10.7419435423, kRelative));
    CHECK_THAT(throughput(44), WithinRel(10.7421875000, kRelative));
    CHECK_THAT(throughput(100), WithinRel(9.1743119266, kRelative));
    const double peak = usl_best_concurrency(0.05, 0.0005);
    CHECK_THAT(peak, WithinRel(43.5889894354, kRelative));
    CHECK(throughput(peak) > throughput(peak - 0.5));
    CHECK(throughput(peak) > throughput(peak + 0.5));
}

TEST_CASE("Closed forms of bursts and routing assert their arguments") {
    CHECK(aborts([] { (void)burst_equal_makespan(0, 1.0, 1.0); }));
    CHECK(aborts([] { (void)expected_hottest(5, 0); }));
    CHECK(aborts([] { (void)power_of_d_sojourn(1.0, 2); }));
    CHECK(aborts([] { (void)token_bucket_last_admission(5, 1.0, 0.0); }));
    CHECK(aborts([] { (void)usl_best_concurrency(0.1, 0.0); }));
}
