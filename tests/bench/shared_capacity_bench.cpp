// Processor sharing: the floors of support/shared_capacity_floors.hpp and SharedCapacity by its public
// interface, with completions, statistics and everything. items/s are jobs per second.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/tally.hpp"
#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/shared_capacity_floors.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::bench;

constexpr std::int64_t kJobsAtATime = 100'000;

/// n flows; each starts anew when it is done. With `caps` different caps, of which half bind.
class ClosedSharing {
public:
    explicit ClosedSharing(std::int64_t flows, std::int64_t caps = 0) {
        customers_.reserve(static_cast<std::size_t>(flows));
        for (std::int64_t i = 0; i < flows; ++i) {
            const double share = 2.0 * static_cast<double>(i % std::max<std::int64_t>(caps, 1) + 1) /
                                 static_cast<double>((caps + 1) * flows);
            customers_.emplace_back(*this, caps > 0 ? share : sim::Flow::kUncapped);
        }
        for (Customer& customer : customers_) customer.start();
        run(2 * flows);
    }
    void run(std::int64_t jobs) {
        left_ = jobs;
        simulation_.run();
    }

private:
    struct Customer : sim::Completion {
        Customer(ClosedSharing& owner, double with_cap)
            : Completion(&on_fire), model(&owner), cap(with_cap) {}
        void start() { model->capacity_.start({.demand = model->random_.exponential(), .cap = cap}, *this); }
        static void on_fire(Completion& completion, sim::Context) {
            auto& self = static_cast<Customer&>(completion);
            self.start();
            if (--self.model->left_ == 0) self.model->simulation_.stop();
        }
        ClosedSharing* model;
        double cap;
    };

    sim::Simulation simulation_;
    sim::SharedCapacity capacity_{simulation_, 1.0};
    FastRandom random_{1};
    std::vector<Customer> customers_;
    std::int64_t left_ = 0;
};

/// Poisson arrivals at a load of 0.9, callbacks.
class OpenSharing {
public:
    OpenSharing() { arrive(); }
    void run(std::int64_t jobs) {
        left_ = jobs;
        simulation_.run();
    }

private:
    struct Job : sim::Completion {
        explicit Job(OpenSharing& owner) : Completion(&on_fire), model(&owner) {}
        static void on_fire(Completion& completion, sim::Context) {
            auto& self = static_cast<Job&>(completion);
            OpenSharing& all = *self.model;
            all.sojourn_.add((all.simulation_.now() - self.arrived).seconds());
            all.free_.push_back(&self);
            if (--all.left_ == 0) all.simulation_.stop();
        }
        OpenSharing* model;
        sim::SimTime arrived;
    };

    void arrive() {
        simulation_.after(sim::SimTime::from_seconds(random_.exponential()), [this] {
            if (free_.empty()) free_.push_back(&jobs_.emplace_back(*this));
            Job& job = *free_.back();
            free_.pop_back();
            job.arrived = simulation_.now();
            capacity_.start({.demand = 0.9 * random_.exponential()}, job);
            arrive();
        });
    }

    sim::Simulation simulation_;
    sim::SharedCapacity capacity_{simulation_, 1.0};
    FastRandom random_{1};
    std::deque<Job> jobs_;
    std::vector<Job*> free_;
    sim::Tally sojourn_;
    std::int64_t left_ = 0;
};

/// The same, a process per job.
class OpenSharingProcesses {
public:
    OpenSharingProcesses() { simulation_.spawn(source(simulation_)); }
    void run(std::int64_t jobs) {
        left_ = jobs;
        simulation_.run();
    }

private:
    sim::Process job(sim::Simulation& simulation) {
        const sim::SimTime arrived = simulation.now();
        co_await capacity_.read(0.9 * random_.exponential());
        sojourn_.add((simulation.now() - arrived).seconds());
        if (--left_ == 0) simulation.stop();
    }
    sim::Process source(sim::Simulation& simulation) {
        for (;;) {
            co_await sim::delay(sim::SimTime::from_seconds(random_.exponential()));
            simulation.spawn(job(simulation));
        }
    }

    sim::Simulation simulation_;
    sim::SharedCapacity capacity_{simulation_, 1.0};
    FastRandom random_{1};
    sim::Tally sojourn_;
    std::int64_t left_ = 0;
};

double batch_sharing(std::int64_t jobs) {
    struct Job : sim::Completion {
        Job() : Completion([](Completion&, sim::Context) {}) {}
    };
    sim::Simulation simulation;
    sim::SharedCapacity capacity{simulation, 1.0};
    FastRandom random{1};
    Job job;  // what is told to whom is not what is measured
    for (std::int64_t i = 0; i < jobs; ++i) capacity.start({.demand = random.exponential()}, job);
    simulation.run();
    return simulation.now().seconds();
}

template <class Model>
void closed(benchmark::State& state) {
    Model model(state.range(0));
    for (auto _ : state) model.run(kJobsAtATime);
    state.SetItemsProcessed(state.iterations() * kJobsAtATime);
}

void closed_with_caps(benchmark::State& state) {
    ClosedSharing model(1000, state.range(0));
    for (auto _ : state) model.run(kJobsAtATime);
    state.SetItemsProcessed(state.iterations() * kJobsAtATime);
}

template <class Model>
void open(benchmark::State& state) {
    Model model;
    model.run(kJobsAtATime);
    for (auto _ : state) model.run(kJobsAtATime);
    state.SetItemsProcessed(state.iterations() * kJobsAtATime);
}

void batch(benchmark::State& state, double (*run)(std::int64_t)) {
    constexpr std::int64_t kJobs = 1'000'000;
    for (auto _ : state) benchmark::DoNotOptimize(run(kJobs));
    state.SetItemsProcessed(state.iterations() * kJobs);
}

BENCHMARK_TEMPLATE(closed, ClosedSharingFloor)
    ->Name("sharing/floor, closed")
    ->RangeMultiplier(10)
    ->Range(100, 100'000);
BENCHMARK_TEMPLATE(closed, ClosedSharing)->Name("sharing/closed")->RangeMultiplier(10)->Range(100, 100'000);
BENCHMARK(closed_with_caps)->Name("sharing/closed, 1000 flows, different caps")->Arg(1)->Arg(4)->Arg(16);
BENCHMARK_TEMPLATE(open, OpenSharingFloor)->Name("sharing/floor, open");
BENCHMARK_TEMPLATE(open, OpenSharing)->Name("sharing/open");
BENCHMARK_TEMPLATE(open, OpenSharingProcesses)->Name("sharing/open, processes");
BENCHMARK_CAPTURE(batch, , batch_sharing_floor)
    ->Name("sharing/floor, batch of 1000000")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch, , batch_sharing)->Name("sharing/batch of 1000000")->Unit(benchmark::kMillisecond);

}  // namespace
