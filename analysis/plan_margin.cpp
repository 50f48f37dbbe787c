#include "analysis/plan_margin.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/diagnostics.hpp"
#include "core/number_text.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

/// Rounded up, where what is whole but for rounding counts as whole.
std::int64_t more_of(std::int64_t count, double more) {
    constexpr double kRounding = 1e-9;
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(count) * (1.0 + more) - kRounding));
}

/// Arrivals of each kind with so many more; nullopt: cannot be made larger.
struct Enlarged {
    double more;
    std::int64_t most_instances;

    using Result = std::optional<core::Arrivals>;
    Result operator()(core::BurstArrivals a) const {
        a.vms = more_of(a.vms, more);
        return a;
    }
    Result operator()(core::PoissonArrivals a) const {
        a.rate.value *= 1.0 + more;
        return a;
    }
    Result operator()(core::ProfileArrivals a) const {
        for (core::PerSecond& rate : a.rates) rate.value *= 1.0 + more;
        return a;
    }
    Result operator()(core::BatchArrivals a) const {
        a.vms = more_of(a.vms, more);
        return a;
    }
    Result operator()(core::ClosedLoopArrivals a) const {
        a.in_flight = more_of(a.in_flight, more);
        a.vms = more_of(a.vms, more);
        return a;
    }
    /// Of n times the i-th is there once more for each whole number that (i + 1) x more passes.
    Result operator()(const core::ListedArrivals& a) const {
        core::ListedArrivals larger;
        std::int64_t added = 0;
        for (std::size_t i = 0; i < a.times.size(); ++i) {
            larger.times.push_back(a.times[i]);
            const auto vms = static_cast<std::int64_t>(i + 1);
            for (; added < more_of(vms, more) - vms; ++added) larger.times.push_back(a.times[i]);
        }
        return larger;
    }
    Result operator()(const core::TraceArrivals&) const { return std::nullopt; }
    Result operator()(core::ScaleSets a) const {
        if (more_of(a.final_capacity(), more) > most_instances) {
            a.count = more_of(a.count, more);
            return a;
        }
        a.capacity = more_of(a.capacity, more);
        if (a.scale_out) a.scale_out->to = more_of(a.scale_out->to, more);
        return a;
    }
};

}  // namespace

core::Parsed<Margin> parse_margin(std::string_view text, Margin so_far) {
    static constexpr double kMost = 100.0;
    if (text == "none") return {.value = so_far};
    if (text == "zone") {
        so_far.zone = true;
        return {.value = so_far};
    }
    if (text == "replica") text = "1 replica";
    for (const std::string_view unit : {" replicas", " replica"}) {
        if (!text.ends_with(unit)) continue;
        const auto number = core::parse_unsigned(text.substr(0, text.size() - unit.size()));
        if (!number || *number > 1000) break;
        so_far.replicas += static_cast<std::int64_t>(*number);
        return {.value = so_far};
    }
    const auto more = text.find('%') == std::string_view::npos ? core::Parsed<double>{} : core::parse_fraction(text);
    if (more.value && *more.value >= 0.0 && *more.value <= kMost) {
        so_far.more_vms = (1.0 + so_far.more_vms) * (1.0 + *more.value) - 1.0;
        return {.value = so_far};
    }
    return {.problem = fmt::format("expected '20 %' more VMs, '2 replicas', 'zone' or 'none', found {}",
                                   core::in_quotes(text))};
}

std::int64_t with_margin(std::int64_t least, const Margin& margin, const core::StorageFigures& storage, int zones) {
    const std::int64_t wanted = least + margin.replicas;
    if (!margin.zone || storage.zone_redundant) return wanted;
    GALLERYSIM_ASSERT(zones > 0, "a zone can be lost where there are zones");
    std::int64_t replicas = wanted;
    while (replicas - (replicas + zones - 1) / zones < wanted) ++replicas;
    return replicas;
}

std::string why_no_margin(const Margin& margin, const std::string& region, int zones) {
    if (!margin.zone || zones > 1) return {};
    return fmt::format("{} has no availability zones, so no number of replicas in it outlives the loss of one", region);
}

core::Parsed<core::Scenario> with_more_vms(const core::Scenario& scenario, double more) {
    core::Scenario larger = scenario;
    if (more == 0.0) return {.value = std::move(larger)};
    const Enlarged enlarged{more, scenario.catalogue.limits.scale_set_instances.value};
    for (core::Deployment& deployment : larger.deployments) {
        auto arrivals = std::visit(enlarged, deployment.arrivals);
        if (!arrivals) {
            return {.problem = fmt::format("deployment {} replays a trace, which a margin in VMs cannot make larger",
                                           core::in_quotes(deployment.name))};
        }
        deployment.arrivals = std::move(*arrivals);
    }
    return {.value = std::move(larger)};
}

std::string margin_text(const Margin& margin) {
    if (margin == Margin{}) {
        return "No margin: the plan holds for the VMs of the scenario and with all replicas in place, and for no more than "
               "that. Add --margin 'zone', '1 replica' or '20 %'.";
    }
    std::string text = "Margin: the plan still meets the objective";
    std::vector<std::string> parts;
    if (margin.more_vms > 0.0) parts.push_back(fmt::format("with {} % more VMs than the scenario creates", percent_number(margin.more_vms)));
    if (margin.zone) parts.emplace_back("when one availability zone of a region was lost beforehand, with the replicas in it");
    if (margin.replicas > 0) {
        parts.push_back(fmt::format("when {} of a region {} lost beforehand",
                                    count_text(static_cast<std::uint64_t>(margin.replicas), "replica", "replicas"),
                                    margin.replicas == 1 ? "was" : "were"));
    }
    text += fmt::format(" {}.", fmt::join(parts, ", and "));
    if (margin.zone || margin.replicas > 0) {
        text += " It does not cover VMs that are reading from a replica at the moment when it is lost.";
    }
    if (!margin.zone) text += " It does not cover the loss of an availability zone.";
    return text + " No margin covers the loss of a region, or a boot that reads more than the scenario says.";
}

}  // namespace gallerysim::analysis
