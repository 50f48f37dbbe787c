// Where a report and its figures go, and what is left behind when they cannot go there.

#include <filesystem>
#include <regex>
#include <string>

#include <nlohmann/json.hpp>

#include "analysis/report/chart_library.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace fs = std::filesystem;

namespace {

std::string shipped(const char* name) { return "'" + (good_scenarios() / name).string() + "' "; }

const std::string kReportRun = "gallerysim run --quiet --runs 3 " + shipped("seventeen-on-one.yaml");

bool has_program(const std::string& name) {
    const TemporaryFolder folder;
    return run_shell("command -v " + name, folder.path()).exit_code == 0;
}

}  // namespace

TEST_CASE("A report leaves the answer as it is, and is the same bytes again", "[cli]") {
    const TemporaryFolder folder;
    const auto plain = run_shell(kReportRun, folder.path());
    const auto reported = run_shell(kReportRun + "--report a.html", folder.path());
    CHECK(reported.out == plain.out);
    CHECK(reported.exit_code == plain.exit_code);
    const std::string first = text_of(folder.path() / "a.html");
    CHECK(first.find("17 VMs run in time") != std::string::npos);
    CHECK(run_shell(kReportRun + "--report a.html", folder.path()).exit_code == plain.exit_code);
    CHECK(text_of(folder.path() / "a.html") == first);
}

TEST_CASE("The command in a report can be given to a shell as it stands", "[cli]") {
    const TemporaryFolder folder;
    const std::string set = "--set \"description=it's <b>\" ";
    REQUIRE(run_shell(kReportRun + set + "--report a.html", folder.path()).exit_code == 0);
    const std::string first = text_of(folder.path() / "a.html");
    std::smatch found;
    REQUIRE(std::regex_search(first, found, std::regex("<pre>(gallerysim run [^\n]*)</pre>")));
    std::string command = found[1];
    for (const auto& [entity, character] : {std::pair{"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}}) {
        command = std::regex_replace(command, std::regex(entity), character);
    }
    fs::remove(folder.path() / "a.html");
    CHECK(run_shell(command, folder.path()).exit_code == 0);
    CHECK(text_of(folder.path() / "a.html") == first);
}

TEST_CASE("Every kind of answer has a report", "[cli]") {
    const TemporaryFolder folder;
    const std::string sweep = "gallerysim sweep --quiet --runs 2 " + shipped("small-grid.yaml") + "--report s.html";
    const std::string compare = "gallerysim compare --quiet --runs 3 " + shipped("seventeen-on-one.yaml") + "--set-b deployments.burst.vms=10 --report c.html";
    const std::string guidance = "gallerysim guidance --quiet --storage Standard_LRS --routing round_robin --replicas 1 --most-vms 40 --report g.html";
    const std::string replicate = "gallerysim replicate " + shipped("seventeen-on-one.yaml") + "--report r.html";
    const std::string plan = "gallerysim plan --quiet --storage Standard_LRS --objective 'failed_fraction < 10 %' " + shipped("seventeen-on-one.yaml") + "--report p.html";
    const std::string sensitivity = "gallerysim sensitivity --quiet --samples 2 --runs 2 --only catalogue.allocator " + shipped("seventeen-on-one.yaml") + "--report y.html";
    for (const auto& [command, file] : {std::pair{sweep, "s.html"}, {compare, "c.html"}, {guidance, "g.html"}, {replicate, "r.html"}, {plan, "p.html"}, {sensitivity, "y.html"}}) {
        INFO(command);
        const auto run = run_shell(command, folder.path());
        CHECK((run.exit_code == 0 || run.exit_code == 3));
        CHECK(text_of(folder.path() / file).ends_with("</html>\n"));
    }
}

TEST_CASE("Markdown is the report as the answer, and the same as a report in a file", "[cli]") {
    const TemporaryFolder folder;
    REQUIRE(run_shell(kReportRun + "--report a.md", folder.path()).exit_code == 0);
    const std::string in_file = text_of(folder.path() / "a.md");
    const auto answer = run_shell(kReportRun + "--format markdown", folder.path());
    CHECK(answer.out.starts_with("# seventeen-on-one\n"));
    REQUIRE(run_shell(kReportRun + "-o b.md", folder.path()).exit_code == 0);
    // They differ in the command that made them alone.
    const std::regex command("```\ngallerysim [^\n]*\n```");
    CHECK(std::regex_replace(answer.out, command, "") == std::regex_replace(in_file, command, ""));
    CHECK(std::regex_replace(answer.out, command, "") == std::regex_replace(text_of(folder.path() / "b.md"), command, ""));

    for (const std::string& one :
         {"sweep --quiet --runs 2 " + shipped("small-grid.yaml"), "compare --quiet --runs 3 " + shipped("seventeen-on-one.yaml") + "--set-b deployments.burst.vms=10",
          "replicate " + shipped("seventeen-on-one.yaml"), std::string("guidance --quiet --storage Standard_LRS --routing round_robin --replicas 1 --most-vms 40"),
          "plan --quiet --storage Standard_LRS --objective 'failed_fraction < 10 %' " + shipped("seventeen-on-one.yaml"),
          "sensitivity --quiet --samples 2 --runs 2 --only catalogue.allocator " + shipped("seventeen-on-one.yaml")}) {
        INFO(one);
        const auto run = run_shell("gallerysim " + one + " --format markdown", folder.path());
        CHECK((run.exit_code == 0 || run.exit_code == 3));
        CHECK(run.out.starts_with("# "));
        CHECK(contains(run.out, "## Reproduce it"));
    }
}

TEST_CASE("A plot stands below a table and beside nothing else", "[cli]") {
    const TemporaryFolder folder;
    const std::string sweep = "gallerysim sweep --quiet --runs 2 " + shipped("small-grid.yaml");
    const auto plain = run_shell(sweep, folder.path());
    const auto plotted = run_shell(sweep + "--plot", folder.path());
    CHECK(plotted.out.starts_with(plain.out));
    CHECK(contains(plotted.out.substr(plain.out.size()), "VMs created at once per replica"));
    const auto guidance = run_shell("gallerysim guidance --quiet --storage Standard_LRS --routing round_robin --replicas 1,2 --most-vms 40 --plot", folder.path());
    CHECK(contains(guidance.out, "- 1 replica per 20 VMs"));
    CHECK(run_shell(sweep + "--plot --format csv", folder.path()).exit_code == 2);
}

TEST_CASE("The report of a results store says what the run would have said", "[cli]") {
    const TemporaryFolder folder;
    REQUIRE(run_shell(kReportRun + "-o kept/", folder.path()).exit_code == 0);
    const auto reported = run_shell("gallerysim report kept", folder.path());
    CHECK(reported.exit_code == 0);
    CHECK(reported.out == "kept/report.html\n");
    REQUIRE(run_shell(kReportRun + "--report direct.html", folder.path()).exit_code == 0);
    // They differ in the command that made them alone.
    const std::regex command("<pre>gallerysim [^\n]*</pre>");
    CHECK(std::regex_replace(text_of(folder.path() / "kept" / "report.html"), command, "") ==
          std::regex_replace(text_of(folder.path() / "direct.html"), command, ""));
    CHECK(run_shell("gallerysim report nowhere", folder.path()).exit_code != 0);
}

TEST_CASE("A report that cannot be written is an error before anything runs", "[cli]") {
    const TemporaryFolder folder;
    const auto missing = run_shell(kReportRun + "--report no/such/folder.html", folder.path());
    CHECK(missing.exit_code == 1);
    CHECK(missing.out.empty());
    write_text(folder.path() / "file", "");
    CHECK(run_shell(kReportRun + "--figures file", folder.path()).exit_code == 1);
    CHECK(run_shell("cp " + shipped("seventeen-on-one.yaml") + "s.yaml; gallerysim run s.yaml --report s.yaml", folder.path()).exit_code == 2);
    CHECK(run_shell(kReportRun + "-o a.html --report a.html", folder.path()).exit_code == 2);
}

TEST_CASE("The figures of a report are Vega-Lite and CSV, and pictures where they can be drawn", "[cli]") {
    const TemporaryFolder folder;
    const auto run = run_shell("gallerysim run --runs 3 " + shipped("seventeen-on-one.yaml") + "--figures figures", folder.path());
    REQUIRE(run.exit_code == 0);
    const fs::path figures = folder.path() / "figures";
    const auto spec = nlohmann::json::parse(text_of(figures / "bottleneck.vl.json"));
    CHECK(spec.at("$schema") == "https://vega.github.io/schema/vega-lite/v6.json");
    CHECK(csv_records(text_of(figures / "bottleneck.csv")).size() >= 6);
    CHECK(spec.at("data").at("values") == text_of(figures / "bottleneck.csv"));
    CHECK_FALSE(fs::exists(figures / ".draw-figures.cjs"));

    const bool can_draw = gallerysim::analysis::no_charts_reason().empty() && has_program("node");
    CHECK(fs::exists(figures / "bottleneck.svg") == can_draw);
    CHECK(fs::exists(figures / "bottleneck.png") == (can_draw && has_program("rsvg-convert")));
    CHECK((run.err.find("the figures are there as") == std::string::npos) == fs::exists(figures / "bottleneck.png"));
    if (can_draw) CHECK(text_of(figures / "bottleneck.svg").find("contention") != std::string::npos);
}
