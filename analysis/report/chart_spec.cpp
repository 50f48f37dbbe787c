#include "analysis/report/chart_spec.hpp"

#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "analysis/report/chart_library.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kPaperWidth = 620;  // pixels: a column of a report at 96 per inch

/// What page.css calls a colour, and what it is on paper.
struct Ink {
    std::string_view name;
    std::string_view paper;
};
constexpr Ink kInk{"ink", "#1a1f24"};
constexpr Ink kSoft{"soft", "#55606b"};
constexpr Ink kGrid{"grid", "#e3e8ec"};
constexpr Ink kLine{"line", "#d5dbe1"};
constexpr Ink kGuide{"bad", "#9c3d00"};
constexpr Ink kRaised{"raised", "#f4f6f8"};
constexpr std::array kSeries{Ink{"c1", "#0072b2"}, Ink{"c2", "#d55e00"}, Ink{"c3", "#009e73"}, Ink{"c4", "#b8568f"},
                             Ink{"c5", "#3d9bd1"}, Ink{"c6", "#b57a00"}, Ink{"c7", "#6b7a88"}, Ink{"c8", "#7a5cc0"}};

std::string colour(const Ink& ink, ChartPlace place) {
    return place == ChartPlace::page ? "var(--" + std::string(ink.name) + ")" : std::string(ink.paper);
}

/// Puts the data in the places that name them; coastlines come from the library.
void fill_data(Json& node, const ReportChart& chart) {
    if (node.is_array()) {
        for (Json& element : node) fill_data(element, chart);
        return;
    }
    if (!node.is_object()) return;
    for (auto& [key, value] : node.items()) {
        if (key != "data" || !value.is_object() || !value.contains("name")) {
            fill_data(value, chart);
            continue;
        }
        const auto name = value["name"].get<std::string>();
        if (name == "world") {
            const std::string_view map = world_map();
            value = map.empty() ? Json{{"values", Json::array()}}
                                : Json{{"values", Json::parse(map)},
                                       {"format", {{"type", "topojson"}, {"feature", "land"}}}};
            continue;
        }
        const ChartData* found = nullptr;
        for (const ChartData& data : chart.data) found = data.name == name ? &data : found;
        GALLERYSIM_ASSERT(found != nullptr, "a chart has all the data that it names");
        value = {{"values", found->csv}, {"format", {{"type", "csv"}}}};
    }
}

Json theme(ChartPlace place) {
    const std::string ink = colour(kInk, place);
    const std::string soft = colour(kSoft, place);
    Json series = Json::array();
    for (const Ink& one : kSeries) series.push_back(colour(one, place));
    const Json silent = {{"aria", false}};  // the whole chart has one description: single marks are not read out
    Json config = {
        {"background", place == ChartPlace::page ? "transparent" : "white"},
        {"font", place == ChartPlace::page ? "system-ui, DejaVu Sans, Liberation Sans, Arial, sans-serif" : "DejaVu Sans, Liberation Sans, Arial, sans-serif"},
        {"padding", 5},
        {"view", {{"stroke", colour(kLine, place)}}},
        {"axis",
         {{"aria", false},
          {"labelColor", ink},
          {"titleColor", ink},
          {"titleFontWeight", "normal"},
          {"gridColor", colour(kGrid, place)},
          {"domainColor", soft},
          {"tickColor", soft},
          {"labelFontSize", 11},
          {"titleFontSize", 12}}},
        {"axisY", {{"minExtent", 45}}},
        {"legend",
         {{"aria", false},
          {"labelColor", ink},
          {"titleColor", ink},
          {"titleFontWeight", "normal"},
          {"labelFontSize", 11},
          {"titleFontSize", 12},
          {"titleLimit", 500},
          {"symbolOpacity", 1},
          {"labelLimit", 320},
          {"orient", "top"}}},
        {"header", {{"labelColor", ink}, {"titleColor", ink}, {"titleFontWeight", "normal"}}},
        {"title", {{"color", ink}, {"aria", false}}},
        {"mark", {{"aria", false}, {"tooltip", true}, {"color", colour(kSeries[0], place)}}},
        {"text", {{"color", ink}, {"tooltip", nullptr}}},
        {"rule", {{"color", soft}}},
        {"range", {{"category", series}}},
        {"style",
         {{"reference", {{"color", colour(kGuide, place)}, {"strokeWidth", 2}, {"strokeDash", {6, 4}}}},
          {"reference-label", {{"color", colour(kGuide, place)}, {"fontSize", 11}}},
          {"land", {{"color", colour(kRaised, place)}, {"stroke", colour(kLine, place)}}}}}};
    return config;
}

}  // namespace

std::string complete_spec(const ReportChart& chart, ChartPlace place) {
    const Json own = Json::parse(chart.spec);
    Json spec = {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"}, {"description", chart.description}};
    const bool has_one_view = !own.contains("facet") && !own.contains("vconcat") && !own.contains("hconcat");
    if (place == ChartPlace::paper) {
        spec["title"] = {{"text", chart.title}, {"anchor", "start"}};
        spec["config"] = theme(place);
    }
    if (has_one_view) {
        if (place == ChartPlace::page) {
            spec["width"] = "container";
        } else {
            spec["width"] = kPaperWidth;
        }
        spec["autosize"] = {{"type", "fit-x"}, {"contains", "padding"}};
    }
    for (const auto& [key, value] : own.items()) spec[key] = value;
    fill_data(spec, chart);
    return spec.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string chart_theme(ChartPlace place) { return theme(place).dump(); }

}  // namespace gallerysim::analysis
