#include "core/scenario_keys.hpp"

#include <algorithm>
#include <array>

#include "core/catalogue.hpp"
#include "core/scenario_key_table.hpp"

namespace gallerysim::core {

std::span<const KeyInfo> keys_of(Section section) {
    return section_table()[static_cast<std::size_t>(section)].keys;
}

const KeyInfo* find_key(Section section, std::string_view key) {
    const auto keys = keys_of(section);
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const KeyInfo& k) { return k.key == key; });
    return found == keys.end() ? nullptr : &*found;
}

std::string_view title_of(Section section) {
    return section_table()[static_cast<std::size_t>(section)].title;
}

std::vector<Section> all_sections() {
    std::vector<Section> all;
    for (const SectionInfo& info : section_table()) {
        if (!info.keys.empty()) all.push_back(info.section);
    }
    return all;
}

bool is_alternative(Section section) {
    return section == Section::arrivals || section == Section::distribution;
}

std::span<const std::string_view> built_in_names(Section section) {
    static constexpr std::array<std::string_view, 2> kBootProfiles = {"windows", "linux"};
    static constexpr std::array<std::string_view, 1> kClients = {"default"};
    if (section == Section::boot_profile) return kBootProfiles;
    if (section == Section::client) return kClients;
    if (section == Section::region_figures || section == Section::region_copies) {
        static const std::vector<std::string_view> kRegions = [] {
            std::vector<std::string_view> names;
            for (const Region& region : regions()) names.push_back(region.name);
            return names;
        }();
        return kRegions;
    }
    return {};
}

bool contains_word(std::string_view words, std::string_view word) {
    if (word.empty()) return false;
    while (!words.empty()) {
        const auto end = words.find(' ');
        if (words.substr(0, end) == word) return true;
        words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
    }
    return false;
}

}  // namespace gallerysim::core
