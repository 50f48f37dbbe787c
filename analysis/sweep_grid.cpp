#include "analysis/sweep_grid.hpp"

#include <map>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace gallerysim::analysis {

namespace {

/// "replicas = 51, vms = 20"
std::string point_text(std::span<const core::SweepAxis> axes, const std::vector<std::string>& values) {
    std::string text;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", axes[i].name, values[i]);
    }
    return text;
}

/// Gathers the diagnostics of all points, each different one once.
class PointDiagnostics {
public:
    explicit PointDiagnostics(const core::Diagnostics& known) {
        for (const core::Diagnostic& d : known.all()) known_.insert({key_of(d), kKnown});
    }

    template <class PointText>
    void take(const core::Diagnostics& found, PointText point_text) {
        for (const core::Diagnostic& d : found.all()) {
            const auto [entry, is_new] = known_.try_emplace(key_of(d), remarks_.size());
            if (is_new) {
                remarks_.push_back({d, point_text(), 1});
            } else if (entry->second != kKnown) {
                ++remarks_[entry->second].points;
            }
        }
    }

    void report(core::Diagnostics& diagnostics) const {
        for (const Remark& remark : remarks_) {
            core::Diagnostic d = remark.diagnostic;
            const std::size_t others = remark.points - 1;
            d.message += fmt::format(" (at the point {}", remark.first_point);
            if (others > 0) d.message += fmt::format(", and at {} more", others);
            d.message += ')';
            diagnostics.add(std::move(d));
        }
    }

private:
    struct Remark {
        core::Diagnostic diagnostic;
        std::string first_point;
        std::size_t points;
    };
    using Key = std::tuple<std::string, std::string, std::string>;
    static constexpr auto kKnown = static_cast<std::size_t>(-1);

    static Key key_of(const core::Diagnostic& d) { return {d.at.to_string(), d.path, d.message}; }

    std::map<Key, std::size_t> known_;  ///< to the index in remarks_
    std::vector<Remark> remarks_;
};

/// Counts up, the last digit fastest. False after the last combination.
bool next_combination(std::vector<std::size_t>& indices, std::span<const core::SweepAxis> axes) {
    for (std::size_t i = axes.size(); i-- > 0;) {
        if (++indices[i] < axes[i].values.size()) return true;
        indices[i] = 0;
    }
    return false;
}

}  // namespace

std::optional<SweepGrid> expand_sweep(const core::ScenarioSource& source, const core::Scenario& base,
                                      core::Diagnostics& diagnostics) {
    SweepGrid grid;
    grid.axes = base.experiment.sweep;
    PointDiagnostics remarks(diagnostics);
    bool fine = true;
    std::vector<std::size_t> indices(grid.axes.size(), 0);
    do {
        const std::vector<core::Setting> settings = core::settings_of_point(grid.axes, indices);
        std::vector<std::string> values;
        values.reserve(settings.size());
        for (const core::Setting& setting : settings) values.push_back(setting.value);
        core::Diagnostics found;
        auto scenario = source.read_point(settings, found);
        remarks.take(found, [&] { return point_text(grid.axes, values); });
        fine = fine && scenario.has_value();
        if (!fine) continue;  // the other points are still looked at, but no longer kept
        grid.values.push_back(std::move(values));
        grid.scenarios.push_back(std::move(*scenario));
    } while (next_combination(indices, grid.axes));
    remarks.report(diagnostics);
    if (!fine) return std::nullopt;
    return grid;
}

}  // namespace gallerysim::analysis
