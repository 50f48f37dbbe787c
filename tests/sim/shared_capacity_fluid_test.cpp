// SharedCapacity against a solver that shares nothing with it: tests/support/fluid_reference.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <vector>

#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"
#include "tests/support/fluid_reference.hpp"

namespace gallerysim::test {
namespace {

using sim::Flow;
using sim::FlowId;
using sim::RandomStream;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;
using sim::StreamId;

enum class Shape { single, members, account };

/// Whole nanoseconds pass between the actions of a schedule; demands and rates make it last for minutes to
/// days.
struct Schedule {
    Schedule(std::uint64_t seed, Shape with_shape) : draw(StreamId{.seed = seed}), shape(with_shape) {}

    [[nodiscard]] bool chance(double probability) { return draw.uniform() < probability; }
    [[nodiscard]] double between(double low, double high) { return low + (high - low) * draw.uniform(); }
    template <std::size_t N>
    [[nodiscard]] double one_of(const double (&values)[N]) {
        return values[draw.below(N)];
    }

    RandomStream draw;
    Shape shape;
};

class Comparison {
public:
    explicit Comparison(Schedule& schedule) : schedule_(schedule) { make_nodes(); }

    void run() {
        const std::size_t actions = 5 + schedule_.draw.below(40);
        SimTime now;
        for (std::size_t i = 0; i < actions; ++i) {
            if (!schedule_.chance(0.4)) now += SimTime::from_seconds(schedule_.between(0.0, 300.0));
            simulation_.run_until(now);
            reference_.run_until(static_cast<Real>(now.nanoseconds()) / 1e9L);
            act();
        }
        for (std::size_t node = 0; node < nodes_.size(); ++node) set_rate(node, schedule_.between(0.5, 2.0));
        simulation_.run();
        reference_.run();
        compare();
    }

    double worst_time_error = 0.0;  ///< relative to the time
    double worst_work_error = 0.0;  ///< relative to the demand

private:
    using Real = FluidReference::Real;
    [[nodiscard]] static Real real(double x) { return static_cast<Real>(x); }

    void make_nodes() {
        if (schedule_.shape == Shape::account) add_node(schedule_.between(0.5, 3.0), nullptr);
        SharedCapacity* account = nodes_.empty() ? nullptr : nodes_.front().get();
        const std::size_t leaves = schedule_.shape == Shape::single ? 1 : 2 + schedule_.draw.below(4);
        first_leaf_ = nodes_.size();
        for (std::size_t i = 0; i < leaves; ++i) add_node(schedule_.between(0.2, 2.0), account);
    }

    void add_node(double rate, SharedCapacity* account) {
        FluidReference::Node node{.rate = real(rate),
                                  .account = account != nullptr ? 0 : FluidReference::kNoAccount};
        nodes_.push_back(account != nullptr ? std::make_unique<SharedCapacity>(simulation_, rate, *account)
                                            : std::make_unique<SharedCapacity>(simulation_, rate));
        if (schedule_.chance(0.2)) {
            const sim::UslLaw::Coefficients law{.sigma = schedule_.between(0, 0.1),
                                                .kappa = schedule_.between(0, 1e-3)};
            nodes_.back()->set_law(std::make_unique<sim::UslLaw>(law));
            node.sigma = real(law.sigma);
            node.kappa = real(law.kappa);
        }
        reference_.add_node(node);
    }

    void act() {
        const double kind = schedule_.draw.uniform();
        if (kind < 0.7 || ids_.empty()) {
            start();
        } else if (kind < 0.85) {
            cancel(schedule_.draw.below(ids_.size()));
        } else {
            const bool outage = schedule_.chance(0.15);
            set_rate(schedule_.draw.below(nodes_.size()), outage ? 0.0 : schedule_.between(0.1, 3.0));
        }
    }

    void start() {
        const std::size_t node = first_leaf_ + schedule_.draw.below(nodes_.size() - first_leaf_);
        Flow flow;
        flow.demand = schedule_.one_of(
            {0.0, 10.0, 100.0, 250.0, schedule_.between(1.0, 500.0), schedule_.between(1.0, 500.0)});
        flow.weight = schedule_.one_of({1.0, 1.0, 1.0, 2.0, 0.5, schedule_.between(0.1, 10.0)});
        if (schedule_.chance(0.6))
            flow.cap = schedule_.one_of({0.05, 0.1, 0.3, schedule_.between(0.02, 2.0)});
        recorders_.emplace_back(simulation_);
        ids_.push_back(nodes_[node]->start(flow, recorders_.back()));
        owners_.push_back(node);
        reference_.start(node, real(flow.demand), real(flow.cap), real(flow.weight));
    }

    void cancel(std::size_t index) {
        const double remaining = nodes_[owners_[index]]->remaining(ids_[index]);
        const double cancelled = nodes_[owners_[index]]->cancel(ids_[index]);
        const auto& flow = reference_.flow(index);
        const Real expected = flow.cancelled ? 0 : flow.left;  // a second cancellation finds nothing
        reference_.cancel(index);
        note_work(cancelled, expected, flow.demand);
        note_work(remaining, expected, flow.demand);
    }

    void set_rate(std::size_t node, double rate) {
        nodes_[node]->set_rate(rate);
        reference_.set_rate(node, real(rate));
    }

    void compare() {
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            const auto& flow = reference_.flow(i);
            REQUIRE(recorders_[i].times_fired() == (flow.cancelled ? 0 : 1));
            if (flow.cancelled) continue;
            const Real ours = static_cast<Real>(recorders_[i].at().nanoseconds()) / 1e9L;
            // Completions are rounded up to whole nanoseconds.
            const Real error = std::max(Real{0}, std::abs(ours - flow.finished) - 1e-9L);
            worst_time_error =
                std::max(worst_time_error, static_cast<double>(error / std::max(flow.finished, Real{1})));
        }
        for (std::size_t node = 0; node < nodes_.size(); ++node) {
            const Real expected = reference_.work_done(node);
            note_work(nodes_[node]->work_done(), expected, std::max(expected, Real{1}));
            CHECK(nodes_[node]->flows() == 0);
        }
    }

    void note_work(double ours, Real expected, Real scale) {
        if (scale <= 0) return;
        worst_work_error = std::max(worst_work_error, static_cast<double>(std::abs(real(ours) - expected) / scale));
    }

    Schedule& schedule_;
    Simulation simulation_;
    FluidReference reference_;
    std::vector<std::unique_ptr<SharedCapacity>> nodes_;
    std::size_t first_leaf_ = 0;
    std::deque<FlowRecorder> recorders_;
    std::vector<FlowId> ids_;
    std::vector<std::size_t> owners_;
};

void compare_schedules(Shape shape, std::uint64_t first_seed, std::uint64_t count, double tolerance) {
    double worst_time_error = 0.0;
    double worst_work_error = 0.0;
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
        Schedule schedule{seed, shape};
        Comparison comparison{schedule};
        comparison.run();
        worst_time_error = std::max(worst_time_error, comparison.worst_time_error);
        worst_work_error = std::max(worst_work_error, comparison.worst_work_error);
    }
    CAPTURE(worst_time_error, worst_work_error);
    CHECK(worst_time_error < tolerance);
    CHECK(worst_work_error < tolerance);
}

// Without an account the nanosecond is the only difference; what one member's flow leaves in the middle of a
// nanosecond comes to the other members at its end.
TEST_CASE("Four thousand random schedules on one capacity agree with the plain fluid solver") {
    compare_schedules(Shape::single, 1, 4000, 1e-13);
}

TEST_CASE("Two thousand random schedules on several capacities agree with the plain fluid solver") {
    compare_schedules(Shape::members, 100'001, 2000, 1e-13);
}

TEST_CASE("Four thousand random schedules on capacities under an account agree with the plain fluid solver") {
    compare_schedules(Shape::account, 200'001, 4000, 1e-9);
}

}  // namespace
}  // namespace gallerysim::test
