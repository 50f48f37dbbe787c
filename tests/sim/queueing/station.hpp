#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"
#include "sim/servers.hpp"
#include "sim/simulation.hpp"
#include "sim/time_weighted.hpp"

namespace gallerysim::test {

/// A station with a queue: customers arrive one by one or in batches, take one of the servers, are served and leave.
/// Times in seconds.
struct StationModel {
    sim::Distribution between_arrivals = sim::Distribution::exponential(1.0);
    sim::Distribution service = sim::Distribution::exponential(1.0);
    std::int64_t servers = 1;
    std::int64_t batch = 1;
    std::int64_t room = std::numeric_limits<std::int64_t>::max();  ///< who finds so many in the system is lost
    std::optional<sim::Distribution> patience = std::nullopt;      ///< who waits that long leaves unserved
    std::int64_t warm_up = 2'000;                                  ///< customers who are not counted
    std::int64_t counted = 10'000;                                 ///< those after them
};

/// One run of a station in process style.
class Station {
public:
    Station(sim::Simulation& simulation, const StationModel& model);

    /// Runs until the last counted customer has left.
    void run();

    /// Of the counted customers who were served, in the order in which they left: waits for a server, and times in the
    /// system.
    [[nodiscard]] const std::vector<double>& waits() const { return waits_; }
    [[nodiscard]] const std::vector<double>& times() const { return times_; }
    [[nodiscard]] double mean_wait() const;
    [[nodiscard]] double mean_time() const;
    /// The time in the system that the fraction p does not exceed.
    [[nodiscard]] double time_quantile(double p) const;
    /// Fractions of all counted customers, or of those served.
    [[nodiscard]] double fraction_lost() const { return fraction(lost_); }
    [[nodiscard]] double fraction_abandoned() const { return fraction(abandoned_); }
    [[nodiscard]] double fraction_waiting_longer(double than) const;
    [[nodiscard]] double fraction_staying_longer(double than) const;
    /// Of all counted customers: those who found more than so many in the system.
    [[nodiscard]] double fraction_finding_more_than(std::int64_t number) const;
    /// Over time, from the arrival of the first counted customer to that of the last.
    [[nodiscard]] double mean_queue() const { return queue_area_ / span_; }
    [[nodiscard]] double mean_number() const { return number_area_ / span_; }
    /// Counted customers served per second.
    [[nodiscard]] double throughput() const { return static_cast<double>(times_.size()) / span_; }

private:
    sim::Process arrivals(sim::Simulation&);
    sim::Process customer(sim::Simulation& simulation, bool is_counted);
    void enter(std::int64_t number);
    void leave(bool is_counted);
    [[nodiscard]] double fraction(std::int64_t count) const {
        return static_cast<double>(count) / static_cast<double>(model_.counted);
    }

    sim::Simulation* simulation_;
    StationModel model_;
    sim::Servers servers_;
    sim::TimeWeighted number_;
    sim::RandomStream arrival_draws_;
    sim::RandomStream service_draws_;
    sim::RandomStream patience_draws_;
    std::int64_t in_system_ = 0;
    std::int64_t left_;  ///< counted customers who have not left yet
    double span_ = 0.0;
    double queue_area_ = 0.0;
    double number_area_ = 0.0;
    std::vector<double> waits_;
    std::vector<double> times_;
    std::vector<std::int64_t> found_;  ///< in the system, by each counted customer
    std::int64_t lost_ = 0;
    std::int64_t abandoned_ = 0;
};

}  // namespace gallerysim::test
