#pragma once

#include <string>
#include <string_view>

namespace gallerysim::core {

/// The way from the root to a node, kept as links on the stack and turned into text only for a message.
/// Elements of lists go by name and the list's own key is left out, except at the root:
/// galleries.prod.win2022.1.0.0.westeurope.
struct KeyTrail {
    const KeyTrail* parent = nullptr;
    std::string_view part{};

    [[nodiscard]] std::string to_string() const {
        std::string text = parent == nullptr ? std::string() : parent->to_string();
        if (part.empty()) return text;
        if (!text.empty()) text += '.';
        return text += part;
    }
    [[nodiscard]] std::string to_string(std::string_view key) const {
        return KeyTrail{this, key}.to_string();
    }
};

}  // namespace gallerysim::core
