// Who sees, deploys, changes and shares what.

#include "core/gallery/access.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

const Caller kGuest{"guest", "fabrikam-dev", "fabrikam"};
const Caller kColleague{"colleague", "contoso-dev", "contoso"};
const ResourcePath kGallery{"prod"};
const ResourcePath kSharedImage{"prod", "win"};
const ResourcePath kSharedVersion{"prod", "win", "1.0.0"};

AccessSettings with_role(const std::string& principal, Role role, const std::string& scope) {
    AccessSettings access;
    access.roles = {{"given", principal, role, "", scope}};
    return access;
}

std::string deployed_by(const GalleryService& service, const Caller& caller, DeploymentRequest request) {
    return rule_of(service.deploy(caller, request).refused);
}

DeploymentRequest a_vm(const std::string& version = "1.0.0") {
    return {.image = {"prod", "win", version}, .region = "westeurope"};
}

}  // namespace

TEST_CASE("The sharing matrix says what a role at each level shows") {
    struct Row {
        const char* scope;
        bool gallery;
        bool definition;
        bool version;
    };
    const Gallery gallery = a_gallery();
    for (const Row& row : {Row{"prod", true, true, true}, Row{"prod/win", false, true, true},
                           Row{"prod/win/1.0.0", false, false, true}}) {
        INFO(row.scope);
        const AccessSettings access = with_role("guest", Role::reader, row.scope);
        CHECK(may_read(access, kGuest, gallery, kGallery) == row.gallery);
        CHECK(may_read(access, kGuest, gallery, kSharedImage) == row.definition);
        CHECK(may_read(access, kGuest, gallery, kSharedVersion) == row.version);
        CHECK_FALSE(may_read(access, kGuest, gallery, {"prod", "other", "1.0.0"}) != row.gallery);
        CHECK_FALSE(may_read(access, kColleague, gallery, kSharedVersion));
    }
}

TEST_CASE("Without any roles everyone owns what is in the own tenant and sees nothing elsewhere") {
    const GalleryService service = a_service();
    CHECK(deployed_by(service, kColleague, a_vm()).empty());
    CHECK(deployed_by(service, kGuest, a_vm()) == "read_permission");
    CHECK(deployed_by(service, kGuest, a_vm("latest")) == "read_permission");
}

TEST_CASE("A role reaches across tenants and suffices to deploy VMs and Uniform scale sets") {
    const GalleryService service = a_service(with_role("guest", Role::reader, "prod/win"));
    CHECK(deployed_by(service, kGuest, a_vm()).empty());
    DeploymentRequest request = a_vm("latest");
    CHECK(deployed_by(service, kGuest, request).empty());
    request.kind = DeploymentRequest::Kind::uniform_scale_set;
    CHECK(deployed_by(service, kGuest, request).empty());
    CHECK(deployed_by(service, kColleague, request) == "read_permission");
}

TEST_CASE("A role at a subscription holds for all its galleries") {
    AccessSettings access;
    access.roles = {{"given", "guest", Role::contributor, "contoso-prod", ""}};
    CHECK(may_write(access, kGuest, a_gallery(), kSharedVersion));
    Gallery other = a_gallery();
    other.subscription = "contoso-test";
    CHECK_FALSE(may_write(access, kGuest, other, kSharedVersion));
}

TEST_CASE("A reader changes nothing and a contributor does") {
    GalleryService reader = a_service(with_role("owner", Role::reader, "prod"));
    CHECK(rule_of(reader.remove(by_owner(), kSharedVersion)) == "write_permission");
    GalleryService contributor = a_service(with_role("owner", Role::contributor, "prod/win"));
    CHECK(rule_of(contributor.put_gallery(by_owner(), a_gallery())) == "write_permission");
    CHECK(rule_of(contributor.remove(by_owner(), kSharedVersion)).empty());
}

TEST_CASE("Who sees one version alone gets it as latest") {
    GalleryService service = a_service(with_role("guest", Role::reader, "prod/win/1.0.0"));
    AccessSettings all;
    Scenario scenario;
    scenario.catalogue = default_catalogue();
    scenario.access = with_role("guest", Role::reader, "prod/win/1.0.0");
    scenario.galleries = service.galleries();
    scenario.galleries[0].images[0].versions.push_back(a_version("2.0.0"));
    const GalleryService two(scenario);
    const DeploymentAnswer answer = two.deploy(kGuest, a_vm("latest"));
    REQUIRE_FALSE(answer.refused);
    CHECK(answer.version->name == "1.0.0");
    CHECK(deployed_by(two, kGuest, a_vm("2.0.0")) == "read_permission");
}

TEST_CASE("Direct sharing reaches the subscriptions and tenants that are named and gives them read access") {
    GalleryService service = a_service({}, Gallery::Permissions::groups);
    CHECK(deployed_by(service, kGuest, a_vm()) == "read_permission");
    REQUIRE_FALSE(service.share(by_owner(), "prod", {"fabrikam-dev"}, {}));
    CHECK(deployed_by(service, kGuest, a_vm()).empty());
    CHECK(deployed_by(service, {"guest", "fabrikam-other", "fabrikam"}, a_vm()) == "read_permission");
    REQUIRE_FALSE(service.share(by_owner(), "prod", {}, {"fabrikam"}));
    CHECK(deployed_by(service, {"guest", "fabrikam-other", "fabrikam"}, a_vm()).empty());
    CHECK(rule_of(service.remove({kGuest, sim::SimTime::zero()}, kSharedVersion)) == "write_permission");
}

TEST_CASE("A gallery is directly shared only if it was created for it") {
    GalleryService service = a_service();
    CHECK(rule_of(service.share(by_owner(), "prod", {"fabrikam-dev"}, {})) == "sharing_not_groups");
    CHECK(rule_of(service.share(by_owner(), "none", {"fabrikam-dev"}, {})) == "not_found");
}

TEST_CASE("A gallery is directly shared with at most 30 subscriptions and 5 tenants") {
    GalleryService service = a_service({}, Gallery::Permissions::groups);
    const auto names = [](std::size_t count) {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < count; ++i) all.emplace_back("n").append(std::to_string(i));
        return all;
    };
    CHECK(rule_of(service.share(by_owner(), "prod", names(30), names(5))).empty());
    CHECK(rule_of(service.share(by_owner(), "prod", names(31), {})) == "shared_subscriptions_limit");
    CHECK(rule_of(service.share(by_owner(), "prod", {}, names(6))) == "shared_tenants_limit");
    CHECK(service.find_gallery("prod")->shared_subscriptions.size() == 30);
}

TEST_CASE("A directly shared gallery holds no encrypted version") {
    GalleryService service = a_service({}, Gallery::Permissions::groups);
    ImageVersion version = a_version("2.0.0");
    version.encrypted = true;
    CHECK(rule_of(service.put_version(by_owner(), kSharedImage, version)) == "encrypted_in_shared_gallery");
    GalleryService private_one = a_service();
    CHECK(rule_of(private_one.put_version(by_owner(), kSharedImage, version)).empty());
}

TEST_CASE("Only an owner or a sharing admin at the gallery or its subscription shares a gallery") {
    const auto shared_as = [](Role role, const std::string& scope, const std::string& subscription = {}) {
        AccessSettings access;
        access.roles = {{"given", "owner", role, subscription, scope}};
        GalleryService service = a_service(access, Gallery::Permissions::groups);
        return rule_of(service.share(by_owner(), "prod", {"fabrikam-dev"}, {}));
    };
    CHECK(shared_as(Role::owner, "prod").empty());
    CHECK(shared_as(Role::gallery_sharing_admin, "prod").empty());
    CHECK(shared_as(Role::gallery_sharing_admin, "", "contoso-prod").empty());
    CHECK(shared_as(Role::contributor, "prod") == "sharing_permission");
    CHECK(shared_as(Role::reader, "prod") == "sharing_permission");
    CHECK(shared_as(Role::gallery_sharing_admin, "prod/win") == "sharing_permission");
}

TEST_CASE("A community gallery is for everyone and says who publishes it") {
    GalleryService service = a_service();
    Gallery gallery = a_gallery("prod", "westeurope", Gallery::Permissions::community);
    CHECK(rule_of(service.put_gallery(by_owner(), gallery)) == "community_information");
    gallery.community = {"contoso", "https://contoso.example", "images@contoso.example",
                         "https://contoso.example/eula"};
    REQUIRE_FALSE(service.put_gallery(by_owner(), gallery));
    CHECK(deployed_by(service, kGuest, a_vm()).empty());
    CHECK(rule_of(service.remove({kGuest, sim::SimTime::zero()}, kSharedVersion)) == "write_permission");
}

TEST_CASE("A Flexible scale set is not made from an image of another tenant however it is shared") {
    DeploymentRequest request = a_vm();
    request.kind = DeploymentRequest::Kind::flexible_scale_set;
    const GalleryService by_role = a_service(with_role("guest", Role::reader, "prod"));
    CHECK(deployed_by(by_role, kGuest, request) == "flexible_of_other_tenant");
    GalleryService direct = a_service({}, Gallery::Permissions::groups);
    REQUIRE_FALSE(direct.share(by_owner(), "prod", {}, {"fabrikam"}));
    CHECK(deployed_by(direct, kGuest, request) == "flexible_of_other_tenant");
    const GalleryService community = a_service({}, Gallery::Permissions::community);
    CHECK(deployed_by(community, kGuest, request) == "flexible_of_other_tenant");
    CHECK(deployed_by(community, kColleague, request).empty());
    request.kind = DeploymentRequest::Kind::uniform_scale_set;
    CHECK(deployed_by(community, kGuest, request).empty());
}
