// What a store gives back is, bit by bit, what it was given, and an experiment that goes on with it is the same as one that
// was never broken off.

#include "analysis/store/results_store.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/experiment_runner.hpp"
#include "analysis/result_csv.hpp"
#include "analysis/store/database.hpp"
#include "analysis/store/export_table.hpp"
#include "analysis/store/results_schema.hpp"
#include "analysis/store/run_columns.hpp"
#include "analysis/store/stored_experiment.hpp"
#include "analysis/store/vm_columns.hpp"
#include "core/error.hpp"
#include "core/scenario_text.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

struct Loaded {
    core::ScenarioSource source;
    core::Scenario base;
    SweepGrid grid;
};

/// A sweep of two axes with random routing, retries and limits: nearly every field of a result has a value.
constexpr const char* kSweep = R"(
schema: 1
name: little-sweep
seed: 18446744073709551615
galleries:
  - name: prod
    location: westeurope
    subscription: contoso
    images:
      - name: win
        os_type: Windows
        versions:
          - name: 1.0.0
            os_disk: { size: 127 GiB, occupied: 30 GiB }
            target_regions: [ { name: westeurope, replicas: 2 } ]
deployments:
  - { name: burst, region: westeurope, image: prod/win/latest, vms: 30 }
experiment:
  runs: { min: 3, max: 40, relative_half_width: 3 %, of: [peak_vms_per_replica] }
  objectives: [ "failed_fraction < 50 %" ]
  sweep:
    replicas: { set: galleries.prod.win.1.0.0.westeurope.replicas, to: "1..3" }
    routing: { set: platform.routing, to: [random, power_of_two] }
)";

Loaded load(const std::string& text, const std::vector<core::Setting>& settings = {}) {
    core::Diagnostics diagnostics;
    auto source = core::ScenarioSource::from_text(text, diagnostics);
    if (source) source = source->with(settings, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(source);
    auto base = source->read(diagnostics);
    INFO(diagnostics.render());
    REQUIRE(base);
    auto grid = expand_sweep(*source, *base, diagnostics);
    REQUIRE(grid);
    return {*source, *base, *grid};
}

ExperimentOptions with_store(RunStore* store, std::function<void(const ExperimentProgress&)> on_progress = {}) {
    ExperimentOptions options;
    options.threads = 2;
    options.on_progress = std::move(on_progress);
    options.store = store;
    return options;
}

StoreTerms terms(ExistingStore existing, core::KeepRecords records = core::KeepRecords::no) {
    return {.command = "sweep", .existing = existing, .records = records, .curves = KeepCurves::no};
}

/// Hands on to a store and writes down which runs were simulated.
class Watched final : public RunStore {
public:
    explicit Watched(RunStore& store) : store_(store) {}
    std::optional<core::RunResult> find(std::size_t point, std::uint64_t run) override { return store_.find(point, run); }
    void take(std::size_t point, std::uint64_t run, const core::RunResult& result) override {
        store_.take(point, run, result);
        const std::lock_guard lock(mutex_);
        simulated.insert(run_id(point, run));
    }
    void end_batch(std::size_t point, AfterBatch after) override { store_.end_batch(point, after); }
    core::KeepRecords keep_records() const override { return store_.keep_records(); }

    std::set<std::uint64_t> simulated;

private:
    RunStore& store_;
    std::mutex mutex_;
};

std::string exported(const std::filesystem::path& folder, ExportTable table, RowFormat format = RowFormat::csv) {
    std::string text;
    export_rows(StoredExperiment(folder), table, format, [&](std::string_view part) { text += part; });
    return text;
}

bool has(const std::string& text, const std::string& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

/// What opening the store of `folder` for this experiment is refused with.
std::string refusal(const std::filesystem::path& folder, const Loaded& loaded, const StoreTerms& of) {
    try {
        const ResultsStore store(folder, of, loaded.source, loaded.base, loaded.grid);
    } catch (const StoreRefused& refused) {
        return refused.what();
    }
    return {};
}

}  // namespace

TEST_CASE("A number comes back from the database bit by bit") {
    const TemporaryFolder folder;
    Database database(folder.path() / "x.sqlite", Database::Access::write);
    database.execute("CREATE TABLE t(x REAL, n INTEGER) STRICT");
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (const double value : {0.1, 1.0 / 3.0, 3.0, 0.0, 4.9e-324, 1.7976931348623157e308, kInfinity, -kInfinity, 9007199254740993.0}) {
        database.execute("DELETE FROM t");
        database.prepare("INSERT INTO t VALUES (?, ?)").with(value, std::numeric_limits<std::uint64_t>::max()).run();
        Statement row = database.prepare("SELECT x, n FROM t");
        REQUIRE(row.next());
        const double back = row.real(0);
        INFO(value);
        CHECK(std::memcmp(&back, &value, sizeof back) == 0);
        CHECK(row.count(1) == std::numeric_limits<std::uint64_t>::max());
    }
    // SQLite keeps whole numbers without a fraction, and so no sign of zero.
    database.execute("DELETE FROM t");
    database.prepare("INSERT INTO t VALUES (?, 1)").with(-0.0).run();
    CHECK(database.count("SELECT count(*) FROM t WHERE x = 0.0") == 1);
    database.prepare("INSERT INTO t VALUES (?, NULL)").with(std::numeric_limits<double>::quiet_NaN()).run();
    CHECK(database.count("SELECT count(*) FROM t WHERE x IS NULL") == 1);
}

TEST_CASE("An error of the database carries the file and SQLite's words") {
    const TemporaryFolder folder;
    Database database(folder.path() / "x.sqlite", Database::Access::write);
    try {
        database.execute("SELECT * FROM absent");
        FAIL("no error");
    } catch (const core::Error& error) {
        CHECK(has(error.what(), "x.sqlite"));
        CHECK(has(error.what(), "no such table: absent"));
    }
}

TEST_CASE("A run is rebuilt from its cells with every field") {
    const Loaded loaded = load(kSweep);
    core::RunResult run = core::simulate(loaded.grid.scenarios[0], 0);
    // Fields that this scenario leaves at zero get a value of their own.
    std::uint64_t next = 1000;
    run.overprovisioned = next++;
    for (std::uint64_t& n : run.rejected) n = next++;
    for (std::uint64_t& n : run.throttles.throttled) n = next++;
    run.storage.busy_answers = next++;
    run.scale_set_operations = next++;
    run.scale_sets_ready = next++;
    run.bottleneck.lost_s = 0.1;
    run.storage.reads_lost = next++;
    run.faults = {{.fault = 1, .part = 2, .from = sim::seconds(3), .until = sim::SimTime::never(), .reads_lost = 4, .places_lost = 5}};
    run.steady = core::SteadyWindow{.from = sim::seconds(1), .to = sim::seconds(2), .warm_up_vms = 3, .cool_down_vms = 4, .settled = true};
    core::ReplicationReport report;
    report.version = "prod/\"win\"/1.0.0";
    report.bytes = core::Bytes{1.5};
    report.published = sim::seconds(9);
    core::RegionReplication& region = report.status.regions.emplace_back();
    region.state = core::ReplicationState::failed;
    region.details = "d";
    report.events = {{.at = sim::seconds(8), .region = "northeurope", .state = core::ReplicationState::completed, .progress = 100, .what = "w"}};
    report.egress_usd = 1.0 / 3.0;
    run.replications = {report};
    RunRow row;
    run_cells(run, row);
    CHECK(row.cells.size() == column_names(run_columns()).size());
    const core::RunResult back = run_of_cells(row.cells);
    RunRow again;
    run_cells(back, again);
    CHECK(again.cells == row.cells);
    CHECK(back.faults == run.faults);
    CHECK(back.steady->to == run.steady->to);
    CHECK(back.replications.at(0).version == report.version);
    CHECK(back.replications.at(0).egress_usd == report.egress_usd);
    CHECK(back.replications.at(0).ended == sim::SimTime::never());
    CHECK(back.replications.at(0).status.regions.at(0).details == "d");
    CHECK(back.replications.at(0).events.at(0).what == "w");
    CHECK(back.rejected == run.rejected);
    CHECK(back.throttles.throttled == run.throttles.throttled);
    CHECK(back.bottleneck.lost_s == run.bottleneck.lost_s);
    CHECK(back.end == run.end);
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        for (std::size_t s = 0; s < core::kStatistics; ++s) {
            const double a = run.metrics[m].values[s];
            const double b = back.metrics[m].values[s];
            CHECK((a == b || (std::isnan(a) && std::isnan(b))));
        }
    }
}

TEST_CASE("The text of a source reads back as the same scenario and the same points") {
    const Loaded loaded = load(kSweep, {{"deployments.burst.vms", "7", "test"}});
    const Loaded again = load(core::source_text(loaded.source));
    CHECK(again.base == loaded.base);
    CHECK(again.grid.scenarios == loaded.grid.scenarios);
    CHECK(core::source_text(again.source) == core::source_text(loaded.source));
}

TEST_CASE("A store gives back what the experiment would have said") {
    const TemporaryFolder folder;
    const Loaded loaded = load(kSweep);
    const auto plain = run_experiment(loaded.grid.scenarios, with_store(nullptr));
    {
        ResultsStore store(folder.path(), terms(ExistingStore::refuse), loaded.source, loaded.base, loaded.grid);
        const auto results = run_experiment(loaded.grid.scenarios, with_store(&store));
        store.finish();
        CHECK(sweep_csv(loaded.grid, results) == sweep_csv(loaded.grid, plain));
    }
    CHECK_FALSE(std::filesystem::exists(folder.path() / "experiment.sqlite-wal"));  // all of it is in the one file
    const StoredExperiment stored(folder.path());
    CHECK(stored.command() == "sweep");
    CHECK(stored.scenario() == loaded.base);
    CHECK(stored.scenario().seed == std::numeric_limits<std::uint64_t>::max());
    CHECK(stored.finished_points() == 6);
    CHECK(sweep_csv(stored.grid(), stored.results()) == sweep_csv(loaded.grid, plain));
    CHECK(stored.figures().size() > 100);
}

TEST_CASE("An experiment that was broken off goes on with the missing runs only and ends the same") {
    const TemporaryFolder whole;
    const TemporaryFolder broken;
    const Loaded loaded = load(kSweep);
    std::uint64_t all_runs = 0;
    {
        ResultsStore store(whole.path(), terms(ExistingStore::refuse), loaded.source, loaded.base, loaded.grid);
        for (const PointResult& point : run_experiment(loaded.grid.scenarios, with_store(&store))) all_runs += point.runs;
        store.finish();
    }
    std::set<std::uint64_t> simulated;
    std::uint64_t sum = 0;
    bool done = false;
    for (int session = 0; !done; ++session) {
        REQUIRE(session < 100);
        ResultsStore store(broken.path(), terms(ExistingStore::resume), loaded.source, loaded.base, loaded.grid);
        Watched watched(store);
        std::uint64_t new_runs = 0;
        const auto stop = [&](const ExperimentProgress& progress) {
            if (progress.runs_done > store.runs_found() && ++new_runs == 7) throw std::runtime_error("stop");
        };
        try {
            static_cast<void>(run_experiment(loaded.grid.scenarios, with_store(&watched, stop)));
            store.finish();
            done = true;
        } catch (const std::runtime_error&) {
        }
        sum += watched.simulated.size();
        simulated.merge(watched.simulated);
    }
    CHECK(simulated.size() == all_runs);
    CHECK(sum == all_runs);  // none twice
    for (const ExportTable table : {ExportTable::points, ExportTable::runs, ExportTable::figures}) {
        CHECK(exported(broken.path(), table) == exported(whole.path(), table));
        CHECK(exported(broken.path(), table, RowFormat::json_lines) == exported(whole.path(), table, RowFormat::json_lines));
    }
}

TEST_CASE("A store that is there is refused with the reason unless it is gone on with") {
    const TemporaryFolder folder;
    const Loaded loaded = load(kSweep);
    { const ResultsStore store(folder.path(), terms(ExistingStore::refuse), loaded.source, loaded.base, loaded.grid); }
    CHECK(has(refusal(folder.path(), loaded, terms(ExistingStore::refuse)), "--resume"));
    CHECK(refusal(folder.path(), loaded, terms(ExistingStore::resume)).empty());

    const auto resumed_with = [&](const std::vector<core::Setting>& settings) {
        return refusal(folder.path(), load(kSweep, settings), terms(ExistingStore::resume));
    };
    CHECK(has(resumed_with({{"seed", "7", "test"}}), "its seed is '18446744073709551615', not '7'"));
    CHECK(has(resumed_with({{"platform.routing", "round_robin", "test"}}), "'routing: round_robin'"));
    CHECK(has(resumed_with({{"experiment.sweep.replicas.to", "[1, 2]", "test"}}), "differs"));
    StoreTerms other = terms(ExistingStore::resume);
    other.command = "run";
    CHECK(has(refusal(folder.path(), loaded, other), "its command is 'sweep', not 'run'"));
    CHECK(has(refusal(folder.path(), loaded, terms(ExistingStore::resume, core::KeepRecords::yes)), "without the records"));

    Database(store_file(folder.path()), Database::Access::write).execute("UPDATE experiment SET version = '0.0.1'");
    CHECK(has(refusal(folder.path(), loaded, terms(ExistingStore::resume)), "its version of gallerysim is '0.0.1'"));
    Database(store_file(folder.path()), Database::Access::write).execute("PRAGMA user_version = 99");
    CHECK(has(refusal(folder.path(), loaded, terms(ExistingStore::resume)), "schema 99"));
    CHECK_THROWS_AS(StoredExperiment(folder.path()), core::Error);
    Database(store_file(folder.path()), Database::Access::write).execute("PRAGMA application_id = 1");
    CHECK(has(refusal(folder.path(), loaded, terms(ExistingStore::resume)), "another program"));
}

TEST_CASE("Two programs cannot write into one folder at a time but one can read while another writes") {
    const TemporaryFolder folder;
    const Loaded loaded = load(kSweep);
    ResultsStore store(folder.path(), terms(ExistingStore::refuse), loaded.source, loaded.base, loaded.grid);
    CHECK_THROWS_AS(ResultsStore(folder.path(), terms(ExistingStore::resume), loaded.source, loaded.base, loaded.grid),
                    core::Error);
    store.take(0, 0, core::simulate(loaded.grid.scenarios[0], 0));
    store.end_batch(0, AfterBatch::more_runs);
    store.take(0, 1, core::simulate(loaded.grid.scenarios[0], 1));
    const StoredExperiment stored(folder.path());
    CHECK(stored.runs(0).size() == 1);  // the second is of a transaction that is under way
    CHECK_FALSE(stored.is_finished(0));
}

TEST_CASE("Records come back as the runs would write them and the runs are the same with and without") {
    const TemporaryFolder with;
    const TemporaryFolder without;
    const Loaded loaded = load(kSweep);
    for (const auto& [folder, records] : {std::pair{&with, core::KeepRecords::yes}, {&without, core::KeepRecords::no}}) {
        ResultsStore store(folder->path(), terms(ExistingStore::refuse, records), loaded.source, loaded.base, loaded.grid);
        static_cast<void>(run_experiment(loaded.grid.scenarios, with_store(&store)));
        store.finish();
    }
    CHECK(exported(with.path(), ExportTable::runs) == exported(without.path(), ExportTable::runs));
    std::uint64_t vms = 0;
    const StoredExperiment stored(with.path());
    const core::RunResult first = core::simulate(loaded.grid.scenarios[0], 0, core::KeepRecords::yes);
    std::vector<Cell> expected;
    stored.for_each_vm([&](std::size_t point, std::uint64_t run, std::span<const Cell> cells) {
        if (point == 0 && run == 0) {
            vm_cells(loaded.grid.scenarios[0], first.records.at(vms), expected);
            CHECK(std::ranges::equal(cells, expected));
        }
        ++vms;
    });
    std::uint64_t requested = 0;
    for (const PointResult& point : stored.results()) requested += point.requested;
    CHECK(vms == requested);
}

TEST_CASE("A store whose folder cannot be made or written is an error") {
    const TemporaryFolder folder;
    const Loaded loaded = load(kSweep);
    CHECK_THROWS_AS(ResultsStore(folder.path() / "no" / "such", terms(ExistingStore::refuse), loaded.source, loaded.base, loaded.grid),
                    core::Error);
    CHECK_THROWS_AS(StoredExperiment(folder.path()), core::Error);
    CHECK_THROWS_AS(StoredExperiment(folder.path() / "nothing"), core::Error);
}
