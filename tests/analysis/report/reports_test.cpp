// What is in the reports of each kind.

#include <string>

#include "analysis/experiment_runner.hpp"
#include "analysis/report/comparison_report.hpp"
#include "analysis/report/guidance_report.hpp"
#include "analysis/report/plan_report.hpp"
#include "analysis/report/replication_report.hpp"
#include "analysis/report/report_html.hpp"
#include "analysis/report/run_report.hpp"
#include "analysis/report/sensitivity_report.hpp"
#include "analysis/report/sweep_report.hpp"
#include "analysis/sensitivity_sentences.hpp"
#include "analysis/study_objectives.hpp"
#include "core/replication/replicate.hpp"
#include "tests/support/chart_checks.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

constexpr std::size_t kFiveMegabytes = 5'000'000;
const std::vector<std::string> kFewRuns{"experiment.runs.min=3", "experiment.runs.max=3"};

std::vector<std::string> few_runs_and(std::vector<std::string> settings) {
    settings.insert(settings.end(), kFewRuns.begin(), kFewRuns.end());
    return settings;
}

Report run_report_of(const core::Scenario& scenario) {
    const PointResult result = run_experiment({&scenario, 1}).front();
    return run_report(scenario, result, curve_table(curve_rows(scenario, {.first = 0, .count = 3}, sim::seconds(60)), 3), "gallerysim run small.yaml");
}

SweepGrid grid_of(const std::vector<std::string>& settings) {
    const auto source = with(source_of(kSmallScenario), few_runs_and(settings));
    core::Diagnostics diagnostics;
    auto grid = expand_sweep(source, scenario_of(source), diagnostics);
    INFO(diagnostics.render());
    REQUIRE(grid.has_value());
    return *grid;
}

const std::string kReplicas = "galleries.prod.win2022.1.0.0.westeurope.replicas";

/// The number behind a word in a table of a report; fails when there is none.
std::string cell_of(const Report& report, const std::string& row, std::size_t column) {
    for (const auto& section : report.sections) {
        for (const auto& table : section.tables) {
            for (const auto& one : table.rows) {
                if (one.cells.front() == row && column < one.cells.size()) return one.cells[column];
            }
        }
    }
    FAIL("no row " << row);
    return {};
}

ReplicaPlan plan_of(const core::Scenario& scenario) {
    PlanTerms terms;
    terms.objectives = study_objectives({}, scenario);
    return plan_replicas(scenario, terms);
}

}  // namespace

TEST_CASE("The report of a run has the answer, its charts and what reproduces it") {
    const core::Scenario scenario = small_with(few_runs_and({"experiment.objectives=[failed_fraction < 1 %]"}));
    const Report report = run_report_of(scenario);
    check_report(report);
    for (const char* id : {"outcomes", "time-to-running", "bottleneck", "vms-over-time", "replica-load", "binding-limit", "replica-map"}) {
        INFO(id);
        CHECK(find_chart(report, id) != nullptr);
    }
    CHECK(find_chart(report, "refusals") == nullptr);  // 40 VMs are below every limit
    CHECK(report.verdict == RowMark::good);
    CHECK(cell_of(report, "failed_fraction < 1 %", 1) == "< 1.0 %");
    CHECK(cell_of(report, "failed_fraction < 1 %", 2) == "0 %");
    CHECK(cell_of(report, "failed_fraction < 1 %", 4).starts_with("met"));
    CHECK(report.origin.scenarios.front().yaml.find("name: small") != std::string::npos);
    CHECK(report.origin.seed == 7);
}

TEST_CASE("The parts of a VM's time in the report add up to its total") {
    const Report report = run_report_of(small_with(kFewRuns));
    double sum = 0.0;
    for (const char* part : {"client", "lost", "throttled", "allocation", "contention", "solo read", "boot"}) sum += std::stod(cell_of(report, part, 1));
    CHECK_THAT(sum, WithinAbs(std::stod(cell_of(report, "total", 1)), 0.4));  // seven parts, each rounded to 0.1
}

TEST_CASE("A run in which no VM runs, and one without VMs, have reports as well") {
    check_report(run_report_of(small_with(few_runs_and({"catalogue.boot_profiles.windows.provisioning_timeout=1 s"}))));
    core::Scenario idle = small_with(kFewRuns);
    idle.deployments.clear();
    const Report none = run_report_of(idle);
    check_report(none);
    CHECK(none.answer.front() == "No VM was requested.");
}

TEST_CASE("Reports are the same bytes again") {
    const core::Scenario scenario = small_with(kFewRuns);
    CHECK(report_html(run_report_of(scenario)) == report_html(run_report_of(scenario)));
}

TEST_CASE("The report of a sweep over replicas and VMs has the heat map with frontier and guidance") {
    const SweepGrid grid = grid_of({"experiment.objectives=[time_to_running.p95 < 20 min]",
                                    "experiment.sweep={replicas: {set: " + kReplicas + ", to: [1, 2]}, vms: {set: deployments.burst.vms, to: [5, 20, 40, 60]}}"});
    const auto results = run_experiment(grid.scenarios);
    const Report report = sweep_report(grid.scenarios.front(), grid, results, "gallerysim sweep small.yaml");
    check_report(report);
    const ReportChart* map = find_chart(report, "heat-map");
    REQUIRE(map != nullptr);
    CHECK(csv_records(map->data.front().csv).size() == 8);

    // 20 VMs on one replica and 40 on two keep to the guidance; columns are VMs, rows replicas. So its line runs right
    // of column 1 in row 0, right of column 2 in row 1, and between the rows above column 2 (40 VMs).
    const auto& guidance = *std::ranges::find(map->data, std::string("guidance"), &ChartData::name);
    std::set<std::vector<double>> edges;
    for (const auto& edge : csv_records(guidance.csv)) {
        edges.insert({std::stod(edge.at("x")), std::stod(edge.at("y")), std::stod(edge.at("x2")), std::stod(edge.at("y2"))});
    }
    CHECK(edges == std::set<std::vector<double>>{{2, 0, 2, 1}, {2, 1, 3, 1}, {3, 1, 3, 2}});

    // The frontier is recomputed from the results: one edge per pair of neighbours with different verdicts.
    std::size_t borders = 0;
    const auto met = [&](std::size_t row, std::size_t column) { return results[row * 4 + column].objectives_met(); };
    for (std::size_t column = 0; column < 4; ++column) {
        borders += met(0, column) != met(1, column) ? 1U : 0U;
        for (std::size_t row = 0; row < 2 && column < 3; ++row) borders += met(row, column) != met(row, column + 1) ? 1U : 0U;
    }
    REQUIRE(borders > 0);
    const auto frontier = std::ranges::find(map->data, std::string("frontier"), &ChartData::name);
    REQUIRE(frontier != map->data.end());
    CHECK(csv_records(frontier->csv).size() == borders);
}

TEST_CASE("A sweep's charts have VMs per replica along when bursts differ, and an axis when they do not") {
    const SweepGrid bursts = grid_of({"experiment.sweep={vms: {set: deployments.burst.vms, to: [3, 30]}}"});
    CHECK(sweep_report(bursts.scenarios.front(), bursts, run_experiment(bursts.scenarios), "x").sections.front().charts.front().spec.find("vms_per_replica") !=
          std::string::npos);
    const SweepGrid words = grid_of({"experiment.sweep={routing: {set: platform.routing, to: [random, round_robin]}}"});
    const Report report = sweep_report(words.scenarios.front(), words, run_experiment(words.scenarios), "x");
    check_report(report);
    CHECK(find_chart(report, "heat-map") == nullptr);
    CHECK(find_chart(report, "cost-and-time") == nullptr);  // both cost the same
    CHECK(find_chart(report, "throughput")->spec.find("vms_per_replica") == std::string::npos);
}

TEST_CASE("A sweep of 1,000 points makes a report of less than 5 MB") {
    const SweepGrid grid = grid_of({"experiment.objectives=[failed_fraction < 1 %]",
                                    "experiment.sweep={replicas: {set: " + kReplicas + ", to: \"1..20\"}, vms: {set: deployments.burst.vms, to: \"1..50\"}}"});
    REQUIRE(grid.scenarios.size() == 1000);
    // One result stands for all: only the size counts here.
    const std::vector<PointResult> results(1000, run_experiment({grid.scenarios.data() + 123, 1}).front());
    const std::string html = report_html(sweep_report(grid.scenarios.front(), grid, results, "x"));
    CHECK(html.size() < kFiveMegabytes);
    CHECK(html.find("(1000 rows)") != std::string::npos);
}

TEST_CASE("The report of a comparison tells the scenarios apart and draws every row that can be compared") {
    const core::Scenario a = small_with(kFewRuns);
    const core::Scenario b = small_with(few_runs_and({"platform.routing=round_robin"}));
    const Comparison comparison = compare_scenarios(a, b);
    const Report report = comparison_report(a, b, comparison, "x");
    check_report(report);
    CHECK(cell_of(report, "routing: random", 1) == "routing: round_robin");
    std::size_t drawn = 0;
    for (const ChartData& data : find_chart(report, "differences")->data) drawn += csv_records(data.csv).size();
    CHECK(drawn == static_cast<std::size_t>(std::ranges::count_if(comparison.rows, [](const auto& row) { return row.pairs > 0; })));
}

TEST_CASE("The report of a replication has every region on the chart and on the map") {
    const core::Scenario scenario = small_with({});
    const auto reports = core::replicate(scenario, core::default_replication_figures(), core::default_replication_policy());
    const Report report = replication_report(scenario, reports, "x");
    check_report(report);
    CHECK(csv_records(find_chart(report, "map")->data.front().csv).size() == 2);
    CHECK(find_chart(report, "regions")->data.front().csv.find("westus") != std::string::npos);
    CHECK(report.answer.front().find("2 of 2 regions are complete") != std::string::npos);
}

TEST_CASE("The report of a plan has every option, what it costs, and the commands that make it so") {
    const core::Scenario scenario = small_with({"experiment.objectives=[failed_fraction < 5 %]"});
    const ReplicaPlan plan = plan_of(scenario);
    REQUIRE(plan.is_possible());
    const Report report = plan_report(scenario, plan, "x");
    check_report(report);
    CHECK(report.verdict == RowMark::good);
    const StorageOption& choice = plan.targets.front().choice();
    CHECK(report.answer.front().find(std::to_string(choice.replicas) + " replica") != std::string::npos);
    const auto drawn = csv_records(find_chart(report, "plan-cost")->data.front().csv);
    REQUIRE(drawn.size() == plan.targets.front().options.size());
    const auto chosen = std::ranges::find_if(drawn, [](const auto& row) { return row.at("choice") == "chosen"; });
    REQUIRE(chosen != drawn.end());
    for (const auto& row : drawn) CHECK(std::stod(row.at("usd_per_month")) >= std::stod(chosen->at("usd_per_month")));
    const auto commands = std::ranges::find(report.sections, std::string("To make it so"), &ReportSection::title);
    REQUIRE(commands != report.sections.end());
    CHECK(commands->code.front().find("az sig image-version update") != std::string::npos);
    CHECK(report_html(report).find("<pre>az sig image-version update") != std::string::npos);
}

TEST_CASE("The report of an impossible plan says what binds and has no commands") {
    const core::Scenario scenario = small_with({"experiment.objectives=[failed_fraction < 5 %, time_to_running.p95 < 10 s]"});
    const ReplicaPlan plan = plan_of(scenario);
    REQUIRE_FALSE(plan.is_possible());
    const Report report = plan_report(scenario, plan, "x");
    check_report(report);
    CHECK(report.verdict == RowMark::bad);
    CHECK(report.answer.front().find("impossible for 40 VMs") != std::string::npos);
    CHECK(std::ranges::find(report.sections, std::string("To make it so"), &ReportSection::title) == report.sections.end());
}

TEST_CASE("The report of a sensitivity study ranks the assumptions as its table does") {
    const auto source = source_of(kSmallScenario);
    const core::Scenario scenario = scenario_of(source);
    core::Diagnostics diagnostics;
    auto factors = study_factors(source, scenario, {.ranges = {}, .only = {"catalogue.boot_profiles", "platform"}}, diagnostics);
    REQUIRE(factors.has_value());
    SensitivityTerms terms{.samples = 3, .runs = 2, .responses = {*parse_response("time_to_running.p95").value}, .work = {}};
    const auto study = study_sensitivity(source, scenario, std::move(*factors), terms, diagnostics);
    REQUIRE(study.has_value());
    const Report report = sensitivity_report(scenario, *study, "x");
    check_report(report);
    const auto drawn = csv_records(find_chart(report, "assumptions-1")->data.front().csv);
    REQUIRE(drawn.size() == study->factors.size());
    const auto order = ranking(*study, study->responses.front());
    for (std::size_t i = 0; i < drawn.size(); ++i) CHECK(drawn[i].at("assumption") == study->factors[order[i]].path);
    CHECK(cell_of(report, study->factors[order.front()].path, 1) != "-");
}

TEST_CASE("The report of a guidance study judges the published ratios") {
    const core::Scenario scenario = small_with({});
    GuidanceTerms terms;
    terms.storage = {core::StorageType::standard_lrs};
    terms.routing = {core::Routing::round_robin};
    terms.replicas = {1, 2};
    terms.most_vms = 60;
    terms.objectives = study_objectives({}, scenario);
    const Report report = guidance_report(scenario, study_guidance(scenario, terms), "x");
    check_report(report);
    CHECK(report.answer.front().starts_with("One replica per 20 VMs created at once is "));
    for (const char* id : {"verdicts", "largest-burst-1", "per-replica"}) {
        INFO(id);
        CHECK(find_chart(report, id) != nullptr);
    }
}
