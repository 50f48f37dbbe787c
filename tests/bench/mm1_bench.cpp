// M/M/1 at a load of 0.9: the floors, callbacks and processes. items/s are customers per second; every customer is two
// events.

#include <benchmark/benchmark.h>

#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/floors.hpp"
#include "tests/bench/support/mm1_models.hpp"

namespace {

using namespace gallerysim::bench;

template <class Draws>
void measure(benchmark::State& state, double (*run)(const MM1&, Draws&)) {
    const MM1 model;
    Draws draws(1);
    for (auto _ : state) benchmark::DoNotOptimize(run(model, draws));
    state.SetItemsProcessed(state.iterations() * model.customers);
}

BENCHMARK_CAPTURE(measure, , lindley_recursion)->Name("mm1/floor: Lindley recursion");
BENCHMARK_CAPTURE(measure, , two_timers)->Name("mm1/floor: two timers");
BENCHMARK_CAPTURE(measure, , event_list_loop<BareHeap>)->Name("mm1/floor: 4-ary heap");
BENCHMARK_CAPTURE(measure, , event_list_loop<BarePriorityQueue>)->Name("mm1/floor: std::priority_queue");
BENCHMARK_CAPTURE(measure, , run_callbacks<FastRandom>)->Name("mm1/callbacks");
BENCHMARK_CAPTURE(measure, , run_processes<FastRandom>)->Name("mm1/processes");
BENCHMARK_CAPTURE(measure, , run_callbacks<StreamDraws>)->Name("mm1/callbacks, Philox streams");
BENCHMARK_CAPTURE(measure, , run_processes<StreamDraws>)->Name("mm1/processes, Philox streams");

}  // namespace
