#include "analysis/fault_report.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "analysis/experiment_runner.hpp"
#include "analysis/human_text.hpp"
#include "analysis/point_result.hpp"
#include "analysis/result_json.hpp"
#include "analysis/result_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using core::Metric;
using core::Statistic;
using core::StorageType;

namespace {

core::Scenario zone_outage() {
    core::Diagnostics diagnostics;
    const auto file = std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / "zone-outage-lrs-vs-zrs.yaml";
    const auto source = core::ScenarioSource::load(file, diagnostics);
    REQUIRE(source.has_value());
    core::Scenario scenario = test::scenario_of(*source);
    scenario.experiment.min_runs = 20;
    scenario.experiment.max_runs = 20;
    return scenario;
}

PointResult run(const core::Scenario& scenario) {
    PointResult result = run_experiment({&scenario, 1}).front();
    result.fault_costs = compute_fault_costs(scenario, result.runs, {});
    return result;
}

/// A row of the table in docs/faults.md.
std::string row(std::int64_t replicas, StorageType storage) {
    core::Scenario scenario = zone_outage();
    core::TargetRegion& target = scenario.galleries[0].images[0].versions[0].target_regions[0];
    target.replicas = replicas;
    target.storage = storage;
    const PointResult result = run(scenario);
    const auto minutes = [&](std::size_t cost) {
        const Interval& seconds = result.fault_costs.at(cost).difference;
        return fmt::format("{:.1f} ({:.1f} to {:.1f})", seconds.value / 60.0, seconds.low / 60.0, seconds.high / 60.0);
    };
    const Interval& failed = result[Metric::failed_fraction][Statistic::mean];
    return fmt::format("| {} {} | {:.1f} % | {:.1f} % ({:.1f} to {:.1f}) | {} | {} |", replicas,
                       storage == StorageType::standard_lrs ? "LRS" : "ZRS", 100.0 * result.fault_costs.at(0).without,
                       100.0 * failed.value, 100.0 * failed.low, 100.0 * failed.high, minutes(1), minutes(2));
}

}  // namespace

TEST_CASE("The page on faults has the numbers that its scenario gives", "[scenario]") {
    std::ifstream stream(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs" / "faults.md", std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(stream), {}};
    for (const std::int64_t replicas : {6, 8, 9, 12}) {
        for (const StorageType storage : {StorageType::standard_lrs, StorageType::standard_zrs}) {
            const std::string text = row(replicas, storage);
            INFO(text);
            CHECK(page.find(text) != std::string::npos);
        }
    }
}

TEST_CASE("A run with faults says what happened and what it cost, and one without says nothing of it") {
    core::Scenario scenario = test::burst_scenario(12, 3);
    scenario.experiment.min_runs = 2;
    scenario.experiment.max_runs = 2;
    scenario.platform.routing.value = core::Routing::round_robin;
    CHECK(fault_table(scenario, run(scenario)).empty());
    CHECK(run_json(scenario, run(scenario)).find("\"faults\"") == std::string::npos);
    core::FaultSpec fault;
    fault.name = "lost-replica";
    fault.kind = core::FaultKind::replica_lost;
    fault.region = "westeurope";
    fault.image = "prod/image/1.0.0";
    fault.part = 2;
    fault.at = sim::seconds(210);
    scenario.faults = {fault};
    const PointResult result = run(scenario);
    CHECK(result.hit_vms == 8);
    CHECK(result.hit_vms_failed == 0);
    REQUIRE(result.faults.size() == 1);
    CHECK(result.faults[0].times == 2);
    CHECK(result.faults[0].reads_lost == 8);
    // By arithmetic all run after 560 s without the fault; with it 8 of each 12 after 735 s, and 4 a wait later than 840 s.
    CHECK_THAT(result.fault_costs.at(1).without, test::WithinRel(560.0, 1e-9));
    CHECK_THAT(result.fault_costs.at(1).with, test::WithinRel((8 * 735.0 + 4 * 840.0) / 12.0, 0.005));
    CHECK_THAT(result.bottleneck.total_s(), test::WithinRel(result[Metric::time_to_running][Statistic::mean].value, 1e-9));
    CHECK(result.bottleneck.fault_s > 70.0);  // 210 s of 4 in 12, and their waits
    const std::string table = run_table(scenario, result);
    for (const char* words : {"lost-replica", "replica_lost 2, westeurope", "Faults hit 4 VMs per run", "what the faults cost",
                              "undone by faults"}) {
        INFO(words);
        CHECK(table.find(words) != std::string::npos);
    }
    const std::string json = run_json(scenario, result);
    CHECK(json.find("\"hit_vms\": 8") != std::string::npos);
    CHECK(json.find("\"reads_lost_per_run\": 4.0") != std::string::npos);
}
