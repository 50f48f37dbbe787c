#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/scenario.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// A value for a key path, as `--set` and the axes of a sweep give it.
struct Setting {
    std::string path;    ///< galleries.prod.win2022.1.0.0.westeurope.replicas
    std::string value;   ///< YAML: 6, Premium_LRS, [1, 2]; null removes the key
    std::string origin;  ///< for messages: "--set platform.routing=random", or "burst.yaml:40:12"
};

/// Splits "key.path=value" at its first '='. Without one it reports the problem under `origin` and returns
/// nullopt.
[[nodiscard]] std::optional<Setting> parse_setting(std::string_view text, std::string origin,
                                                   Diagnostics& diagnostics);

/// A scenario before it is read: the tree of its file, with what it extends merged in.
///
/// Immutable, and cheap to copy and to vary: with() shares all but the changed path. Different threads may
/// read one source at the same time. Reading takes some 20 µs for a scenario of a page.
class ScenarioSource {
public:
    /// Throws Error when the file itself cannot be read. All else that is wrong, also in files that it
    /// extends, goes to `diagnostics`; nullopt then.
    [[nodiscard]] static std::optional<ScenarioSource> load(const std::filesystem::path& file,
                                                            Diagnostics& diagnostics);
    /// From a text; `name` stands for the file's path in messages and for what `extends` is relative to.
    [[nodiscard]] static std::optional<ScenarioSource> from_text(
        std::string text, Diagnostics& diagnostics, const std::filesystem::path& name = "scenario.yaml");

    /// The same scenario with these settings, made one after the other. nullopt when a path leads nowhere or
    /// a value is not YAML; whether a value suits its key is said by read().
    [[nodiscard]] std::optional<ScenarioSource> with(std::span<const Setting> settings,
                                                     Diagnostics& diagnostics) const;

    /// The scenario. Every value of every axis of a grid without constraints is tried too, the other axes left as the
    /// scenario has them; of other designs only whole points mean something.
    [[nodiscard]] std::optional<Scenario> read(Diagnostics& diagnostics) const;
    /// One point of a sweep: with() and read() in one go, but without the sweep itself.
    [[nodiscard]] std::optional<Scenario> read_point(std::span<const Setting> settings,
                                                     Diagnostics& diagnostics) const;

    [[nodiscard]] const YamlNodePtr& root() const { return root_; }

private:
    explicit ScenarioSource(YamlNodePtr root) : root_(std::move(root)) {}

    YamlNodePtr root_;
};

/// The settings of one point: one value per axis. REQUIRES: values.size() == axes.size().
[[nodiscard]] std::vector<Setting> settings_of_point(std::span<const SweepAxis> axes,
                                                     std::span<const std::string> values);

}  // namespace gallerysim::core
