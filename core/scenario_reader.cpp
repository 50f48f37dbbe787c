#include "core/scenario_reader.hpp"

#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/admission_pace.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr std::int64_t kSchema = 1;

void read_heading(const MapReader& root, Scenario& scenario) {
    std::int64_t schema = kSchema;
    if (root.integer("schema", schema, {0, 1'000'000}) && schema != kSchema) {
        root.error("schema", fmt::format("this program reads schema {}, not {}", kSchema, schema));
    }
    scenario.schema = static_cast<int>(kSchema);
    root.name("name", scenario.name);
    root.text("description", scenario.description);
    root.seed("seed", scenario.seed);
}

/// "VMs come at 20/s, but network lets in 3.33/s"
void warn_of_overload(const MapReader& root, const Scenario& scenario, std::size_t index) {
    static constexpr double kMillion = 1e6;
    static constexpr double kManyCalls = 10.0 * kMillion;  // some ten seconds of work in every run
    const auto overload = overload_of(scenario, index);
    const bool is_steady = scenario.experiment.steady_state.has_value();
    if (!overload || (!is_steady && (overload->is_bounded || overload->refused_calls < kManyCalls))) return;
    std::string text = std::isinf(overload->asked_per_s)
                           ? std::string("VMs come all at once")
                           : fmt::format("VMs come at {:.3g}/s", overload->asked_per_s);
    text += fmt::format(", and {} lets in {:.3g}/s: about {:.0f} still wait when the last one comes, and get in during the "
                        "{:.3g} h after",
                        kLimitNames[static_cast<std::size_t>(overload->limit)], overload->admitted_per_s,
                        overload->waiting, overload->drained_s / 3600.0);
    if (is_steady) text += "; there is no steady state";
    if (!overload->is_bounded && overload->refused_calls >= kManyCalls) {
        text += fmt::format("; asking again and again they are refused some {:.0f} million times in every run, which takes long "
                            "to simulate. A client's concurrency, max_attempts or give_up_after, its retry_after: ideal, "
                            "or experiment.horizon bounds that",
                            overload->refused_calls / kMillion);
    }
    const MapReader deployment(root, "deployments", index);
    deployment.warning(deployment.has("arrivals") ? "arrivals" : "vms", std::move(text));
}

/// What is allowed but probably not meant.
void warn(const MapReader& root, const Scenario& scenario) {
    const MapReader catalogue(root, "catalogue");
    for (const YamlEntry* entry : catalogue.entries_of("boot_profiles")) {
        bool used = false;
        for (const Gallery& g : scenario.galleries) {
            for (const ImageDefinition& i : g.images) used = used || i.boot == entry->key;
        }
        if (!used && entry->key != "windows" && entry->key != "linux") {
            root.diagnostics().warning(entry->key_at, "catalogue.boot_profiles." + entry->key,
                                       "no image boots by this profile");
        }
    }
    const auto horizon = scenario.experiment.horizon;
    for (std::size_t i = 0; i < scenario.deployments.size(); ++i) {
        warn_of_overload(root, scenario, i);
        if (horizon && scenario.deployments[i].at >= *horizon) {
            MapReader(root, "deployments", i)
                .warning("at", "the deployment starts after the horizon of the experiment");
        }
    }
}

}  // namespace

std::optional<Scenario> read_scenario(const YamlNode& root_node, Diagnostics& diagnostics,
                                      SweepSection sweep) {
    const std::size_t errors_before = diagnostics.errors();
    const MapReader root(root_node, Section::scenario, diagnostics);
    if (!root.present()) return std::nullopt;

    Scenario scenario;
    read_heading(root, scenario);
    read_catalogue(root, scenario);
    read_platform(root, scenario);
    const std::size_t errors_before_galleries = diagnostics.errors();
    read_access(root, scenario);
    read_galleries(root, scenario);
    const bool galleries_fine = diagnostics.errors() == errors_before_galleries;
    read_clients(root, scenario);
    read_events(root, scenario);
    if (diagnostics.errors() == errors_before_galleries) check_gallery_rules(root, scenario);
    const auto details = galleries_fine ? GalleryDetails::fine : GalleryDetails::wrong;
    read_faults(root, scenario, details);
    read_deployments(root, scenario, details);
    read_experiment(root, scenario, sweep);
    if (diagnostics.errors() > errors_before) return std::nullopt;
    warn(root, scenario);
    return scenario;
}

}  // namespace gallerysim::core
