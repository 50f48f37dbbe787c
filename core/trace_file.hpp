#pragma once

#include <array>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// One row of a trace. The texts are valid until the next row is read.
struct TraceRow {
    sim::SimTime time;
    std::int64_t vms = 1;
    std::string_view image;   ///< empty: the deployment's
    std::string_view region;  ///< empty: the deployment's
};

/// Reads a trace of requests row by row: a CSV file with a heading that names its columns, in any order: `time` (a
/// quantity such as 90 s) or `time_s` (a number of seconds), and where wanted `vms`, `image` and `region`. Rows ascend
/// in time. Fields may stand in double quotes; a line may end in CR LF; empty lines count for nothing.
///
/// Holds one block of the file in memory, however long the file is. Not thread-safe.
class TraceReader {
public:
    struct Problem {
        std::int64_t line = 0;  ///< counted from 1; 0: the file as a whole
        int column = 0;         ///< in bytes, counted from 1
        std::string text;
    };
    enum class Next { row, end, problem };

    /// A file that cannot be opened, and a wrong heading, are problems that the first next() tells.
    explicit TraceReader(const std::string& file);

    /// Reads on. After a problem with a row one may go on behind it; after one with the heading, next() is `end`.
    [[nodiscard]] Next next(TraceRow& row);
    [[nodiscard]] const Problem& problem() const { return problem_; }

    [[nodiscard]] std::int64_t line() const { return line_; }
    /// FNV-1a over the bytes read so far; of the whole file when next() has said `end`.
    [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

private:
    enum class Column { time, time_s, vms, image, region };
    struct Field {
        std::string_view text;
        int column;
    };

    [[nodiscard]] bool next_line(std::string_view& line);
    [[nodiscard]] bool fill();
    [[nodiscard]] bool read_heading();
    void split(std::string_view line);
    [[nodiscard]] bool read_row(TraceRow& row);
    bool fail(int column, std::string text);

    std::ifstream in_;
    std::string buffer_;
    std::size_t begin_ = 0;  ///< of what has not been given out
    std::size_t end_ = 0;    ///< of what has been read
    std::vector<Field> fields_;
    std::vector<Column> columns_;
    sim::SimTime last_;
    std::int64_t line_ = 0;
    std::uint64_t fingerprint_;
    bool has_heading_ = false;
    bool is_over_ = false;
    Problem problem_;
};

}  // namespace gallerysim::core
