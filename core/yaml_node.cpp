#include "core/yaml_node.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/diagnostics.hpp"

namespace gallerysim::core {
namespace {

/// Words that a YAML reader may take for something other than text.
bool is_yaml_word(std::string_view text) {
    constexpr std::array<std::string_view, 5> kWords = {"", "~", "null", "Null", "NULL"};
    return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

bool is_safe_bare(std::string_view text) {
    const auto safe = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
               c == '.' || c == '/' || c == '_' || c == '-' || c == '+' || c == '%' || c == '<' || c == '=';
    };
    if (is_yaml_word(text) || !std::all_of(text.begin(), text.end(), safe)) return false;
    const char first = text.front();
    const bool opens =
        (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9');
    return opens && text.back() != ' ';
}

std::string escaped(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace

const YamlEntry* YamlNode::find(std::string_view key) const {
    for (const YamlEntry& entry : entries) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

std::string_view YamlNode::name() const {
    const YamlEntry* entry = find("name");
    if (entry == nullptr) entry = find("lun");
    return entry != nullptr && entry->value->is_scalar() ? std::string_view(entry->value->text)
                                                         : std::string_view();
}

bool YamlNode::is_named_list() const {
    return is_sequence() && !items.empty() &&
           std::all_of(items.begin(), items.end(),
                       [](const YamlNodePtr& item) { return !item->name().empty(); });
}

std::string describe(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::empty:
        case YamlNode::Kind::removed: return "nothing";
        case YamlNode::Kind::plain_scalar:
        case YamlNode::Kind::quoted_scalar: return in_quotes(node.text);
        case YamlNode::Kind::sequence: return "a list";
        case YamlNode::Kind::map: return "a map";
    }
    return "nothing";
}

std::string to_flow_yaml(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::empty:
        case YamlNode::Kind::removed: return "null";
        case YamlNode::Kind::plain_scalar:
        case YamlNode::Kind::quoted_scalar: return yaml_scalar(node.text);
        case YamlNode::Kind::sequence: {
            std::vector<std::string> parts;
            for (const YamlNodePtr& item : node.items) parts.push_back(to_flow_yaml(*item));
            return fmt::format("[{}]", fmt::join(parts, ", "));
        }
        case YamlNode::Kind::map: {
            std::vector<std::string> parts;
            for (const YamlEntry& e : node.entries) {
                parts.push_back(fmt::format("{}: {}", yaml_scalar(e.key), to_flow_yaml(*e.value)));
            }
            return parts.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(parts, ", "));
        }
    }
    return "null";
}

std::string yaml_scalar(std::string_view text) {
    return is_safe_bare(text) ? std::string(text) : escaped(text);
}

}  // namespace gallerysim::core
