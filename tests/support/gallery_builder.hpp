#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/gallery_service.hpp"

// Small resources for tests of the gallery's rules; every test changes what it is about.

namespace gallerysim::test {

inline core::Gallery a_gallery(
    const std::string& name = "prod", const std::string& location = "westeurope",
    core::Gallery::Permissions permissions = core::Gallery::Permissions::private_only) {
    core::Gallery gallery;
    gallery.name = name;
    gallery.location = location;
    gallery.subscription = "contoso-prod";
    gallery.tenant = "contoso";
    gallery.permissions = permissions;
    return gallery;
}

inline core::ImageDefinition an_image(const std::string& name = "win") {
    core::ImageDefinition image;
    image.name = name;
    image.boot = "windows";
    return image;
}

inline core::TargetRegion a_target(const std::string& region, std::int64_t replicas = 1,
                                   core::StorageType storage = core::StorageType::standard_lrs) {
    core::TargetRegion target;
    target.name = region;
    target.replicas = replicas;
    target.storage = storage;
    return target;
}

inline core::ImageVersion a_version(const std::string& name = "1.0.0",
                                    std::vector<core::TargetRegion> targets = {a_target("westeurope")}) {
    core::ImageVersion version;
    version.name = name;
    version.os_disk = {.size = core::Bytes{127 * core::kGB}, .occupied = core::Bytes{10 * core::kGB}};
    version.target_regions = std::move(targets);
    return version;
}

inline core::DataDisk a_data_disk(double size, double occupied) {
    core::DataDisk disk;
    disk.image = {.size = core::Bytes{size}, .occupied = core::Bytes{occupied}};
    return disk;
}

/// An owner within the tenant contoso, at the beginning of the run.
inline core::Request by_owner(sim::SimTime now = sim::SimTime::zero()) {
    return {{"owner", "contoso-prod", "contoso"}, now};
}

/// A service with the gallery prod, the image prod/win and the version prod/win/1.0.0 in westeurope.
inline core::GalleryService a_service(
    core::AccessSettings access = {},
    core::Gallery::Permissions permissions = core::Gallery::Permissions::private_only) {
    // Made without roles, so that whoever is asked about later did not have to make it.
    core::Scenario scenario;
    scenario.catalogue = core::default_catalogue();
    scenario.access = std::move(access);
    core::ImageDefinition image = an_image();
    image.versions = {a_version()};
    scenario.galleries = {a_gallery("prod", "westeurope", permissions)};
    scenario.galleries[0].images = {std::move(image)};
    return core::GalleryService(scenario);
}

/// The identifier of the rule that refused; empty when it was done.
inline std::string rule_of(const core::Refused& refused) {
    return refused ? std::string(core::info(refused->rule).id) : std::string();
}

}  // namespace gallerysim::test
