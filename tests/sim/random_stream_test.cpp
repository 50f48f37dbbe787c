#include "sim/random_stream.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::RandomStream;
using gallerysim::sim::StreamId;
using gallerysim::test::aborts;
using gallerysim::test::WithinAbs;

constexpr std::uint64_t kDrawsPerStream = std::uint64_t{1} << 33U;
constexpr StreamId kReference{.seed = 20'231'123, .run = 7, .purpose = 3, .entity = 1'000'000};

std::vector<std::uint64_t> first_draws(const StreamId& id, std::size_t n) {
    RandomStream stream(id);
    std::vector<std::uint64_t> draws(n);
    std::generate(draws.begin(), draws.end(), [&stream] { return stream.next_u64(); });
    return draws;
}

std::vector<double> first_uniforms(const StreamId& id, std::size_t n) {
    RandomStream stream(id);
    std::vector<double> draws(n);
    std::generate(draws.begin(), draws.end(), [&stream] { return stream.uniform(); });
    return draws;
}

/// Of two sequences of uniforms, with the known mean 1/2 and variance 1/12: standard normal over sqrt(n) when
/// independent.
double correlation(const double* a, const double* b, std::size_t n) {
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) sum += (a[i] - 0.5) * (b[i] - 0.5);
    return 12.0 * sum / static_cast<double>(n);
}

double chi_square(const std::vector<std::uint64_t>& counts, double expected) {
    double sum = 0.0;
    for (const std::uint64_t count : counts) {
        const double off = static_cast<double>(count) - expected;
        sum += off * off / expected;
    }
    return sum;
}

/// Two-sided bound of a chi-square variable that is left once in a million seeds (Wilson-Hilferty, 4.9
/// sigma).
bool is_plausible_chi_square(double value, double degrees) {
    const double z =
        (std::cbrt(value / degrees) - (1.0 - 2.0 / (9.0 * degrees))) / std::sqrt(2.0 / (9.0 * degrees));
    return std::abs(z) < 4.9;
}

}  // namespace

// The file tests/kat_vectors of Random123 1.14, lines "philox4x32 10": counter, key and result as 32-bit
// words. A draw joins two words, the first one low.
TEST_CASE("A random stream gives the published Philox answers for zeros") {
    RandomStream stream(StreamId{});
    CHECK(stream.next_u64() == 0xe169c58d'6627e8d5U);
    CHECK(stream.next_u64() == 0x9b00dbd8'bc57ac4cU);
}

TEST_CASE("A random stream gives the published Philox answers for all ones") {
    RandomStream stream(StreamId{
        .seed = 0xffffffff'ffffffffU, .run = 0xffffffffU, .purpose = 0xffffU, .entity = 0xffff'ffffffffU});
    stream.skip(2 * std::uint64_t{0xffffffffU});
    CHECK(stream.next_u64() == 0x41c83b0e'408f276dU);
    CHECK(stream.next_u64() == 0x6d5451fd'a20bc7c6U);
}

TEST_CASE("A random stream gives the published Philox answers for the digits of pi") {
    RandomStream stream(StreamId{
        .seed = 0x299f31d0'a4093822U, .run = 0x85a308d3U, .purpose = 0x0370U, .entity = 0x7344'13198a2eU});
    stream.skip(2 * std::uint64_t{0x243f6a88U});
    CHECK(stream.next_u64() == 0x94fdcceb'd16cfe09U);
    CHECK(stream.next_u64() == 0x24126ea1'5001e420U);
}

TEST_CASE("A random stream is small and its copies go on independently") {
    STATIC_REQUIRE(sizeof(RandomStream) <= 48);
    RandomStream stream(kReference);
    CHECK(stream.next_u64() == first_draws(kReference, 1)[0]);
    RandomStream copy = stream;
    const std::uint64_t second = copy.next_u64();
    CHECK(stream.next_u64() == second);
}

TEST_CASE("Skipping draws equals drawing them") {
    const auto draws = first_draws(kReference, 100);
    for (const std::size_t before : {0U, 1U, 2U, 3U}) {
        for (const std::size_t skipped : {0U, 1U, 2U, 5U, 90U}) {
            RandomStream stream(kReference);
            for (std::size_t i = 0; i < before; ++i) (void)stream.next_u64();
            stream.skip(skipped);
            CHECK(stream.next_u64() == draws[before + skipped]);
        }
    }
}

TEST_CASE("A uniform is an odd multiple of two to the minus 53 and so never reaches the ends") {
    RandomStream stream(kReference);
    for (int i = 0; i < 100'000; ++i) {
        const double u = stream.uniform();
        const double steps = u * 0x1p53;
        REQUIRE(u > 0.0);
        REQUIRE(u < 1.0);
        REQUIRE(std::fmod(steps, 2.0) == 1.0);
        REQUIRE(1.0 - (1.0 - u) == u);
    }
}

// False alarm: 1e-6 per statistic, so 2e-6.
TEST_CASE("The uniforms of a stream fill 256 cells and 256 pair cells evenly") {
    constexpr std::size_t kDraws = 1U << 20U;
    const auto draws = first_uniforms(kReference, kDraws);
    std::vector<std::uint64_t> cells(256), pairs(256);
    for (std::size_t i = 0; i < kDraws; ++i) ++cells[static_cast<std::size_t>(draws[i] * 256.0)];
    for (std::size_t i = 0; i < kDraws; i += 2) {
        ++pairs[static_cast<std::size_t>(draws[i] * 16.0) * 16 +
                static_cast<std::size_t>(draws[i + 1] * 16.0)];
    }
    CHECK(is_plausible_chi_square(chi_square(cells, kDraws / 256.0), 255));
    CHECK(is_plausible_chi_square(chi_square(pairs, kDraws / 512.0), 255));
}

// Bound 5 sigma: false alarm 6e-7 per lag, so 5e-6.
TEST_CASE("The uniforms of a stream show no serial correlation") {
    constexpr std::size_t kDraws = 1U << 20U;
    const auto draws = first_uniforms(kReference, kDraws);
    for (std::size_t lag = 1; lag <= 8; ++lag) {
        const std::size_t n = kDraws - lag;
        CHECK_THAT(correlation(draws.data(), draws.data() + lag, n), WithinAbs(0.0, 5.0 / std::sqrt(n)));
    }
}

// Bound 5 sigma: false alarm 6e-7 per pair of streams, 8 pairs, so 5e-6.
TEST_CASE("Streams whose ids differ in one field by one bit are uncorrelated") {
    constexpr std::size_t kDraws = 1U << 18U;
    const auto reference = first_uniforms(kReference, kDraws);
    std::array<StreamId, 8> others;
    others.fill(kReference);
    others[0].seed ^= 1U;
    others[1].seed ^= std::uint64_t{1} << 63U;
    others[2].run ^= 1U;
    others[3].run ^= 1U << 31U;
    others[4].purpose ^= 1U;
    others[5].purpose ^= 1U << 15U;
    others[6].entity ^= 1U;
    others[7].entity ^= std::uint64_t{1} << 47U;
    for (const StreamId& other : others) {
        const auto draws = first_uniforms(other, kDraws);
        CHECK_THAT(correlation(reference.data(), draws.data(), kDraws),
                   WithinAbs(0.0, 5.0 / std::sqrt(kDraws)));
    }
}

// A model draws one number of each of a million entities more often than a million numbers of one of them.
// False alarm: 1e-6 by the cells, 6e-7 by the correlation.
TEST_CASE("The first draws of consecutive entities are as good as the draws of one stream") {
    constexpr std::size_t kEntities = 1U << 18U;
    std::vector<std::uint64_t> cells(256);
    std::vector<double> draws(kEntities);
    StreamId id = kReference;
    for (id.entity = 0; id.entity < kEntities; ++id.entity) {
        const double u = RandomStream(id).uniform();
        draws[id.entity] = u;
        ++cells[static_cast<std::size_t>(u * 256.0)];
    }
    CHECK(is_plausible_chi_square(chi_square(cells, kEntities / 256.0), 255));
    CHECK_THAT(correlation(draws.data(), draws.data() + 1, kEntities - 1),
               WithinAbs(0.0, 5.0 / std::sqrt(kEntities)));
}

// Of 196,608 random 64-bit numbers, two are equal with probability 1e-9.
TEST_CASE("No two of many neighbouring streams share a draw") {
    std::vector<std::uint64_t> draws;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        for (std::uint32_t run = 0; run < 8; ++run) {
            for (std::uint16_t purpose = 0; purpose < 8; ++purpose) {
                for (std::uint64_t entity = 0; entity < 8; ++entity) {
                    const auto some = first_draws({seed, run, purpose, entity}, 48);
                    draws.insert(draws.end(), some.begin(), some.end());
                }
            }
        }
    }
    std::sort(draws.begin(), draws.end());
    CHECK(std::adjacent_find(draws.begin(), draws.end()) == draws.end());
}

TEST_CASE("Drawing for a new entity in between leaves the draws of the others as they were") {
    StreamId newcomer = kReference;
    newcomer.entity += 1;
    RandomStream stream(kReference), other(newcomer);
    std::vector<std::uint64_t> interleaved;
    for (int i = 0; i < 50; ++i) {
        interleaved.push_back(stream.next_u64());
        for (int k = 0; k <= i % 3; ++k) (void)other.next_u64();
    }
    CHECK(interleaved == first_draws(kReference, 50));
}

// False alarm: 1e-6 per n.
TEST_CASE("Integers below n are equally likely") {
    for (const std::uint64_t n : {2U, 3U, 7U, 50U, 1000U}) {
        RandomStream stream(kReference);
        std::vector<std::uint64_t> counts(n);
        constexpr int kDraws = 200'000;
        for (int i = 0; i < kDraws; ++i) ++counts.at(stream.below(n));
        CHECK(is_plausible_chi_square(chi_square(counts, kDraws / static_cast<double>(n)),
                                      static_cast<double>(n - 1)));
    }
    RandomStream stream(kReference);
    CHECK(stream.below(1) == 0);
}

// Without the rejection, multiples of three would come twice as often as the rest here. False alarm 1e-6.
TEST_CASE("Integers below three quarters of the range show no bias") {
    constexpr std::uint64_t kLimit = std::uint64_t{3} << 62U;
    RandomStream stream(kReference);
    std::vector<std::uint64_t> counts(3);
    constexpr int kDraws = 200'000;
    for (int i = 0; i < kDraws; ++i) {
        const std::uint64_t x = stream.below(kLimit);
        REQUIRE(x < kLimit);
        ++counts[x % 3];
    }
    CHECK(is_plausible_chi_square(chi_square(counts, kDraws / 3.0), 2));
}

TEST_CASE("A stream asserts that it is not asked for more than it has") {
    RandomStream stream(kReference);
    stream.skip(kDrawsPerStream - 1);
    (void)stream.next_u64();
    CHECK(aborts([&stream] { (void)stream.next_u64(); }));
    CHECK(aborts([&stream] { stream.skip(1); }));
    CHECK_FALSE(aborts([&stream] { stream.skip(0); }));
    CHECK(aborts([] { (void)RandomStream(kReference).below(0); }));
    CHECK(aborts([] { (void)RandomStream(StreamId{.entity = std::uint64_t{1} << 48U}); }));
}
