#include "core/catalogue.hpp"

#include <set>
#include <string>

#include "core/assumptions.hpp"
#include "core/catalogue_lines.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

TEST_CASE("Every figure of the catalogue says where it comes from") {
    const Catalogue catalogue = default_catalogue();
    int figures = 0;
    for (const CatalogueLine& line : catalogue_lines(catalogue)) {
        if (!line.grade) continue;
        INFO(line.key_path());
        ++figures;
        CHECK_FALSE(line.source.empty());
        CHECK(*line.grade != Grade::given);
    }
    CHECK(figures > 3 * 5 + 2 * 4 + 2 + 2 + 6);
}

TEST_CASE("The catalogue gives the published arithmetic of a Windows boot") {
    // 70,000 reads at 500/s take 140 s: with 17 VMs on a replica the last is done at 2,380 s, with 18 the
    // timeout of 40 min is over.
    const Catalogue catalogue = default_catalogue();
    const BootProfile& windows = catalogue.boot_profiles.at("windows");
    const StorageFigures& lrs = catalogue.storage_of(StorageType::standard_lrs);
    const double demand_s = windows.reads.value / lrs.operations.value.value;
    CHECK(demand_s == 140.0);
    CHECK(windows.read_bytes.value.value / lrs.throughput.value.value < demand_s);
    CHECK(17.0 * demand_s < windows.provisioning_timeout.value.seconds());
    CHECK(18.0 * demand_s > windows.provisioning_timeout.value.seconds());
    // 20 s on premium storage while it bursts.
    CHECK(windows.reads.value / catalogue.storage_of(StorageType::premium_lrs).burst_operations.value.value ==
          20.0);
}

TEST_CASE("Only zone-redundant storage spans zones") {
    const Catalogue catalogue = default_catalogue();
    CHECK_FALSE(catalogue.storage_of(StorageType::standard_lrs).zone_redundant);
    CHECK(catalogue.storage_of(StorageType::standard_zrs).zone_redundant);
    CHECK_FALSE(catalogue.storage_of(StorageType::premium_lrs).zone_redundant);
}

TEST_CASE("Regions are found by name and their pairs are mutual where both are public") {
    CHECK(regions().size() == 58);
    std::set<std::string_view> names;
    for (const Region& region : regions()) {
        INFO(region.name);
        CHECK(names.insert(region.name).second);
        CHECK(find_region(region.name) == &region);
        CHECK((region.availability_zones == 0 || region.availability_zones == 3));
        CHECK((region.latitude_deg >= -90.0 && region.latitude_deg <= 90.0));
        CHECK((region.longitude_deg >= -180.0 && region.longitude_deg <= 180.0));
    }
    CHECK(find_region("westeurope")->paired_region == "northeurope");
    CHECK(find_region("westeurope")->availability_zones == 3);
    CHECK(find_region("westus")->availability_zones == 0);
    CHECK(find_region("West Europe") == nullptr);
    CHECK(find_region("") == nullptr);
}

TEST_CASE("The assumptions in force are those that the deployments depend on") {
    const auto paths = [](const Scenario& scenario) {
        std::set<std::string> all;
        for (const AssumedFigure& figure : assumptions(scenario).figures) {
            CHECK_FALSE(figure.value.empty());
            CHECK_FALSE(figure.reason.empty());
            all.insert(figure.path);
        }
        return all;
    };
    const auto all = paths(scenario_of(kSmallScenario));
    for (const char* path : {"platform.routing", "catalogue.boot_profiles.windows.cpu_time",
                             "catalogue.allocator.placement_time", "clients.default.writes_per_vm"}) {
        INFO(path);
        CHECK(all.contains(path));
    }
    // No VM boots Linux, and the old windows of the compute provider are not in use.
    CHECK_FALSE(all.contains("catalogue.boot_profiles.linux.cpu_time"));
    CHECK_FALSE(all.contains("catalogue.throttles.legacy_3_min.length"));
    CHECK(paths(small_with({"catalogue.throttles.compute_policy_set=windows_legacy"}))
              .contains("catalogue.throttles.legacy_3_min.length"));
    // What the scenario sets is no assumption any more.
    const auto fewer = paths(small_with(
        {"platform.routing=round_robin", "catalogue.boot_profiles.windows.cpu_time=0 s",
         "catalogue.allocator={ parallel: 1, placement_time: 0 s }", "clients.default.writes_per_vm=3"}));
    CHECK(fewer.size() == all.size() - 5);
    CHECK_FALSE(fewer.contains("platform.routing"));
}

TEST_CASE("Clients that create nothing bring no assumptions") {
    const Scenario scenario = small_with({"clients=[{ name: busy }, { name: idle }]"});
    for (const AssumedFigure& figure : assumptions(scenario).figures)
        CHECK_FALSE(figure.path.starts_with("clients.idle"));
}

TEST_CASE("The path of every assumed figure can be set") {
    for (const AssumedFigure& figure : assumptions(scenario_of(kSmallScenario)).figures) {
        INFO(figure.path);
        CHECK(small_with({figure.path + "=" + figure.value}) == scenario_of(kSmallScenario));
    }
}

TEST_CASE("The assumptions of the model have distinct names and reasons") {
    std::set<std::string_view> ids;
    for (const ModelAssumption& assumption : model_assumptions()) {
        INFO(assumption.id);
        CHECK(ids.insert(assumption.id).second);
        CHECK(assumption.statement.ends_with('.'));
        CHECK(assumption.reason.ends_with('.'));
    }
    CHECK(ids.contains("replica-is-one-disk"));
    CHECK(ids.contains("read-then-boot"));
    CHECK(ids.contains("vm-disk"));
}
