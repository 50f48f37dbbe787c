#include "core/client.hpp"

#include <algorithm>

#include "core/stream_purpose.hpp"
#include "sim/combinators.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

namespace {

void note_refusal(Admission& admission, sim::SimTime now, const Answer& answer) {
    if (admission.throttled_answers++ == 0) admission.first_throttled = now;
    ++admission.refusals;
    admission.last_limit = answer.refused_by;
    admission.retry_after = answer.retry_after;
    admission.note_hold_up(now, held_up_by(answer.refused_by));
}

void note_acceptance(Admission& admission, sim::SimTime now) {
    ++admission.writes_done;
    admission.refusals = 0;
    admission.note_hold_up(now, HoldUp::none);
}

/// What is left until the client gives up.
sim::SimTime patience(const RetryPolicy& policy, const Admission& admission, sim::SimTime now) {
    return policy.give_up_after ? admission.started + *policy.give_up_after - now : sim::SimTime::never();
}

sim::Task<Admission::State> wait_for_slot(sim::Simulation& simulation, sim::Servers& slots, Admission& admission) {
    admission.note_hold_up(simulation.now(), HoldUp::client);
    admission.slot = co_await slots.acquire();
    admission.note_hold_up(simulation.now(), HoldUp::none);
    co_return admission.slot ? Admission::State::under_way : Admission::State::interrupted;
}

sim::Task<Admission::State> wait_for_retry(sim::Simulation& simulation, Client& client, Call errand,
                                           Admission& admission) {
    const RetryPolicy& policy = client.settings().retry;
    const auto& most = policy.max_attempts.value;
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(StreamPurpose::retry), errand.resource);
    stream.skip(std::uint64_t{static_cast<std::uint8_t>(errand.operation)} << 24U);
    do {
        if (most && admission.refusals >= *most) co_return Admission::State::gave_up;
        const sim::SimTime wait = policy.wait_before(admission.refusals, admission.retry_after, stream);
        const sim::SimTime left = patience(policy, admission, simulation.now());
        const auto outcome = co_await sim::delay(std::min(wait, left));
        if (outcome == sim::Outcome::interrupted) co_return Admission::State::interrupted;
        if (wait > left) co_return Admission::State::gave_up;
    } while (!client.try_admit_at_once(errand, admission));
    co_return Admission::State::accepted;
}

/// Makes a write in the ideal line, unless the client gives up before.
sim::Task<Admission::State> pass_within(sim::Simulation&, IdealLine::Pass pass, sim::SimTime left,
                                        Admission& admission) {
    auto first = co_await sim::first_of(pass, sim::delay(left));
    if (first.interrupted()) co_return Admission::State::interrupted;
    if (first.index() == 1) co_return Admission::State::gave_up;
    admission.last_limit = first.get<0>().held_up_by;
    co_return Admission::State::accepted;
}

sim::Task<Admission::State> wait_in_line(sim::Simulation& simulation, Client& client, Call errand,
                                         Admission& admission) {
    do {
        const Call write = client.next_write(errand, admission);
        const sim::SimTime left = patience(client.settings().retry, admission, simulation.now());
        if (left != sim::SimTime::never()) {
            const auto state =
                co_await pass_within(simulation, client.control().pass(write), left, admission);
            if (state != Admission::State::accepted) co_return state;
        } else {
            const IdealLine::Passage passage = co_await client.control().pass(write);
            if (passage.outcome == sim::Outcome::interrupted) co_return Admission::State::interrupted;
            admission.last_limit = passage.held_up_by;
        }
        ++admission.attempts;
        note_acceptance(admission, simulation.now());
    } while (!client.try_admit_at_once(errand, admission));
    co_return Admission::State::accepted;
}

}  // namespace

ClientSettings default_client_settings() {
    return {
        .writes_per_vm = {2, Grade::assumed, "a network interface and the VM; templates may write more"},
        .concurrency = {},
        .retry = default_retry_policy(),
    };
}

Client::Client(sim::Simulation& simulation, ControlPlane& control, const ClientSettings& settings,
               std::uint16_t principal, std::uint16_t subscription)
    : simulation_(&simulation),
      control_(&control),
      settings_(&settings),
      principal_(principal),
      subscription_(subscription) {
    if (settings.concurrency) slots_.emplace(simulation, *settings.concurrency);
}

std::uint16_t Client::writes_of(const Call& errand) const {
    return errand.operation == ApiOperation::create_vm
               ? static_cast<std::uint16_t>(settings_->writes_per_vm.value)
               : 1;
}

Call Client::next_write(const Call& errand, const Admission& admission) const {
    Call write = errand;
    if (admission.writes_done + 1 < writes_of(errand)) write.operation = ApiOperation::create_nic;
    return write;
}

bool Client::try_admit_at_once(const Call& errand, Admission& admission) {
    if (slots_ && !admission.slot) return false;
    if (admission.started == sim::SimTime::never()) admission.started = simulation_->now();
    for (const std::uint16_t writes = writes_of(errand); admission.writes_done < writes;) {
        const Call write = next_write(errand, admission);
        ++admission.attempts;
        const Answer answer = is_ideal() ? Answer{control_->try_pass(write), {}} : control_->call(write);
        if (!answer.accepted()) {
            note_refusal(admission, simulation_->now(), answer);
            return false;
        }
        note_acceptance(admission, simulation_->now());
    }
    admission.state = Admission::State::accepted;
    return true;
}

sim::Task<Admission::State> admit(sim::Simulation& simulation, Client& client, Call errand,
                                  Admission& admission) {
    using State = Admission::State;
    if (client.slots() != nullptr && !admission.slot) {
        admission.state = co_await wait_for_slot(simulation, *client.slots(), admission);
        if (admission.state == State::interrupted) co_return admission.state;
    }
    // try_admit_at_once() may have been refused already.
    if (admission.refusals == 0 && client.try_admit_at_once(errand, admission)) co_return State::accepted;
    if (client.is_ideal()) {
        admission.state = co_await wait_in_line(simulation, client, errand, admission);
    } else {
        admission.state = co_await wait_for_retry(simulation, client, errand, admission);
    }
    admission.note_hold_up(simulation.now(), HoldUp::none);
    co_return admission.state;
}

}  // namespace gallerysim::core
