#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/experiment.hpp"
#include "core/quantity.hpp"

namespace gallerysim::core {

/// A condition on the values of a sweep's axes, such as `vms <= 20 * replicas`:
///
///     condition   = comparisons joined by `and` and `or`; `and` binds more tightly
///     comparison  = sum RELATION sum      one of <, <=, >, >=, ==, !=
///     sum         = products joined by + and -
///     product     = factors joined by * and /
///     factor      = - factor | ( sum ) | number | quantity | axis | word
///
/// A quantity is a number with one unit, `20 min`; quantities keep their dimension, so that `size / rate <= 20 min` is a
/// comparison of times and `size <= 20 min` a problem. A word is one of the values of an axis that is no number:
/// `storage == Premium_LRS`.
class SweepConstraint {
public:
    /// With the problem if it is none: where in the text, and what was expected.
    [[nodiscard]] static Parsed<SweepConstraint> parse(std::string_view text, std::span<const SweepAxis> axes);

    /// Whether it holds at a point, given as one value of each axis; with the problem where that is undefined: words where
    /// numbers are meant, different dimensions, a division by 0.
    [[nodiscard]] Parsed<bool> holds(std::span<const std::string> values) const;

    enum class Operation {
        number,
        word,
        axis,
        negate,
        add,
        subtract,
        multiply,
        divide,
        less,
        less_equal,
        greater,
        greater_equal,
        equal,
        not_equal,
        logical_and,
        logical_or,
    };
    /// A number or a word; dimensions by their exponents, so that 500/s has time -1.
    struct Value {
        double number = 0.0;
        int time = 0;
        int bytes = 0;
        std::string word{};  ///< empty: a number

        [[nodiscard]] bool has_same_dimension(const Value& other) const {
            return time == other.time && bytes == other.bytes;
        }
    };
    struct Step {
        Operation operation = Operation::number;
        Value value{};         ///< of number and word
        std::size_t axis = 0;  ///< of axis
    };

private:
    std::vector<Step> steps_;  ///< in postfix order
};

}  // namespace gallerysim::core
