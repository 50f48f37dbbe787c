#include "core/gallery/bill.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

/// A scenario with one version: a 127 GB disk that holds 10 GB, and an empty data disk of 32 GB.
Scenario example(std::vector<TargetRegion> targets) {
    Scenario scenario;
    scenario.catalogue = default_catalogue();
    ImageVersion version = a_version("1.0.0", std::move(targets));
    version.data_disks = {a_data_disk(32 * kGB, 0.0)};
    ImageDefinition image = an_image();
    image.versions = {std::move(version)};
    Gallery gallery = a_gallery();
    gallery.images = {std::move(image)};
    scenario.galleries = {std::move(gallery)};
    return scenario;
}

}  // namespace

// Six snapshots of 10 GB at 0.05 USD per GB and month are 3.00 USD a month; 10 GB to each of two further
// regions in Europe and North America at 0.02 USD are 0.40 USD once.
TEST_CASE("The example of the article costs six snapshots of 10 GB and egress for two regions") {
    const Scenario scenario =
        example({a_target("westeurope", 2), a_target("northeurope", 2), a_target("eastus", 2)});
    const Bill bill = bill_of(scenario, kBilledMonth);
    REQUIRE(bill.lines.size() == 3);
    double snapshots = 0.0;
    double egress_gb = 0.0;
    for (const BillLine& line : bill.lines) {
        CHECK_THAT(line.gb, WithinRel(10.0, 1e-12));
        snapshots += line.replica_months;
        egress_gb += line.egress_gb;
        if (line.region == "westeurope") CHECK(line.egress_usd == 0.0);
    }
    CHECK_THAT(snapshots, WithinRel(6.0, 1e-12));
    CHECK_THAT(egress_gb, WithinRel(20.0, 1e-12));
    CHECK_THAT(bill.storage_usd_per_month(), WithinRel(3.0, 1e-12));
    CHECK_THAT(bill.storage_usd(), WithinRel(3.0, 1e-12));
    CHECK_THAT(bill.egress_usd(), WithinRel(0.4, 1e-12));
    CHECK_THAT(bill.total_usd(), WithinRel(3.4, 1e-12));
}

TEST_CASE("A Shallow version stores nothing and costs nothing") {
    Scenario scenario = example({a_target("westeurope", 1)});
    CHECK(bill_of(scenario, kBilledMonth).total_usd() > 0.0);
    scenario.galleries[0].images[0].versions[0].replication_mode = ReplicationMode::shallow;
    CHECK(bill_of(scenario, kBilledMonth).total_usd() == 0.0);
}

TEST_CASE("A gallery without versions costs nothing") {
    Scenario scenario = example({a_target("westeurope")});
    scenario.galleries[0].images[0].versions.clear();
    CHECK(bill_of(scenario, kBilledMonth).total_usd() == 0.0);
}

TEST_CASE("Further replicas in a region cost storage and no egress") {
    const double one =
        bill_of(example({a_target("westeurope", 1), a_target("eastus", 1)}), kBilledMonth).egress_usd();
    const Bill ten = bill_of(example({a_target("westeurope", 10), a_target("eastus", 10)}), kBilledMonth);
    CHECK(ten.egress_usd() == one);
    CHECK_THAT(ten.storage_usd_per_month(), WithinRel(20 * 10 * 0.05, 1e-12));
}

TEST_CASE("Premium storage and distant regions cost what the price list says") {
    const Prices prices = default_catalogue().prices;
    CHECK(egress_usd_per_gb(prices, "westeurope", "westeurope") == 0.0);
    CHECK(egress_usd_per_gb(prices, "westeurope", "eastus") == 0.02);
    CHECK(egress_usd_per_gb(prices, "westeurope", "japaneast") == 0.08);
    CHECK(egress_usd_per_gb(prices, "brazilsouth", "japaneast") == 0.16);
    const Scenario premium = example({a_target("westeurope", 1, StorageType::premium_lrs)});
    CHECK_THAT(bill_of(premium, kBilledMonth).storage_usd(), WithinRel(10 * 0.132, 1e-12));
}

TEST_CASE("A price that the scenario gives is the one on the bill") {
    Scenario scenario = example({a_target("westeurope", 4)});
    scenario.catalogue.prices.snapshot_usd_per_gb_month[0].value = 1.0;
    CHECK_THAT(bill_of(scenario, kBilledMonth).storage_usd(), WithinRel(40.0, 1e-12));
}

TEST_CASE("Storage is billed for as long as it is kept") {
    Scenario scenario = example({a_target("westeurope", 2), a_target("eastus", 1)});
    BillLedger ledger(scenario.catalogue.prices);
    ledger.note(sim::SimTime::zero(), scenario.galleries);
    auto& targets = scenario.galleries[0].images[0].versions[0].target_regions;
    targets[0].replicas = 6;
    ledger.note(sim::hours(73), scenario.galleries);  // a tenth of a month
    targets.pop_back();
    ledger.note(sim::hours(146), scenario.galleries);
    targets.push_back(a_target("eastus", 3));
    ledger.note(sim::hours(219), scenario.galleries);
    const Bill bill = ledger.bill(sim::hours(292));
    REQUIRE(bill.lines.size() == 2);
    CHECK_THAT(bill.lines[0].replica_months, WithinRel(0.2 * 1 + 0.1 * 3, 1e-12));  // eastus
    CHECK_THAT(bill.lines[0].egress_usd, WithinRel(2 * 10 * 0.02, 1e-12));          // copied there twice
    CHECK_THAT(bill.lines[1].replica_months, WithinRel(0.1 * 2 + 0.3 * 6, 1e-12));  // westeurope
    CHECK_THAT(bill.storage_usd(), WithinRel((0.5 + 2.0) * 10 * 0.05, 1e-12));
}

TEST_CASE("The replicas of a VM application are billed like those of an image") {
    Scenario scenario = example({a_target("westeurope")});
    scenario.galleries[0].images[0].versions.clear();
    ApplicationVersion version;
    version.name = "1.0.0";
    version.size = Bytes{2 * kGB};
    version.target_regions = {a_target("westeurope", 3)};
    VmApplication application;
    application.name = "agent";
    application.versions = {version};
    scenario.galleries[0].applications = {application};
    CHECK_THAT(bill_of(scenario, kBilledMonth).total_usd(), WithinRel(2 * 3 * 0.05, 1e-12));
}
