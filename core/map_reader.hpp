#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/key_trail.hpp"
#include "core/quantity.hpp"
#include "core/scenario_keys.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// Bounds that a value must keep; both ends belong to it.
template <class T>
struct ValueRange {
    T least{};
    T most{};
};

/// Reads one map of a scenario against the table of its section. Making it reports what is not a map, unknown
/// keys and missing required ones; the read functions report wrong values. All of them go on after a problem,
/// so that everything is said in one go.
///
/// The read functions leave their target alone and return false when the key is absent or wrong. A node lives
/// on the stack while its children are read; it cannot be copied or moved, as children refer to it.
class MapReader {
public:
    /// The root of a document.
    MapReader(const YamlNode& node, Section section, Diagnostics& diagnostics);
    /// The map at `key`. When the key is absent, present() is false and every read finds nothing.
    MapReader(const MapReader& parent, std::string_view key);
    /// The element of this index in the list at `key`; REQUIRES: index < parent.size_of(key).
    MapReader(const MapReader& parent, std::string_view key, std::size_t index);
    /// The map at a freely chosen name in the map at `key`.
    MapReader(const MapReader& parent, std::string_view key, const YamlEntry& entry);
    MapReader(const MapReader&) = delete;
    MapReader& operator=(const MapReader&) = delete;

    [[nodiscard]] bool present() const { return node_ != nullptr; }
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    /// The value at `key`; nullptr when the key is absent or removed by null.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;

    bool text(std::string_view key, std::string& out) const;
    /// A name: letters, digits, '.', '_' and '-', at most 80.
    bool name(std::string_view key, std::string& out) const;
    bool boolean(std::string_view key, bool& out) const;
    bool integer(std::string_view key, std::int64_t& out, ValueRange<std::int64_t> range) const;
    bool number(std::string_view key, double& out, ValueRange<double> range) const;
    bool seed(std::string_view key, std::uint64_t& out) const;
    bool time(std::string_view key, sim::SimTime& out, ValueRange<sim::SimTime> range) const;
    bool size(std::string_view key, Bytes& out, ValueRange<Bytes> range) const;
    bool rate(std::string_view key, PerSecond& out, ValueRange<PerSecond> range) const;
    bool byte_rate(std::string_view key, BytesPerSecond& out, ValueRange<BytesPerSecond> range) const;
    bool fraction(std::string_view key, double& out, ValueRange<double> range) const;
    /// One of the key's words: its place among them.
    bool choice(std::string_view key, std::size_t& out) const;
    /// Name of a region of the catalogue.
    bool region(std::string_view key, std::string& out) const;

    /// The elements of a list of scalars, without those that are none; nullopt when absent or not a list.
    [[nodiscard]] std::optional<std::vector<const YamlNode*>> scalars(std::string_view key) const;
    /// Elements of a list of maps; 0 with a diagnostic where it is none. Reports an empty list.
    [[nodiscard]] std::size_t size_of(std::string_view key) const;
    /// Entries of a map of maps, without removed ones.
    [[nodiscard]] std::vector<const YamlEntry*> entries_of(std::string_view key) const;

    /// Reports a problem with the value at `key`; without such a value or with an empty key, with the map as
    /// a whole.
    void error(std::string_view key, std::string message) const;
    void error_at(const YamlNode& node, std::string_view key, std::string message) const;
    void warning(std::string_view key, std::string message) const;

    [[nodiscard]] const SourceMark& at() const;
    [[nodiscard]] std::string path(std::string_view key) const { return trail_.to_string(key); }
    [[nodiscard]] Diagnostics& diagnostics() const { return *diagnostics_; }
    [[nodiscard]] const KeyTrail& trail() const { return trail_; }

private:
    void check_map();
    [[nodiscard]] const YamlNode* scalar(std::string_view key, std::string_view expected) const;
    template <class T>
    bool quantity(std::string_view key, T& out, ValueRange<T> range, Parsed<T> (*parse)(std::string_view),
                  Dimension dimension) const;

    const YamlNode* node_ = nullptr;
    Section section_ = Section::none;
    Diagnostics* diagnostics_ = nullptr;
    KeyTrail list_trail_;  ///< the list that the element stands in, at the root only
    std::string unnamed_;  ///< "images[2]" for an element without a name
    KeyTrail trail_;
    const MapReader* parent_ = nullptr;
};

/// Is it a name: letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 80 characters?
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace gallerysim::core
