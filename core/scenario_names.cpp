#include "core/scenario_names.hpp"

#include <array>
#include <cstddef>

namespace gallerysim::core {
namespace {

template <class Enum, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, Enum value) {
    return names.at(static_cast<std::size_t>(value));
}

}  // namespace

// Each list is in the order of its enumeration, and of the words in the key table (core/scenario_keys.cpp).

std::string_view to_string(StorageType type) {
    static constexpr std::array<std::string_view, kStorageTypes> kNames = {"Standard_LRS", "Standard_ZRS",
                                                                           "Premium_LRS"};
    return at(kNames, type);
}

std::string_view to_string(OsType type) {
    static constexpr std::array<std::string_view, 2> kNames = {"Windows", "Linux"};
    return at(kNames, type);
}

std::string_view to_string(Gallery::Permissions permissions) {
    static constexpr std::array<std::string_view, 3> kNames = {"Private", "Groups", "Community"};
    return at(kNames, permissions);
}

std::string_view to_string(ReplicationMode mode) {
    static constexpr std::array<std::string_view, 2> kNames = {"Full", "Shallow"};
    return at(kNames, mode);
}

std::string_view to_string(OsState state) {
    static constexpr std::array<std::string_view, 2> kNames = {"Generalized", "Specialized"};
    return at(kNames, state);
}

std::string_view to_string(Generation generation) {
    static constexpr std::array<std::string_view, 2> kNames = {"V1", "V2"};
    return at(kNames, generation);
}

std::string_view to_string(Architecture architecture) {
    static constexpr std::array<std::string_view, 2> kNames = {"x64", "Arm64"};
    return at(kNames, architecture);
}

std::string_view to_string(Purpose purpose) {
    static constexpr std::array<std::string_view, 2> kNames = {"production", "test"};
    return at(kNames, purpose);
}

std::string_view to_string(Role role) {
    static constexpr std::array<std::string_view, 4> kNames = {"Reader", "Contributor", "Owner",
                                                               "ComputeGallerySharingAdmin"};
    return at(kNames, role);
}

std::string_view to_string(GalleryOperation operation) {
    static constexpr std::array<std::string_view, kGalleryOperations> kNames = {
        "create_gallery",  "create_image",       "create_version", "set_replicas",
        "set_storage",     "add_region",         "remove_region",  "set_exclude_from_latest",
        "set_end_of_life", "set_safety_profile", "share",          "move",
        "delete",          "home_region_down",   "home_region_up"};
    return at(kNames, operation);
}

std::string_view to_string(PriceZone zone) {
    static constexpr std::array<std::string_view, kPriceZones> kNames = {
        "north_america_and_europe", "asia_middle_east_and_africa", "south_america"};
    return at(kNames, zone);
}

std::string_view to_string(Routing routing) {
    static constexpr std::array<std::string_view, 5> kNames = {"random", "round_robin", "least_loaded",
                                                               "power_of_two", "same_zone_first"};
    return at(kNames, routing);
}

std::string_view to_string(OnTimeout on_timeout) {
    static constexpr std::array<std::string_view, 3> kNames = {"leave", "delete", "delete_and_retry"};
    return at(kNames, on_timeout);
}

std::string_view to_string(Orchestration orchestration) {
    static constexpr std::array<std::string_view, 2> kNames = {"Uniform", "Flexible"};
    return at(kNames, orchestration);
}

std::string_view to_string(ImageKind kind) {
    static constexpr std::array<std::string_view, 2> kNames = {"gallery", "managed"};
    return at(kNames, kind);
}

std::string_view to_string(Objective::Relation relation) {
    static constexpr std::array<std::string_view, 4> kNames = {"<", "<=", ">", ">="};
    return at(kNames, relation);
}

std::string_view to_string(Grade grade) {
    static constexpr std::array<std::string_view, 4> kNames = {"published", "field report", "assumed",
                                                               "given"};
    return at(kNames, grade);
}

}  // namespace gallerysim::core
