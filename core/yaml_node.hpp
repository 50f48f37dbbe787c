#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/source_text.hpp"

namespace gallerysim::core {

struct YamlNode;

// Nodes never change once a document is built, so documents that differ in one value share all the rest: a
// sweep over ten thousand points copies a few maps per point, not the scenario. That is why the pointer is a
// shared one.
using YamlNodePtr = std::shared_ptr<const YamlNode>;

struct YamlEntry {
    std::string key;
    SourceMark key_at;
    YamlNodePtr value;
};

/// A value of a YAML document, with the place where it was written. Scalars are kept as text: what they mean
/// is decided by the key that they stand at, not guessed from their looks.
struct YamlNode {
    enum class Kind {
        empty,         ///< nothing is written: `key:`
        removed,       ///< an explicit null (`~`, `null`): as if the key were not there
        plain_scalar,  ///< without quotes
        quoted_scalar,
        sequence,
        map,
    };
    Kind kind = Kind::empty;
    SourceMark at;
    std::string text{};                ///< of a scalar
    std::vector<YamlNodePtr> items{};  ///< of a sequence
    std::vector<YamlEntry> entries{};  ///< of a map, in the order of the document, keys distinct

    [[nodiscard]] bool is_scalar() const { return kind == Kind::plain_scalar || kind == Kind::quoted_scalar; }
    [[nodiscard]] bool is_map() const { return kind == Kind::map; }
    [[nodiscard]] bool is_sequence() const { return kind == Kind::sequence; }

    /// The entry of a map with this key, or nullptr.
    [[nodiscard]] const YamlEntry* find(std::string_view key) const;
    /// The scalar at the key `name` of a map; empty when there is none.
    [[nodiscard]] std::string_view name() const;
    /// A sequence of one or more maps that all have names.
    [[nodiscard]] bool is_named_list() const;
};

/// "a map", "a list", "text 'abc'", "nothing": what was found, for messages.
[[nodiscard]] std::string describe(const YamlNode& node);

/// The value on one line, as YAML: `[1, 2]`, `{ lognormal: { mean: 90 s, cov: 0.3 } }`. Reads back as the
/// same value.
[[nodiscard]] std::string to_flow_yaml(const YamlNode& node);

/// A scalar as YAML: bare where that is safe, otherwise in double quotes with escapes.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace gallerysim::core
