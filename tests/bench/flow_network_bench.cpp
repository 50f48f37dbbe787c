#include <benchmark/benchmark.h>

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/flow_network.hpp"
#include "tests/bench/support/fast_random.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::bench;

/// Copies between regions: each crosses the way out of one, a link between two, and the way into the other;
/// when one is done another begins. All of them are connected: every change reaches all.
class ClosedCopies {
public:
    ClosedCopies(std::int64_t flows, std::int64_t regions) : regions_(regions) {
        for (std::int64_t i = 0; i < 2 * regions; ++i) network_.add_link(500.0);
        for (std::int64_t i = 0; i < regions * regions; ++i) network_.add_link(200.0);
        for (std::int64_t i = 0; i < flows; ++i) copies_.emplace_back(*this);
        for (Copy& copy : copies_) copy.start();
        run(flows);
    }
    void run(std::int64_t copies) {
        left_ = copies;
        simulation_.run();
    }

private:
    struct Copy : sim::Completion {
        explicit Copy(ClosedCopies& owner) : Completion(&on_fire), model(&owner) {}
        void start() {
            const auto regions = static_cast<double>(model->regions_);
            const auto from = static_cast<std::uint32_t>(model->random_.uniform() * regions);
            const auto to = static_cast<std::uint32_t>(model->random_.uniform() * regions);
            const auto n = static_cast<std::uint32_t>(model->regions_);
            const std::uint32_t path[] = {from, 2 * n + from * n + to, n + to};
            model->network_.start(1e4 * model->random_.exponential(), path, 60.0, *this);
        }
        static void on_fire(Completion& completion, sim::Context) {
            auto& self = static_cast<Copy&>(completion);
            self.start();
            if (--self.model->left_ == 0) self.model->simulation_.stop();
        }
        ClosedCopies* model;
    };

    std::int64_t regions_;
    sim::Simulation simulation_;
    sim::FlowNetwork network_{simulation_};
    FastRandom random_{1};
    std::deque<Copy> copies_;
    std::int64_t left_ = 0;
};

void copies(benchmark::State& state) {
    constexpr std::int64_t kCopies = 1000;
    ClosedCopies model(state.range(0), 10);
    for (auto _ : state) model.run(kCopies);
    state.SetItemsProcessed(state.iterations() * kCopies);
}

BENCHMARK(copies)->Name("flow network/copies over 120 links")->Arg(100)->Arg(300)->Arg(1000);

}  // namespace
