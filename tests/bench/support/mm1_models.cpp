#include "tests/bench/support/mm1_models.hpp"

#include <cstdint>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/servers.hpp"
#include "sim/simulation.hpp"
#include "sim/tally.hpp"
#include "sim/time_weighted.hpp"
#include "tests/bench/support/ring.hpp"

namespace gallerysim::bench {

namespace {

template <class Draws>
class CallbackStation {
public:
    CallbackStation(sim::Simulation& simulation, const MM1& model, Draws& draws)
        : simulation_(&simulation), model_(model), draws_(&draws), left_(model.customers) {
        simulation.after(between_arrivals(), [this] { arrive(); });
    }
    [[nodiscard]] double mean_time_in_system() const { return time_in_system_.mean(); }

private:
    void arrive() {
        if (in_system_.empty()) serve();
        in_system_.push(simulation_->now());
        number_.set(simulation_->now(), static_cast<double>(in_system_.size()));
        if (--left_ > 0) simulation_->after(between_arrivals(), [this] { arrive(); });
    }
    void serve() {
        simulation_->after(sim::SimTime::from_seconds(model_.mean_service * draws_->exponential()),
                           [this] { depart(); });
    }
    void depart() {
        time_in_system_.add((simulation_->now() - in_system_.front()).seconds());
        in_system_.pop();
        number_.set(simulation_->now(), static_cast<double>(in_system_.size()));
        if (!in_system_.empty()) serve();
    }
    [[nodiscard]] sim::SimTime between_arrivals() {
        return sim::SimTime::from_seconds(model_.mean_between_arrivals * draws_->exponential());
    }

    sim::Simulation* simulation_;
    MM1 model_;
    Draws* draws_;
    std::int64_t left_;
    Ring<sim::SimTime> in_system_;
    sim::Tally time_in_system_;
    sim::TimeWeighted number_;
};

template <class Draws>
struct ProcessStation {
    ProcessStation(sim::Simulation& simulation, const MM1& of_model, Draws& of_draws)
        : model(of_model), draws(&of_draws), servers(simulation, 1) {}

    sim::Process arrivals(sim::Simulation& simulation) {
        for (std::int64_t i = 0; i < model.customers; ++i) {
            co_await sim::delay(sim::SimTime::from_seconds(model.mean_between_arrivals * draws->exponential()));
            simulation.spawn(customer(simulation));
        }
    }
    sim::Process customer(sim::Simulation& simulation) {
        const sim::SimTime arrival = simulation.now();
        const auto server = co_await servers.acquire();
        co_await sim::delay(sim::SimTime::from_seconds(model.mean_service * draws->exponential()));
        time_in_system.add((simulation.now() - arrival).seconds());
    }

    MM1 model;
    Draws* draws;
    sim::Servers servers;
    sim::Tally time_in_system;
};

}  // namespace

template <class Draws>
double run_callbacks(const MM1& model, Draws& draws) {
    sim::Simulation simulation;
    const CallbackStation<Draws> station(simulation, model, draws);
    simulation.run();
    return station.mean_time_in_system();
}

template <class Draws>
double run_processes(const MM1& model, Draws& draws) {
    sim::Simulation simulation;
    ProcessStation<Draws> station(simulation, model, draws);
    simulation.spawn(station.arrivals(simulation));
    simulation.run();
    return station.time_in_system.mean();
}

template double run_callbacks(const MM1&, FastRandom&);
template double run_callbacks(const MM1&, StreamDraws&);
template double run_processes(const MM1&, FastRandom&);
template double run_processes(const MM1&, StreamDraws&);

}  // namespace gallerysim::bench
