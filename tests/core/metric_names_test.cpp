#include "core/metric_names.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "core/metric.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::core;

TEST_CASE("Every metric has one name and a definition of one sentence") {
    std::set<std::string_view> names;
    for (const MetricInfo& m : metrics()) {
        INFO(m.name);
        CHECK(names.insert(m.name).second);
        CHECK(find_metric(m.name) == &m);
        CHECK(m.definition.ends_with('.'));
        CHECK(m.definition.find(". ") == std::string_view::npos);
    }
    CHECK(find_metric("latency") == nullptr);
}

TEST_CASE("Names of results carry the units that have a suffix") {
    CHECK(name_with_unit(*find_metric("time_to_running")) == "time_to_running_s");
    CHECK(name_with_unit(*find_metric("makespan")) == "makespan_s");
    CHECK(name_with_unit(*find_metric("throughput")) == "throughput_per_min");
    CHECK(name_with_unit(*find_metric("failed_fraction")) == "failed_fraction");
    CHECK(name_with_unit(*find_metric("slowdown")) == "slowdown");
    CHECK(name_with_unit(*find_metric("peak_vms_per_replica")) == "peak_vms_per_replica");
}

TEST_CASE("Shares have a mean only and all else has quantiles") {
    CHECK(statistics_of(*find_metric("failed_fraction")).size() == 1);
    CHECK(statistics_of(*find_metric("throttled_fraction")).front() == "mean");
    CHECK(statistics_of(*find_metric("time_to_running")).size() == 6);
    CHECK(statistics_of(*find_metric("makespan")).size() == 6);
}

TEST_CASE("The documentation of the model has the table of metrics word for word") {
    static constexpr std::array<std::string_view, 3> kScopes{"vm", "run", "share"};
    std::string table = "| metric | unit | scope | definition |\n|---|---|---|---|\n";
    for (const MetricInfo& m : metrics()) {
        table += "| `" + std::string(m.name) + "` | " + std::string(to_string(m.unit)) + " | " +
                 std::string(kScopes[static_cast<std::size_t>(m.scope)]) + " | " + std::string(m.definition) + " |\n";
    }
    std::ifstream file(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs/model.md");
    const std::string docs{std::istreambuf_iterator<char>(file), {}};
    INFO(table);
    CHECK(docs.find(table) != std::string::npos);
}

TEST_CASE("The metrics as indices stand in the order of the table") {
    REQUIRE(metrics().size() == kMetrics);
    CHECK(metric_named("time_to_running") == Metric::time_to_running);
    CHECK(metric_named("last_admission") == Metric::last_admission);
    CHECK(metric_named("replica_utilisation") == Metric::replica_utilisation);
    CHECK(statistic_named("max") == Statistic::max);
}
