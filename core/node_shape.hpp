#pragma once

#include <string_view>

#include "core/scenario_keys.hpp"

namespace gallerysim::core {

/// What the key table expects at a node: how merging and key paths find their way through a tree that may be
/// wrong or incomplete.
struct NodeShape {
    enum class Kind {
        value,       ///< nothing inside has a name
        map,         ///< keys of `section`
        named_list,  ///< elements of `section`
        named_map,   ///< freely named maps of `section`
    };
    Kind kind = Kind::value;
    Section section = Section::none;

    [[nodiscard]] static NodeShape root() { return {Kind::map, Section::scenario}; }
    /// The shape of an element of a list, or of a freely named map.
    [[nodiscard]] NodeShape element() const { return {Kind::map, section}; }
    /// The shape of the value at this key.
    [[nodiscard]] NodeShape at(std::string_view key) const {
        if (kind == Kind::named_map) return element();
        const KeyInfo* info = kind == Kind::map ? find_key(section, key) : nullptr;
        return info == nullptr ? NodeShape{} : of(*info);
    }
    [[nodiscard]] static NodeShape of(const KeyInfo& info) {
        switch (info.kind) {
            case ValueKind::section:
            case ValueKind::distribution: return {Kind::map, info.child};
            case ValueKind::named_list: return {Kind::named_list, info.child};
            case ValueKind::named_map: return {Kind::named_map, info.child};
            default: return {};
        }
    }
};

}  // namespace gallerysim::core
