#pragma once

#include <functional>
#include <vector>

#include "sim/shared_capacity.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::test {

/// A flow's completion that notes when it fired, and in which order among those of one list.
class FlowRecorder : public sim::Completion {
public:
    explicit FlowRecorder(sim::Simulation& simulation, std::vector<const FlowRecorder*>* order = nullptr)
        : Completion(&on_fire), simulation_(&simulation), order_(order) {}

    [[nodiscard]] bool fired() const { return times_fired_ > 0; }
    [[nodiscard]] int times_fired() const { return times_fired_; }
    [[nodiscard]] sim::SimTime at() const { return at_; }
    [[nodiscard]] sim::Context context() const { return context_; }
    /// Called when it fires.
    void then(std::function<void()> action) { action_ = std::move(action); }

private:
    static void on_fire(Completion& completion, sim::Context context) {
        auto& self = static_cast<FlowRecorder&>(completion);
        ++self.times_fired_;
        self.at_ = self.simulation_->now();
        self.context_ = context;
        if (self.order_ != nullptr) self.order_->push_back(&self);
        if (self.action_) self.action_();
    }

    sim::Simulation* simulation_;
    std::vector<const FlowRecorder*>* order_;
    std::function<void()> action_;
    sim::SimTime at_ = sim::SimTime::never();
    sim::Context context_ = sim::Context::another_process;
    int times_fired_ = 0;
};

}  // namespace gallerysim::test
