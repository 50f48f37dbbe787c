#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

using Kind = DistributionSpec::Kind;

constexpr ValueRange<double> kCov{0.0, 20.0};
constexpr ValueRange<double> kWeibullShape{0.05, 1000.0};

/// The parameters of one law: which are written, and whether the others may stay as they were.
class LawReader {
public:
    LawReader(const MapReader& distribution, std::string_view law, bool same_law)
        : map_(distribution, law), same_law_(same_law) {}

    void time(std::string_view key, double& out, ValueRange<sim::SimTime> range) const {
        sim::SimTime value;
        if (map_.time(key, value, range)) out = value.seconds();
        require(key);
    }
    void number(std::string_view key, double& out, ValueRange<double> range) const {
        map_.number(key, out, range);
        require(key);
    }
    [[nodiscard]] const MapReader& map() const { return map_; }

private:
    void require(std::string_view key) const {
        if (map_.present() && !same_law_ && !map_.has(key)) {
            map_.error({}, fmt::format("the key '{}' is missing", key));
        }
    }

    MapReader map_;
    bool same_law_;
};

void read_times(const MapReader& distribution, std::vector<double>& values) {
    const auto items = distribution.scalars("empirical");
    if (!items) return;
    if (distribution.find("empirical")->items.empty())
        distribution.error("empirical", "the list is empty; it needs at least one time");
    values.clear();
    for (const YamlNode* item : *items) {
        const auto time = parse_time(item->text);
        if (!time.value) {
            distribution.error_at(*item, "empirical", time.problem);
        } else if (*time.value < kAnyTime.least || *time.value > kAnyTime.most) {
            distribution.error_at(*item, "empirical", "a time is from 0 s to 3650 d");
        } else {
            values.push_back(time.value->seconds());
        }
    }
}

void read_law(const MapReader& distribution, Kind kind, DistributionSpec& spec) {
    const bool same = spec.kind == kind;
    if (!same) spec = {.kind = kind};
    switch (kind) {
        case Kind::constant: {
            sim::SimTime value;
            if (distribution.time("constant", value, kAnyTime)) spec.a = value.seconds();
            return;
        }
        case Kind::uniform: {
            const LawReader law(distribution, "uniform", same);
            law.time("from", spec.a, kAnyTime);
            law.time("to", spec.b, kAnyTime);
            if (spec.b < spec.a) law.map().error("to", "'to' is less than 'from'");
            return;
        }
        case Kind::exponential: {
            const LawReader law(distribution, "exponential", same);
            law.time("mean", spec.a, kPositiveTime);
            return;
        }
        case Kind::lognormal:
        case Kind::gamma: {
            const LawReader law(distribution, kind == Kind::gamma ? "gamma" : "lognormal", same);
            law.time("mean", spec.a, kPositiveTime);
            law.number("cov", spec.b, kCov);
            return;
        }
        case Kind::weibull: {
            const LawReader law(distribution, "weibull", same);
            law.time("scale", spec.a, kPositiveTime);
            law.number("shape", spec.b, kWeibullShape);
            return;
        }
        case Kind::triangular: {
            const LawReader law(distribution, "triangular", same);
            law.time("min", spec.a, kAnyTime);
            law.time("mode", spec.b, kAnyTime);
            law.time("max", spec.c, kAnyTime);
            if (spec.b < spec.a || spec.c < spec.b) law.map().error("mode", "it must be min <= mode <= max");
            return;
        }
        case Kind::empirical: read_times(distribution, spec.values); return;
    }
}

}  // namespace

bool read_distribution(const MapReader& map, std::string_view key, DistributionSpec& spec) {
    const YamlNode* value = map.find(key);
    if (value == nullptr) return false;
    const std::size_t errors_before = map.diagnostics().errors();
    if (value->is_scalar()) {
        sim::SimTime time;
        if (map.time(key, time, kAnyTime)) spec = {.kind = Kind::constant, .a = time.seconds()};
        return map.diagnostics().errors() == errors_before;
    }
    if (!value->is_map()) {
        map.error(key,
                  fmt::format(
                      "expected a time such as '90 s' or a law such as {{ lognormal: {{ mean: 90 s, cov: 0.3 "
                      "}} }}, found {}",
                      describe(*value)));
        return false;
    }
    const MapReader distribution(map, key);
    const auto laws = keys_of(Section::distribution);
    std::size_t written = 0;
    std::size_t law = 0;
    for (std::size_t i = 0; i < laws.size(); ++i) {
        if (!distribution.has(laws[i].key)) continue;
        ++written;
        law = i;
    }
    if (written != 1) {
        // An unknown law has been reported already.
        if (map.diagnostics().errors() == errors_before) {
            map.error(key, fmt::format("expected exactly one law, found {}", written));
        }
        return false;
    }
    // The laws stand in the key table in the order of the enumeration.
    read_law(distribution, static_cast<Kind>(law), spec);
    return map.diagnostics().errors() == errors_before;
}

}  // namespace gallerysim::core
