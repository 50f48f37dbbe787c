#include "core/metric_names.hpp"

#include <set>
#include <string>

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
