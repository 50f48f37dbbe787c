#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/nearest_name.hpp"

namespace gallerysim::core {

/// The element of this name, or nullptr. `All` is a vector of things with names, const or not.
template <class All>
[[nodiscard]] auto find_named(All& all, std::string_view name) -> decltype(all.data()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) { return x.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// The place of the element of this name.
template <class T>
[[nodiscard]] std::optional<std::size_t> index_of(const std::vector<T>& all, std::string_view name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& x) { return x.name == name; });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

/// "; did you mean 'prod'?" or nothing.
template <class T>
[[nodiscard]] std::string nearest_of(const std::vector<T>& all, std::string_view name) {
    std::vector<std::string_view> names;
    for (const T& x : all) names.push_back(x.name);
    return suggestion(name, names);
}

}  // namespace gallerysim::core
