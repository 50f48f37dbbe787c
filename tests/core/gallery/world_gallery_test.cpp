// What the gallery's rules do to a whole run.

#include "core/gallery/activity_log.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <sstream>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

GalleryEvent event_at(sim::SimTime at, GalleryOperation operation, const std::string& target) {
    GalleryEvent event;
    event.name = "event";
    event.at = at;
    event.operation = operation;
    event.target = target;
    return event;
}

/// VMs at these times.
Scenario listed_scenario(std::vector<sim::SimTime> times) {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    scenario.deployments[0].arrivals = ListedArrivals{std::move(times)};
    return scenario;
}

std::uint64_t rejected_by(const RunResult& result, Rule rule) {
    return result.rejected[static_cast<std::size_t>(rule)];
}

std::vector<nlohmann::json> log_of(const Scenario& scenario, std::uint64_t run = 0) {
    const RunResult result = simulate(scenario, static_cast<std::uint32_t>(run), KeepRecords::yes);
    std::istringstream lines(activity_log_lines(scenario, "hash", run, activities_of(scenario, result)));
    std::vector<nlohmann::json> all;
    for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::json::parse(line));
    return all;
}

/// Gives the first deployment an application of 60 MiB, which takes a replica 1 s, and 5 s to install.
void add_application(Scenario& scenario, double size = 60 * kMiB) {
    ApplicationVersion version;
    version.name = "1.0.0";
    version.size = Bytes{size};
    version.install_time.value = {.kind = DistributionSpec::Kind::constant, .a = 5.0};
    version.target_regions = {a_target("westeurope")};
    VmApplication application;
    application.name = "agent";
    application.os_type = OsType::linux_os;
    application.versions = {version};
    scenario.galleries[0].applications = {application};
    scenario.deployments[0].applications = {"prod/agent/1.0.0"};
}

}  // namespace

TEST_CASE("A refused deployment takes no token and no time of a replica and no money") {
    Scenario scenario = burst_scenario(500, 1);
    const double bill = bill_of_run(scenario, sim::hours(1)).total_usd();
    scenario.clients[0].tenant = "another";
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::rejected) == 500);
    CHECK(rejected_by(result, Rule::read_permission) == 500);
    CHECK(result.throttles.accepted == 0);
    for (const std::uint64_t count : result.throttles.throttled) CHECK(count == 0);
    CHECK(result[Metric::peak_vms_per_replica][Statistic::mean] == 0.0);
    CHECK(result.end == sim::SimTime::zero());
    for (const VmRecord& vm : result.records) {
        CHECK(vm.ended == vm.requested);
        CHECK(vm.rejected_by == Rule::read_permission);
    }
    CHECK(bill_of_run(scenario, sim::hours(1)).total_usd() == bill);
}

TEST_CASE("Refused VMs leave the way of all others as it is") {
    // The same VMs, with and without a second deployment that is refused: equal to the last nanosecond.
    Scenario alone = burst_scenario(30, 2, StorageType::standard_lrs, OsType::linux_os);
    Scenario both = alone;
    both.clients.push_back(both.clients[0]);
    both.clients[1].name = "stranger";
    both.clients[1].tenant = "another";
    both.deployments.push_back(both.deployments[0]);
    both.deployments[1].name = "refused";
    both.deployments[1].client = 1;
    const RunResult a = simulate(alone, 0, KeepRecords::yes);
    const RunResult b = simulate(both, 0, KeepRecords::yes);
    CHECK(b.count(VmOutcome::rejected) == 30);
    std::map<std::uint32_t, sim::SimTime> ended;
    for (const VmRecord& vm : a.records) ended[vm.vm] = vm.ended;
    for (const VmRecord& vm : b.records) {
        if (vm.deployment == 0) CHECK(vm.ended == ended.at(vm.vm));
    }
    CHECK(a.throttles.accepted == b.throttles.accepted);
}

TEST_CASE("Deleting a version leaves running VMs alone and fails later ones") {
    Scenario scenario =
        listed_scenario({sim::seconds(0), sim::seconds(599), sim::seconds(600), sim::seconds(700)});
    scenario.events = {event_at(sim::seconds(600), GalleryOperation::remove, "prod/image/1.0.0")};
    const RunResult result = simulate(scenario, 0);
    CHECK(result.count(VmOutcome::running) == 2);
    CHECK(rejected_by(result, Rule::no_latest) + rejected_by(result, Rule::not_found) == 2);
}

TEST_CASE("Latest is another version once it is released and VMs read from its replicas") {
    Scenario scenario = listed_scenario({sim::seconds(0), sim::seconds(100), sim::seconds(200)});
    auto& versions = scenario.galleries[0].images[0].versions;
    versions.push_back(versions[0]);
    versions[1].name = "2.0.0";
    versions[1].exclude_from_latest = true;
    versions[1].target_regions[0].storage = StorageType::premium_lrs;
    GalleryEvent release =
        event_at(sim::seconds(100), GalleryOperation::set_exclude_from_latest, "prod/image/2.0.0");
    release.value = false;
    scenario.events = {release};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == 3);
    // Alone on a replica a VM reads in the solo time, which is shorter on a premium replica that bursts.
    const auto read_by = [&](std::uint32_t vm) {
        for (const VmRecord& record : result.records) {
            if (record.vm == vm) return record.read_time();
        }
        return sim::SimTime::never();
    };
    CHECK(read_by(0) == sim::SimTime::from_seconds(1920.0 / 500.0));
    CHECK(read_by(1) < read_by(0));
    CHECK(read_by(2) == read_by(1));
}

TEST_CASE("A version that an event creates is not there before") {
    // One copy of 30 GiB: 5 min to set it up and 512 s for the bytes.
    Scenario scenario = listed_scenario({sim::seconds(0), sim::seconds(100), sim::seconds(900)});
    scenario.deployments[0].image.text = "prod/image/1.0.0";
    scenario.events = {event_at(sim::seconds(50), GalleryOperation::create_version, "prod/image/1.0.0")};
    const RunResult result = simulate(scenario, 0);
    CHECK(result.count(VmOutcome::running) == 1);
    CHECK(rejected_by(result, Rule::not_found) == 1);
    CHECK(rejected_by(result, Rule::replication_incomplete) == 1);
    CHECK(bill_of_run(scenario, sim::seconds(40)).total_usd() == 0.0);
    CHECK(bill_of_run(scenario, sim::seconds(60)).total_usd() > 0.0);
}

TEST_CASE("A version deleted while a VM waits for the control plane refuses that VM") {
    // 1,500 writes of VMs pass at once and 500 more a minute later: VMs beyond wait until after the deletion.
    Scenario scenario = burst_scenario(2000, 50, StorageType::standard_lrs, OsType::linux_os);
    scenario.events = {event_at(sim::seconds(5), GalleryOperation::remove, "prod/image/1.0.0")};
    const RunResult result = simulate(scenario, 0);
    CHECK(result.count(VmOutcome::rejected) > 0);
    CHECK(result.count(VmOutcome::rejected) < 2000);
    std::uint64_t sum = 0;
    for (const std::uint64_t count : result.rejected) sum += count;
    CHECK(sum == result.count(VmOutcome::rejected));
}

TEST_CASE("A refused scale set makes no call and each of its instances is rejected") {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    ScaleSets sets;
    sets.count = 2;
    sets.capacity = 10;
    sets.orchestration = Orchestration::flexible;
    sets.overprovision = false;
    scenario.deployments[0].arrivals = sets;
    CHECK(simulate(scenario, 0).count(VmOutcome::running) == 20);
    // The image is of another tenant, and public: a Uniform scale set may be made from it, a Flexible one
    // not.
    scenario.galleries[0].permissions = Gallery::Permissions::community;
    scenario.galleries[0].tenant = "another";
    const RunResult refused = simulate(scenario, 0);
    CHECK(refused.requested == 20);
    CHECK(rejected_by(refused, Rule::flexible_of_other_tenant) == 20);
    CHECK(refused.throttles.accepted == 0);
    sets.orchestration = Orchestration::uniform;
    scenario.deployments[0].arrivals = sets;
    CHECK(simulate(scenario, 0).count(VmOutcome::running) == 20);
}

TEST_CASE("Deleting a version fails the scale sets that grow later") {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    ScaleSets sets;
    sets.capacity = 10;
    sets.overprovision = false;
    sets.scale_out = ScaleOut{sim::hours(1), 15};
    scenario.deployments[0].arrivals = sets;
    scenario.events = {event_at(sim::minutes(30), GalleryOperation::remove, "prod/image/1.0.0")};
    const RunResult result = simulate(scenario, 0);
    CHECK(result.count(VmOutcome::running) == 10);
    CHECK(result.count(VmOutcome::rejected) == 5);
    CHECK(result.end == sim::hours(1));
}

TEST_CASE("A scale set is one operation in the activity log") {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    ScaleSets sets;
    sets.count = 2;
    sets.capacity = 10;
    sets.overprovision = false;
    scenario.deployments[0].arrivals = sets;
    const auto log = log_of(scenario);
    REQUIRE(log.size() == 4);
    for (const auto& event : log) {
        CHECK(event.at("operationName").at("value") == "Microsoft.Compute/virtualMachineScaleSets/write");
    }
    CHECK(log.back().at("status").at("value") == "Succeeded");
}

TEST_CASE("Events after the end of a run do not draw it out") {
    Scenario scenario = listed_scenario({sim::seconds(0)});
    const sim::SimTime end = simulate(scenario, 0).end;
    scenario.events = {event_at(sim::hours(100), GalleryOperation::set_end_of_life, "prod/image/1.0.0")};
    CHECK(simulate(scenario, 0).end == end);
    // Unless they change what replicas there are: that is simulated at its time.
    scenario.events = {event_at(sim::hours(100), GalleryOperation::remove, "prod/image/1.0.0")};
    CHECK(simulate(scenario, 0).end == sim::hours(100));
}

// System: a VM alone. A package of 60 MiB on a replica of 60 MiB/s takes 1 s; installing takes 5 s.
TEST_CASE("A VM application is read from its own replicas and installed after the boot") {
    Scenario scenario = listed_scenario({sim::seconds(0)});
    const sim::SimTime without = simulate(scenario, 0).end;
    add_application(scenario);
    scenario.deployments[0].applications = {"prod/agent/1.0.0", "prod/agent/1.0.0"};
    CHECK_THAT((simulate(scenario, 0).end - without).seconds(), WithinAbs(2 * (1.0 + 5.0), 1e-6));
    // Twenty VMs share the package's replica, and the image's replica is as busy as without.
    scenario.deployments[0].arrivals = BurstArrivals{20};
    scenario.deployments[0].applications = {"prod/agent/1.0.0"};
    const RunResult many = simulate(scenario, 0);
    CHECK(many.count(VmOutcome::running) == 20);
    CHECK_THAT(many.end.seconds(), WithinAbs(20 * 3.84 + 20 * 1.0 + 5.0, 1e-3));
}

TEST_CASE(
    "A deadline that comes in the middle of a package ends the VM and leaves the books of images even") {
    Scenario scenario = listed_scenario({sim::seconds(0)});
    const VmRecord alone = simulate(scenario, 0, KeepRecords::yes).records.at(0);
    add_application(scenario, 600 * kMiB);
    const sim::SimTime timeout = alone.ended - alone.allocated + sim::seconds(4);
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) boot.provisioning_timeout.value = timeout;
    scenario.platform.on_timeout = OnTimeout::remove_and_retry;
    scenario.platform.timeout_tries.value = 2;
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    const VmRecord& vm = result.records.at(0);
    CHECK(vm.outcome == VmOutcome::provisioning_timed_out);
    CHECK(vm.tries == 2);
    CHECK(vm.ended == vm.allocated + timeout);
    CHECK(result.storage.work_left_s == 0.0);
    CHECK_THAT(result.storage.work_served_s, WithinRel(result.storage.work_demanded_s, 1e-9));
    CHECK_THAT(result.storage.work_served_s, WithinRel(2 * 3.84, 1e-9));
}

TEST_CASE("Replicas that answer 503 keep VMs from the image and not from a package") {
    Scenario scenario = burst_scenario(20, 1, StorageType::standard_lrs, OsType::linux_os);
    add_application(scenario);
    scenario.platform.admission.readers = 20;
    CHECK(simulate(scenario, 0).storage.busy_answers == 0);
    scenario.platform.admission.readers = 1;
    const RunResult result = simulate(scenario, 0);
    CHECK(result.count(VmOutcome::running) == 20);
    CHECK(result.storage.busy_answers > 0);
    CHECK(result.end > sim::SimTime::from_seconds(20 * 3.84));
}

TEST_CASE("Every operation is in the activity log twice with the same ids") {
    Scenario scenario = burst_scenario(3, 1);
    GalleryEvent refused = event_at(sim::seconds(10), GalleryOperation::move, "prod");
    GalleryEvent done = event_at(sim::seconds(20), GalleryOperation::set_replicas, "prod/image/1.0.0");
    done.region = "westeurope";
    done.replicas = 5;
    scenario.events = {refused, done};
    const auto log = log_of(scenario);
    REQUIRE(log.size() == 2 * (3 + 2));
    std::map<std::string, std::vector<std::string>> by_operation;
    std::string last;
    for (const auto& event : log) {
        CHECK(event.at("category").at("value") == "Administrative");
        CHECK(event.at("operationId") == event.at("correlationId"));
        const std::string at = event.at("eventTimestamp");
        CHECK(at >= last);  // as texts, for they have one length
        last = at;
        by_operation[event.at("operationId")].push_back(event.at("status").at("value"));
    }
    CHECK(by_operation.size() == 5);
    for (const auto& [id, states] : by_operation) {
        REQUIRE(states.size() == 2);
        CHECK(states[0] == "Started");
        CHECK((states[1] == "Succeeded" || states[1] == "Failed"));
    }
}

TEST_CASE("A refused operation fails in the activity log with its code and its reason") {
    Scenario scenario = burst_scenario(1, 1);
    scenario.events = {event_at(sim::seconds(10), GalleryOperation::move, "prod/image/1.0.0")};
    for (const auto& event : log_of(scenario)) {
        if (event.at("status").at("value") != "Failed" ||
            event.at("operationName").at("value") == "Microsoft.Compute/virtualMachines/write") {
            continue;
        }
        CHECK(event.at("eventTimestamp") == "2026-01-01T00:00:10.0000000Z");
        CHECK(event.at("level") == "Error");
        CHECK(event.at("subStatus").at("value") == "409");
        CHECK(event.at("properties").at("statusCode") == "ResourceMoveNotSupported");
        const auto message =
            nlohmann::json::parse(event.at("properties").at("statusMessage").get<std::string>());
        CHECK(message.at("error").at("code") == "ResourceMoveNotSupported");
        return;
    }
    FAIL("the refused operation is not in the log");
}

TEST_CASE("The activity log is the same for the same run and has other ids in another") {
    Scenario scenario = burst_scenario(4, 1);
    scenario.events = {event_at(sim::seconds(10), GalleryOperation::move, "prod")};
    const auto text = [&](std::uint64_t run) {
        const RunResult result = simulate(scenario, static_cast<std::uint32_t>(run), KeepRecords::yes);
        return activity_log_lines(scenario, "hash", run, activities_of(scenario, result));
    };
    CHECK(text(0) == text(0));
    std::set<std::string> ids;
    for (const std::uint64_t run : {0U, 1U}) {
        for (const auto& event : log_of(scenario, run)) {
            ids.insert(event.at("eventDataId").get<std::string>());
            CHECK(event.at("properties").at("run") == std::to_string(run));
        }
    }
    CHECK(ids.size() == 2 * 2 * 5);
}

TEST_CASE("The operations of the article have the names that it gives them") {
    const Scenario scenario = burst_scenario(1, 1);
    const auto name = [&](GalleryOperation operation, const std::string& target) {
        return operation_name(scenario, event_at(sim::SimTime::zero(), operation, target));
    };
    CHECK(name(GalleryOperation::create_gallery, "prod") == "Microsoft.Compute/galleries/write");
    CHECK(name(GalleryOperation::remove, "prod") == "Microsoft.Compute/galleries/delete");
    CHECK(name(GalleryOperation::share, "prod") == "Microsoft.Compute/galleries/share/action");
    CHECK(name(GalleryOperation::create_image, "prod/image") == "Microsoft.Compute/galleries/images/write");
    CHECK(name(GalleryOperation::set_replicas, "prod/image/1.0.0") ==
          "Microsoft.Compute/galleries/images/versions/write");
    CHECK(name(GalleryOperation::home_region_down, "").empty());
}

TEST_CASE("Times and ids of the activity log have the form of the real ones") {
    CHECK(log_time(sim::SimTime::zero()) == kActivityLogEpoch);
    CHECK(log_time(sim::hours(24 * 59) + sim::SimTime::from_nanoseconds(1'234'567'899)) ==
          "2026-03-01T00:00:01.2345678Z");
    const std::string id = uuid_of("text");
    CHECK(id.size() == 36);
    CHECK(id[14] == '8');
    CHECK(id.substr(0, 8) != "00000000");
    CHECK(uuid_of("text") == id);
    CHECK(uuid_of("texu") != id);
}

TEST_CASE("Names that are no plain text are escaped in the activity log") {
    Scenario scenario = burst_scenario(1, 1);
    scenario.clients[0].principal = "a \"quoted\"\nname \xff";
    bool is_there = false;
    for (const auto& event : log_of(scenario)) {
        is_there = is_there || event.at("caller").get<std::string>().starts_with("a \"quoted\"\nname ");
    }
    CHECK(is_there);
}
