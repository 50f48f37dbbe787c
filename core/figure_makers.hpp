#pragma once

#include <string>
#include <utility>

#include "core/figure.hpp"

// Figures as tables of defaults write them: published(500, kSource).

namespace gallerysim::core {

template <class T>
[[nodiscard]] Figure<T> published(T value, std::string source) {
    return {std::move(value), Grade::published, std::move(source)};
}
template <class T>
[[nodiscard]] Figure<T> field_report(T value, std::string source) {
    return {std::move(value), Grade::field_report, std::move(source)};
}
template <class T>
[[nodiscard]] Figure<T> assumed(T value, std::string reason) {
    return {std::move(value), Grade::assumed, std::move(reason)};
}

}  // namespace gallerysim::core
