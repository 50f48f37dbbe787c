#include "core/scenario_merge.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/node_shape.hpp"

namespace gallerysim::core {
namespace {

YamlNodePtr merge(const YamlNodePtr& base, const YamlNodePtr& over, NodeShape shape);

YamlNodePtr merge_maps(const YamlNodePtr& base, const YamlNodePtr& over, NodeShape shape) {
    YamlNode merged;
    merged.kind = YamlNode::Kind::map;
    merged.at = over->at;
    const bool alternative = shape.kind == NodeShape::Kind::map && is_alternative(shape.section);
    for (const YamlEntry& entry : base->entries) {
        if (const YamlEntry* changed = over->find(entry.key)) {
            merged.entries.push_back(
                {entry.key, changed->key_at, merge(entry.value, changed->value, shape.at(entry.key))});
        } else if (!alternative || over->entries.empty()) {
            merged.entries.push_back(entry);
        }
    }
    for (const YamlEntry& entry : over->entries) {
        if (base->find(entry.key) == nullptr) merged.entries.push_back(entry);
    }
    return std::make_shared<const YamlNode>(std::move(merged));
}

YamlNodePtr merge_named_lists(const YamlNodePtr& base, const YamlNodePtr& over, NodeShape shape) {
    YamlNode merged = *base;
    merged.at = over->at;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < base->items.size(); ++i) places.emplace(base->items[i]->name(), i);
    for (const YamlNodePtr& item : over->items) {
        const auto place = places.find(item->name());
        if (place == places.end()) {
            merged.items.push_back(item);
        } else {
            // Merged with the base's element, not with an earlier one of the same list: that stays a second
            // element of this name for the reader to report.
            YamlNodePtr& target = merged.items[place->second];
            if (target == base->items[place->second]) {
                target = merge(target, item, shape.element());
            } else {
                merged.items.push_back(item);
            }
        }
    }
    return std::make_shared<const YamlNode>(std::move(merged));
}

YamlNodePtr merge(const YamlNodePtr& base, const YamlNodePtr& over, NodeShape shape) {
    if (base->is_map() && over->is_map()) return merge_maps(base, over, shape);
    if (base->is_named_list() && over->is_named_list()) return merge_named_lists(base, over, shape);
    return over;
}

}  // namespace

YamlNodePtr merge_scenarios(const YamlNodePtr& base, const YamlNodePtr& over) {
    return merge(base, over, NodeShape::root());
}

}  // namespace gallerysim::core
