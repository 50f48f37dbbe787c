#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace gallerysim::core {

/// The element of this name, or nullptr. `All` is a vector of things with names, const or not.
template <class All>
[[nodiscard]] auto find_named(All& all, std::string_view name) -> decltype(all.data()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) { return x.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace gallerysim::core
