#pragma once

#include <cstdint>
#include <utility>

#include "core/scenario.hpp"

namespace gallerysim::test {

/// A scenario without a file, for tests of the model: `vms` VMs at once from one image with `replicas` replicas in
/// westeurope. Placement and boot take no time, so that what remains is the replicas.
inline core::Scenario burst_scenario(std::int64_t vms, std::int64_t replicas,
                                     core::StorageType storage = core::StorageType::standard_lrs,
                                     core::OsType os = core::OsType::windows) {
    using namespace core;
    Scenario scenario;
    scenario.name = "test";
    scenario.seed = 42;
    scenario.catalogue = default_catalogue();
    const DistributionSpec at_once{.kind = DistributionSpec::Kind::constant, .a = 0.0};
    scenario.catalogue.allocator.placement_time.value = at_once;
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) boot.cpu_time.value = at_once;

    TargetRegion target;
    target.name = "westeurope";
    target.replicas = replicas;
    target.storage = storage;
    ImageVersion version;
    version.name = "1.0.0";
    version.os_disk = {.size = Bytes{127 * kGiB}, .occupied = Bytes{30 * kGiB}};
    version.target_regions = {std::move(target)};
    ImageDefinition image;
    image.name = "image";
    image.os_type = os;
    image.boot = os == OsType::windows ? "windows" : "linux";
    image.versions = {std::move(version)};
    Gallery gallery;
    gallery.name = "prod";
    gallery.location = "westeurope";
    gallery.images = {std::move(image)};
    scenario.galleries = {std::move(gallery)};

    scenario.clients = {{.name = "default", .principal = "default", .subscription = "default",
                         .settings = default_client_settings()}};
    Deployment deployment;
    deployment.name = "burst";
    deployment.region = "westeurope";
    deployment.image.text = "prod/image/latest";
    deployment.arrivals = BurstArrivals{vms};
    scenario.deployments = {std::move(deployment)};
    return scenario;
}

}  // namespace gallerysim::test
