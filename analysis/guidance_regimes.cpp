#include "analysis/guidance_regimes.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/burst_bounds.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

const std::array<PublishedRatio, 6>& published_ratios() {
    static constexpr std::array<PublishedRatio, 6> kRatios{{
        {20, "the article: 120 VMs on 6 replicas, 1,000 on 50; a managed image: 20 at a time"},
        {40, "Citrix MCS, non-persistent disks"},
        {50, "vendor documentation, 2025: 500 VMs on 10 replicas"},
        {300, "Azure Batch, 2024: pool instances"},
        {600, "vendor documentation, 2020: one scale set of up to 600"},
        {1000, "Citrix MCS, persistent disks"},
    }};
    return kRatios;
}

std::vector<Regime> regimes_of(const core::Scenario& scenario, const GuidanceStudy& study) {
    static constexpr std::array kTimeouts{20.0 * 60.0, 40.0 * 60.0, 90.0 * 60.0};
    static constexpr std::int64_t kReplicas = 10;
    static constexpr double kShare = 0.01;
    std::vector<Regime> regimes;
    for (const GuidanceCase& of : study.cases) {
        if (of.same_as || of.routing != study.cases.front().routing) continue;
        core::BootProfile boot = scenario.boot_of(scenario.deployments[of.deployment]);
        for (const double timeout : kTimeouts) {
            boot.provisioning_timeout.value = sim::SimTime::from_seconds(timeout);
            const std::int64_t even = most_vms_on_one_replica(scenario.catalogue.storage_of(of.storage), boot,
                                                              scenario.catalogue.vm_disk);
            Regime regime{of.image, of.storage, core::Routing::round_robin, timeout, static_cast<double>(even)};
            regimes.push_back(regime);
            regime.routing = core::Routing::random;
            regime.vms_per_replica =
                static_cast<double>(largest_random_burst(even, kReplicas, kShare)) / static_cast<double>(kReplicas);
            regimes.push_back(regime);
        }
    }
    return regimes;
}

const Regime& nearest_regime(const std::vector<Regime>& regimes, std::int64_t vms_per_replica) {
    GALLERYSIM_ASSERT(!regimes.empty(), "there are regimes to choose from");
    const auto distance = [&](const Regime& r) {
        return std::abs(std::log(std::max(r.vms_per_replica, 1e-9) / static_cast<double>(vms_per_replica)));
    };
    return *std::ranges::min_element(regimes, {}, distance);
}

}  // namespace gallerysim::analysis
