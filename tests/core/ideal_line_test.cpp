#include "core/ideal_line.hpp"

#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::ApiOperation;
using core::Call;
using core::Limit;
using sim::milliseconds;
using sim::seconds;
using sim::SimTime;

namespace {

struct IdealLineFixture {
    core::ThrottlePolicies policies = core::default_throttle_policies();
    sim::Simulation simulation;
    core::RegionalLimits limits{simulation, policies};
    core::IdealLine line{simulation, limits};
    struct Passed {
        int call;
        SimTime time;
        sim::Outcome outcome;
        Limit held_up_by;
    };
    std::vector<Passed> passed;

    static sim::Process make(sim::Simulation& simulation, IdealLineFixture& f, int number, Call call, SimTime at) {
        co_await sim::delay(at);
        const auto [outcome, limit] = co_await f.line.pass(call);
        f.passed.push_back({number, simulation.now(), outcome, limit});
    }
    sim::Process spawn(int number, const Call& call, SimTime at = SimTime::zero()) {
        return simulation.spawn(make(simulation, *this, number, call, at));
    }
};

constexpr Call create(ApiOperation operation, std::uint64_t resource = 0, std::uint16_t principal = 0) {
    return {.principal = principal, .operation = operation, .resource = resource};
}

}  // namespace

TEST_CASE("Ideal calls pass at the instants of the tokens in the order in which they came") {
    IdealLineFixture f;
    for (int i = 0; i < 300; ++i) f.spawn(i, create(ApiOperation::create_nic));
    f.simulation.run();
    REQUIRE(f.passed.size() == 300);
    for (int i = 0; i < 300; ++i) {
        const IdealLineFixture::Passed& passed = f.passed[static_cast<std::size_t>(i)];
        CHECK(passed.call == i);
        CHECK(passed.time == milliseconds(i < 200 ? 0 : 100 * (i - 199)));
    }
    CHECK(f.limits.counts().accepted == 300);
    CHECK(f.limits.counts().throttled_by(Limit::arm_principal) == 100);  // one for each that had to wait
    CHECK(f.line.waiting() == 0);
}

TEST_CASE("Of the calls of several operations that share a bucket the oldest passes first") {
    // NIC writes come at twice the rate at which tokens do, so that there are always some; the VM writes
    // between them must not starve.
    IdealLineFixture f;
    for (int i = 0; i < 200; ++i) f.spawn(-1, create(ApiOperation::create_nic));
    for (int i = 0; i < 400; ++i) {
        const ApiOperation operation = i % 10 == 9 ? ApiOperation::create_vm : ApiOperation::create_nic;
        f.spawn(i, create(operation, static_cast<std::uint64_t>(i)), milliseconds(50 * i));
    }
    f.simulation.run();
    REQUIRE(f.passed.size() == 600);
    for (int i = 0; i < 400; ++i) CHECK(f.passed[static_cast<std::size_t>(200 + i)].call == i);
    CHECK(f.passed.back().time == seconds(40));
}

TEST_CASE("A call waits behind no call that another limit holds up") {
    IdealLineFixture f;
    f.policies.network.calls.value = 1;
    core::RegionalLimits limits{f.simulation, f.policies};
    core::IdealLine line{f.simulation, limits};
    REQUIRE(line.try_pass(create(ApiOperation::create_nic)) == Limit::none);
    struct {
        SimTime nic, vm;
    } passed;
    const auto make = [](sim::Simulation& simulation, core::IdealLine& at, Call call,
                         SimTime& time) -> sim::Process {
        co_await at.pass(call);
        time = simulation.now();
    };
    f.simulation.spawn(make(f.simulation, line, create(ApiOperation::create_nic), passed.nic));
    f.simulation.spawn(make(f.simulation, line, create(ApiOperation::create_vm), passed.vm));
    CHECK(line.waiting() == 1);
    f.simulation.run();
    CHECK(passed.vm == SimTime::zero());
    CHECK(passed.nic == seconds(300));
}

TEST_CASE("Whoever comes at the instant of a token does not overtake those who wait") {
    IdealLineFixture f;
    for (int i = 0; i < 201; ++i) f.spawn(i, create(ApiOperation::create_nic));
    // Its event was made before the line's own at the same time.
    IdealLineFixture* fixture = &f;
    std::vector<Limit> answers;
    std::vector<Limit>* said = &answers;
    f.simulation.at(milliseconds(50), [fixture, said] {
        said->push_back(fixture->line.try_pass(create(ApiOperation::create_nic)));
    });
    f.simulation.at(milliseconds(100), [fixture, said] {
        said->push_back(fixture->line.try_pass(create(ApiOperation::create_nic)));
    });
    f.simulation.run();
    CHECK(answers == std::vector{Limit::arm_principal, Limit::arm_principal});
    CHECK(f.passed.back().call == 200);
    CHECK(f.passed.back().time == milliseconds(100));
}

TEST_CASE("A call that is given up leaves its place and its token to the next") {
    IdealLineFixture f;
    for (int i = 0; i < 200; ++i) f.spawn(i, create(ApiOperation::create_nic));
    sim::Process first = f.spawn(200, create(ApiOperation::create_nic));
    f.spawn(201, create(ApiOperation::create_nic));
    sim::Process last = f.spawn(202, create(ApiOperation::create_nic));
    f.simulation.run_until(milliseconds(60));
    CHECK(first.interrupt());
    CHECK(last.interrupt());
    f.simulation.run();
    REQUIRE(f.passed.size() == 203);
    CHECK(f.passed[202].call == 201);
    CHECK(f.passed[202].time == milliseconds(100));
    CHECK(f.passed[200].outcome == sim::Outcome::interrupted);
    CHECK(f.limits.counts().accepted == 201);
}

TEST_CASE("The next call goes at once when the one that leaves was held up by its own resource") {
    IdealLineFixture f;
    for (int i = 0; i < 12; ++i) f.spawn(i, create(ApiOperation::update_vm, 1));
    sim::Process head = f.spawn(12, create(ApiOperation::update_vm, 1));
    f.spawn(13, create(ApiOperation::update_vm, 2));
    f.simulation.run_until(seconds(5));
    CHECK(f.line.waiting() == 2);
    CHECK(head.interrupt());
    f.simulation.run();
    CHECK(f.passed.back().call == 13);
    CHECK(f.passed.back().time == seconds(5));
}

TEST_CASE("A simulation may end while ideal calls wait") {
    IdealLineFixture f;
    for (int i = 0; i < 250; ++i) f.spawn(i, create(ApiOperation::create_nic));
    f.simulation.run_until(seconds(1));
    CHECK(f.line.waiting() == 40);
}

TEST_CASE("A call that waited says which limit held it up last") {
    // The network provider closes after 250 writes; until then Resource Manager is what is waited for.
    IdealLineFixture f;
    f.policies.network.calls.value = 250;
    core::RegionalLimits limits{f.simulation, f.policies};
    core::IdealLine line{f.simulation, limits};
    std::vector<Limit> held_up_by;
    const auto make = [](sim::Simulation&, core::IdealLine& at, std::vector<Limit>& all) -> sim::Process {
        const auto passage = co_await at.pass(create(ApiOperation::create_nic));
        all.push_back(passage.held_up_by);
    };
    for (int i = 0; i < 260; ++i) f.simulation.spawn(make(f.simulation, line, held_up_by));
    f.simulation.run();
    CHECK(held_up_by[199] == Limit::none);
    CHECK(held_up_by[200] == Limit::arm_principal);
    CHECK(held_up_by[249] == Limit::arm_principal);
    CHECK(held_up_by[250] == Limit::network);
    CHECK(f.simulation.now() == seconds(300));
    CHECK(limits.counts().throttled_by(Limit::network) == 1);
}
