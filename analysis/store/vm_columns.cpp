#include "analysis/store/vm_columns.hpp"

#include <string_view>

namespace gallerysim::analysis {

namespace {

Cell unless(std::uint32_t value, std::uint32_t none) {
    return value == none ? Cell() : Cell(std::uint64_t{value});
}

std::vector<ColumnGroup> make_vm_columns() {
    using Kind = CellKind;
    return {
        {{"deployment"}, Kind::text, "", "Name of the deployment."},
        {{"scale_set"}, Kind::count, "", "Number of the scale set in the deployment, from 0; none for a single VM."},
        {{"vm"}, Kind::count, "", "Number of the VM in the deployment, from 0; each scale set has 8,192 numbers of its own."},
        {{"tries"}, Kind::count, "1", "How often it was created; more than 1 only with on_timeout: delete_and_retry."},
        {{"outcome"}, Kind::text, "", "How the request ended."},
        {{"replica"}, Kind::count, "", "Replica that it read from, or asked last, from 0."},
        {{"zone"}, Kind::count, "", "Zone of the VM, from 1; none where there are no zones."},
        {{"requested_s", "started_s", "retried_s", "admitted_s", "allocated_s", "read_started_s", "read_ended_s", "ended_s"},
         Kind::time, "s",
         "When it came through each door, from the beginning of the run; doors that it did not reach have the time of its end."},
        {{"throttled_by"}, Kind::text, "", "The limit that gave it the last answer 429."},
        {{"throttled_answers"}, Kind::count, "1", "Answers 429 that it got."},
        {{"busy_answers"}, Kind::count, "1", "Answers 503 that it got from replicas."},
        {{"client_s", "lost_s", "throttled_s", "allocation_s", "storage_busy_s", "contention_s", "solo_read_s", "boot_s", "fault_s"},
         Kind::time, "s", "Where its time went; they add up to ended_s - requested_s."},
        {{"lost_reads"}, Kind::count, "1", "Image reads that were broken off because their replica was lost."},
        {{"fault_hits"}, Kind::count, "1", "Times that a fault undid something or stood in its way."}};
}

}  // namespace

std::span<const ColumnGroup> vm_columns() {
    static const std::vector<ColumnGroup> kColumns = make_vm_columns();
    return kColumns;
}

void vm_cells(const core::Scenario& scenario, const core::VmRecord& vm, std::vector<Cell>& cells) {
    cells.clear();
    cells.emplace_back(std::string_view(scenario.deployments[vm.deployment].name));
    cells.push_back(unless(vm.scale_set, core::kNoScaleSet));
    cells.emplace_back(std::uint64_t{vm.vm});
    cells.emplace_back(std::uint64_t{vm.tries});
    cells.emplace_back(core::kVmOutcomeNames[static_cast<std::size_t>(vm.outcome)]);
    cells.push_back(unless(vm.replica, core::kNoReplica));
    cells.push_back(unless(vm.zone, 0));
    for (const sim::SimTime door : {vm.requested, vm.started, vm.retried, vm.admitted, vm.allocated, vm.read_started,
                                    vm.read_ended, vm.ended})
        cells.emplace_back(door);
    if (vm.throttled_by == core::Limit::none) {
        cells.emplace_back();
    } else {
        cells.emplace_back(core::kLimitNames[static_cast<std::size_t>(vm.throttled_by)]);
    }
    cells.emplace_back(std::uint64_t{vm.throttled_answers});
    cells.emplace_back(std::uint64_t{vm.busy_answers});
    const core::Bottleneck parts = vm.bottleneck();
    for (const sim::SimTime part : {parts.client, parts.lost, parts.throttled, parts.allocation, parts.storage_busy,
                                    parts.contention, parts.solo_read, parts.boot, parts.fault})
        cells.emplace_back(part);
    cells.emplace_back(std::uint64_t{vm.lost_reads});
    cells.emplace_back(std::uint64_t{vm.fault_hits});
}

}  // namespace gallerysim::analysis
