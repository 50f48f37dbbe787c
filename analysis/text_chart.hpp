#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gallerysim::analysis {

/// A small chart in plain characters, for a terminal: points of several series over numbers.
struct TextChart {
    struct Series {
        std::string name;
        std::vector<std::pair<double, double>> points;  ///< x, y; those that are not finite are left out
    };
    enum class Scale { linear, logarithmic };  ///< logarithmic: positive numbers only, others are left out

    std::string title;    ///< what goes up
    std::string x_title;  ///< what goes along
    Scale x_scale = Scale::linear;
    Scale y_scale = Scale::linear;  ///< a linear one begins at 0 where no value is negative
    std::vector<Series> series;
    std::optional<double> guide;  ///< a level line at this y
    std::string guide_name;
    std::size_t height = 14;  ///< lines between the axes
};

/// The chart with axes, their ticks, and which mark stands for which series, in lines of at most `width` columns where
/// names are not longer. Of marks on the same place the first series' is drawn. Empty without a point.
[[nodiscard]] std::string text_chart(const TextChart& chart, std::size_t width);

}  // namespace gallerysim::analysis
