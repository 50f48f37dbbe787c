#include "analysis/record_csv.hpp"

#include <string_view>

#include "analysis/csv_text.hpp"

namespace gallerysim::analysis {

std::string record_csv_header() {
    CsvLine line;
    for (const std::string_view column :
         {"run", "deployment", "scale_set", "vm", "tries", "outcome", "replica", "zone", "requested_s", "started_s", "retried_s", "admitted_s", "allocated_s",
          "read_started_s", "read_ended_s", "ended_s", "throttled_by", "throttled_answers", "busy_answers", "client_s",
          "lost_s", "throttled_s", "allocation_s", "storage_busy_s", "contention_s", "solo_read_s", "boot_s",
          "fault_s", "lost_reads", "fault_hits"}) {
        line.add(column);
    }
    return line.text();
}

std::string record_csv(const core::Scenario& scenario, std::uint64_t run, const core::RunResult& result) {
    std::string text;
    for (const core::VmRecord& vm : result.records) {
        CsvLine line;
        line.add(run);
        line.add(scenario.deployments[vm.deployment].name);
        if (vm.scale_set == core::kNoScaleSet)
            line.add_empty();
        else
            line.add(std::uint64_t{vm.scale_set});
        line.add(std::uint64_t{vm.vm});
        line.add(std::uint64_t{vm.tries});
        line.add(core::kVmOutcomeNames[static_cast<std::size_t>(vm.outcome)]);
        if (vm.replica == core::kNoReplica)
            line.add_empty();
        else
            line.add(std::uint64_t{vm.replica});
        if (vm.zone == 0)
            line.add_empty();
        else
            line.add(std::uint64_t{vm.zone});
        for (const sim::SimTime door : {vm.requested, vm.started, vm.retried, vm.admitted, vm.allocated, vm.read_started,
                                        vm.read_ended, vm.ended})
            line.add(door);
        line.add(vm.throttled_by == core::Limit::none ? std::string_view{}
                                                      : core::kLimitNames[static_cast<std::size_t>(vm.throttled_by)]);
        line.add(std::uint64_t{vm.throttled_answers});
        line.add(std::uint64_t{vm.busy_answers});
        const core::Bottleneck parts = vm.bottleneck();
        for (const sim::SimTime part :
             {parts.client, parts.lost, parts.throttled, parts.allocation, parts.storage_busy, parts.contention, parts.solo_read,
              parts.boot, parts.fault}) {
            line.add(part);
        }
        line.add(std::uint64_t{vm.lost_reads});
        line.add(std::uint64_t{vm.fault_hits});
        text += line.text();
    }
    return text;
}

}  // namespace gallerysim::analysis
