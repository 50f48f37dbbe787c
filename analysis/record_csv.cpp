#include "analysis/record_csv.hpp"

#include <vector>

#include "analysis/csv_text.hpp"
#include "analysis/data_table.hpp"
#include "analysis/store/vm_columns.hpp"

namespace gallerysim::analysis {

namespace {

RowText rows() {
    std::vector<std::string> columns{"run"};
    for (std::string& name : column_names(vm_columns())) columns.push_back(std::move(name));
    return RowText(RowFormat::csv, std::move(columns));
}

}  // namespace

std::string record_csv_header() { return rows().heading(); }

std::string record_csv(const core::Scenario& scenario, std::uint64_t run, const core::RunResult& result) {
    const RowText text = rows();
    std::string lines;
    std::vector<Cell> of_vm;
    std::vector<Cell> cells;
    for (const core::VmRecord& vm : result.records) {
        vm_cells(scenario, vm, of_vm);
        cells.assign(1, Cell(run));
        cells.insert(cells.end(), of_vm.begin(), of_vm.end());
        lines += text.row(cells);
    }
    return lines;
}

}  // namespace gallerysim::analysis
