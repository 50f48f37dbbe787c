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
