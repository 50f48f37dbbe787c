#include "core/quantity_units.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/nearest_name.hpp"

namespace gallerysim::core {
namespace {

// Times are counted in nanoseconds, so that whole numbers of any unit are exact.
constexpr std::array kTimeUnits = {
    Unit{"d", 86400e9}, Unit{"h", 3600e9}, Unit{"min", 60e9}, Unit{"s", 1e9},
    Unit{"ms", 1e6},    Unit{"us", 1e3},   Unit{"ns", 1.0},
};
constexpr std::array kSizeUnits = {
    Unit{"TiB", kTiB}, Unit{"GiB", kGiB}, Unit{"MiB", kMiB}, Unit{"KiB", kKiB},         Unit{"TB", kTB},
    Unit{"GB", kGB},   Unit{"MB", kMB},   Unit{"kB", kKB},   Unit{"KB", kKB, 1, false}, Unit{"B", 1.0},
};
constexpr std::array kRateUnits = {Unit{"/s"}, Unit{"/min", 1.0, 60.0}, Unit{"/h", 1.0, 3600.0}};
constexpr std::array kByteRateUnits = {
    Unit{"TiB/s", kTiB},
    Unit{"GiB/s", kGiB},
    Unit{"MiB/s", kMiB},
    Unit{"KiB/s", kKiB},
    Unit{"TB/s", kTB},
    Unit{"GB/s", kGB},
    Unit{"MB/s", kMB},
    Unit{"kB/s", kKB},
    Unit{"KB/s", kKB, 1, false},
    Unit{"B/s", 1.0},
    Unit{"Gbit/s", kGB, 8, false},
    Unit{"Mbit/s", kMB, 8, false},
};
constexpr std::array kFractionUnits = {Unit{"%", 1.0, 100.0}};

constexpr std::array kDimensions = {Dimension::time, Dimension::size, Dimension::rate, Dimension::byte_rate,
                                    Dimension::fraction};

/// Spellings that people write, and the symbol to write instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kSpellings = {{
    {"sec", "s"},        {"secs", "s"},    {"second", "s"},   {"seconds", "s"},   {"S", "s"},
    {"m", "min"},        {"mins", "min"},  {"minute", "min"}, {"minutes", "min"}, {"hr", "h"},
    {"hrs", "h"},        {"hour", "h"},    {"hours", "h"},    {"day", "d"},       {"days", "d"},
    {"msec", "ms"},      {"µs", "us"},     {"K", "KiB"},      {"M", "MiB"},       {"G", "GiB"},
    {"T", "TiB"},        {"bytes", "B"},   {"IOPS", "/s"},    {"iops", "/s"},     {"per second", "/s"},
    {"per_min", "/min"}, {"percent", "%"},
}};

}  // namespace

std::span<const Unit> units(Dimension dimension) {
    switch (dimension) {
        case Dimension::time: return kTimeUnits;
        case Dimension::size: return kSizeUnits;
        case Dimension::rate: return kRateUnits;
        case Dimension::byte_rate: return kByteRateUnits;
        case Dimension::fraction: return kFractionUnits;
    }
    return {};
}

const Unit* find_unit(Dimension dimension, std::string_view symbol) {
    const auto all = units(dimension);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Unit& u) { return u.symbol == symbol; });
    return found == all.end() ? nullptr : &*found;
}

std::optional<Dimension> dimension_of(std::string_view symbol) {
    for (const Dimension d : kDimensions) {
        if (find_unit(d, symbol) != nullptr) return d;
    }
    return std::nullopt;
}

std::optional<std::string_view> meant_unit(Dimension dimension, std::string_view symbol) {
    for (const auto& [spelling, unit] : kSpellings) {
        if (symbol == spelling && find_unit(dimension, unit) != nullptr) return unit;
    }
    std::vector<std::string_view> symbols;
    for (const Unit& u : units(dimension)) symbols.push_back(u.symbol);
    return nearest_name(symbol, symbols);
}

}  // namespace gallerysim::core
