#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalogue.hpp"

namespace gallerysim::core {

/// One entry of a catalogue as text.
struct CatalogueLine {
    std::vector<std::string> path;  ///< storage, Standard_LRS, operations
    std::string value;              ///< as a scenario writes it
    std::optional<Grade> grade{};   ///< of figures
    std::string_view source{};      ///< lives as long as the catalogue

    /// Key path for `--set`: catalogue.storage.Standard_LRS.operations.
    [[nodiscard]] std::string key_path() const;
};

/// All entries in the order of the scenario format.
[[nodiscard]] std::vector<CatalogueLine> catalogue_lines(const Catalogue& catalogue);

}  // namespace gallerysim::core
