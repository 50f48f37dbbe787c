#include "core/arrivals.hpp"

namespace gallerysim::core {

double ProfileArrivals::expected_vms() const {
    double vms = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const sim::SimTime end = i + 1 < times.size() ? times[i + 1] : duration;
        vms += rates[i].value * (end - times[i]).seconds();
    }
    return vms;
}

double expected_vms(const Arrivals& arrivals) {
    struct Count {
        double operator()(const BurstArrivals& a) const { return static_cast<double>(a.vms); }
        double operator()(const PoissonArrivals& a) const { return a.rate.value * a.duration.seconds(); }
        double operator()(const ProfileArrivals& a) const { return a.expected_vms(); }
        double operator()(const BatchArrivals& a) const { return static_cast<double>(a.vms * a.batches); }
        double operator()(const ClosedLoopArrivals& a) const { return static_cast<double>(a.vms); }
        double operator()(const ListedArrivals& a) const { return static_cast<double>(a.times.size()); }
        double operator()(const TraceArrivals& a) const { return static_cast<double>(a.vms); }
        double operator()(const ScaleSets& a) const {
            return static_cast<double>(a.count * a.final_capacity() * (a.upgrade ? 2 : 1));
        }
    };
    return std::visit(Count{}, arrivals);
}

bool is_random(const Arrivals& arrivals) {
    return std::holds_alternative<PoissonArrivals>(arrivals) || std::holds_alternative<ProfileArrivals>(arrivals);
}

}  // namespace gallerysim::core
