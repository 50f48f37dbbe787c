#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace gallerysim::analysis {

/// What came out at the points of a design: at each as many runs, NaN where a run has no value. Without chance there is
/// one run.
struct DesignResponses {
    std::size_t runs = 1;
    std::vector<double> values;  ///< by point, then by run

    [[nodiscard]] std::size_t points() const { return values.size() / runs; }
    [[nodiscard]] std::span<const double> of(std::size_t point) const {
        return std::span(values).subspan(point * runs, runs);
    }
    /// Over the runs that have a value; NaN without any.
    [[nodiscard]] double mean(std::size_t point) const {
        double sum = 0.0;
        double defined = 0.0;
        for (const double value : of(point)) {
            if (!std::isfinite(value)) continue;
            sum += value;
            defined += 1.0;
        }
        return sum / defined;
    }
};

}  // namespace gallerysim::analysis
