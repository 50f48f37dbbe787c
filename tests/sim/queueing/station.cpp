#include "tests/sim/queueing/station.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/quantiles.hpp"

namespace gallerysim::test {

namespace {

using sim::SimTime;

SimTime draw(const sim::Distribution& law, sim::RandomStream& stream) {
    return SimTime::from_seconds(law.sample(stream));
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double fraction_above(const std::vector<double>& values, double bound) {
    const auto above = std::count_if(values.begin(), values.end(), [bound](double value) { return value > bound; });
    return static_cast<double>(above) / static_cast<double>(values.size());
}

}  // namespace

Station::Station(sim::Simulation& simulation, const StationModel& model)
    : simulation_(&simulation),
      model_(model),
      servers_(simulation, model.servers),
      arrival_draws_(simulation.stream(0, 0)),
      service_draws_(simulation.stream(1, 0)),
      patience_draws_(simulation.stream(2, 0)),
      left_(model.counted) {
    waits_.reserve(static_cast<std::size_t>(model.counted));
    times_.reserve(static_cast<std::size_t>(model.counted));
    found_.reserve(static_cast<std::size_t>(model.counted));
}

void Station::run() {
    simulation_->spawn(arrivals(*simulation_));
    simulation_->run();
}

sim::Process Station::arrivals(sim::Simulation&) {
    for (std::int64_t number = 0;;) {
        co_await sim::delay(draw(model_.between_arrivals, arrival_draws_));
        for (std::int64_t i = 0; i < model_.batch; ++i) enter(number++);
    }
}

void Station::enter(std::int64_t number) {
    const std::int64_t counted_number = number - model_.warm_up;
    if (counted_number == 0 || counted_number == model_.counted - 1) {
        const double sign = counted_number == 0 ? -1.0 : 1.0;
        span_ += sign * simulation_->now().seconds();
        queue_area_ += sign * servers_.queued().integral(simulation_->now());
        number_area_ += sign * number_.integral(simulation_->now());
    }
    simulation_->spawn(customer(*simulation_, counted_number >= 0 && counted_number < model_.counted));
}

sim::Process Station::customer(sim::Simulation& simulation, bool is_counted) {
    if (is_counted) found_.push_back(in_system_);
    if (in_system_ == model_.room) {
        if (is_counted) ++lost_;
        leave(is_counted);
        co_return;
    }
    const SimTime arrival = simulation.now();
    number_.set(arrival, static_cast<double>(++in_system_));
    sim::Servers::Hold server;
    if (model_.patience) {
        auto result =
            co_await sim::first_of(servers_.acquire(), sim::delay(draw(*model_.patience, patience_draws_)));
        if (result.index() == 0) server = std::move(result.template get<0>());
    } else {
        server = co_await servers_.acquire();
    }
    const double wait = (simulation.now() - arrival).seconds();
    const bool is_served = static_cast<bool>(server);
    if (is_served) {
        co_await sim::delay(draw(model_.service, service_draws_));
        server.release();
    }
    number_.set(simulation.now(), static_cast<double>(--in_system_));
    if (is_counted && is_served) {
        waits_.push_back(wait);
        times_.push_back((simulation.now() - arrival).seconds());
    } else if (is_counted) {
        ++abandoned_;
    }
    leave(is_counted);
}

void Station::leave(bool is_counted) {
    if (is_counted && --left_ == 0) simulation_->stop();
}

double Station::mean_wait() const { return mean(waits_); }
double Station::mean_time() const { return mean(times_); }

double Station::time_quantile(double p) const {
    sim::Quantiles quantiles(times_.size());
    for (const double time : times_) quantiles.add(time);
    return quantiles.quantile(p);
}

double Station::fraction_finding_more_than(std::int64_t number) const {
    return fraction(std::count_if(found_.begin(), found_.end(), [number](std::int64_t n) { return n > number; }));
}

double Station::fraction_waiting_longer(double than) const { return fraction_above(waits_, than); }
double Station::fraction_staying_longer(double than) const { return fraction_above(times_, than); }

}  // namespace gallerysim::test
