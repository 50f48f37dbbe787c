#pragma once

#include <cstddef>
#include <vector>

namespace gallerysim::test {

/// Shared capacities as a fluid, solved the slow and plain way: the oracle for SharedCapacity.
///
/// It goes from event to event in exact (long double) time and looks at every flow at each. Rates come from
/// progressive filling of single flows: all rates rise together, in proportion to the weights, until a flow
/// is at its cap or a capacity is used up; what is held stays, the rest goes on rising. No virtual time, no
/// classes, no queues. O(flows^2) per event.
class FluidReference {
public:
    using Real = long double;
    static constexpr std::size_t kNoAccount = static_cast<std::size_t>(-1);

    struct Node {
        Real rate = 0;  ///< nominal, per second
        std::size_t account = kNoAccount;
        Real sigma = 0;  ///< universal scalability law: rate / (1 + sigma (n - 1) + kappa n (n - 1))
        Real kappa = 0;
    };
    struct Flow {
        std::size_t node = 0;
        Real demand = 0;
        Real cap = 0;  ///< infinity: none
        Real weight = 1;
        Real left = 0;
        Real finished = -1;  ///< second; negative: not yet
        bool cancelled = false;
        Real rate = 0;
    };

    std::size_t add_node(const Node& node);
    std::size_t start(std::size_t node, Real demand, Real cap, Real weight);
    void cancel(std::size_t flow);
    void set_rate(std::size_t node, Real rate) { nodes_[node].rate = rate; }

    /// Serves until second `time`.
    void run_until(Real time);
    /// Serves until every flow is done. REQUIRES: no capacity that flows wait for has rate zero.
    void run();

    [[nodiscard]] const Flow& flow(std::size_t index) const { return flows_[index]; }
    [[nodiscard]] Real work_done(std::size_t node) const;

private:
    [[nodiscard]] std::vector<Real> free_rates(const std::vector<std::size_t>& active) const;
    void fill();
    void pass(Real span);
    [[nodiscard]] bool runs(const Flow& flow) const { return flow.finished < 0 && !flow.cancelled; }
    [[nodiscard]] Real time_to_next() const;

    Real now_ = 0;
    std::vector<Node> nodes_;
    std::vector<Flow> flows_;
};

}  // namespace gallerysim::test
