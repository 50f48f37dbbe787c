#include "core/gallery/resource_path.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gallerysim::core {

std::optional<ResourcePath> ResourcePath::parse(std::string_view text) {
    std::array<std::string, 3> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto slash = text.find('/');
        parts[i] = text.substr(0, slash);
        if (parts[i].empty()) return std::nullopt;
        if (slash == std::string_view::npos) {
            return ResourcePath{std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
        }
        text.remove_prefix(slash + 1);
    }
    return std::nullopt;
}

std::string ResourcePath::to_string() const {
    std::string text = gallery;
    for (const std::string* part : {&item, &version}) {
        if (!part->empty()) text += '/' + *part;
    }
    return text;
}

bool ResourcePath::holds(const ResourcePath& other) const {
    return gallery == other.gallery && (item.empty() || item == other.item) &&
           (version.empty() || version == other.version);
}

}  // namespace gallerysim::core
