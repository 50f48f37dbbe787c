#pragma once

#include <string>
#include <utility>

namespace gallerysim::core {

/// How far a figure can be trusted.
enum class Grade {
    published,     ///< the vendor's documentation, or measured in a paper
    field_report,  ///< one observation by users: an issue thread, a blog
    assumed,       ///< nobody publishes it: a parameter to calibrate, listed by `show --assumptions`
    given,         ///< set by the scenario
};

/// A number of the model together with where it comes from.
template <class T>
struct Figure {
    T value{};
    Grade grade = Grade::assumed;
    std::string source;  ///< title (year) of the source, or the reason for an assumption

    bool operator==(const Figure&) const = default;
};

}  // namespace gallerysim::core
