#include "analysis/report/region_map.hpp"

#include <cmath>

#include "analysis/report/chart_parts.hpp"

namespace gallerysim::analysis {

ReportChart region_map(const MapTerms& terms, const std::vector<MapRegion>& regions, const core::RegionOverrides& overrides) {
    ChartRows places{"region", "longitude", "latitude", "size", "value"};
    ChartRows others{"region", "longitude", "latitude", "size"};
    ChartRows links{"from_longitude", "from_latitude", "longitude", "latitude"};
    for (const MapRegion& one : regions) {
        if (core::find_region(one.name) == nullptr) continue;
        const core::Region region = core::region_of(overrides, one.name);
        if (std::isfinite(one.value)) {
            places.add(region.display_name, region.longitude_deg, region.latitude_deg, one.size, one.value);
        } else {
            others.add(region.display_name, region.longitude_deg, region.latitude_deg, one.size);
        }
        if (one.from == one.name || core::find_region(one.from) == nullptr) continue;
        const core::Region from = core::region_of(overrides, one.from);
        links.add(from.longitude_deg, from.latitude_deg, region.longitude_deg, region.latitude_deg);
    }
    Json spec = Json::parse(R"({"height": 380, "projection": {"type": "equalEarth"}, "view": {"stroke": null}, "layer": [
        {"data": {"name": "world"}, "mark": {"type": "geoshape", "style": "land", "tooltip": null}},
        {"data": {"name": "links"}, "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.7, "tooltip": null},
         "encoding": {"longitude": {"field": "from_longitude", "type": "quantitative"},
                      "latitude": {"field": "from_latitude", "type": "quantitative"},
                      "longitude2": {"field": "longitude"}, "latitude2": {"field": "latitude"}}},
        {"data": {"name": "regions"}, "encoding": {}}, {"data": {"name": "others"}, "encoding": {}}]})");
    const bool has_values = !terms.value_title.empty();
    Json size = quantity("size", terms.size_title);
    size["scale"] = {{"range", {40, 260}}, {"zero", false}};
    size["legend"] = {{"format", "d"}, {"tickMinStep", 1}};
    for (const std::size_t layer : {std::size_t{2}, std::size_t{3}}) {
        Json& circles = spec["layer"][layer];
        circles["mark"] = {{"type", "circle"}, {"opacity", 0.95}, {"stroke", "#6b7a88"}, {"strokeWidth", 1}};
        circles["encoding"]["longitude"] = {{"field", "longitude"}, {"type", "quantitative"}};
        circles["encoding"]["latitude"] = {{"field", "latitude"}, {"type", "quantitative"}};
        circles["encoding"]["size"] = size;
        circles["encoding"]["tooltip"] = Json::array({category("region", "region"), quantity("size", terms.size_title)});
    }
    if (has_values) {
        Json& colour = spec["layer"][2]["encoding"]["color"];
        colour = quantity("value", terms.value_title);
        colour["scale"] = {{"scheme", "cividis"}, {"reverse", true}, {"domainMin", 0}};  // seconds apart are not worlds apart
        spec["layer"][2]["encoding"]["tooltip"].push_back(quantity("value", terms.value_title));
        spec["layer"][3]["mark"]["color"] = "#9aa5b1";
        if (others.empty()) spec["layer"].erase(3);  // a scale of no values would be complained about
    } else {
        spec["layer"].erase(2);
    }
    std::vector<ChartData> data{{has_values ? "regions" : "others", has_values ? places.csv() : others.csv()}, {"links", links.csv()}};
    if (has_values && !others.empty()) data.push_back({"others", others.csv()});
    return make_chart(terms.id, terms.title, terms.description, spec, std::move(data));
}

}  // namespace gallerysim::analysis
