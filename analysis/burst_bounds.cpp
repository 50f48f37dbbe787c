#include "analysis/burst_bounds.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>
#include <tuple>

namespace gallerysim::analysis {

std::int64_t most_readers_within(const core::StorageFigures& storage, const core::ServiceDemand& demand,
                                 double deadline_s) {
    constexpr double kRounding = 1.0 + 0x1p-50;  // a quotient that is whole but for rounding counts as whole
    constexpr auto kMost = static_cast<double>(std::numeric_limits<std::int32_t>::max());
    if (deadline_s <= 0.0) return 0;
    if (demand.demand_s <= 0.0) return std::numeric_limits<std::int32_t>::max();
    if (demand.demand_s > demand.reader_cap * deadline_s * kRounding) return 0;
    const double burst_s = std::min(deadline_s, storage.burst_duration.value.seconds());
    const double work_s = demand.burst_rate * burst_s + (deadline_s - burst_s);
    return static_cast<std::int64_t>(std::min(kMost, std::floor(work_s / demand.demand_s * kRounding)));
}

std::int64_t most_vms_on_one_replica(const core::StorageFigures& storage, const core::BootProfile& boot,
                                     const core::VmDiskFigures& disk) {
    return most_readers_within(storage, core::service_demand(storage, boot, disk),
                               boot.provisioning_timeout.value.seconds() - boot.cpu_time.value.build().mean());
}

std::int64_t largest_random_burst(std::int64_t per_replica, std::int64_t replicas, double share) {
    if (per_replica < 1 || replicas == 1) return per_replica;
    const auto is_within = [&](std::int64_t n) {
        const boost::math::binomial others(static_cast<double>(n - 1), 1.0 / static_cast<double>(replicas));
        return n <= per_replica ||
               boost::math::cdf(boost::math::complement(others, static_cast<double>(per_replica - 1))) < share;
    };
    std::int64_t low = per_replica;                 // is within
    std::int64_t high = per_replica * replicas + 1;  // the fullest has more for certain
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (is_within(middle) ? low : high) = middle;
    }
    return low;
}

bool serve_alike(const core::StorageFigures& a, const core::StorageFigures& b) {
    const auto figures = [](const core::StorageFigures& f) {
        return std::tuple(f.operations.value, f.throughput.value, f.burst_operations.value, f.burst_throughput.value,
                          f.burst_duration.value, f.account_operations.value, f.account_egress.value,
                          f.replicas_per_account.value, f.contention.value, f.coherency.value);
    };
    return figures(a) == figures(b);
}

}  // namespace gallerysim::analysis
