// The hold model: the first of n pending events runs and schedules itself again, an exponential time later. items/s are
// holds per second.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "sim/simulation.hpp"
#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/floors.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::bench;

constexpr std::int64_t kHoldsAtATime = 100'000;

/// n events that schedule themselves again and again.
class HoldModel {
public:
    explicit HoldModel(std::int64_t pending) {
        for (std::int64_t i = 0; i < pending; ++i) hold();
        run(2 * pending);  // until the gaps are those of a stationary process
    }
    void run(std::int64_t holds) {
        left_ = holds;
        simulation_.run();
    }

private:
    void hold() {
        simulation_.after(sim::SimTime::from_seconds(random_.exponential()), [this] {
            hold();
            if (--left_ == 0) simulation_.stop();
        });
    }

    sim::Simulation simulation_;
    FastRandom random_{1};
    std::int64_t left_ = 0;
};

/// The same on the bare heap.
class HoldFloor {
public:
    explicit HoldFloor(std::int64_t pending) {
        for (std::int64_t i = 0; i < pending; ++i) heap_.push(gap());
        run(2 * pending);
    }
    void run(std::int64_t holds) {
        for (std::int64_t i = 0; i < holds; ++i) heap_.replace_top(heap_.top() + gap());
    }

private:
    [[nodiscard]] std::uint64_t gap() {
        return static_cast<std::uint64_t>(random_.exponential() * kNanoseconds);
    }

    HoldHeap heap_;
    FastRandom random_{1};
};

template <class Model>
void hold(benchmark::State& state) {
    Model model(state.range(0));
    for (auto _ : state) model.run(kHoldsAtATime);
    state.SetItemsProcessed(state.iterations() * kHoldsAtATime);
}

BENCHMARK_TEMPLATE(hold, HoldFloor)->Name("hold/floor: 4-ary heap, replace-top")->RangeMultiplier(10)->Range(100, 1'000'000);
BENCHMARK_TEMPLATE(hold, HoldModel)->Name("hold/events")->RangeMultiplier(10)->Range(100, 1'000'000);

}  // namespace
