#include "core/service_demand.hpp"

#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::service_demand;
using test::WithinRel;

// D = max(reads / operations, bytes / throughput): the arithmetic of docs/model.md on the catalogue's figures.

TEST_CASE("A Windows boot asks 140 exclusive seconds of a standard replica because of its 70000 reads") {
    const core::Catalogue catalogue = core::default_catalogue();
    const auto demand = service_demand(catalogue.storage_of(core::StorageType::standard_lrs),
                                       catalogue.boot_profiles.at("windows"), catalogue.vm_disk);
    CHECK_THAT(demand.demand_s, WithinRel(140.0, 1e-12));
    CHECK(demand.burst_rate == 1.0);
    CHECK_THAT(demand.reader_cap, WithinRel(7.0, 1e-12));  // 3,500 operations/s of the VM's disk over 500
    CHECK(demand.solo_read_time() == sim::seconds(140));
}

TEST_CASE("A Linux boot asks 3.84 exclusive seconds of a standard replica") {
    const core::Catalogue catalogue = core::default_catalogue();
    const auto demand = service_demand(catalogue.storage_of(core::StorageType::standard_lrs),
                                       catalogue.boot_profiles.at("linux"), catalogue.vm_disk);
    CHECK_THAT(demand.demand_s, WithinRel(3.84, 1e-12));  // 1,920 / 500; 100 MB take only 1.59 s
}

TEST_CASE("A Premium replica serves a Windows boot seven times as fast while its credits last") {
    const core::Catalogue catalogue = core::default_catalogue();
    const auto demand = service_demand(catalogue.storage_of(core::StorageType::premium_lrs),
                                       catalogue.boot_profiles.at("windows"), catalogue.vm_disk);
    CHECK_THAT(demand.demand_s, WithinRel(140.0, 1e-12));
    CHECK_THAT(demand.burst_rate, WithinRel(7.0, 1e-12));
    CHECK(demand.solo_read_time() == sim::seconds(20));
}

TEST_CASE("A large image is bound by the bytes and not by the operations") {
    const core::Catalogue catalogue = core::default_catalogue();
    core::BootProfile boot = catalogue.boot_profiles.at("linux");
    boot.read_bytes.value = core::Bytes{6'000 * core::kMiB};
    const auto demand =
        service_demand(catalogue.storage_of(core::StorageType::standard_lrs), boot, catalogue.vm_disk);
    CHECK_THAT(demand.demand_s, WithinRel(100.0, 1e-12));
}

TEST_CASE("A VM with a slow disk takes no more from a replica than its disk allows") {
    core::Catalogue catalogue = core::default_catalogue();
    catalogue.vm_disk.operations.value = core::PerSecond{250.0};
    const auto demand = service_demand(catalogue.storage_of(core::StorageType::standard_lrs),
                                       catalogue.boot_profiles.at("windows"), catalogue.vm_disk);
    CHECK_THAT(demand.reader_cap, WithinRel(0.5, 1e-12));
    CHECK(demand.solo_read_time() == sim::seconds(280));
}

TEST_CASE("A boot without reads asks nothing") {
    const core::Catalogue catalogue = core::default_catalogue();
    core::BootProfile boot = catalogue.boot_profiles.at("linux");
    boot.reads.value = 0.0;
    boot.read_bytes.value = core::Bytes{0.0};
    const auto demand =
        service_demand(catalogue.storage_of(core::StorageType::premium_lrs), boot, catalogue.vm_disk);
    CHECK(demand.demand_s == 0.0);
    CHECK(demand.solo_read_time() == sim::SimTime::zero());
}
