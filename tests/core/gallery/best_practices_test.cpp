#include "core/gallery/best_practices.hpp"

#include <algorithm>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

/// 60 VMs at once on 3 zone-redundant replicas, protected, and a second gallery elsewhere: nothing to say.
Scenario good_scenario() {
    Scenario scenario = burst_scenario(60, 3, StorageType::standard_zrs);
    scenario.galleries[0].images[0].versions[0].safety.allow_deletion_of_replicated_locations = false;
    scenario.galleries.push_back(scenario.galleries[0]);
    scenario.galleries[1].name = "dr";
    scenario.galleries[1].location = "northeurope";
    return scenario;
}

/// What is found, as "id key".
std::vector<std::string> found(const Scenario& scenario) {
    std::vector<std::string> all;
    for (const Finding& finding : best_practices(scenario)) {
        CHECK_FALSE(finding.reason.empty());
        all.push_back(std::string(finding.practice->id) + ' ' + finding.path);
    }
    return all;
}

using Found = std::vector<std::string>;

ImageVersion& version_of(Scenario& scenario) { return scenario.galleries[0].images[0].versions[0]; }

}  // namespace

TEST_CASE("A scenario that follows the advice has no findings") { CHECK(found(good_scenario()).empty()); }

TEST_CASE("Every practice has an id and advice and a remedy") {
    std::set<std::string_view> ids;
    for (const Practice& practice : practices()) {
        CHECK(ids.insert(practice.id).second);
        CHECK(practice.advice.ends_with('.'));
        CHECK_FALSE(practice.remedy.empty());
    }
}

TEST_CASE("Fewer than three replicas of a production image are a finding and of a test image are none") {
    Scenario scenario = good_scenario();
    scenario.deployments[0].arrivals = BurstArrivals{20};
    version_of(scenario).target_regions[0].replicas = 2;
    CHECK(found(scenario) == Found{"replicas-below-3 galleries.prod.image.1.0.0.westeurope.replicas"});
    scenario.galleries[0].images[0].purpose = Purpose::test;
    CHECK(found(scenario).empty());
}

TEST_CASE("Fewer replicas than one per 20 VMs created concurrently are a finding") {
    Scenario scenario = good_scenario();
    const Found expected{"replicas-below-vms-over-20 galleries.prod.image.1.0.0.westeurope.replicas"};
    scenario.deployments[0].arrivals = BurstArrivals{61};
    CHECK(found(scenario) == expected);
    // A slow stream of as many VMs is fine: few of them are created at a time.
    scenario.deployments[0].arrivals = PoissonArrivals{PerSecond{61.0 / 86'400.0}, sim::hours(24)};
    CHECK(found(scenario).empty());
    // Two deployments at the same time add up, and do not when one is over before the other begins.
    scenario.deployments[0].arrivals = BurstArrivals{40};
    scenario.deployments.push_back(scenario.deployments[0]);
    scenario.deployments[1].name = "second";
    CHECK(found(scenario) == expected);
    scenario.deployments[1].at = sim::hours(2);
    CHECK(found(scenario).empty());
}

TEST_CASE("Fewer replicas than scale sets created concurrently are a finding") {
    Scenario scenario = good_scenario();
    ScaleSets sets;
    sets.count = 3;
    sets.capacity = 10;
    scenario.deployments[0].arrivals = sets;
    CHECK(found(scenario).empty());
    sets.count = 4;
    scenario.deployments[0].arrivals = sets;
    CHECK(found(scenario) ==
          Found{"replicas-below-scale-sets galleries.prod.image.1.0.0.westeurope.replicas"});
}

TEST_CASE("Storage in one zone is a finding where the region has zones") {
    Scenario scenario = good_scenario();
    version_of(scenario).target_regions[0].storage = StorageType::standard_lrs;
    CHECK(found(scenario) ==
          Found{"no-zone-redundant-storage galleries.prod.image.1.0.0.westeurope.storage"});
    version_of(scenario).target_regions[0].name = "westus";
    CHECK(found(scenario).empty());
}

TEST_CASE("Test and production images in one gallery are a finding") {
    Scenario scenario = good_scenario();
    ImageDefinition image = scenario.galleries[0].images[0];
    image.name = "next";
    image.purpose = Purpose::test;
    scenario.galleries[0].images.push_back(image);
    CHECK(found(scenario) == Found{"test-and-production-in-one-gallery galleries.prod"});
}

TEST_CASE("Galleries in a single region are a finding") {
    Scenario scenario = good_scenario();
    scenario.galleries.pop_back();
    CHECK(found(scenario) == Found{"galleries-in-one-region galleries"});
}

TEST_CASE("A staged version that counts as latest is a finding") {
    Scenario scenario = good_scenario();
    auto& versions = scenario.galleries[0].images[0].versions;
    versions[0].target_regions.push_back(versions[0].target_regions[0]);
    versions[0].target_regions[1].name = "northeurope";
    versions.push_back(versions[0]);
    versions[1].name = "2.0.0";
    CHECK(found(scenario).empty());  // everywhere, and meant to be
    versions[1].target_regions.pop_back();
    const Found expected{"staged-version-in-latest galleries.prod.image.2.0.0.exclude_from_latest"};
    CHECK(found(scenario) == expected);
    versions[1].target_regions[0].exclude_from_latest = true;
    CHECK(found(scenario).empty());
    versions[1] = versions[0];
    versions[1].name = "2.0.0";
    GalleryEvent create;
    create.operation = GalleryOperation::create_version;
    create.target = "prod/image/2.0.0";
    scenario.events = {create};
    CHECK(found(scenario) == expected);
}

TEST_CASE("Replicated locations that may be deleted are a finding") {
    Scenario scenario = good_scenario();
    version_of(scenario).safety.allow_deletion_of_replicated_locations = true;
    CHECK(found(scenario) ==
          Found{"deletion-of-replicated-locations-allowed galleries.prod.image.1.0.0.safety_profile."
                "allow_deletion_of_replicated_locations"});
}

TEST_CASE("A limit within a tenth is a finding") {
    Scenario scenario = good_scenario();
    version_of(scenario).target_regions[0].replicas = 44;
    CHECK(found(scenario).empty());
    version_of(scenario).target_regions[0].replicas = 45;
    CHECK(found(scenario) == Found{"limit-within-10-percent galleries.prod.image.1.0.0.westeurope.replicas"});
    version_of(scenario).target_regions[0].replicas = 3;
    version_of(scenario).os_disk.size = Bytes{1900 * kGiB};
    CHECK(found(scenario) == Found{"limit-within-10-percent galleries.prod.image.1.0.0.os_disk"});
    version_of(scenario).os_disk.size = Bytes{30 * kGiB};
    scenario.catalogue.limits.galleries_per_subscription_region.value = 1;
    CHECK(found(scenario).size() == 2);  // one in each of the two regions
}

TEST_CASE("A role at a single version is a finding") {
    Scenario scenario = good_scenario();
    scenario.access.roles = {{"whole", "default", Role::reader, "", "prod"}};
    CHECK(found(scenario).empty());
    scenario.access.roles.push_back({"single", "guest", Role::reader, "", "prod/image/1.0.0"});
    CHECK(found(scenario) == Found{"role-at-version access.single.scope"});
}
