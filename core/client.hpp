#pragma once

#include <cstdint>
#include <optional>

#include "core/client_settings.hpp"
#include "core/control_plane.hpp"
#include "core/hold_ups.hpp"
#include "sim/servers.hpp"
#include "sim/task.hpp"

namespace gallerysim::core {

/// How far the control plane let one VM (or scale set) through, and what it took.
struct Admission {
    enum class State : std::uint8_t {
        under_way,
        accepted,     ///< every write is
        gave_up,      ///< the retry policy allows no further attempt
        interrupted,  ///< while it waited
    };

    sim::SimTime started = sim::SimTime::never();          ///< the client began with it: a slot was free
    sim::SimTime first_throttled = sim::SimTime::never();  ///< the first 429
    sim::SimTime retry_after;                              ///< of the last 429
    sim::Servers::Hold slot;              ///< to be released when the client has no more to do with the VM
    std::uint32_t attempts = 0;           ///< calls, of all writes
    std::uint32_t throttled_answers = 0;  ///< 429s among them
    std::uint32_t refusals = 0;           ///< of the write that is under way
    std::uint16_t writes_done = 0;
    Limit last_limit = Limit::none;  ///< which gave the last 429
    State state = State::under_way;
    HoldUp held_up_by = HoldUp::none;
    HoldUps* hold_ups = nullptr;  ///< told what holds the errand up; nullptr: nobody asks
    std::int64_t vms = 1;         ///< that are held up with the errand: the instances of a scale set

    void note_hold_up(sim::SimTime now, HoldUp by) {
        if (hold_ups != nullptr) hold_ups->move(now, held_up_by, by, vms);
        held_up_by = by;
    }
};

/// A program that creates VMs in one subscription as one principal: its manner of calling the control plane.
///
/// Each VM is an errand: some writes one after the other, with retries, first at once as far as they go
/// (try_admit_at_once), and where that ends, in a coroutine (admit):
///
///     Admission admission;
///     const Call call = client.call(ApiOperation::create_vm, region, vm_entity(deployment, vm));
///     if (!client.try_admit_at_once(call, admission)) co_await admit(simulation, client, call, admission);
///
/// Belongs to one simulation; not thread-safe. `control` and `settings` must outlive it.
class Client {
public:
    Client(sim::Simulation& simulation, ControlPlane& control, const ClientSettings& settings,
           std::uint16_t principal, std::uint16_t subscription);

    /// The errand of creating, changing or deleting a resource of this client's.
    [[nodiscard]] Call call(ApiOperation operation, std::uint16_t region, std::uint64_t resource) const {
        return {principal_, subscription_, region, operation, resource};
    }

    /// Makes the writes of the errand as far as they are accepted now; whether all are. When the client works
    /// on as many as it may it does nothing. No allocation, no event, no random draw.
    bool try_admit_at_once(const Call& errand, Admission& admission);

    [[nodiscard]] const ClientSettings& settings() const { return *settings_; }
    /// The client's slots; nullptr: as many as it likes.
    [[nodiscard]] sim::Servers* slots() { return slots_ ? &*slots_ : nullptr; }
    [[nodiscard]] ControlPlane& control() { return *control_; }

    /// The call that comes next in an errand.
    [[nodiscard]] Call next_write(const Call& errand, const Admission& admission) const;
    [[nodiscard]] bool is_ideal() const { return settings_->retry.retry_after.value == RetryAfter::ideal; }

private:
    [[nodiscard]] std::uint16_t writes_of(const Call& errand) const;

    sim::Simulation* simulation_;
    ControlPlane* control_;
    const ClientSettings* settings_;
    std::optional<sim::Servers> slots_;
    std::uint16_t principal_;
    std::uint16_t subscription_;
};

/// Goes on with an errand where try_admit_at_once() left it: waits for a slot, retries, until every write is
/// accepted or the client gives up. Interrupts end it wherever it waits. Draws from the stream of purpose
/// `retry` of the errand's resource, each operation from a part of its own. REQUIRES: errand.resource < 2^48.
[[nodiscard]] sim::Task<Admission::State> admit(sim::Simulation& simulation, Client& client, Call errand,
                                                Admission& admission);

}  // namespace gallerysim::core
