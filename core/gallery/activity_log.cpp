#include "core/gallery/activity_log.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gallerysim::core {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kProvider = "Microsoft.Compute";
constexpr std::string_view kGroup = "gallerysim";  ///< resource group: a scenario has none
constexpr int kTickDigits = 7;

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    // FNV leaves the high bits of short texts alike; this mixes them (the finaliser of SplitMix64).
    hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
    return hash ^ (hash >> 31U);
}

Json named(std::string_view value) { return {{"value", value}, {"localizedValue", value}}; }

/// /subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/...
std::string resource_id(const std::string& subscription, std::string_view group, const std::string& rest) {
    return fmt::format("/subscriptions/{}/resourceGroups/{}/providers/{}/{}", subscription, group, kProvider,
                       rest);
}

bool names_application(const Scenario& scenario, const ResourcePath& path) {
    for (const Gallery& gallery : scenario.galleries) {
        if (gallery.name != path.gallery) continue;
        for (const VmApplication& application : gallery.applications) {
            if (application.name == path.item) return true;
        }
    }
    return false;
}

std::string resource_type(const Scenario& scenario, const ResourcePath& path) {
    std::string type = "galleries";
    if (!path.item.empty()) type += names_application(scenario, path) ? "/applications" : "/images";
    if (!path.version.empty()) type += "/versions";
    return type;
}

std::string gallery_resource(const Scenario& scenario, const ResourcePath& path) {
    std::string rest = "galleries/" + path.gallery;
    if (!path.item.empty()) {
        rest += (names_application(scenario, path) ? "/applications/" : "/images/") + path.item;
    }
    if (!path.version.empty()) rest += "/versions/" + path.version;
    return rest;
}

/// The subscription that a gallery is in; that of the caller for one that the scenario does not begin with.
std::string subscription_of(const Scenario& scenario, const std::string& gallery, const Caller& caller) {
    for (const Gallery& g : scenario.galleries) {
        if (g.name == gallery) return g.subscription;
    }
    return caller.subscription;
}

Activity activity_of(const Scenario& scenario, const GalleryEvent& event, const Refused& refused) {
    const Caller caller = caller_of(scenario.clients[event.client]);
    const ResourcePath path = ResourcePath::parse(event.target).value_or(ResourcePath{});
    const std::string subscription = subscription_of(scenario, path.gallery, caller);
    Activity activity{.operation = operation_name(scenario, event),
                      .resource = resource_id(subscription, kGroup, gallery_resource(scenario, path)),
                      .subscription = subscription,
                      .resource_group = std::string(kGroup),
                      .caller = caller.principal,
                      .tenant = caller.tenant,
                      .started = event.at,
                      .ended = event.at,
                      .error_code = {},
                      .http_status = 200,
                      .error_message = {}};
    if (refused) {
        activity.error_code = info(refused->rule).error_code;
        activity.http_status = info(refused->rule).http_status;
        activity.error_message = refused->message;
    }
    return activity;
}

struct VmEnd {
    std::string_view error_code;
    int http_status;
    std::string_view message;
};

VmEnd end_of(const VmRecord& vm) {
    switch (vm.outcome) {
        case VmOutcome::running: return {"", 200, ""};
        case VmOutcome::throttled: return {"TooManyRequests", 429, "the client gave up"};
        case VmOutcome::rejected:
            return {info(vm.rejected_by).error_code, info(vm.rejected_by).http_status,
                    info(vm.rejected_by).statement};
        case VmOutcome::allocation_failed: return {"AllocationFailed", 409, "there is no room for the VM"};
        case VmOutcome::storage_unavailable:
            return {"StorageUnavailable", 503, "no replica could serve the image"};
        case VmOutcome::provisioning_timed_out:
            return {"OSProvisioningTimedOut", 409, "the VM did not run within its provisioning timeout"};
        case VmOutcome::surplus: return {"Canceled", 499, "enough instances of its scale set run without it"};
        case VmOutcome::unfinished: break;
    }
    return {"Canceled", 499, "the run ended first"};
}

Activity activity_of(const Scenario& scenario, const VmRecord& vm) {
    const Deployment& deployment = scenario.deployments[vm.deployment];
    const Caller caller = caller_of(scenario.clients[deployment.client]);
    const VmEnd end = end_of(vm);
    return {.operation = "Microsoft.Compute/virtualMachines/write",
            .resource = resource_id(caller.subscription, deployment.name,
                                    fmt::format("virtualMachines/{}-{}", deployment.name, vm.vm)),
            .subscription = caller.subscription,
            .resource_group = deployment.name,
            .caller = caller.principal,
            .tenant = caller.tenant,
            .started = std::min(vm.started, vm.ended),
            .ended = vm.ended,
            .error_code = std::string(end.error_code),
            .http_status = end.http_status,
            .error_message = std::string(end.message)};
}

/// One operation of a scale set from the records of its instances: it succeeds if any of them runs. Instances
/// share the client's first call, and so its time.
class ScaleSetActivities {
public:
    explicit ScaleSetActivities(const Scenario& scenario) : scenario_(scenario) {}

    void add(const VmRecord& vm) {
        const auto [place, is_new] = activities_.try_emplace({vm.started, vm.deployment, vm.scale_set});
        Activity& activity = place->second;
        const bool runs = vm.outcome == VmOutcome::running;
        const sim::SimTime ended = is_new ? vm.ended : std::max(activity.ended, vm.ended);
        if (is_new || (runs && !activity.error_code.empty())) activity = activity_of(scenario_, vm);
        activity.ended = ended;
        activity.operation = "Microsoft.Compute/virtualMachineScaleSets/write";
        activity.resource =
            resource_id(activity.subscription, activity.resource_group,
                        fmt::format("virtualMachineScaleSets/{}-{}", activity.resource_group, vm.scale_set));
    }
    void move_to(std::vector<Activity>& all) {
        for (auto& [key, activity] : activities_) all.push_back(std::move(activity));
    }

private:
    const Scenario& scenario_;
    std::map<std::tuple<sim::SimTime, std::uint32_t, std::uint32_t>, Activity> activities_;
};

enum class Phase { started, ended };

Json event_json(const Activity& activity, Phase phase, const std::string& id, std::uint64_t run) {
    const bool is_start = phase == Phase::started;
    const bool failed = !is_start && !activity.error_code.empty();
    const std::string_view status = is_start ? "Started" : failed ? "Failed" : "Succeeded";
    const std::string at = log_time(is_start ? activity.started : activity.ended);
    const auto type_end = activity.operation.rfind('/');
    Json properties = {{"statusCode", is_start ? "Accepted"
                                      : failed ? activity.error_code
                                               : "OK"},
                       {"run", fmt::format("{}", run)}};
    if (failed) {
        // As in the real log: a JSON text within the JSON.
        properties["statusMessage"] =
            Json{{"error", {{"code", activity.error_code}, {"message", activity.error_message}}}}.dump(
                -1, ' ', false, Json::error_handler_t::replace);
    }
    const int sub_status = is_start ? 202 : activity.http_status;
    return {{"authorization", {{"action", activity.operation}, {"scope", activity.resource}}},
            {"caller", activity.caller},
            {"category", named("Administrative")},
            {"channels", "Operation"},
            {"correlationId", id},
            {"description", ""},
            {"eventDataId", uuid_of(id + (is_start ? "/started" : "/ended"))},
            {"eventName", named(is_start ? "BeginRequest" : "EndRequest")},
            {"eventTimestamp", at},
            {"level", failed ? "Error" : "Informational"},
            {"operationId", id},
            {"operationName", named(activity.operation)},
            {"properties", std::move(properties)},
            {"resourceGroupName", activity.resource_group},
            {"resourceId", activity.resource},
            {"resourceProviderName", named(kProvider)},
            {"resourceType", named(activity.operation.substr(0, type_end))},
            {"status", named(status)},
            {"subStatus", named(fmt::format("{}", sub_status))},
            {"submissionTimestamp", at},
            {"subscriptionId", activity.subscription},
            {"tenantId", activity.tenant}};
}

}  // namespace

std::string log_time(sim::SimTime time) {
    using namespace std::chrono;
    constexpr sys_days kEpoch{year{2026} / January / 1};
    const nanoseconds since{time.nanoseconds()};
    const sys_days day = kEpoch + floor<days>(since);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<nanoseconds>(since - floor<days>(since))};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:0{}}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count() / 100, kTickDigits);
}

std::string uuid_of(std::string_view text) {
    const std::uint64_t high = (fnv1a(text, 0xcbf29ce484222325U) & ~std::uint64_t{0xf000U}) | 0x8000U;
    const std::uint64_t low = (fnv1a(text, 0x84222325cbf29ce4U) & 0x3fffffffffffffffU) | 0x8000000000000000U;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                       high & 0xffffU, low >> 48U, low & 0xffffffffffffU);
}

std::string operation_name(const Scenario& scenario, const GalleryEvent& event) {
    const ResourcePath path = ResourcePath::parse(event.target).value_or(ResourcePath{});
    switch (event.operation) {
        case GalleryOperation::home_region_down:
        case GalleryOperation::home_region_up: return {};
        case GalleryOperation::share: return "Microsoft.Compute/galleries/share/action";
        case GalleryOperation::move:
            return "Microsoft.Resources/subscriptions/resourceGroups/moveResources/action";
        case GalleryOperation::remove:
            return fmt::format("{}/{}/delete", kProvider, resource_type(scenario, path));
        default: return fmt::format("{}/{}/write", kProvider, resource_type(scenario, path));
    }
}

std::string activity_log_lines(const Scenario& scenario, std::string_view scenario_hash, std::uint64_t run,
                               const std::vector<Activity>& activities) {
    struct Line {
        sim::SimTime at;
        std::size_t activity;
        Phase phase;
    };
    std::vector<Line> lines;
    for (std::size_t i = 0; i < activities.size(); ++i) {
        lines.push_back({activities[i].started, i, Phase::started});
        if (activities[i].ended == sim::SimTime::never()) continue;  // it was under way when the run ended
        lines.push_back({activities[i].ended, i, Phase::ended});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
    std::string text;
    for (const Line& line : lines) {
        const std::string id =
            uuid_of(fmt::format("{}/{}/{}/{}", scenario_hash, scenario.seed, run, line.activity));
        text += event_json(activities[line.activity], line.phase, id, run)
                    .dump(-1, ' ', false, Json::error_handler_t::replace);
        text += '\n';
    }
    return text;
}

namespace {

/// Did the event ask for these copies? An operation on a whole image or gallery asks for those of all its versions.
bool is_asked_by(const ReplicationReport& report, const GalleryEvent& event) {
    return report.published == event.at &&
           (report.version == event.target || report.version.starts_with(event.target + '/'));
}

/// An operation that asks for copies ends when all regions have them or have failed.
void end_with(const ReplicationReport& report, Activity& activity) {
    activity.ended = std::max(activity.ended, report.ended);
    for (const RegionReplication& region : report.status.regions) {
        if (region.state != ReplicationState::failed) continue;
        activity.error_code = "ReplicationJobFailed";
        activity.http_status = 500;
        activity.error_message =
            fmt::format("{} in {}: {}", report.version, region.region, region.details);
    }
}

}  // namespace

std::vector<Activity> activities_of(const Scenario& scenario, const RunResult& result) {
    std::vector<Activity> all;
    GalleryTimeline timeline(scenario);
    sim::SimTime end = scenario.experiment.horizon.value_or(sim::SimTime::zero());
    if (!scenario.experiment.horizon) {
        for (const VmRecord& vm : result.records) end = std::max(end, vm.ended);
        for (const GalleryEvent& event : timeline.events()) end = std::max(end, event.at);
    }
    timeline.advance(end);
    for (const GalleryTimeline::Done& done : timeline.done()) {
        const GalleryEvent& event = timeline.events()[done.event];
        if (operation_name(scenario, event).empty()) continue;
        all.push_back(activity_of(scenario, event, done.refused));
        if (done.refused) continue;
        for (const ReplicationReport& report : result.replications) {
            if (is_asked_by(report, event)) end_with(report, all.back());
        }
    }
    ScaleSetActivities scale_sets(scenario);
    for (const VmRecord& vm : result.records) {
        if (std::holds_alternative<ScaleSets>(scenario.deployments[vm.deployment].arrivals)) {
            scale_sets.add(vm);
        } else {
            all.push_back(activity_of(scenario, vm));
        }
    }
    scale_sets.move_to(all);
    return all;
}

}  // namespace gallerysim::core
