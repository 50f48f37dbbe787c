#include "analysis/sweep_grid.hpp"

#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/sweep_points.hpp"

namespace gallerysim::analysis {

namespace {

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

}  // namespace

std::optional<SweepGrid> expand_sweep(const core::ScenarioSource& source, const core::Scenario& base,
                                      core::Diagnostics& diagnostics) {
    SweepGrid grid;
    grid.kind = base.experiment.design.kind;
    grid.axes = base.experiment.sweep;
    const std::size_t errors_before = diagnostics.errors();
    std::vector<core::SweepPoint> points = core::sweep_points(base.experiment, base.seed, diagnostics);
    if (diagnostics.errors() > errors_before) return std::nullopt;
    PointDiagnostics remarks(diagnostics);
    bool fine = true;
    for (core::SweepPoint& point : points) {
        core::Diagnostics found;
        auto scenario = source.read_point(core::settings_of_point(grid.axes, point.values), found);
        remarks.take(found, [&] { return core::point_text(grid.axes, point.values); });
        fine = fine && scenario.has_value();
        if (!fine) continue;  // the other points are still looked at, but no longer kept
        grid.numbers.push_back(point.number);
        grid.values.push_back(std::move(point.values));
        grid.scenarios.push_back(std::move(*scenario));
    }
    remarks.report(diagnostics);
    if (!fine) return std::nullopt;
    return grid;
}

}  // namespace gallerysim::analysis
