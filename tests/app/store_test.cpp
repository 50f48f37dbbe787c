// A sweep whose results are kept can be killed at any moment, meet a full disk or a folder that it must not write into,
// and nothing that has ended is lost.

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/store/database.hpp"
#include "analysis/store/export_table.hpp"
#include "analysis/store/results_schema.hpp"
#include "core/metric_names.hpp"
#include "core/vm_record.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim;
using namespace gallerysim::test;

namespace fs = std::filesystem;

namespace {

std::string quoted_scenario(const char* name) { return "'" + (good_scenarios() / name).string() + "'"; }

/// 6 points with random numbers, each of so many runs.
std::string sweep(const std::string& runs) {
    return "gallerysim sweep --quiet " + quoted_scenario("small-grid.yaml") + " --set platform.routing=random --runs " + runs + " ";
}

/// All tables of a store that has no records, as one text.
std::string exports(const fs::path& folder, const std::string& store) {
    std::string text;
    for (const char* arguments : {" --what points", " --what runs", " --what figures", " --format jsonl"}) {
        const auto run = run_shell("gallerysim export " + store + arguments, folder);
        INFO(run.err);
        CHECK(run.exit_code == 0);
        CHECK(run.err.empty());
        text += run.out;
    }
    return text;
}

/// Can a command have a file system of its own here?
bool can_mount(const fs::path& folder) {
    return run_shell("unshare --user --map-root-user --mount sh -c 'mount -t tmpfs none /mnt'", folder).exit_code == 0;
}

/// A shell command in which `name` is a small file system of so many kB.
std::string on_small_disk(const std::string& kilobytes, const std::string& command) {
    return "mkdir -p disk && unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o size=" + kilobytes +
           "k none disk && " + command + "'";
}

/// The SQL of the document of the results, query by query.
std::vector<std::string> documented_queries(const std::string& document) {
    constexpr std::string_view kBegin = "```sql\n";
    std::vector<std::string> queries;
    for (std::size_t at = document.find(kBegin); at != std::string::npos; at = document.find(kBegin, at)) {
        at += kBegin.size();
        queries.push_back(document.substr(at, document.find("```", at) - at));
    }
    return queries;
}

/// The beginning of the row by which the document explains a group of columns. Names that another document lists and explains
/// stand there as one word.
std::string documented(const analysis::ColumnGroup& group) {
    const std::string& first = group.names.front();
    for (const core::MetricInfo& metric : core::metrics()) {
        if (!first.starts_with(core::name_with_unit(metric) + ".")) continue;
        return group.ends.size() > 1 ? "| `METRIC.STATISTIC{,.low,.high}` | its own |" : "| `METRIC.STATISTIC` | its own |";
    }
    std::string name = analysis::group_text(group);
    if (first == core::kVmOutcomeNames.front()) name = "OUTCOME";
    if (first.starts_with("rejected.")) name = "rejected.RULE";
    if (first.starts_with("answers_429.")) name = "answers_429.LIMIT";
    if (first.starts_with("binding_s.")) name = "binding_s.LIMIT";
    return "| `" + name + "` | " + (group.unit.empty() ? "" : group.unit + " ") + "| " + group.meaning + " |\n";
}

const std::string& results_document() {
    static const std::string text = text_of(fs::path(GALLERYSIM_SOURCE_DIR) / "docs" / "results.md");
    return text;
}

}  // namespace

TEST_CASE("A folder as output keeps the results in one file and the answer goes to stdout as without", "[cli]") {
    const TemporaryFolder folder;
    const auto plain = run_shell(sweep("5") + "--format csv", folder.path());
    const auto kept = run_shell(sweep("5") + "--format csv -o results", folder.path());
    CHECK(kept.exit_code == plain.exit_code);
    CHECK(kept.out == plain.out);
    CHECK(names_in(folder.path() / "results") == std::vector<std::string>{"experiment.sqlite"});
    // The export of the points has the same numbers.
    const auto expected = csv_records(plain.out);
    const auto exported = csv_records(run_shell("gallerysim export results", folder.path()).out);
    REQUIRE(exported.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (const auto& [column, value] : expected[i]) CHECK(exported[i].at(column) == value);
        CHECK(exported[i].at("finished") == "true");
    }
}

TEST_CASE("A name means a folder if it ends in a slash or is one or has no ending and is not there", "[cli]") {
    const TemporaryFolder folder;
    const std::string run = "gallerysim run --quiet " + quoted_scenario("seventeen-on-one.yaml") + " -o ";
    fs::create_directory(folder.path() / "old.csv");
    write_text(folder.path() / "older", "text\n");
    const auto all = run_shell(run + "new && " + run + "new.d/ && " + run + "old.csv && " + run + "older && " + run +
                                   "file.csv && " + run + ".",
                               folder.path());
    INFO(all.err);
    CHECK(all.exit_code == 0);
    for (const char* kept : {"new", "new.d", "old.csv", "."}) {
        INFO(kept);
        CHECK(fs::exists(folder.path() / kept / "experiment.sqlite"));
    }
    CHECK(text_of(folder.path() / "older").find("17 VMs") != std::string::npos);
    CHECK(text_of(folder.path() / "file.csv").starts_with("scenario_hash,"));
}

TEST_CASE("Options of the store need one", "[cli]") {
    for (const std::string option : {"--resume", "--keep-records", "--keep-curves"}) {
        const auto run = call("run seventeen-on-one.yaml " + option);
        CHECK(run.exit_code == 2);
        CHECK(says(run, option + " needs a folder"));
    }
}

TEST_CASE("A sweep killed again and again goes on and ends with the same bytes", "[cli]") {
    const TemporaryFolder folder;
    const std::string runs = "300";
    REQUIRE(run_shell(sweep(runs) + "-o whole", folder.path()).exit_code <= 3);
    // Each is killed some hundredths of a second after it has begun.
    std::string script;
    for (const char* delay : {"0.03", "0.01", "0.05", "0.02", "0.06", "0.04", "0.01", "0.07", "0.03", "0.05"})
        script += sweep(runs) + "-j 1 -o broken --resume >/dev/null 2>&1 & pid=$!; sleep " + std::string(delay) + "; kill -KILL $pid; wait $pid 2>/dev/null\n";
    static_cast<void>(run_shell(script, folder.path()));
    const auto last = run_shell(sweep(runs) + "-o broken --resume", folder.path());
    INFO(last.err);
    CHECK((last.exit_code == 0 || last.exit_code == 3));
    CHECK(names_in(folder.path() / "broken") == std::vector<std::string>{"experiment.sqlite"});
    CHECK(exports(folder.path(), "broken") == exports(folder.path(), "whole"));
}

TEST_CASE("A terminated sweep keeps what has ended and a store is only gone on with when asked to", "[cli]") {
    const TemporaryFolder folder;
    const auto stopped = run_shell(sweep("100000") +
                                       "-o kept & pid=$!; for i in $(seq 3000); do [ -e kept/experiment.sqlite-wal ] && break; "
                                       "sleep 0.01; done; sleep 0.3; kill -TERM $pid; wait $pid; exit $?",
                                   folder.path());
    CHECK(stopped.exit_code == 128 + 15);
    CHECK(says(stopped, "kept in 'kept'; the same command with --resume goes on"));
    CHECK(names_in(folder.path() / "kept") == std::vector<std::string>{"experiment.sqlite"});
    const auto partly = run_shell("gallerysim export kept --what runs -o /dev/null", folder.path());
    CHECK(partly.exit_code == 0);
    CHECK(says(partly, "of 6 points are finished"));

    const auto again = run_shell(sweep("100000") + "-o kept", folder.path());
    CHECK(again.exit_code == 2);
    CHECK(says(again, "--resume goes on"));
    const auto other = run_shell(sweep("99999") + "-o kept --resume", folder.path());
    CHECK(other.exit_code == 2);
    CHECK(says(other, "it has 'runs: "));
}

TEST_CASE("A full disk is an error that loses nothing and can be gone on after", "[cli]") {
    const TemporaryFolder folder;
    if (!can_mount(folder.path())) {
        WARN("skipped: no file system can be mounted here (unshare --user --mount)");
        return;
    }
    const std::string runs = "400";
    REQUIRE(run_shell(sweep(runs) + "-o whole", folder.path()).exit_code <= 3);
    // The store is copied from the small disk to where there is room.
    write_text(folder.path() / "small", sweep(runs) + "-o disk/kept; code=$?; cp -r disk/kept kept; exit $code\n");
    const auto full = run_shell(on_small_disk("900", "sh small"), folder.path());
    CHECK(full.exit_code == 1);
    CHECK(says(full, "database or disk is full"));
    CHECK(says(full, "--resume"));
    const auto before = run_shell("gallerysim export kept --what runs", folder.path());
    CHECK(before.exit_code == 0);
    CHECK(parse_csv(before.out).size() > 100);
    const auto after = run_shell(sweep(runs) + "-o kept --resume", folder.path());
    CHECK(after.exit_code <= 3);
    CHECK(exports(folder.path(), "kept") == exports(folder.path(), "whole"));
}

TEST_CASE("A folder that must not be written into is an error and its store can be read", "[cli]") {
    const TemporaryFolder folder;
    if (!can_mount(folder.path())) {
        WARN("skipped: no file system can be mounted here (unshare --user --mount)");
        return;
    }
    REQUIRE(run_shell(sweep("5") + "-o kept", folder.path()).exit_code <= 3);
    const std::string whole = exports(folder.path(), "kept");
    write_text(folder.path() / "script", "cp -r kept disk/ && mount -o remount,ro disk || exit 99\n" + sweep("5") +
                                             "-o disk/kept --resume; echo $? >code1\n" + sweep("5") +
                                             "-o disk/new; echo $? >code2\n" +
                                             "for what in points runs figures; do gallerysim export disk/kept --what $what; done\n"
                                             "gallerysim export disk/kept --format jsonl\n");
    const auto run = run_shell(on_small_disk("4000", "sh script"), folder.path());
    INFO(run.err);
    CHECK(text_of(folder.path() / "code1") == "1\n");
    CHECK(text_of(folder.path() / "code2") == "1\n");
    CHECK(says(run, "cannot write to 'disk/kept/experiment.sqlite': the file or its file system is read-only"));
    CHECK(says(run, "cannot create the folder 'disk/new': Read-only file system"));
    CHECK(run.out == whole);
}

TEST_CASE("Records and curves are kept where they are asked for and are those of run", "[cli]") {
    const TemporaryFolder folder;
    const std::string run = "gallerysim run --quiet " + quoted_scenario("hottest-replica.yaml") + " --runs 3 ";
    const auto direct = run_shell(run + "--records vms.csv --curves curves.csv >/dev/null", folder.path());
    const auto kept = run_shell(run + "-o kept --keep-records --keep-curves >/dev/null", folder.path());
    CHECK(kept.exit_code == direct.exit_code);
    const auto same = [&](const char* table, const char* file) {
        const auto expected = csv_records(text_of(folder.path() / file));
        auto exported = csv_records(run_shell(std::string("gallerysim export kept --what ") + table, folder.path()).out);
        REQUIRE(exported.size() == expected.size());
        const auto by_series = [](const auto& a, const auto& b) { return a.at("series") < b.at("series"); };
        auto sorted = expected;
        if (std::string(table) == "curves") std::stable_sort(sorted.begin(), sorted.end(), by_series);
        bool equal = true;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            for (const auto& [column, value] : sorted[i]) equal = equal && exported[i].at(column) == value;
        }
        CHECK(equal);
    };
    same("records", "vms.csv");
    same("curves", "curves.csv");

    REQUIRE(run_shell(run + "-o bare >/dev/null", folder.path()).exit_code <= 3);
    const auto none = run_shell("gallerysim export bare --what records", folder.path());
    CHECK(none.exit_code == 2);
    CHECK(says(none, "--keep-records"));
}

TEST_CASE("Faults and copies and steady states come back from a store as they were", "[cli]") {
    for (const char* name : {"zone-outage-lrs-vs-zrs.yaml", "one-region-fails.yaml", "steady-stream.yaml"}) {
        INFO(name);
        const TemporaryFolder folder;
        const std::string run = "gallerysim run --quiet '" +
                                (fs::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / name).string() +
                                "' --runs 2 --format json -o kept";
        const auto first = run_shell(run, folder.path());
        const auto again = run_shell(run + " --resume", folder.path());
        CHECK(first.exit_code <= 3);
        CHECK(first.out.size() > 1000);
        CHECK(again.out == first.out);
        analysis::Database database(analysis::store_file(folder.path() / "kept"), analysis::Database::Access::read);
        CHECK(database.count("SELECT sum(runs) FROM sessions") == 2);  // the second call has run none
        CHECK(database.count("SELECT count(faults) + count(replications) + count(steady) FROM runs") == 2);
    }
}

TEST_CASE("A store knows where its trace lies and notices when it says something else", "[cli]") {
    const TemporaryFolder folder;
    fs::create_directory(folder.path() / "in");
    write_text(folder.path() / "in" / "trace.csv", "time_s,vms\n0,3\n5,2\n");
    write_text(folder.path() / "in" / "traced.yaml",
               "extends: " + (good_scenarios() / "seventeen-on-one.yaml").string() +
                   "\nname: traced\ndeployments:\n  - { name: burst, vms: null, arrivals: { trace: { file: trace.csv } } }\n");
    const auto run = run_shell("gallerysim run --quiet in/traced.yaml --runs 3 -o kept", folder.path());
    INFO(run.err);
    REQUIRE((run.exit_code == 0 || run.exit_code == 3));
    const std::string elsewhere = "cd / && gallerysim export '" + (folder.path() / "kept").string() + "'";
    const auto points = csv_records(run_shell(elsewhere, folder.path()).out);
    REQUIRE(points.size() == 1);
    CHECK(points[0].at("requested") == "15");
    write_text(folder.path() / "in" / "trace.csv", "time_s,vms\n0,3\n5,1\n");
    const auto changed = run_shell(elsewhere, folder.path());
    CHECK(changed.exit_code == 1);
    CHECK(says(changed, "a trace has changed"));
}

TEST_CASE("The answer of the guidance study is kept with its scenario and its figures", "[cli]") {
    const TemporaryFolder folder;
    const std::string study = "gallerysim guidance --quiet --storage Standard_LRS --routing round_robin --replicas 1 --most-vms 20 ";
    const auto direct = run_shell(study + "--format json", folder.path());
    REQUIRE(direct.exit_code == 0);
    REQUIRE(run_shell(study + "-o kept", folder.path()).exit_code == 0);
    analysis::Database database(analysis::store_file(folder.path() / "kept"), analysis::Database::Access::read);
    analysis::Statement answer = database.prepare("SELECT text FROM answers WHERE format = 'json'");
    REQUIRE(answer.next());
    CHECK(answer.text(0) == direct.out);
    CHECK(run_shell("gallerysim export kept --what figures", folder.path()).exit_code == 0);
    CHECK(run_shell("gallerysim export kept", folder.path()).exit_code == 2);
    const auto again = run_shell(study + "-o kept", folder.path());
    CHECK(again.exit_code == 2);
    CHECK(says(again, "another folder begins anew"));
}

TEST_CASE("The queries of the document work on a store that the program made", "[cli]") {
    const TemporaryFolder folder;
    REQUIRE(run_shell(sweep("4") + "-o kept --keep-records --keep-curves", folder.path()).exit_code <= 3);
    analysis::Database database(analysis::store_file(folder.path() / "kept"), analysis::Database::Access::read);
    const auto queries = documented_queries(results_document());
    CHECK(queries.size() >= 8);
    for (const std::string& query : queries) {
        INFO(query);
        CHECK(database.prepare(query).next());
    }
    // The first is a mean that the export has too.
    analysis::Statement means = database.prepare(queries.at(0));
    const auto points = csv_records(run_shell("gallerysim export kept", folder.path()).out);
    for (const auto& point : points) {
        REQUIRE(means.next());
        CHECK(means.text(1) == "replicas=" + point.at("replicas") + ",vms=" + point.at("vms"));
        CHECK(means.count(2) == 4);
        if (point.at("time_to_running_s.p95").empty()) {
            CHECK(means.is_null(3));
        } else {
            CHECK_THAT(means.real(3), WithinRel(std::stod(point.at("time_to_running_s.p95")), 1e-12));
        }
    }
}

TEST_CASE("Every column of an export and every table is explained in the document of the results", "[cli]") {
    using analysis::ExportTable;
    for (const ExportTable table : {ExportTable::points, ExportTable::runs, ExportTable::records, ExportTable::curves, ExportTable::figures}) {
        for (const analysis::ColumnGroup& group : analysis::export_columns(table, {})) {
            const std::string row = documented(group);
            INFO(row);
            CHECK(results_document().find(row) != std::string::npos);
        }
    }
    const TemporaryFolder folder;
    REQUIRE(run_shell(sweep("2") + "-o kept", folder.path()).exit_code <= 3);
    analysis::Database database(analysis::store_file(folder.path() / "kept"), analysis::Database::Access::read);
    CHECK(database.count("PRAGMA application_id") == 1734438003);
    CHECK(results_document().find("1734438003") != std::string::npos);
    analysis::Statement names = database.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
    while (names.next()) {
        INFO(names.text(0));
        CHECK(results_document().find("| `" + std::string(names.text(0)) + "` |") != std::string::npos);
    }
}

TEST_CASE("The help with columns tells every column and its unit without a store", "[cli]") {
    const auto columns = call("export --columns");
    CHECK(columns.exit_code == 0);
    for (const char* part : {"points\n", "time_to_running_s.{mean,p50,p90,p95,p99,max}{,.low,.high} [s]: From the request",
                             "records\n", "read_started_s", "figures\n"}) {
        INFO(part);
        CHECK(columns.out.find(part) != std::string::npos);
    }
    CHECK(call("export").exit_code == 2);
    CHECK(call("export no-such-folder").exit_code == 1);
}
