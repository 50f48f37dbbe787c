#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/client.hpp"
#include "core/vm_record.hpp"
#include "sim/process.hpp"
#include "sim/signal.hpp"

namespace gallerysim::core {

/// The instances that one operation on a scale set begins: its creation, its growth, or one batch of an upgrade. It is
/// settled when as many of them run as it asks for; then the rest is deleted. It is over when all have ended.
///
/// Stands in the frame of the scale set's process, as do the processes of its instances.
class InstanceGroup {
public:
    InstanceGroup(std::uint32_t scale_set, std::int64_t target, bool in_place)
        : scale_set_(scale_set), target_(target), in_place_(in_place) {}
    InstanceGroup(const InstanceGroup&) = delete;
    InstanceGroup& operator=(const InstanceGroup&) = delete;

    [[nodiscard]] std::uint32_t scale_set() const { return scale_set_; }
    /// Instances that stand somewhere already, and get a new image there.
    [[nodiscard]] bool in_place() const { return in_place_; }

    /// Whether as many have been begun as are asked for; what comes now is overprovisioned.
    [[nodiscard]] bool is_full() const { return begun_ >= target_; }
    void add(sim::Process instance) {
        ++begun_;
        instances_.push_back(std::move(instance));
    }
    /// An instance of batch `number` goes on at release(number).
    [[nodiscard]] sim::Signal& batch(std::size_t number) {
        while (batches_.size() <= number) batches_.emplace_back();
        return batches_[number];
    }

    /// What the control plane did with the operation; nullptr until it is known.
    void note_admission(const Admission& admission) { admission_ = &admission; }
    [[nodiscard]] const Admission* admission() const { return admission_; }

    void note_end(VmOutcome outcome) {
        ++ended_;
        if (outcome == VmOutcome::running && ++running_ == target_) delete_the_rest();
        if (is_settled() || is_over()) changed_.notify();
    }
    [[nodiscard]] bool is_settled() const { return running_ >= target_; }
    [[nodiscard]] bool is_over() const { return ended_ >= begun_; }
    [[nodiscard]] std::int64_t running() const { return running_; }
    [[nodiscard]] std::int64_t target() const { return target_; }
    /// Something above has changed: settled or over.
    [[nodiscard]] sim::Signal& changed() { return changed_; }

private:
    void delete_the_rest() {
        for (sim::Process& instance : instances_) {
            if (!instance.finished()) instance.interrupt();
        }
    }

    std::uint32_t scale_set_;
    std::int64_t target_;
    bool in_place_;
    std::int64_t begun_ = 0;
    std::int64_t running_ = 0;
    std::int64_t ended_ = 0;
    const Admission* admission_ = nullptr;
    sim::Signal changed_;
    std::deque<sim::Signal> batches_;
    std::vector<sim::Process> instances_;
};

}  // namespace gallerysim::core
