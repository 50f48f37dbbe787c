#include "core/map_reader.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "sim/assert.hpp"

namespace gallerysim::core {
namespace {

/// "; did you mean ...": the key that other tools call so, or the nearest one, or all.
std::string key_suggestion(Section section, std::string_view written) {
    std::vector<std::string_view> known;
    for (const KeyInfo& k : keys_of(section)) {
        if (contains_word(k.foreign, written)) return fmt::format("; did you mean '{}'?", k.key);
        known.push_back(k.key);
    }
    return suggestion(written, known);
}

}  // namespace

MapReader::MapReader(const YamlNode& node, Section section, Diagnostics& diagnostics)
    : node_(&node), section_(section), diagnostics_(&diagnostics) {
    check_map();
}

MapReader::MapReader(const MapReader& parent, std::string_view key)
    : diagnostics_(parent.diagnostics_), trail_{&parent.trail_, key}, parent_(&parent) {
    const KeyInfo* info = find_key(parent.section_, key);
    GALLERYSIM_ASSERT(info != nullptr && info->child != Section::none, "the key table has no such map");
    section_ = info->child;
    node_ = parent.find(key);
    if (node_ != nullptr) check_map();
}

MapReader::MapReader(const MapReader& parent, std::string_view key, std::size_t index)
    : diagnostics_(parent.diagnostics_), parent_(&parent) {
    const KeyInfo* info = find_key(parent.section_, key);
    const YamlNode* list = parent.find(key);
    GALLERYSIM_ASSERT(info != nullptr && info->child != Section::none, "the key table has no such list");
    GALLERYSIM_ASSERT(list != nullptr && index < list->items.size(), "no such element of the list");
    section_ = info->child;
    node_ = list->items[index].get();
    const KeyTrail* outer = &parent.trail_;
    const std::string_view element_name = node_->name();
    if (element_name.empty()) {
        unnamed_ = fmt::format("{}[{}]", key, index);
    } else if (parent.section_ == Section::scenario) {
        list_trail_ = {outer, key};
        outer = &list_trail_;
    }
    trail_ = {outer, element_name.empty() ? std::string_view(unnamed_) : element_name};
    check_map();
}

MapReader::MapReader(const MapReader& parent, std::string_view key, const YamlEntry& entry)
    : node_(entry.value.get()),
      diagnostics_(parent.diagnostics_),
      list_trail_{&parent.trail_, key},
      trail_{&list_trail_, entry.key},
      parent_(&parent) {
    const KeyInfo* info = find_key(parent.section_, key);
    GALLERYSIM_ASSERT(info != nullptr && info->child != Section::none, "the key table has no such map");
    section_ = info->child;
    check_map();
}

void MapReader::check_map() {
    if (!node_->is_map()) {
        diagnostics_->error(node_->at, trail_.to_string(),
                            fmt::format("expected a map with keys such as '{}', found {}",
                                        keys_of(section_).front().key, describe(*node_)));
        node_ = nullptr;
        return;
    }
    for (const YamlEntry& entry : node_->entries) {
        if (find_key(section_, entry.key) == nullptr) {
            diagnostics_->error(
                entry.key_at, trail_.to_string(),
                fmt::format("unknown key {}{}", in_quotes(entry.key), key_suggestion(section_, entry.key)));
        }
    }
    for (const KeyInfo& info : keys_of(section_)) {
        if (info.fallback == kRequired && find(info.key) == nullptr) {
            diagnostics_->error(node_->at, trail_.to_string(),
                                fmt::format("the key '{}' is missing", info.key));
        }
    }
}

const YamlNode* MapReader::find(std::string_view key) const {
    GALLERYSIM_ASSERT(find_key(section_, key) != nullptr, "a key that is not in the key table");
    if (node_ == nullptr) return nullptr;
    const YamlEntry* entry = node_->find(key);
    return entry == nullptr || entry->value->kind == YamlNode::Kind::removed ? nullptr : entry->value.get();
}

const SourceMark& MapReader::at() const {
    GALLERYSIM_ASSERT(node_ != nullptr, "an absent map has no place");
    return node_->at;
}

void MapReader::error(std::string_view key, std::string message) const {
    if (const YamlNode* value = key.empty() ? nullptr : find(key)) {
        error_at(*value, key, std::move(message));
        return;
    }
    // What is absent is blamed on the nearest map that is there.
    const MapReader* there = this;
    while (there->node_ == nullptr && there->parent_ != nullptr) there = there->parent_;
    diagnostics_->error(there->node_ == nullptr ? SourceMark{} : there->node_->at, trail_.to_string(),
                        std::move(message));
}

void MapReader::error_at(const YamlNode& node, std::string_view key, std::string message) const {
    diagnostics_->error(node.at, trail_.to_string(key), std::move(message));
}

void MapReader::warning(std::string_view key, std::string message) const {
    const YamlNode* value = find(key);
    diagnostics_->warning(value == nullptr ? at() : value->at, trail_.to_string(key), std::move(message));
}

std::optional<std::vector<const YamlNode*>> MapReader::scalars(std::string_view key) const {
    const YamlNode* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_sequence()) {
        error_at(*value, key, fmt::format("expected a list such as [a, b], found {}", describe(*value)));
        return std::nullopt;
    }
    std::vector<const YamlNode*> all;
    for (const YamlNodePtr& item : value->items) {
        if (item->is_scalar()) {
            all.push_back(item.get());
        } else {
            error_at(*item, key,
                     fmt::format("expected a single value in this list, found {}", describe(*item)));
        }
    }
    return all;
}

std::size_t MapReader::size_of(std::string_view key) const {
    const YamlNode* value = find(key);
    if (value == nullptr) return 0;
    if (!value->is_sequence()) {
        error_at(
            *value, key,
            fmt::format("expected a list (lines that begin with '- name: ...'), found {}", describe(*value)));
        return 0;
    }
    if (value->items.empty()) error_at(*value, key, "the list is empty; it needs at least one element");
    return value->items.size();
}

std::vector<const YamlEntry*> MapReader::entries_of(std::string_view key) const {
    std::vector<const YamlEntry*> all;
    const YamlNode* value = find(key);
    if (value == nullptr) return all;
    if (!value->is_map()) {
        error_at(*value, key, fmt::format("expected a map from names to maps, found {}", describe(*value)));
        return all;
    }
    for (const YamlEntry& entry : value->entries) {
        if (entry.value->kind != YamlNode::Kind::removed) all.push_back(&entry);
    }
    return all;
}

}  // namespace gallerysim::core
