// FlowNetwork: max-min fair rates over links, and what follows from them in time.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/flow_network.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace gallerysim::test {
namespace {

using sim::FlowNetwork;
using sim::Outcome;
using sim::Process;
using sim::seconds;
using sim::SimTime;
using sim::Simulation;
using Path = std::vector<FlowNetwork::Link>;

/// A flow that starts when it is made and notes when it is done.
class Recorder : public sim::Completion {
public:
    Recorder(Simulation& simulation, FlowNetwork& network, double units, Path links,
             double most = FlowNetwork::kUncapped)
        : Completion(&on_fire),
          path(std::move(links)),
          cap(most),
          amount(units),
          simulation_(&simulation),
          id(network.start(units, path, most, *this)) {}

    Path path;
    double cap;
    double amount;
    SimTime at = SimTime::never();
    int fired = 0;

private:
    static void on_fire(Completion& completion, sim::Context) {
        auto& self = static_cast<Recorder&>(completion);
        self.at = self.simulation_->now();
        ++self.fired;
    }
    Simulation* simulation_;

public:
    FlowNetwork::Id id;
};

struct RandomNetwork {
    Simulation simulation;
    FlowNetwork network{simulation};
    std::vector<double> capacities;
    std::vector<std::unique_ptr<Recorder>> flows;

    RandomNetwork(std::uint64_t seed, std::size_t most_links, std::size_t most_flows) {
        sim::RandomStream draw(sim::StreamId{.seed = seed});
        const std::size_t links = 1 + draw.below(most_links);
        // Few different capacities and caps, so that ties occur.
        for (std::size_t i = 0; i < links; ++i) {
            capacities.push_back(draw.below(12) == 0 ? 0.0 : static_cast<double>(1 + draw.below(20)));
            network.add_link(capacities.back());
        }
        const std::size_t count = 1 + draw.below(most_flows);
        for (std::size_t f = 0; f < count; ++f) {
            Path path;
            const std::size_t length = 1 + draw.below(4);
            for (std::size_t k = 0; k < length; ++k) {
                path.push_back(static_cast<FlowNetwork::Link>(draw.below(links)));
            }
            const double cap =
                draw.below(3) == 0 ? 0.25 * static_cast<double>(1 + draw.below(8)) : FlowNetwork::kUncapped;
            flows.push_back(std::make_unique<Recorder>(simulation, network, 1.0 + 50.0 * draw.uniform(),
                                                       std::move(path), cap));
        }
    }

    [[nodiscard]] std::vector<double> rates() {
        std::vector<double> all;
        for (const auto& flow : flows) all.push_back(network.rate(flow->id));
        return all;
    }
};

/// What is wrong with an allocation; empty: it is max-min fair, by the bottleneck property.
std::string flaw(RandomNetwork& all) {
    constexpr double kSlack = 1e-9;
    const std::vector<double> rates = all.rates();
    std::vector<double> load(all.capacities.size(), 0.0);
    std::vector<double> fastest(all.capacities.size(), 0.0);
    for (std::size_t f = 0; f < rates.size(); ++f) {
        for (const auto link : all.flows[f]->path) {
            load[link] += rates[f];
            fastest[link] = std::max(fastest[link], rates[f]);
        }
    }
    for (std::size_t l = 0; l < load.size(); ++l) {
        if (load[l] > all.capacities[l] + kSlack) return "a link carries more than it can";
    }
    for (std::size_t f = 0; f < rates.size(); ++f) {
        const Recorder& flow = *all.flows[f];
        if (rates[f] > flow.cap + kSlack) return "a flow is above its cap";
        const bool has_bottleneck = std::ranges::any_of(flow.path, [&](auto link) {
            return load[link] > all.capacities[link] - kSlack && rates[f] > fastest[link] - kSlack;
        });
        if (!has_bottleneck && rates[f] < flow.cap - kSlack) return "a flow could be faster";
    }
    return {};
}

TEST_CASE("Every allocation on ten thousand random networks has the bottleneck property") {
    for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
        RandomNetwork all(seed, 12, 20);
        REQUIRE(flaw(all).empty());
    }
}

TEST_CASE("An allocation keeps the bottleneck property while flows end and capacities change") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        RandomNetwork all(seed, 8, 16);
        sim::RandomStream draw(sim::StreamId{.seed = seed, .purpose = 1});
        for (int step = 1; step <= 12; ++step) {
            all.simulation.run_until(seconds(step));
            const auto link = static_cast<FlowNetwork::Link>(draw.below(all.capacities.size()));
            all.capacities[link] = static_cast<double>(draw.below(20));
            all.network.set_capacity(link, all.capacities[link]);
            if (!all.flows.empty()) {
                all.network.cancel(all.flows.back()->id);
                all.flows.pop_back();
            }
            std::erase_if(all.flows, [](const auto& flow) { return flow->fired > 0; });
            REQUIRE(flaw(all).empty());
        }
    }
}

/// The same allocation as the fixed point of what links would offer: each link l offers its flows a rate m_l
/// such that min(m_l, the least that the flow is offered elsewhere) add up to its capacity. Repeating this
/// converges (Charny, Clark and Jain 1995); a hundred times are far more than five links need.
std::vector<double> offered_rates(const RandomNetwork& all) {
    const std::size_t links = all.capacities.size();
    std::vector<double> offer(links, 1e6);
    for (int round = 0; round < 100; ++round) {
        std::vector<double> next(links, 1e6);
        for (std::size_t l = 0; l < links; ++l) {
            std::vector<std::pair<double, double>> wishes;  // elsewhere offered, how often the flow crosses
            for (const auto& flow : all.flows) {
                const auto times = std::ranges::count(flow->path, l);
                if (times == 0) continue;
                double elsewhere = flow->cap;
                for (const auto other : flow->path) {
                    if (other != l) elsewhere = std::min(elsewhere, offer[other]);
                }
                wishes.emplace_back(elsewhere, static_cast<double>(times));
            }
            const auto used = [&](double level) {
                double sum = 0.0;
                for (const auto& [wish, times] : wishes) sum += times * std::min(wish, level);
                return sum;
            };
            if (wishes.empty()) continue;
            const double most = std::ranges::max(wishes).first;
            double crossings = 0.0;
            for (const auto& [wish, times] : wishes) crossings += times;
            if (used(most) <=
                all.capacities[l]) {  // all are held back elsewhere: they could have what is left
                next[l] = most + (all.capacities[l] - used(most)) / crossings;
                continue;
            }
            double low = 0.0;
            double high = 1e3;
            for (int i = 0; i < 80; ++i) {
                const double middle = 0.5 * (low + high);
                (used(middle) > all.capacities[l] ? high : low) = middle;
            }
            next[l] = low;
        }
        offer = next;
    }
    std::vector<double> rates;
    for (const auto& flow : all.flows) {
        double rate = flow->cap;
        for (const auto link : flow->path) rate = std::min(rate, offer[link]);
        rates.push_back(rate);
    }
    return rates;
}

TEST_CASE("Progressive filling finds the fixed point of the links' offers") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        RandomNetwork all(seed, 5, 8);
        const std::vector<double> expected = offered_rates(all);
        const std::vector<double> rates = all.rates();
        for (std::size_t f = 0; f < rates.size(); ++f) CHECK_THAT(rates[f], WithinAbs(expected[f], 1e-7));
    }
}

TEST_CASE("A long flow and two short ones share a line of two links") {
    // The textbook's line: links of 1 and 2; a flow over both, one over each. Rates 1/2, 1/2, 3/2.
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto first = network.add_link(1.0);
    const auto second = network.add_link(2.0);
    Recorder both(simulation, network, 10.0, {first, second});
    Recorder one(simulation, network, 10.0, {first});
    Recorder other(simulation, network, 30.0, {second});
    CHECK(network.rate(both.id) == 0.5);
    CHECK(network.rate(one.id) == 0.5);
    CHECK_THAT(network.rate(other.id), WithinRel(1.5, 1e-12));
    CHECK(network.bottleneck(both.id) == first);
    CHECK(network.bottleneck(other.id) == second);
    CHECK_THAT(network.load(second), WithinRel(2.0, 1e-12));
    simulation.run();
    CHECK(both.at == seconds(20));
    CHECK(one.at == seconds(20));
    CHECK(other.at == seconds(20));
    CHECK(network.flows() == 0);
}

TEST_CASE("A link that stands three times in a path carries the flow three times") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto link = network.add_link(4.0);
    Recorder thrice(simulation, network, 3.0, {link, link, link});
    Recorder once(simulation, network, 2.0, {link});
    CHECK(network.rate(thrice.id) == 1.0);
    CHECK(network.rate(once.id) == 1.0);
    simulation.run();
    // At 2 s one unit is left, which goes on at 4/3 per second.
    CHECK(once.at == seconds(2));
    CHECK(thrice.at == seconds(2) + SimTime::from_nanoseconds(750'000'000));
    CHECK_THAT(network.carried(link), WithinRel(11.0, 1e-12));
}

TEST_CASE("A completion comes at the first whole nanosecond at which the amount has crossed") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto link = network.add_link(3.0);
    Recorder flow(simulation, network, 1.0, {link});
    simulation.run();
    CHECK(flow.at.nanoseconds() == 333'333'334);
    CHECK(flow.fired == 1);
}

TEST_CASE("A flow without links or amount is done at once and by an event") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto closed = network.add_link(0.0);
    Recorder free(simulation, network, 5.0, {});
    Recorder empty(simulation, network, 0.0, {closed});
    Recorder capped(simulation, network, 6.0, {}, 2.0);
    CHECK(free.fired == 0);
    simulation.run();
    CHECK(free.at == SimTime::zero());
    CHECK(empty.at == SimTime::zero());
    CHECK(capped.at == seconds(3));
}

TEST_CASE("Capacities that change at run time stretch and stall flows") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto link = network.add_link(2.0);
    Recorder flow(simulation, network, 10.0, {link});
    simulation.run_until(seconds(1));
    network.set_capacity(link, 0.0);
    simulation.run_until(seconds(5));
    CHECK(network.remaining(flow.id) == 8.0);
    network.set_capacity(link, 4.0);
    simulation.run();
    CHECK(flow.at == seconds(7));
    CHECK_THAT(network.carried(link), WithinRel(10.0, 1e-12));
}

TEST_CASE("A cancelled flow leaves its share to the others and never fires") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto link = network.add_link(2.0);
    Recorder stays(simulation, network, 10.0, {link});
    Recorder goes(simulation, network, 10.0, {link});
    simulation.run_until(seconds(4));
    CHECK(network.cancel(goes.id) == 6.0);
    CHECK(network.cancel(goes.id) == 0.0);
    CHECK(network.rate(stays.id) == 2.0);
    simulation.run();
    CHECK(stays.at == seconds(7));
    CHECK(goes.fired == 0);
    CHECK_THAT(network.carried(link), WithinRel(14.0, 1e-12));
}

TEST_CASE("A change leaves what it cannot reach alone") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const auto here = network.add_link(1.0);
    const auto there = network.add_link(1.0);
    Recorder near(simulation, network, 4.0, {here});
    Recorder far(simulation, network, 4.0, {there});
    simulation.run_until(seconds(1));
    const auto events = simulation.pending_events();
    Recorder another(simulation, network, 1.0, {here});
    simulation.run_until(seconds(1));
    CHECK(network.rate(far.id) == 1.0);
    CHECK(simulation.pending_events() == events + 1);
    simulation.run();
    CHECK(far.at == seconds(4));
    CHECK(another.at == seconds(3));
    CHECK(near.at == seconds(5));
}

TEST_CASE("All amounts cross all links of their paths and nothing else does") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        RandomNetwork all(seed, 10, 20);
        for (std::size_t l = 0; l < all.capacities.size(); ++l) {
            if (all.capacities[l] == 0.0) all.network.set_capacity(static_cast<FlowNetwork::Link>(l), 1.0);
        }
        all.simulation.run();
        std::vector<double> expected(all.capacities.size(), 0.0);
        for (const auto& flow : all.flows) {
            REQUIRE(flow->fired == 1);
            for (const auto link : flow->path) expected[link] += flow->amount;
        }
        for (std::size_t l = 0; l < expected.size(); ++l) {
            CHECK_THAT(all.network.carried(static_cast<FlowNetwork::Link>(l)), WithinRel(expected[l], 1e-12));
        }
    }
}

Process copy(Simulation& simulation, FlowNetwork& network, const Path& path, double amount, double& rest,
             SimTime& ended, Outcome& outcome) {
    outcome = co_await network.transfer(amount, path).leaving(rest);
    ended = simulation.now();
}

TEST_CASE("A process waits for a transfer and can be interrupted in it") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const Path path{network.add_link(1.0)};
    double first_rest = -1.0;
    double second_rest = -1.0;
    SimTime first_end;
    SimTime second_end;
    Outcome first = Outcome::interrupted;
    Outcome second = Outcome::done;
    simulation.spawn(copy(simulation, network, path, 4.0, first_rest, first_end, first));
    Process interrupted =
        simulation.spawn(copy(simulation, network, path, 8.0, second_rest, second_end, second));
    simulation.run_until(seconds(2));
    CHECK(interrupted.interrupt());
    simulation.run();
    CHECK(first == Outcome::done);
    CHECK(first_rest == -1.0);
    CHECK(first_end == seconds(5));
    CHECK(second == Outcome::interrupted);
    CHECK(second_rest == 7.0);
    CHECK(second_end == seconds(2));
}

Process impatient(Simulation&, FlowNetwork& network, const Path& path, std::size_t& winner, double& rest) {
    auto first = co_await first_of(network.transfer(8.0, path).leaving(rest), sim::delay(seconds(3)));
    winner = first.index();
}

TEST_CASE("A transfer that loses against a timeout is given up") {
    Simulation simulation;
    FlowNetwork network{simulation};
    const Path path{network.add_link(2.0)};
    std::size_t winner = 9;
    double rest = -1.0;
    simulation.spawn(impatient(simulation, network, path, winner, rest));
    simulation.run();
    CHECK(winner == 1);
    CHECK(rest == 2.0);
    CHECK(network.flows() == 0);
}

TEST_CASE("A simulation ends with transfers under way") {
    double rest = 0.0;
    SimTime ended;
    Outcome outcome = Outcome::done;
    const Path path{0};
    Simulation simulation;
    FlowNetwork network{simulation};
    network.add_link(1.0);
    simulation.spawn(copy(simulation, network, path, 100.0, rest, ended, outcome));
    simulation.run_until(seconds(1));
    CHECK(network.flows() == 1);
}

}  // namespace
}  // namespace gallerysim::test
