// Twenty independent runs of the M/M/1 model on one thread and on two: simulations share nothing, so two cores should
// do twice the work. items/s are customers per second of wall-clock time.

#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/mm1_models.hpp"

namespace {

using namespace gallerysim::bench;

constexpr int kRuns = 20;
constexpr MM1 kModel{.customers = 200'000};

void work_through(std::atomic<int>& next_run) {
    for (int run = next_run++; run < kRuns; run = next_run++) {
        FastRandom random(static_cast<std::uint64_t>(run));
        benchmark::DoNotOptimize(run_processes(kModel, random));
    }
}

void runs(benchmark::State& state) {
    for (auto _ : state) {
        std::atomic<int> next_run = 0;
        std::vector<std::jthread> threads;
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            threads.emplace_back([&next_run] { work_through(next_run); });
        }
    }
    state.SetItemsProcessed(state.iterations() * kRuns * kModel.customers);
}

BENCHMARK(runs)->Name("runs/threads")->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
