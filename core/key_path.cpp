#include "core/key_path.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/node_shape.hpp"

namespace gallerysim::core {
namespace {

/// Does the path begin with this name, and does the name end where a part may end?
bool begins_with(std::string_view path, std::string_view name) {
    return !name.empty() && path.starts_with(name) &&
           (path.size() == name.size() || path[name.size()] == '.');
}

std::string_view without(std::string_view path, std::string_view name) {
    return path.size() == name.size() ? std::string_view() : path.substr(name.size() + 1);
}

/// One step down: to a key of a map, or to an element of a list that stands at a key (or is the node itself).
struct Step {
    std::string_view key;              ///< empty: the node is a list
    std::optional<std::size_t> index;  ///< element of the list
    std::string_view name;             ///< what the path calls it
};

struct Choice {
    std::optional<Step> best;
    bool ambiguous = false;
    std::vector<std::string_view> known;  ///< all names that could stand here

    void consider(std::string_view path, Step step) {
        known.push_back(step.name);
        if (!begins_with(path, step.name)) return;
        if (best && best->name.size() > step.name.size()) return;
        // Keys are considered first and win over names; two names of one length in two lists are ambiguous.
        const bool equal = best && best->name.size() == step.name.size();
        if (equal && !best->index) return;
        ambiguous = equal && best->key != step.key;
        if (!equal) best = step;
    }
};

void consider_elements(Choice& choice, std::string_view path, std::string_view key, const YamlNode& list) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const std::string_view name = list.items[i]->name();
        if (!name.empty()) choice.consider(path, {key, i, name});
    }
}

/// All that the next part of the path could be.
Choice choose(const YamlNode* node, NodeShape shape, std::string_view path) {
    Choice choice;
    if (shape.kind == NodeShape::Kind::named_list) {
        if (node != nullptr && node->is_sequence()) {
            consider_elements(choice, path, {}, *node);
        } else {
            for (const std::string_view name : built_in_names(shape.section)) {
                choice.consider(path, {{}, 0, name});
            }
        }
        return choice;
    }
    if (shape.kind == NodeShape::Kind::map) {
        for (const KeyInfo& info : keys_of(shape.section)) {
            if (info.key != "extends") choice.consider(path, {info.key, {}, info.key});
        }
    } else if (shape.kind == NodeShape::Kind::named_map) {
        for (const std::string_view own : built_in_names(shape.section))
            choice.consider(path, {own, {}, own});
        if (node != nullptr) {
            for (const YamlEntry& entry : node->entries) choice.consider(path, {entry.key, {}, entry.key});
        }
        return choice;
    }
    if (node == nullptr) return choice;
    for (const YamlEntry& entry : node->entries) {
        if (shape.at(entry.key).kind == NodeShape::Kind::named_list) {
            consider_elements(choice, path, entry.key, *entry.value);
        }
    }
    return choice;
}

std::string first_part(std::string_view path) { return std::string(path.substr(0, path.find('.'))); }

/// Sets or finds the value at one path.
class PathWalk {
public:
    PathWalk(std::string_view path, YamlNodePtr value) : path_(path), value_(std::move(value)) {}

    /// `node` with the value set at `rest`; nullptr after a problem.
    YamlNodePtr set(const YamlNode* node, NodeShape shape, std::string_view rest) {
        if (rest.empty()) return value_;
        const auto step = next(node, shape, rest);
        if (!step) return nullptr;
        rest = without(rest, step->name);
        if (step->key.empty()) {
            const bool written = node != nullptr && node->is_sequence();
            return set_element(written ? *node : list_of_one(step->name), shape, *step->index, rest);
        }
        const YamlEntry* entry = node == nullptr ? nullptr : node->find(step->key);
        const YamlNode* child = entry == nullptr ? nullptr : entry->value.get();
        const NodeShape child_shape = shape.at(step->key);
        YamlNodePtr changed = step->index ? set_element(*child, child_shape, *step->index, rest)
                                          : set(child, child_shape, rest);
        return changed == nullptr ? nullptr : set_entry(node, shape, step->key, std::move(changed));
    }

    std::string problem;

private:
    std::optional<Step> next(const YamlNode* node, NodeShape shape, std::string_view rest) {
        if (shape.kind == NodeShape::Kind::value) {
            problem = fmt::format("{} holds a value; there is no {} in it", walked(rest), in_quotes(rest));
            return std::nullopt;
        }
        const Choice choice = choose(node, shape, rest);
        if (choice.ambiguous) {
            problem = fmt::format("{} stands for more than one thing {}; write the key of its list before it",
                                  in_quotes(choice.best->name), place(rest));
            return std::nullopt;
        }
        if (!choice.best) {
            problem = fmt::format("there is no {} {}{}", in_quotes(first_part(rest)), place(rest),
                                  suggestion(first_part(rest), choice.known));
        }
        return choice.best;
    }

    YamlNodePtr set_element(const YamlNode& list, NodeShape shape, std::size_t index, std::string_view rest) {
        YamlNodePtr changed = set(list.items[index].get(), shape.element(), rest);
        if (changed == nullptr) return nullptr;
        YamlNode copy = list;
        copy.items[index] = std::move(changed);
        return std::make_shared<const YamlNode>(std::move(copy));
    }

    /// The list that stands for one that is not written: `[{ name: default }]`.
    [[nodiscard]] YamlNode list_of_one(std::string_view name) const {
        YamlNode scalar;
        scalar.kind = YamlNode::Kind::plain_scalar;
        scalar.at = value_->at;
        scalar.text = name;
        YamlNode element;
        element.kind = YamlNode::Kind::map;
        element.at = value_->at;
        element.entries.push_back({"name", value_->at, std::make_shared<const YamlNode>(std::move(scalar))});
        YamlNode list;
        list.kind = YamlNode::Kind::sequence;
        list.at = value_->at;
        list.items.push_back(std::make_shared<const YamlNode>(std::move(element)));
        return list;
    }

    YamlNodePtr set_entry(const YamlNode* node, NodeShape shape, std::string_view key,
                          YamlNodePtr changed) const {
        YamlNode copy;
        // What is no map (nothing, or a time where a law is set) becomes one at the place of the setting.
        if (node != nullptr && node->is_map()) {
            copy = *node;
        } else {
            copy.kind = YamlNode::Kind::map;
            copy.at = node == nullptr || node->is_scalar() ? value_->at : node->at;
        }
        if (is_alternative(shape.section)) {
            std::erase_if(copy.entries, [&](const YamlEntry& e) { return e.key != key; });
        }
        for (YamlEntry& entry : copy.entries) {
            if (entry.key != key) continue;
            entry.value = std::move(changed);
            return std::make_shared<const YamlNode>(std::move(copy));
        }
        copy.entries.push_back({std::string(key), value_->at, std::move(changed)});
        return std::make_shared<const YamlNode>(std::move(copy));
    }

    /// The part of the path before `rest`.
    [[nodiscard]] std::string walked(std::string_view rest) const {
        return std::string(
            path_.substr(0, path_.size() - rest.size() - (rest.size() < path_.size() ? 1 : 0)));
    }
    [[nodiscard]] std::string place(std::string_view rest) const {
        const std::string way = walked(rest);
        return way.empty() ? "at the top of a scenario" : "in " + way;
    }

    std::string_view path_;
    YamlNodePtr value_;
};

}  // namespace

YamlNodePtr set_at_path(const YamlNodePtr& root, std::string_view path, YamlNodePtr value,
                        std::string& problem) {
    if (path.empty() || path.front() == '.' || path.back() == '.') {
        problem = fmt::format("{} is not a key path such as platform.routing", in_quotes(path));
        return nullptr;
    }
    PathWalk walk(path, std::move(value));
    YamlNodePtr changed = walk.set(root.get(), NodeShape::root(), path);
    problem = std::move(walk.problem);
    return changed;
}

YamlNodePtr find_at_path(const YamlNodePtr& root, std::string_view path) {
    YamlNodePtr node = root;
    NodeShape shape = NodeShape::root();
    while (node != nullptr && !path.empty()) {
        const Choice choice = choose(node.get(), shape, path);
        if (!choice.best || choice.ambiguous) return nullptr;
        const Step& step = *choice.best;
        if (!step.key.empty()) {
            const YamlEntry* entry = node->find(step.key);
            shape = shape.at(step.key);
            node = entry == nullptr ? nullptr : entry->value;
        }
        path = without(path, step.name);
        if (step.index) {
            node = node->items[*step.index];
            shape = shape.element();
        }
    }
    return node;
}

const KeyInfo* key_at_path(const YamlNodePtr& root, std::string_view path) {
    const YamlNode* node = root.get();
    NodeShape shape = NodeShape::root();
    const KeyInfo* info = nullptr;
    while (!path.empty()) {
        const Choice choice = choose(node, shape, path);
        if (!choice.best || choice.ambiguous) return nullptr;
        const Step& step = *choice.best;
        path = without(path, step.name);
        info = nullptr;
        if (!step.key.empty()) {
            if (!step.index && shape.kind == NodeShape::Kind::map) info = find_key(shape.section, step.key);
            const YamlEntry* entry = node == nullptr ? nullptr : node->find(step.key);
            shape = shape.at(step.key);
            node = entry == nullptr ? nullptr : entry->value.get();
        }
        if (step.index) {
            const bool written = node != nullptr && *step.index < node->items.size();
            node = written ? node->items[*step.index].get() : nullptr;
            shape = shape.element();
        }
    }
    return info;
}

}  // namespace gallerysim::core
