// Which version a deployment gets, and why it gets none.

#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

const Caller kOwner{"owner", "contoso-prod", "contoso"};
const ResourcePath kImage{"prod", "win"};

DeploymentRequest latest_in(const std::string& region) {
    return {.image = {"prod", "win", "latest"}, .region = region};
}

std::string latest(const GalleryService& service, const std::string& region) {
    const DeploymentAnswer answer = service.deploy(kOwner, latest_in(region));
    return answer.refused ? std::string(info(answer.refused->rule).id) : answer.version->name;
}

}  // namespace

TEST_CASE("Latest is the highest version by number and not by text") {
    GalleryService service = a_service();
    for (const char* name : {"1.9.0", "1.10.0", "1.2.11"}) {
        REQUIRE_FALSE(service.put_version(by_owner(), kImage, a_version(name)));
    }
    CHECK(latest(service, "westeurope") == "1.10.0");
}

TEST_CASE("A version that is excluded from latest is deployed by its name alone") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0");
    version.exclude_from_latest = true;
    REQUIRE_FALSE(service.put_version(by_owner(), kImage, version));
    CHECK(latest(service, "westeurope") == "1.0.0");
    CHECK_FALSE(service.deploy(kOwner, {.image = {"prod", "win", "2.0.0"}, .region = "westeurope"}).refused);
}

TEST_CASE("The flag of a region wins over the flag of the version both ways") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0", {a_target("westeurope"), a_target("northeurope")});
    version.target_regions[0].exclude_from_latest = true;
    REQUIRE_FALSE(service.put_version(by_owner(), kImage, version));
    CHECK(latest(service, "westeurope") == "1.0.0");
    CHECK(latest(service, "northeurope") == "2.0.0");
    version.exclude_from_latest = true;
    version.target_regions[0].exclude_from_latest = false;
    REQUIRE_FALSE(service.put_version(by_owner(), kImage, version));
    CHECK(latest(service, "westeurope") == "2.0.0");
    CHECK(latest(service, "northeurope") == "no_latest");
}

TEST_CASE("A version is deployed in a region once it is complete there") {
    GalleryService service = a_service();
    REQUIRE_FALSE(service.put_version(by_owner(), kImage,
                                      a_version("2.0.0", {a_target("westeurope"), a_target("northeurope")})));
    const ResourcePath path{"prod", "win", "2.0.0"};
    service.set_replication(path, "westeurope", GalleryService::Replication::under_way);
    CHECK(latest(service, "westeurope") == "1.0.0");
    CHECK(latest(service, "northeurope") == "2.0.0");
    CHECK(rule_of(service.deploy(kOwner, {.image = path, .region = "westeurope"}).refused) ==
          "replication_incomplete");
    service.set_replication(path, "westeurope", GalleryService::Replication::complete);
    CHECK(latest(service, "westeurope") == "2.0.0");
}

TEST_CASE("Deploying says which of the names leads nowhere") {
    const GalleryService service = a_service();
    const auto rule = [&](ResourcePath path, const std::string& region = "westeurope") {
        return rule_of(service.deploy(kOwner, {.image = std::move(path), .region = region}).refused);
    };
    CHECK(rule({"none", "win", "1.0.0"}) == "not_found");
    CHECK(rule({"prod", "none", "1.0.0"}) == "not_found");
    CHECK(rule({"prod", "win", "9.9.9"}) == "not_found");
    CHECK(rule({"prod", "win", "1.0.0"}, "northeurope") == "no_replicas_in_region");
    CHECK(rule({"prod", "win", "latest"}, "northeurope") == "no_latest");
}

TEST_CASE("Deleting a version fails the deployments that come after it") {
    GalleryService service = a_service();
    const DeploymentRequest request{.image = {"prod", "win", "1.0.0"}, .region = "westeurope"};
    CHECK_FALSE(service.deploy(kOwner, request).refused);
    REQUIRE_FALSE(service.remove(by_owner(), request.image));
    CHECK(rule_of(service.deploy(kOwner, request).refused) == "not_found");
    CHECK(latest(service, "westeurope") == "no_latest");
}

TEST_CASE("Deployments go on in a gallery whose home region is down") {
    GalleryService service = a_service();
    REQUIRE_FALSE(service.put_version(by_owner(), kImage,
                                      a_version("2.0.0", {a_target("westeurope"), a_target("northeurope")})));
    service.set_region("westeurope", GalleryService::RegionState::down);
    CHECK(latest(service, "northeurope") == "2.0.0");
}

TEST_CASE("A scale set has up to 1000 instances from a gallery image and 100 in a single placement group") {
    const GalleryService service = a_service();
    const auto rule = [&](DeploymentRequest::Kind kind, std::int64_t instances, bool single) {
        return rule_of(service
                           .deploy(kOwner, {.image = {"prod", "win", "1.0.0"},
                                            .region = "westeurope",
                                            .kind = kind,
                                            .instances = instances,
                                            .single_placement_group = single})
                           .refused);
    };
    using Kind = DeploymentRequest::Kind;
    CHECK(rule(Kind::uniform_scale_set, 1000, false).empty());
    CHECK(rule(Kind::uniform_scale_set, 1001, false) == "scale_set_limit");
    CHECK(rule(Kind::uniform_scale_set, 100, true).empty());
    CHECK(rule(Kind::uniform_scale_set, 101, true) == "scale_set_limit");
    CHECK(rule(Kind::flexible_scale_set, 1000, false).empty());
    CHECK(rule(Kind::flexible_scale_set, 1001, false) == "scale_set_limit");
}

TEST_CASE("A VM application is deployed where it has replicas and on its own system") {
    GalleryService service = a_service();
    const auto add = [&](const std::string& name, OsType system, const std::string& region) {
        VmApplication application;
        application.name = name;
        application.os_type = system;
        REQUIRE_FALSE(service.put_application(by_owner(), "prod", application));
        ApplicationVersion version;
        version.name = "1.0.0";
        version.size = Bytes{kMB};
        version.target_regions = {a_target(region)};
        REQUIRE_FALSE(service.put_application_version(by_owner(), {"prod", name}, version));
    };
    add("here", OsType::windows, "westeurope");
    add("there", OsType::windows, "northeurope");
    add("other", OsType::linux_os, "westeurope");
    const auto rule = [&](const std::string& name) {
        DeploymentRequest request = latest_in("westeurope");
        request.applications = {{"prod", name, "1.0.0"}};
        return rule_of(service.deploy(kOwner, request).refused);
    };
    CHECK(rule("here").empty());
    CHECK(rule("there") == "no_replicas_in_region");
    CHECK(rule("other") == "application_system");
    CHECK(rule("none") == "not_found");
}
