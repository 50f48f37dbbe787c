#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/scenario_names.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr std::int64_t kMostInstances = 2'700;  // core/scale_set_run.cpp numbers them

/// The most instances that such a scale set can have, and the limit that says so.
struct InstanceLimit {
    std::int64_t most;
    std::string_view key;
    std::string_view of;
};

InstanceLimit instance_limit(const ScaleSets& sets, const Limits& limits) {
    if (sets.single_placement_group) {
        return {limits.scale_set_instances_single_placement_group.value, "scale_set_instances_single_placement_group",
                "in a single placement group"};
    }
    if (sets.image_kind == ImageKind::managed) {
        return {limits.scale_set_instances_managed_image.value, "scale_set_instances_managed_image",
                "from a managed image"};
    }
    return {limits.scale_set_instances.value, "scale_set_instances", "from a gallery's image"};
}

void check_instances(const MapReader& map, std::string_view key, std::int64_t instances, const InstanceLimit& limit) {
    if (instances <= limit.most) return;
    map.error(key, fmt::format("{} instances in a scale set {}; the limit is {} (catalogue.limits.{})", instances,
                               limit.of, limit.most, limit.key));
}

void read_scale_out(const MapReader& map, const InstanceLimit& limit, ScaleSets& sets) {
    if (!map.present()) return;
    ScaleOut out;
    map.time("at", out.at, kAnyTime);
    if (map.integer("to", out.to, kPositiveCount)) {
        check_instances(map, "to", out.to, limit);
        if (out.to <= sets.capacity) {
            map.error("to", fmt::format("{} instances are no more than the capacity of {}", out.to, sets.capacity));
        }
    }
    sets.scale_out = out;
}

void read_upgrade(const MapReader& map, const Scenario& scenario, GalleryDetails details, const Deployment& deployment,
                  ScaleSets& sets) {
    if (!map.present()) return;
    RollingUpgrade upgrade;
    map.time("at", upgrade.at, kAnyTime);
    map.fraction("batch", upgrade.batch, {0.001, 1.0});
    map.time("pause", upgrade.pause, kAnyTime);
    map.fraction("max_unhealthy", upgrade.max_unhealthy, {0.0, 1.0});
    if (map.text("image", upgrade.image.text)) {
        ImageResolution found = resolve_image(scenario.galleries, details, upgrade.image.text, deployment.region);
        if (!found.problem.empty()) map.error("image", std::move(found.problem));
        if (found.image) {
            upgrade.image = std::move(*found.image);
            const OsType now = scenario.image_of(deployment).os_type;
            const OsType then = scenario.image_of(upgrade.image).os_type;
            if (now != then) {
                map.error("image", fmt::format("{} is a {} image, and the scale set's is {}", upgrade.image.text,
                                               to_string(then), to_string(now)));
            }
        }
    }
    sets.upgrade = std::move(upgrade);
}

}  // namespace

ScaleSets read_scale_sets(const MapReader& map, const Scenario& scenario, GalleryDetails details,
                          const Deployment& deployment) {
    ScaleSets sets;
    map.integer("count", sets.count, {1, 500'000});
    if (std::size_t word = 0; map.choice("orchestration", word)) {
        sets.orchestration = static_cast<Orchestration>(word);
    }
    sets.overprovision = sets.orchestration == Orchestration::uniform;
    map.boolean("overprovision", sets.overprovision);
    if (sets.overprovision && sets.orchestration == Orchestration::flexible) {
        map.error("overprovision", "scale sets of Flexible orchestration are not overprovisioned");
    }
    map.boolean("single_placement_group", sets.single_placement_group);
    if (std::size_t word = 0; map.choice("image_kind", word)) sets.image_kind = static_cast<ImageKind>(word);

    const InstanceLimit limit = instance_limit(sets, scenario.catalogue.limits);
    if (map.integer("capacity", sets.capacity, kPositiveCount)) check_instances(map, "capacity", sets.capacity, limit);
    read_scale_out(MapReader(map, "scale_out"), limit, sets);
    read_upgrade(MapReader(map, "upgrade"), scenario, details, deployment, sets);

    const bool resolved = map.diagnostics().errors() == 0;
    if (resolved && sets.image_kind == ImageKind::managed && scenario.target_of(deployment).replicas != 1) {
        map.error("image_kind", fmt::format("a managed image is one copy, and the image has {} replicas in {}",
                                            scenario.target_of(deployment).replicas, deployment.region));
    }
    if (sets.final_capacity() > kMostInstances) {
        map.error("capacity", fmt::format("{} instances; this program follows at most {} in one scale set",
                                          sets.final_capacity(), kMostInstances));
    }
    if (sets.count * sets.final_capacity() > kMostVms) {
        map.error("count", fmt::format("the scale sets have {} instances; the most are {}",
                                       sets.count * sets.final_capacity(), kMostVms));
    }
    return sets;
}

}  // namespace gallerysim::core
