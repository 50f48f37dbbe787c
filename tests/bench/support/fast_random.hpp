#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace gallerysim::bench {

/// xoshiro256++ (Blackman, Vigna: "Scrambled linear pseudorandom number generators", ACM TOMS 2021), seeded by
/// splitmix64. The benchmarks draw from it, ours and the floors alike, so that the ratios compare event loops and
/// not random numbers.
class FastRandom {
public:
    explicit FastRandom(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            seed += 0x9e3779b97f4a7c15U;
            std::uint64_t mixed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
            word = mixed ^ (mixed >> 31U);
        }
    }

    [[nodiscard]] std::uint64_t next_u64() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform on (0, 1).
    [[nodiscard]] double uniform() { return static_cast<double>((next_u64() >> 11U) | 1U) * 0x1p-53; }

    /// Exponential with mean 1, by the ziggurat method with 256 layers (Marsaglia, Tsang: "The ziggurat method for
    /// generating random variables", JSS 2000): one 64-bit draw and one multiplication in 98.9 % of all cases.
    [[nodiscard]] double exponential() {
        for (;;) {
            const std::uint64_t bits = next_u64();
            const auto layer = static_cast<std::size_t>(bits & (kLayers - 1U));
            const auto position = static_cast<std::int64_t>(bits >> 11U);  // below 2^53
            const double x = static_cast<double>(position) * kTables.step[layer];
            if (position < kTables.inside[layer]) return x;
            if (layer == 0) return kTailStart - std::log(uniform());
            const double low = kTables.height[layer];
            if (low + uniform() * (kTables.height[layer + 1] - low) < std::exp(-x)) return x;
        }
    }

private:
    static constexpr std::size_t kLayers = 256;
    /// Where the tail begins, and the area of every layer: the pair with which 256 layers fill e^-x exactly.
    static constexpr double kTailStart = 7.69711747013104972;
    static constexpr double kArea = 3.9496598225815572e-3;

    /// Layer i is the rectangle from 0 to edge i = step[i] 2^53 and from height[i] = e^-edge up to height[i + 1].
    /// Positions below inside[i] are below the next edge, so the point is under the curve without a look at it.
    /// Layer 0 is the base with the tail.
    struct Tables {
        std::array<double, kLayers> step;
        std::array<double, kLayers + 1> height;
        std::array<std::int64_t, kLayers> inside;
    };

    [[nodiscard]] static Tables compute_tables() {
        constexpr double kPositions = 0x1p53;
        std::array<double, kLayers + 1> edge{};
        edge[0] = kArea / std::exp(-kTailStart);  // a rectangle as large as base and tail together
        edge[1] = kTailStart;
        for (std::size_t i = 2; i < kLayers; ++i) {
            edge[i] = -std::log(std::exp(-edge[i - 1]) + kArea / edge[i - 1]);
        }
        Tables tables{};
        for (std::size_t i = 0; i < kLayers; ++i) {
            tables.step[i] = edge[i] / kPositions;
            tables.height[i] = std::exp(-edge[i]);
            tables.inside[i] = static_cast<std::int64_t>(edge[i + 1] / edge[i] * kPositions);
        }
        tables.height[kLayers] = 1.0;
        return tables;
    }

    static const Tables kTables;

    std::array<std::uint64_t, 4> state_{};
};

inline const FastRandom::Tables FastRandom::kTables = FastRandom::compute_tables();

}  // namespace gallerysim::bench
