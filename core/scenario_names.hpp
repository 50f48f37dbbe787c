#pragma once

#include <string_view>

#include "core/catalogue.hpp"
#include "core/figure.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

// The words that scenarios and reports use for the enumerations.

[[nodiscard]] std::string_view to_string(StorageType type);  ///< Standard_LRS
[[nodiscard]] std::string_view to_string(OsType type);       ///< Windows
[[nodiscard]] std::string_view to_string(Gallery::Permissions permissions);
[[nodiscard]] std::string_view to_string(ReplicationMode mode);
[[nodiscard]] std::string_view to_string(OsState state);
[[nodiscard]] std::string_view to_string(Generation generation);
[[nodiscard]] std::string_view to_string(Architecture architecture);
[[nodiscard]] std::string_view to_string(Purpose purpose);
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::string_view to_string(GalleryOperation operation);  ///< set_replicas
[[nodiscard]] std::string_view to_string(PriceZone zone);              ///< south_america
[[nodiscard]] std::string_view to_string(Routing routing);
[[nodiscard]] std::string_view to_string(OnTimeout on_timeout);
[[nodiscard]] std::string_view to_string(Orchestration orchestration);
[[nodiscard]] std::string_view to_string(ImageKind kind);
[[nodiscard]] std::string_view to_string(Objective::Relation relation);  ///< <=
[[nodiscard]] std::string_view to_string(Grade grade);                   ///< published

}  // namespace gallerysim::core
