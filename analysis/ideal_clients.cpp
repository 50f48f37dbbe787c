#include "analysis/ideal_clients.hpp"

#include <cmath>

#include "core/world.hpp"

namespace gallerysim::analysis {

std::optional<AdmissionDelay> admission_delay(const core::Scenario& scenario) {
    const auto last_admission = [](const core::RunResult& run) {
        return run[core::Metric::last_admission][core::Statistic::mean];
    };
    const core::RunResult run = core::simulate(scenario, 0);
    if (run.throttled_vms == 0 || std::isnan(last_admission(run))) return std::nullopt;
    core::Scenario ideal = scenario;
    for (core::ClientSpec& client : ideal.clients) {
        client.settings.retry.retry_after.value = core::RetryAfter::ideal;
        client.settings.retry.max_attempts.value.reset();
        client.settings.retry.give_up_after.reset();
    }
    return AdmissionDelay{.last_admission_s = last_admission(run),
                          .ideal_last_admission_s = last_admission(core::simulate(ideal, 0))};
}

}  // namespace gallerysim::analysis
