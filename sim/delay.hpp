#pragma once

#include "sim/simulation.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// Waits for a span of simulated time.
class Delay {
public:
    explicit Delay(SimTime span) : span_(span) {}

    bool start(Simulation& simulation, Completion& completion) {
        event_ = simulation.after(span_, [&completion] { completion.fire(Context::event_loop); });
        simulation_ = &simulation;
        return false;
    }
    void cancel() { simulation_->cancel(event_); }
    [[nodiscard]] Outcome result() const { return Outcome::done; }
    [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

private:
    union {
        SimTime span_;            ///< until it starts
        Simulation* simulation_;  ///< from then on
    };
    EventHandle event_;
};

/// REQUIRES: span >= 0. A span of zero lets everything that is already due go first.
[[nodiscard]] inline Delay delay(SimTime span) { return Delay{span}; }

}  // namespace gallerysim::sim
