#include "analysis/report/region_map.hpp"

#include "analysis/report/chart_parts.hpp"

namespace gallerysim::analysis {

ReportChart region_map(const MapTerms& terms, const std::vector<MapRegion>& regions, const core::RegionOverrides& overrides) {
    ChartRows places{"region", "longitude", "latitude", "value", "size"};
    ChartRows links{"from_longitude", "from_latitude", "longitude", "latitude"};
    for (const MapRegion& one : regions) {
        if (core::find_region(one.name) == nullptr) continue;
        const core::Region region = core::region_of(overrides, one.name);
        places.add(region.display_name, region.longitude_deg, region.latitude_deg, one.value, one.size);
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
        {"data": {"name": "regions"}, "mark": {"type": "circle", "opacity": 0.95, "stroke": "#1a1f24", "strokeWidth": 0.7},
         "encoding": {"longitude": {"field": "longitude", "type": "quantitative"},
                      "latitude": {"field": "latitude", "type": "quantitative"}}}]})");
    Json& circles = spec["layer"][2]["encoding"];
    circles["size"] = quantity("size", terms.size_title);
    circles["size"]["scale"] = {{"range", {40, 260}}, {"zero", false}};
    Json tooltip = Json::array({category("region", "region"), quantity("size", terms.size_title)});
    if (!terms.value_title.empty()) {
        circles["color"] = quantity("value", terms.value_title);
        circles["color"]["scale"] = {{"scheme", "cividis"}, {"reverse", true}};
        tooltip.push_back(quantity("value", terms.value_title));
    }
    circles["tooltip"] = std::move(tooltip);
    return make_chart(terms.id, terms.title, terms.description, spec, {{"regions", places.csv()}, {"links", links.csv()}});
}

}  // namespace gallerysim::analysis
