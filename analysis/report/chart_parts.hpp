#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "analysis/human_text.hpp"
#include "analysis/intervals.hpp"
#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

// What the charts of reports have in common. For the sources that build charts only: the JSON library is heavy.

using Json = nlohmann::ordered_json;

/// The data of a chart, row by row.
class ChartRows {
public:
    ChartRows(std::initializer_list<std::string_view> columns) {
        CsvLine line;
        for (const std::string_view column : columns) line.add(column);
        csv_ = line.text();
    }

    /// One cell per column: texts, numbers, and intervals in units of `scale`, which take three.
    template <class... Cells>
    void add(const Cells&... cells) {
        CsvLine line;
        (put(line, cells), ...);
        csv_ += line.text();
        ++rows_;
    }

    [[nodiscard]] const std::string& csv() const { return csv_; }
    [[nodiscard]] bool empty() const { return rows_ == 0; }

private:
    static void put(CsvLine& line, const Interval& interval) {
        line.add(interval.value);
        line.add(interval.low);
        line.add(interval.high);
    }
    static void put(CsvLine& line, double value) { line.add(value); }
    static void put(CsvLine& line, std::int64_t value) { line.add(static_cast<double>(value)); }
    static void put(CsvLine& line, std::uint64_t value) { line.add(value); }
    static void put(CsvLine& line, std::string_view text) { line.add(text); }
    static void put(CsvLine& line, const std::string& text) { line.add(std::string_view(text)); }
    static void put(CsvLine& line, const char* text) { line.add(std::string_view(text)); }

    std::string csv_;
    std::size_t rows_ = 0;
};

/// A field of numbers.
[[nodiscard]] inline Json quantity(std::string_view field, std::string_view title) {
    return {{"field", field}, {"type", "quantitative"}, {"title", title}};
}

/// A field of words or of numbers taken as words, in the order of the data.
[[nodiscard]] inline Json category(std::string_view field, std::string_view title) {
    return {{"field", field}, {"type", "nominal"}, {"title", title}, {"sort", nullptr}};
}

/// A mark from `low` to `high` is left out where either is not known, or cannot stand on a logarithmic scale.
enum class RangeScale { linear, logarithmic };
inline void draw_known_ranges(Json& layer, RangeScale scale = RangeScale::linear) {
    layer["transform"] = Json::array({Json{{"filter", scale == RangeScale::linear ? "isValid(datum.low) && isValid(datum.high)"
                                                                                  : "isValid(datum.low) && isValid(datum.high) && datum.low > 0"}}});
}

/// Lines with the bands of their intervals, of what is never negative: the data has the columns `value`, `low` and `high`
/// beside those of `x` and `colour`, whose field also parts the lines.
[[nodiscard]] inline Json lines_with_bands(Json x, std::string_view y_title, Json colour) {
    Json spec = Json::parse(R"({"height": 260, "layer": [
        {"mark": {"type": "area", "opacity": 0.18, "clip": true, "tooltip": null},
         "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "strokeWidth": 2},
         "encoding": {"y": {"field": "value", "type": "quantitative"}}}]})");
    spec["data"] = {{"name", "curve"}};
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["y"]["title"] = y_title;
        layer["encoding"]["y"]["scale"] = {{"domainMin", 0}};
    }
    draw_known_ranges(spec["layer"][0]);
    spec["layer"][1]["encoding"]["strokeDash"] = {{"field", colour["field"]}, {"type", "nominal"}, {"sort", nullptr}, {"legend", nullptr}};
    spec["encoding"] = {{"x", std::move(x)}, {"color", std::move(colour)}};
    return spec;
}

/// A dashed line that a chart is read by, upright at x (or level at y), with a word beside it. `title` is the axis's: views
/// that lie over each other have to agree on it.
[[nodiscard]] inline std::vector<Json> guide_line(std::string_view axis, double at, std::string_view label, std::string_view title) {
    const Json position = quantity("at", title);
    Json rule = {{"data", {{"values", Json::array({Json{{"at", at}}})}}},
                 {"mark", {{"type", "rule"}, {"style", "reference"}, {"tooltip", nullptr}}},
                 {"encoding", Json::object()}};
    Json text = {{"data", {{"values", Json::array({Json{{"at", at}, {"label", label}}})}}},
                 {"mark", {{"type", "text"}, {"style", "reference-label"}, {"align", "left"}, {"baseline", "bottom"}, {"dx", 5}, {"dy", -4}}},
                 {"encoding", {{"text", {{"field", "label"}}}}}};
    rule["encoding"][std::string(axis)] = position;
    text["encoding"][std::string(axis)] = position;
    if (axis == "x") {
        text["mark"]["baseline"] = "top";
        text["mark"]["dy"] = 4;
        text["encoding"]["y"] = {{"value", 0}};
    } else {
        text["encoding"]["x"] = {{"value", 0}};
    }
    return {std::move(rule), std::move(text)};
}

[[nodiscard]] inline ReportChart make_chart(std::string id, std::string title, std::string description, const Json& spec,
                                            std::vector<ChartData> data) {
    return {std::move(id), std::move(title), std::move(description),
            spec.dump(-1, ' ', false, Json::error_handler_t::replace), std::move(data)};
}

}  // namespace gallerysim::analysis
