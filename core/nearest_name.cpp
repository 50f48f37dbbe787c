#include "core/nearest_name.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace gallerysim::core {
namespace {

constexpr std::size_t kMostListed = 12;
constexpr std::size_t kLongestCompared = 80;

/// Lower case, without separators: excludeFromLatest, exclude_from_latest and "Exclude From Latest" are one
/// name.
std::string folded(std::string_view name) {
    std::string out;
    for (const char c : name.substr(0, kLongestCompared)) {
        if (c == '_' || c == '-' || c == ' ') continue;
        out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> d((a.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return d[i * width + j]; };
    for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = i;
    for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = at(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
            }
        }
    }
    return at(a.size(), b.size());
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view written,
                                             std::span<const std::string_view> candidates) {
    const std::string wanted = folded(written);
    std::optional<std::string_view> best;
    std::size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        const std::string known = folded(candidate);
        const std::size_t distance = edit_distance(wanted, known);
        const std::size_t allowed = std::max(wanted.size(), known.size()) / 3;
        if (distance <= allowed && (!best || distance < best_distance)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> candidates) {
    if (const auto near = nearest_name(written, candidates))
        return fmt::format("; did you mean '{}'?", *near);
    if (candidates.empty()) return {};
    const auto shown = candidates.first(std::min(candidates.size(), kMostListed));
    return fmt::format("; known are: {}{}", fmt::join(shown, ", "),
                       shown.size() < candidates.size() ? ", ..." : "");
}

}  // namespace gallerysim::core
