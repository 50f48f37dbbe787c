#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/sim_time.hpp"

namespace gallerysim::analysis {

/// One line of CSV (RFC 4180, but ended by a newline alone): fields with a comma, a quote or a line's end are
/// quoted.
class CsvLine {
public:
    void add(std::string_view field);
    /// The shortest digits that read back as this number; empty when it is not finite.
    void add(double value);
    void add(std::uint64_t value);
    /// Exact seconds, to the nanosecond: 2380, 12.000000001.
    void add(sim::SimTime time);
    void add_empty() { add(std::string_view{}); }

    /// The line so far, with its newline.
    [[nodiscard]] std::string text() const { return text_ + '\n'; }

private:
    std::string text_;
    bool is_first_ = true;
};

/// Exact seconds, to the nanosecond, as above.
[[nodiscard]] std::string seconds_text(sim::SimTime time);

}  // namespace gallerysim::analysis
