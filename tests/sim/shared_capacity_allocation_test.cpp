// In steady state a SharedCapacity takes nothing from the heap.

#include <memory>
#include <vector>

#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "tests/support/allocation_counter.hpp"
#include "tests/support/catch.hpp"

namespace gallerysim::test {
namespace {

using sim::Flow;
using sim::FlowId;
using sim::SharedCapacity;
using sim::Simulation;

/// Customers who start a new flow whenever one is done; every third time they cancel another one's and start
/// it anew.
class ClosedSystem {
public:
    ClosedSystem(SharedCapacity& capacity, std::size_t customers, std::uint64_t seed)
        : capacity_(&capacity), draw_(sim::StreamId{.seed = seed}) {
        customers_.reserve(customers);
        for (std::size_t i = 0; i < customers; ++i) customers_.emplace_back(*this);
        for (Customer& customer : customers_) customer.start();
    }
    [[nodiscard]] std::size_t completions() const { return completions_; }

private:
    struct Customer : sim::Completion {
        explicit Customer(ClosedSystem& owner) : Completion(&on_fire), system(&owner) {}
        void start() {
            const double share = 1.0 / static_cast<double>(system->customers_.size());
            const double caps[] = {Flow::kUncapped, 2.0 * share, 0.5 * share};
            const double cap = caps[system->draw_.below(3)];
            flow = system->capacity_->start({.demand = 0.5 + system->draw_.uniform(), .cap = cap}, *this);
        }
        static void on_fire(Completion& completion, sim::Context) {
            auto& self = static_cast<Customer&>(completion);
            ClosedSystem& all = *self.system;
            if (++all.completions_ % 3 == 0) {
                Customer& other = all.customers_[all.draw_.below(all.customers_.size())];
                if (&other != &self) {
                    all.capacity_->cancel(other.flow);
                    other.start();
                }
            }
            self.start();
        }
        ClosedSystem* system;
        FlowId flow;
    };

    SharedCapacity* capacity_;
    sim::RandomStream draw_;
    std::vector<Customer> customers_;
    std::size_t completions_ = 0;
};

std::size_t allocations_in_steady_state(std::size_t customers) {
    Simulation simulation;
    SharedCapacity account{simulation, 1.5};
    SharedCapacity first{simulation, 1.0, account};
    SharedCapacity second{simulation, 1.0, account};
    const ClosedSystem on_first{first, customers, 1};
    const ClosedSystem on_second{second, customers, 2};
    const auto time_of_rounds = [customers](double rounds) {
        return sim::SimTime::from_seconds(rounds * static_cast<double>(customers));
    };
    simulation.run_until(time_of_rounds(40));
    const std::size_t completions = on_first.completions() + on_second.completions();
    const std::size_t before = allocations();
    simulation.run_until(time_of_rounds(80));
    const std::size_t taken = allocations() - before;
    CHECK(on_first.completions() + on_second.completions() > completions + 20 * customers);
    return taken;
}

TEST_CASE("A hundred flows that come and go allocate nothing") {
    CHECK(allocations_in_steady_state(100) == 0);
}

TEST_CASE("Three thousand flows that come and go allocate nothing") {
    CHECK(allocations_in_steady_state(3000) == 0);
}

TEST_CASE("The counter sees allocations") {
    const std::size_t before = allocations();
    const auto number = std::make_unique<int>(1);
    CHECK(allocations() == before + 1);
    CHECK(*number == 1);
}

}  // namespace
}  // namespace gallerysim::test
