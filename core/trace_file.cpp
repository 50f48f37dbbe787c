#include "core/trace_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/quantity.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kBlock = 1U << 16U;
constexpr std::size_t kLongestLine = 1U << 16U;
constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325U;
constexpr std::uint64_t kFnvPrime = 0x100000001b3U;
constexpr double kLongestSeconds = 3650.0 * 86'400.0;
constexpr std::int64_t kMostVmsOfRow = 10'000'000;
constexpr std::array<std::string_view, 5> kColumns = {"time", "time_s", "vms", "image", "region"};

}  // namespace

TraceReader::TraceReader(const std::string& file)
    : in_(file, std::ios::binary), buffer_(kBlock + kLongestLine, '\0'), fingerprint_(kFnvOffset) {
    errno = 0;
    if (!in_.is_open() || in_.peek() == std::ifstream::traits_type::eof()) {
        const int reason = errno;
        problem_ = {0, 0, in_.is_open() && reason == 0 ? "the file is empty" : std::strerror(reason != 0 ? reason : ENOENT)};
    }
}

TraceReader::Next TraceReader::next(TraceRow& row) {
    if (is_over_) return Next::end;
    if (!has_heading_) {
        if (!problem_.text.empty() || !read_heading()) {
            is_over_ = true;
            return Next::problem;
        }
        has_heading_ = true;
    }
    std::string_view line;
    do {
        if (!next_line(line)) {
            is_over_ = true;
            return problem_.text.empty() ? Next::end : Next::problem;
        }
    } while (line.empty());
    split(line);
    return read_row(row) ? Next::row : Next::problem;
}

bool TraceReader::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (end_ > kLongestLine) {
        ++line_;
        return fail(1, "a line longer than 64 KiB; is this a CSV file?");
    }
    in_.read(buffer_.data() + end_, static_cast<std::streamsize>(kBlock));
    const auto got = static_cast<std::size_t>(in_.gcount());
    for (const char c : std::string_view(buffer_).substr(end_, got)) {
        fingerprint_ = (fingerprint_ ^ static_cast<unsigned char>(c)) * kFnvPrime;
    }
    end_ += got;
    return got > 0;
}

bool TraceReader::next_line(std::string_view& line) {
    problem_.text.clear();
    for (;;) {
        const std::string_view rest = std::string_view(buffer_).substr(begin_, end_ - begin_);
        auto length = rest.find('\n');
        if (length == std::string_view::npos) {
            if (fill()) continue;
            if (begin_ == end_ || !problem_.text.empty()) return false;
            length = end_ - begin_;  // the last line has no end
        }
        line = std::string_view(buffer_).substr(begin_, length);
        begin_ = std::min(end_, begin_ + length + 1);
        ++line_;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        return true;
    }
}

void TraceReader::split(std::string_view line) {
    fields_.clear();
    std::size_t begin = 0;
    for (;;) {
        const auto end = std::min(line.find(',', begin), line.size());
        std::string_view field = trimmed(line.substr(begin, end - begin));
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"') field = field.substr(1, field.size() - 2);
        fields_.push_back({field, static_cast<int>(begin) + 1});
        if (end == line.size()) return;
        begin = end + 1;
    }
}

bool TraceReader::read_heading() {
    std::string_view line;
    if (!next_line(line)) return fail(1, "the file has no heading");
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    split(line);
    for (const Field& field : fields_) {
        const auto found = std::ranges::find(kColumns, field.text);
        if (found == kColumns.end()) {
            return fail(field.column, fmt::format("no column is called {}; the columns are time or time_s, vms, image "
                                                  "and region{}",
                                                  in_quotes(field.text), suggestion(field.text, kColumns)));
        }
        const auto column = static_cast<Column>(found - kColumns.begin());
        if (std::ranges::count(columns_, column) > 0) {
            return fail(field.column, fmt::format("the column {} stands twice", *found));
        }
        columns_.push_back(column);
    }
    if (std::ranges::count(columns_, Column::time) + std::ranges::count(columns_, Column::time_s) != 1) {
        return fail(1, "a trace has either a column 'time' or a column 'time_s'");
    }
    return true;
}

bool TraceReader::read_row(TraceRow& row) {
    row = {};
    if (fields_.size() != columns_.size()) {
        return fail(1, fmt::format("{} fields; the heading has {}", fields_.size(), columns_.size()));
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const Field& field = fields_[i];
        switch (columns_[i]) {
            case Column::time: {
                auto time = parse_time(field.text);
                if (!time.value) return fail(field.column, std::move(time.problem));
                row.time = *time.value;
                break;
            }
            case Column::time_s: {
                const auto seconds = parse_number(field.text);
                if (!seconds || !(std::abs(*seconds) <= kLongestSeconds)) {
                    return fail(field.column, fmt::format("expected a number of seconds up to ten years, found {}",
                                                          in_quotes(field.text)));
                }
                row.time = sim::SimTime::from_seconds(*seconds);
                break;
            }
            case Column::vms: {
                const auto vms = parse_integer(field.text);
                if (!vms || *vms < 1 || *vms > kMostVmsOfRow) {
                    return fail(field.column, fmt::format("expected a number of VMs from 1 to {}, found {}",
                                                          kMostVmsOfRow, in_quotes(field.text)));
                }
                row.vms = *vms;
                break;
            }
            case Column::image: row.image = field.text; break;
            case Column::region: row.region = field.text; break;
        }
        if (columns_[i] != Column::time && columns_[i] != Column::time_s) continue;
        if (row.time < sim::SimTime::zero() || row.time.seconds() > kLongestSeconds) {
            return fail(field.column, "a time is from 0 s to 3650 d");
        }
        if (row.time < last_) {
            return fail(field.column, fmt::format("{} comes after {}; times ascend", in_quotes(field.text),
                                                  to_text(last_)));
        }
        last_ = row.time;
    }
    return true;
}

bool TraceReader::fail(int column, std::string text) {
    problem_ = {line_, column, std::move(text)};
    return false;
}

}  // namespace gallerysim::core
