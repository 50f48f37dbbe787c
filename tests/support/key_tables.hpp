#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "core/catalogue.hpp"
#include "core/catalogue_lines.hpp"
#include "core/scenario_keys.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::test {

/// What stands at a key, in the words of docs/scenario-format.md.
inline std::string form_of(const core::KeyInfo& info) {
    using enum core::ValueKind;
    const auto link = [&] {
        std::string anchor(core::title_of(info.child));
        std::transform(anchor.begin(), anchor.end(), anchor.begin(), [](char c) {
            return c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        });
        return "[" + std::string(core::title_of(info.child)) + "](#" + anchor + ")";
    };
    switch (info.kind) {
        case text: return "text";
        case name: return "name";
        case path: return "path";
        case boolean: return "`true` or `false`";
        case choice: {
            std::string words = "`";
            for (const char c : info.choices) words += c == ' ' ? std::string("`, `") : std::string(1, c);
            words += '`';
            return words;
        }
        case integer: return "whole number";
        case number: return "number";
        case time: return "time";
        case size: return "size";
        case rate: return "rate";
        case byte_rate: return "rate of bytes";
        case fraction: return "fraction";
        case region: return "region";
        case image_reference: return "gallery/image/version";
        case publication: return "`already` or time";
        case distribution: return "time or " + link();
        case texts: return "list of texts";
        case integers: return "list of whole numbers";
        case times: return "list of times";
        case rates: return "list of rates";
        case sweep_values: return "range or list";
        case sweep_points: return "list of maps";
        case conditions: return "text or list of texts";
        case section: return link();
        case named_list: return "list of " + link();
        case named_map: return "map from names to " + link();
    }
    return {};
}

/// The documentation's table of one section, heading included.
inline std::string key_table(core::Section section) {
    std::string table = "### " + std::string(core::title_of(section)) +
                        "\n\n| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const core::KeyInfo& info : core::keys_of(section)) {
        const bool required = info.fallback == core::kRequired;
        table += "| `" + std::string(info.key) + "` | " + form_of(info) + " | " +
                 (required ? "**required**" : std::string(info.fallback)) + " | " +
                 std::string(info.meaning) + " |\n";
    }
    return table;
}

/// The documentation's table of the catalogue's figures.
inline std::string figure_table() {
    std::string table =
        "| key path | value | grade | source, or reason of the assumption |\n|---|---|---|---|\n";
    const core::Catalogue catalogue = core::default_catalogue();
    for (const core::CatalogueLine& line : core::catalogue_lines(catalogue)) {
        if (!line.grade) continue;
        table += "| `" + line.key_path() + "` | " + line.value + " | " +
                 std::string(core::to_string(*line.grade)) + " | " + std::string(line.source) + " |\n";
    }
    return table;
}

}  // namespace gallerysim::test
