#pragma once

#include <cstdint>

#include "sim/distribution.hpp"
#include "sim/random_stream.hpp"
#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/floors.hpp"

namespace gallerysim::bench {

/// The engine's own draws, as models take them: a counter-based stream and inversion.
class StreamDraws {
public:
    explicit StreamDraws(std::uint64_t seed) : stream_(sim::StreamId{.seed = seed}) {}
    [[nodiscard]] double exponential() { return law_.sample(stream_); }

private:
    sim::RandomStream stream_;
    sim::Distribution law_ = sim::Distribution::exponential(1.0);
};

/// The M/M/1 queue on the engine's public interface, in either style, with statistics on: the time in the system of
/// every customer in a Tally, the number in the system over time in a TimeWeighted (in process style: busy servers and
/// queue, which Servers keeps). The mean time in the system.
template <class Draws>
[[nodiscard]] double run_callbacks(const MM1& model, Draws& draws);
template <class Draws>
[[nodiscard]] double run_processes(const MM1& model, Draws& draws);

}  // namespace gallerysim::bench
