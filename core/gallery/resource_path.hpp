#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gallerysim::core {

/// A gallery, an image definition or VM application in it, or a version of one: the levels that roles are
/// given at.
struct ResourcePath {
    std::string gallery;
    std::string item{};     ///< image definition or VM application; empty: the gallery itself
    std::string version{};  ///< empty: the item itself

    /// gallery, gallery/item or gallery/item/version; nullopt when it has another form.
    [[nodiscard]] static std::optional<ResourcePath> parse(std::string_view text);
    [[nodiscard]] std::string to_string() const;
    /// Is `other` this resource, or below it?
    [[nodiscard]] bool holds(const ResourcePath& other) const;

    bool operator==(const ResourcePath&) const = default;
};

}  // namespace gallerysim::core
