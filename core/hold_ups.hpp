#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/control_call.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What holds a VM up: keeps it from getting on although nothing of its own work is left to do there. A VM that is
/// being placed, reads as fast as it could alone, or boots is held up by nothing.
///
/// The limits of the control plane come first, in the order of Limit.
enum class HoldUp : std::uint8_t {
    client = kLimits,  ///< its client works on as many as it may
    allocator,         ///< as many VMs as can be are being placed
    storage_busy,      ///< the replicas that it asked answered 503
    replica,           ///< its replica has more readers than it can serve as fast as one alone
    none,
};
inline constexpr std::size_t kHoldUps = kLimits + 5;  ///< with `none`

[[nodiscard]] constexpr HoldUp held_up_by(Limit limit) {
    return limit == Limit::none ? HoldUp::none : static_cast<HoldUp>(limit);
}

/// arm_principal, ..., client, allocator, replica, none.
[[nodiscard]] std::string_view name_of(HoldUp hold_up);
[[nodiscard]] std::string_view meaning_of(HoldUp hold_up);

/// How many VMs each limit holds up, and which of them is the **binding limit** at each moment: the one that holds up
/// the most VMs then; `none` while no VM is held up. Of equal ones, the first.
///
/// O(1) per change, O(limits) per moment at which something changed. Belongs to one run.
class HoldUps {
public:
    /// `count` VMs that were held up by `from` are held up by `to` from now on.
    void move(sim::SimTime now, HoldUp from, HoldUp to, std::int64_t count = 1) {
        if (from == to || count == 0) return;
        advance(now);
        held_up_[index(from)] -= count;
        held_up_[index(to)] += count;
        has_changed_ = true;
    }

    [[nodiscard]] std::int64_t held_up_by(HoldUp by) const { return held_up_[index(by)]; }
    [[nodiscard]] HoldUp binding() const;

    /// How long each limit was the binding one, until `now`. Time counts from the first change on.
    [[nodiscard]] std::array<sim::SimTime, kHoldUps> binding_times(sim::SimTime now);

private:
    [[nodiscard]] static constexpr std::size_t index(HoldUp by) { return static_cast<std::size_t>(by); }

    void advance(sim::SimTime now) {
        if (now == last_) return;
        if (has_changed_) {
            binding_ = binding();
            has_changed_ = false;
        }
        times_[index(binding_)] += now - last_;
        last_ = now;
    }

    std::array<std::int64_t, kHoldUps> held_up_{};  ///< that of `none` means nothing
    std::array<sim::SimTime, kHoldUps> times_{};
    sim::SimTime last_;
    HoldUp binding_ = HoldUp::none;
    bool has_changed_ = false;
};

}  // namespace gallerysim::core
