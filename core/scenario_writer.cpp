#include "core/scenario_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/catalogue_lines.hpp"
#include "core/faults/fault_yaml.hpp"
#include "core/gallery/gallery_yaml.hpp"
#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"
#include "core/sweep_values.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kCommentColumn = 60;
constexpr std::size_t kWidth = 110;

class ScenarioWriter {
public:
    explicit ScenarioWriter(Comments comments) : comments_(comments) {}

    void line(std::size_t depth, std::string_view text) {
        out.append(2 * depth, ' ');
        out += text;
        out += '\n';
    }
    void key(std::size_t depth, std::string_view name, std::string_view value) {
        line(depth, fmt::format("{}: {}", name, value));
    }
    void remark(std::size_t depth, std::string_view text, std::string_view comment) {
        if (comments_ == Comments::none) {
            line(depth, text);
        } else {
            line(depth, fmt::format("{:<{}}  # {}", text, kCommentColumn - 2 * depth, comment));
        }
    }
    void figure(std::size_t depth, std::string_view name, std::string_view value, Grade grade,
                std::string_view source) {
        remark(depth, fmt::format("{}: {}", name, value), fmt::format("{}: {}", to_string(grade), source));
    }
    /// A list in brackets, over several lines if it is long.
    void list(std::size_t depth, std::string_view name, const std::vector<std::string>& items) {
        std::string text = fmt::format("{}: [", name);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string_view end = i + 1 == items.size() ? "" : ",";
            if (text.size() + items[i].size() + 2 > kWidth - 2 * depth && i > 0) {
                line(depth, text);
                text = "  " + items[i] + std::string(end);
            } else {
                text += (i == 0 ? "" : " ") + items[i] + std::string(end);
            }
        }
        line(depth, text + "]");
    }

    std::string out;

private:
    Comments comments_;
};

template <class Version>
void write_lifetime(ScenarioWriter& w, const Version& version) {
    w.key(6, "end_of_life", version.end_of_life ? to_text(*version.end_of_life) : "null");
    const SafetyProfile& safety = version.safety;
    w.line(6, "safety_profile:");
    w.key(7, "allow_deletion_of_replicated_locations",
          safety.allow_deletion_of_replicated_locations ? "true" : "false");
    w.key(7, "block_deletion_before_end_of_life", safety.block_deletion_before_end_of_life ? "true" : "false");
    w.line(6, "target_regions:");
    for (const TargetRegion& target : version.target_regions) w.line(7, "- " + target_region_yaml(target));
}

void write_data_disk(ScenarioWriter& w, const DataDisk& disk) {
    w.line(7, fmt::format("- {{ lun: {}, size: {}, occupied: {}, boot_reads: {}, boot_read_bytes: {} }}", disk.lun,
                          to_text(disk.image.size), to_text(disk.image.occupied), number_text(disk.boot_reads.value),
                          to_text(disk.boot_read_bytes.value)));
}

void write_version(ScenarioWriter& w, const ImageVersion& version) {
    w.line(5, fmt::format("- name: {}", version.name));
    w.key(6, "os_disk",
          fmt::format("{{ size: {}, occupied: {} }}", to_text(version.os_disk.size),
                      to_text(version.os_disk.occupied)));
    if (version.data_disks.empty()) {
        w.remark(6, "data_disks: null", "none");
    } else {
        w.line(6, "data_disks:");
        for (const DataDisk& disk : version.data_disks) write_data_disk(w, disk);
    }
    w.key(6, "replication_mode", to_string(version.replication_mode));
    w.key(6, "published", version.published ? to_text(*version.published) : "already");
    w.key(6, "exclude_from_latest", version.exclude_from_latest ? "true" : "false");
    w.key(6, "encrypted", version.encrypted ? "true" : "false");
    write_lifetime(w, version);
}

void write_applications(ScenarioWriter& w, const std::vector<VmApplication>& applications) {
    if (applications.empty()) return;
    w.line(2, "applications:");
    for (const VmApplication& application : applications) {
        w.line(3, fmt::format("- name: {}", yaml_scalar(application.name)));
        w.key(4, "os_type", to_string(application.os_type));
        w.line(4, "versions:");
        for (const ApplicationVersion& version : application.versions) {
            w.line(5, fmt::format("- name: {}", version.name));
            w.key(6, "size", to_text(version.size));
            w.figure(6, "install_time", version.install_time.value.to_yaml(), version.install_time.grade,
                     version.install_time.source);
            write_lifetime(w, version);
        }
    }
}

void write_galleries(ScenarioWriter& w, const Scenario& scenario) {
    w.line(0, "galleries:");
    for (const Gallery& gallery : scenario.galleries) {
        w.line(1, fmt::format("- name: {}", yaml_scalar(gallery.name)));
        w.key(2, "location", gallery.location);
        w.key(2, "subscription", yaml_scalar(gallery.subscription));
        w.key(2, "tenant", yaml_scalar(gallery.tenant));
        w.key(2, "sharing", sharing_yaml(gallery));
        w.line(2, "images:");
        for (const ImageDefinition& image : gallery.images) {
            w.line(3, fmt::format("- name: {}", yaml_scalar(image.name)));
            w.key(4, "os_type", to_string(image.os_type));
            w.key(4, "os_state", to_string(image.os_state));
            w.key(4, "generation", to_string(image.generation));
            w.key(4, "architecture", to_string(image.architecture));
            w.key(4, "purpose", to_string(image.purpose));
            if (!(image.publisher + image.offer + image.sku).empty()) {
                w.key(4, "publisher", yaml_scalar(image.publisher));
                w.key(4, "offer", yaml_scalar(image.offer));
                w.key(4, "sku", yaml_scalar(image.sku));
            }
            w.key(4, "boot", yaml_scalar(image.boot));
            w.line(4, "versions:");
            for (const ImageVersion& version : image.versions) write_version(w, version);
        }
        write_applications(w, gallery.applications);
    }
}

void write_access(ScenarioWriter& w, const AccessSettings& access) {
    w.line(0, "access:");
    if (access.roles.empty()) {
        w.remark(1, "roles: null", "every principal owns what is in its tenant");
    } else {
        w.line(1, "roles:");
        for (const RoleAssignment& role : access.roles) w.line(2, "- " + role_yaml(role));
    }
    w.key(1, "restricted_regions", names_yaml(access.restricted_regions));
    if (access.approvals.empty()) return;
    w.line(1, "approvals:");
    for (const RegionApproval& approval : access.approvals) w.line(2, "- " + approval_yaml(approval));
}

void write_events(ScenarioWriter& w, const Scenario& scenario) {
    if (scenario.events.empty()) return;
    w.line(0, "events:");
    for (const GalleryEvent& event : scenario.events) w.line(1, "- " + event_yaml(scenario, event));
}

void write_faults(ScenarioWriter& w, const Scenario& scenario) {
    if (scenario.faults.empty()) return;
    w.line(0, "faults:");
    for (const FaultSpec& fault : scenario.faults) w.line(1, "- " + fault_yaml(fault));
}

template <class T>
std::vector<std::string> texts_of(const std::vector<T>& quantities) {
    std::vector<std::string> texts;
    for (const T& quantity : quantities) texts.push_back(to_text(quantity));
    return texts;
}

/// One function for each way in which VMs come.
struct ArrivalsWriter {
    ScenarioWriter& w;

    void over_time(std::string_view text) const { w.key(2, "arrivals", text); }

    void operator()(const BurstArrivals& a) const { w.key(2, "vms", fmt::format("{}", a.vms)); }
    void operator()(const PoissonArrivals& a) const {
        over_time(fmt::format("{{ poisson: {{ rate: {}, for: {} }} }}", to_text(a.rate), to_text(a.duration)));
    }
    void operator()(const ProfileArrivals& a) const {
        w.line(2, "arrivals:");
        w.line(3, "profile:");
        w.list(4, "times", texts_of(a.times));
        w.list(4, "rates", texts_of(a.rates));
        w.key(4, "for", to_text(a.duration));
    }
    void operator()(const BatchArrivals& a) const {
        over_time(fmt::format("{{ batches: {{ vms: {}, every: {}, batches: {} }} }}", a.vms, to_text(a.every),
                              a.batches));
    }
    void operator()(const ClosedLoopArrivals& a) const {
        over_time(fmt::format("{{ closed_loop: {{ in_flight: {}, vms: {} }} }}", a.in_flight, a.vms));
    }
    void operator()(const ListedArrivals& a) const {
        w.line(2, "arrivals:");
        w.list(3, "times", texts_of(a.times));
    }
    void operator()(const TraceArrivals& a) const {
        w.line(2, "arrivals:");
        w.remark(3, fmt::format("trace: {{ file: {} }}", yaml_scalar(a.file)),
                 fmt::format("{} VMs in {} rows; fingerprint {:016x}", a.vms, a.rows, a.fingerprint));
    }
    void operator()(const ScaleSets& a) const {
        w.line(2, "scale_sets:");
        w.key(3, "count", fmt::format("{}", a.count));
        w.key(3, "capacity", fmt::format("{}", a.capacity));
        w.key(3, "orchestration", to_string(a.orchestration));
        w.key(3, "overprovision", a.overprovision ? "true" : "false");
        w.key(3, "single_placement_group", a.single_placement_group ? "true" : "false");
        w.key(3, "image_kind", to_string(a.image_kind));
        if (a.scale_out) {
            w.key(3, "scale_out", fmt::format("{{ at: {}, to: {} }}", to_text(a.scale_out->at), a.scale_out->to));
        }
        if (a.upgrade) {
            w.line(3, "upgrade:");
            w.key(4, "at", to_text(a.upgrade->at));
            w.key(4, "image", yaml_scalar(a.upgrade->image.text));
            w.key(4, "batch", fraction_text(a.upgrade->batch));
            w.key(4, "pause", to_text(a.upgrade->pause));
            w.key(4, "max_unhealthy", fraction_text(a.upgrade->max_unhealthy));
        }
    }
};

void write_clients(ScenarioWriter& w, const Scenario& scenario) {
    w.line(0, "clients:");
    for (const ClientSpec& client : scenario.clients) {
        const ClientSettings& settings = client.settings;
        const auto optional_count = [](const std::optional<std::int64_t>& count) {
            return count ? fmt::format("{}", *count) : "null";
        };
        const auto figure = [&](std::string_view name, const std::string& value, const auto& f) {
            w.figure(3, name, value, f.grade, f.source);
        };
        w.line(1, fmt::format("- name: {}", yaml_scalar(client.name)));
        w.key(2, "principal", yaml_scalar(client.principal));
        w.key(2, "subscription", yaml_scalar(client.subscription));
        w.key(2, "tenant", yaml_scalar(client.tenant));
        w.figure(2, "writes_per_vm", fmt::format("{}", settings.writes_per_vm.value), settings.writes_per_vm.grade,
                 settings.writes_per_vm.source);
        w.remark(2, "concurrency: " + optional_count(settings.concurrency), "VMs at a time; null: no limit");
        w.line(2, "retry:");
        const RetryPolicy& retry = settings.retry;
        figure("retry_after", std::string(kRetryAfterNames[static_cast<std::size_t>(retry.retry_after.value)]),
               retry.retry_after);
        figure("base", to_text(retry.base.value), retry.base);
        figure("factor", number_text(retry.factor.value), retry.factor);
        figure("cap", to_text(retry.cap.value), retry.cap);
        figure("max_attempts", optional_count(retry.max_attempts.value), retry.max_attempts);
        w.remark(3, retry.give_up_after ? "give_up_after: " + to_text(*retry.give_up_after) : "give_up_after: null",
                 "since the first call; null: never");
    }
}

void write_deployments(ScenarioWriter& w, const Scenario& scenario) {
    w.line(0, "deployments:");
    for (const Deployment& deployment : scenario.deployments) {
        w.line(1, fmt::format("- name: {}", yaml_scalar(deployment.name)));
        w.key(2, "region", deployment.region);
        w.key(2, "image", yaml_scalar(deployment.image.text));
        if (!deployment.applications.empty()) w.key(2, "applications", names_yaml(deployment.applications));
        w.key(2, "client", yaml_scalar(scenario.clients[deployment.client].name));
        w.key(2, "at", to_text(deployment.at));
        w.key(2, "wait_for_image", deployment.waits_for_image ? "true" : "false");
        std::visit(ArrivalsWriter{w}, deployment.arrivals);
        if (deployment.zones.empty()) {
            w.remark(2, "zones: []", "all zones of the region");
        } else {
            w.key(2, "zones", fmt::format("[{}]", fmt::join(deployment.zones, ", ")));
        }
        w.key(2, "zone_full", deployment.strict_zones ? "fail" : "next");
    }
}

void write_platform(ScenarioWriter& w, const Platform& platform) {
    w.line(0, "platform:");
    w.figure(1, "routing", to_string(platform.routing.value), platform.routing.grade,
             platform.routing.source);
    w.key(1, "on_timeout", to_string(platform.on_timeout));
    const AdmissionLimit& admission = platform.admission;
    w.line(1, "admission:");
    w.remark(2, "readers: " + (admission.readers ? fmt::format("{}", *admission.readers) : "null"),
             "VMs that a replica serves at a time; null: no limit");
    w.line(2, "retry:");
    const auto figure = [&](std::string_view name, const std::string& value, const auto& f) {
        w.figure(3, name, value, f.grade, f.source);
    };
    const auto& most = admission.retry.max_attempts;
    figure("base", to_text(admission.retry.base.value), admission.retry.base);
    figure("factor", number_text(admission.retry.factor.value), admission.retry.factor);
    figure("cap", to_text(admission.retry.cap.value), admission.retry.cap);
    figure("max_attempts", most.value ? fmt::format("{}", *most.value) : "null", most);
    const ReplicationPolicy& copies = platform.replication;
    w.line(1, "replication:");
    w.figure(2, "strategy", to_string(copies.strategy.value), copies.strategy.grade, copies.strategy.source);
    w.figure(2, "within_region", to_string(copies.within_region.value), copies.within_region.grade,
             copies.within_region.source);
    w.figure(2, "phase_size", fmt::format("{}", copies.phase_size.value), copies.phase_size.grade,
             copies.phase_size.source);
    w.key(1, "background_hydration", platform.background_hydration ? "true" : "false");
    if (platform.on_timeout == OnTimeout::remove_and_retry) {
        w.figure(1, "timeout_tries", fmt::format("{}", platform.timeout_tries.value), platform.timeout_tries.grade,
                 platform.timeout_tries.source);
    }
}

void write_catalogue(ScenarioWriter& w, const Catalogue& catalogue) {
    w.line(0, "catalogue:");
    std::vector<std::string> open;  // the groups that the line before stands in
    for (const CatalogueLine& entry : catalogue_lines(catalogue)) {
        const std::size_t groups = entry.path.size() - 1;
        std::size_t same = 0;
        while (same < groups && same < open.size() && open[same] == entry.path[same]) ++same;
        for (std::size_t i = same; i < groups; ++i) w.line(i + 1, yaml_scalar(entry.path[i]) + ":");
        open.assign(entry.path.begin(), entry.path.end() - 1);
        if (entry.grade) {
            w.figure(groups + 1, entry.path.back(), entry.value, *entry.grade, entry.source);
        } else {
            w.key(groups + 1, entry.path.back(), entry.value);
        }
    }
}

void write_sweep(ScenarioWriter& w, const std::vector<SweepAxis>& sweep) {
    if (sweep.empty()) {
        w.line(1, "sweep: {}");
        return;
    }
    w.line(1, "sweep:");
    for (const SweepAxis& axis : sweep) {
        w.line(2, yaml_scalar(axis.name) + ":");
        w.key(3, "set", yaml_scalar(axis.set));
        const std::string range = axis.between.empty() ? sweep_range_text(axis.values) : axis.between;
        if (range.empty()) {
            w.list(3, "to", axis.values);
        } else {
            w.key(3, "to", yaml_scalar(range));
        }
    }
}

/// Nothing of a plain grid.
void write_design(ScenarioWriter& w, const SweepDesign& design) {
    if (design == SweepDesign{}) return;
    w.line(1, "design:");
    switch (design.kind) {
        case SweepDesign::Kind::grid: w.key(2, "kind", "grid"); break;
        case SweepDesign::Kind::zip: w.key(2, "kind", "zip"); break;
        case SweepDesign::Kind::latin_hypercube:
            w.key(2, "kind", "latin_hypercube");
            w.key(2, "samples", fmt::format("{}", design.points));
    }
    if (design.constraints.empty()) return;
    w.line(2, "constraint:");
    for (const SweepCondition& condition : design.constraints) w.line(3, "- " + yaml_scalar(condition.text));
}

/// Nothing of a terminating experiment.
void write_steady_state(ScenarioWriter& w, const std::optional<SteadyState>& steady) {
    if (!steady) return;
    w.key(1, "kind", "steady_state");
    const auto time = [&](const std::string& key, const std::optional<sim::SimTime>& value, std::string_view otherwise) {
        if (value) return w.key(1, key, to_text(*value));
        w.remark(1, key + ": null", otherwise);
    };
    time("warm_up", steady->warm_up, "found by MSER-5");
    time("cool_down", steady->cool_down, "the longest time of a VM");
}

void write_experiment(ScenarioWriter& w, const Experiment& experiment) {
    w.line(0, "experiment:");
    write_steady_state(w, experiment.steady_state);
    w.key(1, "runs",
          fmt::format("{{ min: {}, max: {}, relative_half_width: {}, of: [{}] }}", experiment.min_runs,
                      experiment.max_runs, fraction_text(experiment.relative_half_width),
                      fmt::join(experiment.precision_of, ", ")));
    w.key(1, "confidence", fraction_text(experiment.confidence));
    if (experiment.horizon) {
        w.key(1, "horizon", to_text(*experiment.horizon));
    } else {
        w.remark(1, "horizon: null", "run to the end");
    }
    write_sweep(w, experiment.sweep);
    write_design(w, experiment.design);
    if (experiment.objectives.empty()) {
        w.line(1, "objectives: []");
        return;
    }
    w.line(1, "objectives:");
    for (const Objective& objective : experiment.objectives) w.line(2, "- " + yaml_scalar(objective.text));
}

enum class SeedLine { write, leave_out };

std::string write(const Scenario& scenario, Comments comments, SeedLine seed) {
    ScenarioWriter w(comments);
    w.key(0, "schema", fmt::format("{}", scenario.schema));
    w.key(0, "name", yaml_scalar(scenario.name));
    w.key(0, "description", yaml_scalar(scenario.description));
    if (seed == SeedLine::write) w.key(0, "seed", fmt::format("{}", scenario.seed));
    write_galleries(w, scenario);
    write_access(w, scenario.access);
    write_clients(w, scenario);
    write_deployments(w, scenario);
    write_events(w, scenario);
    write_faults(w, scenario);
    write_platform(w, scenario.platform);
    write_catalogue(w, scenario.catalogue);
    write_experiment(w, scenario.experiment);
    return std::move(w.out);
}

}  // namespace

std::string to_yaml(const Scenario& scenario, Comments comments) {
    return write(scenario, comments, SeedLine::write);
}

std::string content_hash(const Scenario& scenario) {
    constexpr std::uint64_t kOffset = 0xcbf29ce484222325U;
    constexpr std::uint64_t kPrime = 0x100000001b3U;
    std::uint64_t hash = kOffset;
    const auto take_in = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    };
    // A trace belongs to the scenario by what it says, wherever its file lies.
    const auto is_traced = [](const Deployment& d) { return std::holds_alternative<TraceArrivals>(d.arrivals); };
    if (std::none_of(scenario.deployments.begin(), scenario.deployments.end(), is_traced)) {
        take_in(write(scenario, Comments::none, SeedLine::leave_out));
        return fmt::format("{:016x}", hash);
    }
    Scenario anywhere = scenario;
    for (Deployment& deployment : anywhere.deployments) {
        if (auto* trace = std::get_if<TraceArrivals>(&deployment.arrivals)) {
            trace->file.clear();
            take_in(fmt::format("{:016x}", trace->fingerprint));
        }
    }
    take_in(write(anywhere, Comments::none, SeedLine::leave_out));
    return fmt::format("{:016x}", hash);
}

}  // namespace gallerysim::core
