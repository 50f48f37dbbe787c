#include "core/version_number.hpp"

#include "core/number_text.hpp"

namespace gallerysim::core {
namespace {

constexpr std::uint64_t kMostVersionPart = 2'147'483'647;

}  // namespace

std::optional<std::array<std::int64_t, 3>> parse_version(std::string_view name) {
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto dot = name.find('.');
        const bool last = i + 1 == parts.size();
        if ((dot == std::string_view::npos) != last) return std::nullopt;
        const auto part = parse_unsigned(name.substr(0, dot));
        if (!part || *part > kMostVersionPart) return std::nullopt;
        parts[i] = static_cast<std::int64_t>(*part);
        if (!last) name.remove_prefix(dot + 1);
    }
    return parts;
}

}  // namespace gallerysim::core
