#include "core/client.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "core/stream_purpose.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::Admission;
using core::ApiOperation;
using core::Call;
using core::Client;
using core::Limit;
using core::RetryAfter;
using sim::milliseconds;
using sim::minutes;
using sim::seconds;
using sim::SimTime;
using State = core::Admission::State;

namespace {

/// Clients of one subscription that ask for single VMs in one region, all at time 0, and a data plane that
/// takes no time: what is left is the control plane.
struct RollOut {
    struct Vm {
        Admission admission;
        SimTime ended = SimTime::never();
        SimTime work;  ///< for which the client keeps its slot after the admission
    };

    explicit RollOut(std::uint64_t seed = 42) : simulation(seed) {
        settings.retry.retry_after.value = RetryAfter::ideal;
    }

    static sim::Process create(sim::Simulation& simulation, Client& client, Call errand, Vm& vm) {
        if (!client.try_admit_at_once(errand, vm.admission)) {
            static_cast<void>(co_await core::admit(simulation, client, errand, vm.admission));
        }
        vm.ended = simulation.now();
        if (vm.admission.state == State::accepted) co_await sim::delay(vm.work);
        vm.admission.slot.release();
    }

    /// `count` VMs, given to `principals` clients in turn.
    void request(std::uint32_t count, std::uint16_t principals = 1, SimTime work = SimTime::zero()) {
        for (std::uint16_t p = 0; p < principals; ++p) {
            clients.push_back(std::make_unique<Client>(simulation, control, settings, p, std::uint16_t{0}));
        }
        vms.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            vms[i].work = work;
            Client& client = *clients[i % principals];
            processes.push_back(simulation.spawn(create(
                simulation, client, client.call(ApiOperation::create_vm, 0, core::vm_entity(0, i)), vms[i])));
        }
    }
    /// When the last of them was admitted.
    [[nodiscard]] SimTime last() const {
        SimTime latest;
        for (const Vm& vm : vms) latest = std::max(latest, vm.ended);
        return latest;
    }
    [[nodiscard]] std::int64_t count(State state) const {
        return std::count_if(vms.begin(), vms.end(),
                             [&](const Vm& vm) { return vm.admission.state == state; });
    }
    [[nodiscard]] std::int64_t admitted_before(SimTime time) const {
        return std::count_if(vms.begin(), vms.end(), [&](const Vm& vm) { return vm.ended < time; });
    }
    [[nodiscard]] std::uint64_t throttled_by(Limit limit) const {
        return control.counts().throttled_by(limit);
    }

    core::ThrottlePolicies policies = core::default_throttle_policies();
    core::ClientSettings settings = core::default_client_settings();
    sim::Simulation simulation;
    core::ControlPlane control{simulation, policies};
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<Vm> vms;
    std::vector<sim::Process> processes;
};

constexpr std::int64_t kNoNetworkLimit = 1'000'000;

}  // namespace

// Token bucket of depth B = 200 and rate r = 10/s: of N writes at time 0 the last one passes at (N - B) / r.
TEST_CASE("A client that retries at the token has a thousand single VMs admitted in exactly 180 s") {
    RollOut run;
    run.request(1'000);
    CHECK(run.admitted_before(milliseconds(1)) == 100);  // 200 writes
    run.simulation.run();
    CHECK(run.count(State::accepted) == 1'000);
    CHECK(run.last() == seconds(180));
    CHECK(run.control.counts().accepted == 2'000);
    CHECK(run.throttled_by(Limit::compute_subscription) == 0);
    CHECK(run.throttled_by(Limit::network) == 0);
    CHECK(std::is_sorted(run.vms.begin(), run.vms.end(),
                         [](const auto& a, const auto& b) { return a.ended < b.ended; }));
    CHECK(run.vms.back().admission.first_throttled == SimTime::zero());
    CHECK(run.vms.back().admission.last_limit == Limit::arm_principal);
}

TEST_CASE("With Retry-After and jitter the last VM is never earlier than with an ideal client") {
    const auto retry_after = GENERATE(RetryAfter::honour, RetryAfter::ignore);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        RollOut run(seed);
        run.settings.retry.retry_after.value = retry_after;
        run.request(1'000);
        run.simulation.run();
        CHECK(run.count(State::accepted) == 1'000);
        CHECK(run.control.counts().accepted == 2'000);
        CHECK(run.last() >= seconds(180));
        CHECK(run.last() < seconds(180 + 2 * 60));  // two of the longest backoffs
        std::uint64_t throttled = 0;
        for (const RollOut::Vm& vm : run.vms) throttled += vm.admission.throttled_answers;
        CHECK(throttled == run.throttled_by(Limit::arm_principal));
    }
}

TEST_CASE("One principal never meets the compute bucket") {
    // 5 VMs/s are 300 a minute, and the bucket gets 500.
    RollOut run;
    run.policies.network.calls.value = kNoNetworkLimit;
    run.request(6'000);
    run.simulation.run();
    CHECK(run.last() == seconds((12'000 - 200) / 10));
    CHECK(run.throttled_by(Limit::arm_principal) > 0);
    CHECK(run.throttled_by(Limit::compute_subscription) == 0);
}

TEST_CASE("Eight principals with three thousand VMs meet the compute bucket beyond fifteen hundred") {
    // One write per VM: Resource Manager passes 1,600 at once and 80/s, compute 1,500 and 500 at each minute.
    RollOut run;
    run.settings.writes_per_vm.value = 1;
    run.request(3'000, 8);
    run.simulation.run_until(seconds(59));
    CHECK(run.admitted_before(seconds(59)) == 1'500);
    run.simulation.run();
    CHECK(run.last() == minutes(3));
    CHECK(run.admitted_before(minutes(3)) == 2'500);
    CHECK(run.throttled_by(Limit::compute_subscription) > 0);
}

TEST_CASE("Eight principals with two writes for each of three thousand VMs meet the compute bucket too") {
    RollOut run;
    run.policies.network.calls.value = kNoNetworkLimit;
    run.request(3'000, 8);
    run.simulation.run();
    CHECK(run.admitted_before(minutes(1)) == 1'500);
    CHECK(run.last() == minutes(3));
}

TEST_CASE("The network provider binds beyond a thousand VMs in five minutes") {
    // 1,000 NICs by 300 s. Then the principal's bucket is full: of the 2,000 writes left 200 pass at once,
    // and 10 in each second.
    RollOut run;
    run.request(2'000);
    run.simulation.run();
    CHECK(run.admitted_before(minutes(5)) == 1'000);
    CHECK(run.last() == seconds(300 + (2'000 - 200) / 10));
    CHECK(run.throttled_by(Limit::network) > 0);
}

TEST_CASE("The legacy windows admit 240 VMs in three minutes and 1200 in thirty") {
    RollOut run;
    run.policies.compute_policy_set.value = core::ComputePolicySet::windows_legacy;
    run.settings.writes_per_vm.value = 1;
    run.request(1'300);
    run.simulation.run();
    CHECK(run.admitted_before(minutes(3)) == 240);
    CHECK(run.admitted_before(minutes(30)) == 1'200);
    CHECK(run.last() == minutes(30));
    CHECK(run.vms.back().admission.last_limit == Limit::legacy_30_min);
    CHECK(run.throttled_by(Limit::legacy_3_min) > 0);
}

TEST_CASE("A scale set is one write and waits for nothing whatever its capacity") {
    RollOut run;
    Client client(run.simulation, run.control, run.settings, 0, 0);
    for (std::uint64_t i = 0; i < 5; ++i) {
        Admission admission;
        CHECK(client.try_admit_at_once(client.call(ApiOperation::create_scale_set, 0, i), admission));
        CHECK(admission.state == State::accepted);
        CHECK(admission.attempts == 1);
    }
    CHECK(run.control.counts().accepted == 5);
    CHECK(run.control.fill_levels()[static_cast<std::size_t>(Limit::compute_subscription)] == 370.0 / 375.0);
    CHECK(run.simulation.pending_events() == 0);
}

TEST_CASE("A VM that is admitted at once needs no event and no process") {
    RollOut run;
    Client client(run.simulation, run.control, run.settings, 0, 0);
    Admission admission;
    CHECK(client.try_admit_at_once(client.call(ApiOperation::create_vm, 0, 1), admission));
    CHECK(admission.attempts == 2);
    CHECK(admission.throttled_answers == 0);
    CHECK(admission.started == SimTime::zero());
    CHECK(admission.first_throttled == SimTime::never());
    CHECK(run.simulation.pending_events() == 0);
    CHECK(run.control.counts().accepted == 2);
}

TEST_CASE("A client gives up at its give-up time and not before") {
    const auto retry_after = GENERATE(RetryAfter::honour, RetryAfter::ignore, RetryAfter::ideal);
    RollOut run;
    run.settings.retry.retry_after.value = retry_after;
    run.settings.retry.give_up_after = seconds(10);
    run.request(1'000);
    run.simulation.run();
    CHECK(run.count(State::accepted) + run.count(State::gave_up) == 1'000);
    CHECK(run.count(State::gave_up) > 800);
    for (const RollOut::Vm& vm : run.vms) {
        CHECK(vm.ended <= seconds(10));
        if (vm.admission.state == State::gave_up) CHECK(vm.ended == seconds(10));
    }
    CHECK(run.control.counts().accepted <= 200 + 10 * 10);
    if (retry_after == RetryAfter::ideal) CHECK(run.control.counts().accepted >= 200 + 10 * 10 - 1);
}

TEST_CASE("A client makes as many attempts at a write as its policy allows") {
    RollOut run;
    run.settings.retry.retry_after.value = RetryAfter::ignore;
    run.settings.retry.max_attempts.value = 4;
    run.policies.network.calls.value = 1;
    run.request(2);
    run.simulation.run();
    CHECK(run.vms[0].admission.state == State::accepted);
    const Admission& refused = run.vms[1].admission;
    CHECK(refused.state == State::gave_up);
    CHECK(refused.attempts == 4);
    CHECK(refused.throttled_answers == 4);
    CHECK(refused.writes_done == 0);
    CHECK(refused.last_limit == Limit::network);
    CHECK(refused.retry_after > SimTime::zero());
}

TEST_CASE("The attempts are counted for each write of its own") {
    // A token in 10 s: the NIC is refused once and so is the VM, and two attempts are allowed.
    RollOut run;
    run.settings.retry.retry_after.value = RetryAfter::honour;
    run.settings.retry.max_attempts.value = 2;
    run.policies.manager[static_cast<std::size_t>(core::CallType::write)].capacity.value = 1;
    run.policies.manager[static_cast<std::size_t>(core::CallType::write)].refill.value = core::PerSecond{0.1};
    run.simulation.run_until(seconds(5));
    static_cast<void>(run.control.call(Call{.operation = ApiOperation::create_nic}));
    run.request(1);
    run.simulation.run();
    CHECK(run.vms[0].admission.state == State::accepted);
    CHECK(run.vms[0].admission.attempts == 4);
    CHECK(run.vms[0].admission.throttled_answers == 2);
    CHECK(run.vms[0].admission.first_throttled == seconds(5));
}

TEST_CASE("A client with ten slots works on ten VMs at a time and begins the next when one is done") {
    const auto retry_after = GENERATE(RetryAfter::honour, RetryAfter::ideal);
    RollOut run;
    run.settings.retry.retry_after.value = retry_after;
    run.settings.concurrency = 10;
    run.request(35, 1, minutes(4));
    for (int round = 0; round < 4; ++round) {
        run.simulation.run_until(minutes(4 * round + 1));
        CHECK(run.count(State::accepted) == std::min(35, 10 * (round + 1)));
        CHECK(run.clients[0]->slots()->in_use() == (round < 3 ? 10 : 5));
    }
    run.simulation.run();
    CHECK(run.vms[34].admission.started == minutes(12));
    CHECK(run.vms[34].admission.throttled_answers == 0);  // waiting for a slot is not throttling
    CHECK(run.last() == minutes(12));
}

TEST_CASE("Slots of one client do not hold up another") {
    RollOut run;
    run.settings.concurrency = 1;
    run.request(4, 2, minutes(1));
    run.simulation.run_until(seconds(1));
    CHECK(run.count(State::accepted) == 2);
    run.simulation.run();
    CHECK(run.last() == minutes(1));
}

TEST_CASE("An interrupt ends an errand wherever it waits and harms no other") {
    const auto retry_after = GENERATE(RetryAfter::honour, RetryAfter::ignore, RetryAfter::ideal);
    const bool gives_up = GENERATE(false, true);
    RollOut run;
    run.settings.retry.retry_after.value = retry_after;
    run.settings.concurrency = 150;
    if (gives_up) run.settings.retry.give_up_after = sim::hours(1);
    run.request(300);
    run.simulation.run_until(seconds(2));
    std::int64_t interrupted = 0;
    for (std::size_t i = 0; i < 300; i += 3) interrupted += run.processes[i].interrupt() ? 1 : 0;
    run.simulation.run();
    CHECK(interrupted > 40);
    CHECK(run.count(State::interrupted) == interrupted);
    CHECK(run.count(State::accepted) == 300 - interrupted);
    CHECK(run.clients[0]->slots()->in_use() == 0);
    std::uint64_t writes = 0;
    for (const RollOut::Vm& vm : run.vms) writes += vm.admission.writes_done;
    CHECK(run.control.counts().accepted == writes);
}

TEST_CASE("A roll-out is the same whenever it is repeated and another seed is another one") {
    const auto ends = [](std::uint64_t seed) {
        RollOut run(seed);
        run.settings.retry.retry_after.value = RetryAfter::honour;
        run.request(500);
        run.simulation.run();
        std::vector<SimTime> times;
        for (const RollOut::Vm& vm : run.vms) times.push_back(vm.ended);
        return times;
    };
    CHECK(ends(1) == ends(1));
    CHECK(ends(1) != ends(2));
}

TEST_CASE("Three writes per VM are two for the network and one for the VM") {
    RollOut run;
    run.settings.writes_per_vm.value = 3;
    run.policies.network.calls.value = 100;
    run.request(50);
    CHECK(run.count(State::accepted) == 50);
    CHECK(run.control.counts().accepted == 150);
    CHECK(run.control.fill_levels()[static_cast<std::size_t>(Limit::network)] == 0.0);
}
