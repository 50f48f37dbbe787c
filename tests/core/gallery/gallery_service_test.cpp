// The rules about galleries, image definitions and versions, without a simulation.

#include "core/gallery/gallery_service.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

const ResourcePath kWin2022{"prod", "win"};
const ResourcePath kVersion{"prod", "win", "1.0.0"};

Limits small_limits() {
    Limits limits = default_catalogue().limits;
    limits.galleries_per_subscription_region.value = 2;
    limits.image_definitions_per_subscription_region.value = 3;
    limits.image_versions_per_subscription_region.value = 4;
    return limits;
}

}  // namespace

TEST_CASE("Every rule has an identifier of its own and a sentence and an error code") {
    std::set<std::string_view> ids;
    for (const RuleInfo& rule : all_rules()) {
        CHECK(ids.insert(rule.id).second);
        CHECK(rule.statement.ends_with('.'));
        CHECK_FALSE(rule.error_code.empty());
        CHECK((rule.http_status >= 400 && rule.http_status < 600));
    }
    CHECK(ids.size() == kRules);
}

TEST_CASE("The document of the article lists every rule with its code") {
    std::ifstream stream(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs" / "article.md",
                         std::ios::binary);
    const std::string document{std::istreambuf_iterator<char>(stream), {}};
    for (const RuleInfo& rule : all_rules()) {
        std::string row = "| `";
        row.append(rule.id).append("` | ").append(rule.statement).append(" | ").append(rule.error_code);
        row.append(" | ").append(std::to_string(rule.http_status)).append(" |\n");
        INFO(row);
        CHECK(document.find(row) != std::string::npos);
    }
}

TEST_CASE("The published limits are the defaults") {
    const Limits limits = default_catalogue().limits;
    CHECK(limits.galleries_per_subscription_region.value == 100);
    CHECK(limits.image_definitions_per_subscription_region.value == 1000);
    CHECK(limits.image_versions_per_subscription_region.value == 10000);
    CHECK(limits.replicas_per_version.value == 100);
    CHECK(limits.replicas_per_version_region.value == 50);
    CHECK(limits.disk_size.value == Bytes{2048 * kGiB});
    CHECK(limits.scale_set_instances.value == 1000);
    CHECK(limits.shared_subscriptions.value == 30);
    CHECK(limits.shared_tenants.value == 5);
    CHECK(limits.shared_tenants.grade == Grade::published);
}

TEST_CASE("Galleries are limited per subscription and region") {
    GalleryService service(small_limits(), {});
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("a"))).empty());
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("b"))).empty());
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("c"))) == "galleries_limit");
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("c", "northeurope"))).empty());
    Gallery other = a_gallery("d");
    other.subscription = "contoso-test";
    CHECK(rule_of(service.put_gallery(by_owner(), other)).empty());
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("a"))).empty());  // there already: an update
    CHECK(service.galleries().size() == 4);
}

TEST_CASE("Image definitions are limited per subscription and region over all galleries") {
    GalleryService service(small_limits(), {});
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery("a")));
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery("b")));
    CHECK(rule_of(service.put_image(by_owner(), "a", an_image("1"))).empty());
    CHECK(rule_of(service.put_image(by_owner(), "b", an_image("2"))).empty());
    CHECK(rule_of(service.put_image(by_owner(), "a", an_image("3"))).empty());
    CHECK(rule_of(service.put_image(by_owner(), "b", an_image("4"))) == "image_definitions_limit");
}

TEST_CASE("Image versions are limited per subscription and region over all images") {
    GalleryService service(small_limits(), {});
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery("a")));
    REQUIRE_FALSE(service.put_image(by_owner(), "a", an_image("1")));
    REQUIRE_FALSE(service.put_image(by_owner(), "a", an_image("2")));
    for (const char* name : {"1.0.0", "1.0.1"}) {
        CHECK(rule_of(service.put_version(by_owner(), {"a", "1"}, a_version(name))).empty());
        CHECK(rule_of(service.put_version(by_owner(), {"a", "2"}, a_version(name))).empty());
    }
    CHECK(rule_of(service.put_version(by_owner(), {"a", "2"}, a_version("2.0.0"))) == "image_versions_limit");
}

TEST_CASE("A version has at most 100 replicas and 50 of them in one region") {
    GalleryService service = a_service();
    const auto put = [&](std::vector<TargetRegion> targets) {
        return rule_of(service.put_version(by_owner(), kWin2022, a_version("2.0.0", std::move(targets))));
    };
    CHECK(put({a_target("westeurope", 51)}) == "replicas_per_region_limit");
    CHECK(put({a_target("westeurope", 50), a_target("northeurope", 50), a_target("uksouth", 1)}) ==
          "replicas_per_version_limit");
    CHECK(put({a_target("westeurope", 50), a_target("northeurope", 50)}).empty());
    CHECK(put({a_target("westeurope", 0)}) == "replicas_positive");
    CHECK(put({}) == "target_region_needed");
    CHECK(put({a_target("westeurope"), a_target("westeurope", 2)}) == "target_region_twice");
}

TEST_CASE("A limit that is overridden holds instead of the published one") {
    Limits limits = default_catalogue().limits;
    limits.replicas_per_version_region.value = 10;  // as before August 2022
    GalleryService service(limits, {});
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery()));
    REQUIRE_FALSE(service.put_image(by_owner(), "prod", an_image()));
    CHECK(
        rule_of(service.put_version(by_owner(), kWin2022, a_version("1.0.0", {a_target("westeurope", 11)}))) ==
        "replicas_per_region_limit");
}

TEST_CASE("No disk of an image is larger than 2 TB") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0");
    version.data_disks = {a_data_disk(2048 * kGiB, 1.0)};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)).empty());
    version.name = "3.0.0";
    version.data_disks.push_back(a_data_disk(2049 * kGiB, 1.0));
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "disk_size_limit");
}

TEST_CASE("A Shallow version has larger disks and one replica and stays Shallow") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0", {a_target("westeurope")});
    version.data_disks = {a_data_disk(2049 * kGiB, 1.0)};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "disk_size_limit");
    version.replication_mode = ReplicationMode::shallow;
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)).empty());

    ImageVersion full = version;
    full.data_disks = {};
    full.name = "3.0.0";
    REQUIRE(rule_of(service.put_version(by_owner(), kWin2022, full)).empty());
    full.replication_mode = ReplicationMode::full;
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, full)) == "immutable_property");

    version.target_regions = {a_target("westeurope", 2)};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "shallow_is_not_copied");
    version.target_regions = {a_target("westeurope"), a_target("northeurope")};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "shallow_is_not_copied");
    version.target_regions = {a_target("westeurope")};
    version.data_disks = {a_data_disk(32769 * kGiB, 1.0)};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "disk_size_limit");
}

TEST_CASE("Gallery resources do not move") {
    GalleryService service = a_service();
    for (const ResourcePath& path : {ResourcePath{"prod"}, kWin2022, kVersion}) {
        CHECK(rule_of(service.move(by_owner(), path)) == "move_unsupported");
    }
    CHECK(rule_of(service.move(by_owner(), {"none"})) == "not_found");
}

TEST_CASE("Versions are called Major Minor Patch") {
    GalleryService service = a_service();
    for (const char* bad : {"1.0", "latest", "1.0.0.0", "1.0.2147483648"}) {
        CHECK(rule_of(service.put_version(by_owner(), kWin2022, a_version(bad))) == "version_number");
    }
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, a_version("1.0.2147483647"))).empty());
}

TEST_CASE("Publisher and offer and SKU together are unique in a gallery") {
    GalleryService service = a_service();
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery("other")));
    ImageDefinition image = an_image("a");
    image.publisher = "MicrosoftWindowsServer";
    image.offer = "WindowsServer";
    image.sku = "2019-datacenter";
    CHECK(rule_of(service.put_image(by_owner(), "prod", image)).empty());
    image.name = "b";
    CHECK(rule_of(service.put_image(by_owner(), "prod", image)) == "identifier_taken");
    CHECK(rule_of(service.put_image(by_owner(), "other", image)).empty());
    image.sku = "2022-datacenter";
    CHECK(rule_of(service.put_image(by_owner(), "prod", image)).empty());
}

TEST_CASE("What a definition says about its system does not change after creation") {
    GalleryService service = a_service();
    const auto with = [](auto change) {
        ImageDefinition image = an_image();
        change(image);
        return image;
    };
    for (const ImageDefinition& image : {with([](auto& i) { i.os_type = OsType::linux_os; }),
                                         with([](auto& i) { i.os_state = OsState::specialized; }),
                                         with([](auto& i) { i.generation = Generation::v1; }),
                                         with([](auto& i) { i.architecture = Architecture::arm64; }),
                                         with([](auto& i) { i.sku = "other"; })}) {
        CHECK(rule_of(service.put_image(by_owner(), "prod", image)) == "immutable_property");
    }
    CHECK(rule_of(service.put_image(by_owner(), "prod", with([](auto& i) { i.purpose = Purpose::test; })))
              .empty());
    CHECK(service.find_image(kWin2022)->purpose == Purpose::test);
    CHECK(service.find_version(kVersion) != nullptr);  // an update leaves the versions alone
}

TEST_CASE("Replica counts and regions and flags of a version change and its disks and storage do not") {
    GalleryService service = a_service();
    ImageVersion version = a_version("1.0.0", {a_target("westeurope", 5), a_target("northeurope", 2)});
    version.exclude_from_latest = true;
    version.end_of_life = sim::hours(1);
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)).empty());
    CHECK(*service.find_version(kVersion) == version);
    version.target_regions[0].storage = StorageType::premium_lrs;
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "immutable_property");
    version = a_version();
    version.os_disk.size = Bytes{128 * kGB};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "immutable_property");
    version = a_version();
    version.data_disks = {a_data_disk(32 * kGB, 0.0)};
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, version)) == "immutable_property");
    CHECK(service.find_version(kVersion)->target_regions.size() == 2);  // refused as a whole
}

TEST_CASE("Where a gallery is and whether it is for groups do not change after creation") {
    GalleryService service = a_service();
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("prod", "northeurope"))) == "immutable_property");
    CHECK(rule_of(service.put_gallery(by_owner(),
                                      a_gallery("prod", "westeurope", Gallery::Permissions::groups))) ==
          "immutable_property");
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery())).empty());
}

TEST_CASE("What holds other resources is not deleted before they are") {
    GalleryService service = a_service();
    CHECK(rule_of(service.remove(by_owner(), {"prod"})) == "not_empty");
    CHECK(rule_of(service.remove(by_owner(), kWin2022)) == "not_empty");
    CHECK(rule_of(service.remove(by_owner(), kVersion)).empty());
    CHECK(rule_of(service.remove(by_owner(), kVersion)) == "not_found");
    CHECK(rule_of(service.remove(by_owner(), kWin2022)).empty());
    CHECK(rule_of(service.remove(by_owner(), {"prod"})).empty());
    CHECK(service.galleries().empty());
}

TEST_CASE("A safety profile keeps replicated locations") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0", {a_target("westeurope"), a_target("northeurope")});
    version.safety.allow_deletion_of_replicated_locations = false;
    REQUIRE_FALSE(service.put_version(by_owner(), kWin2022, version));
    ImageVersion smaller = version;
    smaller.target_regions.pop_back();
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, smaller)) == "deletion_of_replicated_location");
    CHECK(rule_of(service.remove(by_owner(), {"prod", "win", "2.0.0"})) == "deletion_of_replicated_location");
    // The profile itself may change, and then the region goes.
    smaller = version;
    smaller.safety.allow_deletion_of_replicated_locations = true;
    REQUIRE_FALSE(service.put_version(by_owner(), kWin2022, smaller));
    smaller.target_regions.pop_back();
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, smaller)).empty());
}

TEST_CASE("A safety profile keeps a version until its end of life") {
    GalleryService service = a_service();
    ImageVersion version = a_version("2.0.0");
    version.end_of_life = sim::hours(2);
    version.safety.block_deletion_before_end_of_life = true;
    REQUIRE_FALSE(service.put_version(by_owner(), kWin2022, version));
    const ResourcePath path{"prod", "win", "2.0.0"};
    CHECK(rule_of(service.remove(by_owner(sim::hours(1)), path)) == "deletion_before_end_of_life");
    CHECK(rule_of(service.remove(by_owner(sim::hours(2)), path)).empty());
}

TEST_CASE("A gallery whose home region is down refuses writes while other galleries take them") {
    GalleryService service = a_service();
    REQUIRE_FALSE(service.put_gallery(by_owner(), a_gallery("dr", "northeurope")));
    service.set_region("westeurope", GalleryService::RegionState::down);
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, a_version("2.0.0"))) == "home_region_down");
    CHECK(rule_of(service.put_image(by_owner(), "prod", an_image("new"))) == "home_region_down");
    CHECK(rule_of(service.put_gallery(by_owner(), a_gallery("new"))) == "home_region_down");
    CHECK(rule_of(service.remove(by_owner(), kVersion)) == "home_region_down");
    CHECK(rule_of(service.put_image(by_owner(), "dr", an_image())).empty());
    service.set_region("westeurope", GalleryService::RegionState::up);
    CHECK(rule_of(service.put_version(by_owner(), kWin2022, a_version("2.0.0"))).empty());
}

TEST_CASE("A restricted region needs an approved access request") {
    AccessSettings access;
    GalleryService without = a_service(access);
    const auto version = a_version("2.0.0", {a_target("westeurope"), a_target("australiacentral")});
    CHECK(rule_of(without.put_version(by_owner(), kWin2022, version)) == "region_access");
    access.approvals = {{"granted", "contoso-prod", "australiacentral"}};
    GalleryService with = a_service(access);
    CHECK(rule_of(with.put_version(by_owner(), kWin2022, version)).empty());
    CHECK(rule_of(with.put_version(by_owner(), kWin2022,
                                   a_version("3.0.0", {a_target("australiacentral2")}))) == "region_access");
}

TEST_CASE("Zone redundant storage needs a region with availability zones") {
    GalleryService service = a_service();
    const auto zrs = [&](const char* region) {
        return rule_of(service.put_version(
            by_owner(), kWin2022, a_version("2.0.0", {a_target(region, 1, StorageType::standard_zrs)})));
    };
    CHECK(zrs("westus") == "zrs_needs_zones");
    CHECK(zrs("westeurope").empty());
}

TEST_CASE("The storage of each target region is chosen on its own") {
    GalleryService service = a_service();
    CHECK(TargetRegion{}.storage == StorageType::standard_lrs);
    CHECK(
        rule_of(service.put_version(by_owner(), kWin2022,
                                    a_version("2.0.0", {a_target("westeurope", 3, StorageType::standard_zrs),
                                                        a_target("westus", 2, StorageType::premium_lrs)})))
            .empty());
}

TEST_CASE("A VM application has versions and replicas under the rules that images have") {
    GalleryService service = a_service();
    VmApplication application;
    application.name = "agent";
    CHECK(rule_of(service.put_application(by_owner(), "prod", application)).empty());
    ApplicationVersion version;
    version.name = "1.0.0";
    version.size = Bytes{100 * kMB};
    version.target_regions = {a_target("westeurope", 51)};
    const ResourcePath path{"prod", "agent"};
    CHECK(rule_of(service.put_application_version(by_owner(), path, version)) == "replicas_per_region_limit");
    version.target_regions = {a_target("westeurope", 2)};
    CHECK(rule_of(service.put_application_version(by_owner(), path, version)).empty());
    version.size = Bytes{101 * kMB};
    CHECK(rule_of(service.put_application_version(by_owner(), path, version)) == "immutable_property");
    CHECK(rule_of(service.put_image(by_owner(), "prod", an_image("agent"))) == "already_exists");
    CHECK(rule_of(service.remove(by_owner(), path)) == "not_empty");
    CHECK(rule_of(service.remove(by_owner(), {"prod", "agent", "1.0.0"})).empty());
    CHECK(rule_of(service.remove(by_owner(), path)).empty());
}
