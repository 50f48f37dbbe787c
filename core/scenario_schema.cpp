#include "core/scenario_schema.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/catalogue.hpp"
#include "core/quantity.hpp"
#include "core/scenario_keys.hpp"
#include "core/words.hpp"

namespace gallerysim::core {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kNumber = R"([-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?)";

/// A map of the format: "image version" is defined as image_version.
std::string definition_of(Section section) {
    std::string name(title_of(section));
    for (char& c : name) c = c == ' ' ? '_' : c;
    return name;
}

Json reference_to(Section section) { return {{"$ref", "#/definitions/" + definition_of(section)}}; }

/// Digits and one of the dimension's units, as often as it may be repeated.
Json quantity(Dimension dimension, std::string_view repeat = "") {
    std::string units = units_of(dimension);
    std::string alternatives;
    for (const char c : units) {
        if (c == ' ') continue;
        alternatives += c == ',' ? '|' : c;
    }
    return {{"type", "string"}, {"pattern", fmt::format("^({} *({}) *){}$", kNumber, alternatives, repeat)}};
}

Json one_of(std::string_view text) {
    Json all = Json::array();
    for (const std::string_view word : words_of(text)) all.push_back(word);
    return {{"enum", std::move(all)}};
}

Json region_names() {
    Json all = Json::array();
    for (const Region& r : regions()) all.push_back(r.name);
    return {{"enum", std::move(all)}};
}

Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json any_of(Json first, Json second) {
    return {{"anyOf", Json::array({std::move(first), std::move(second)})}};
}

Json value_schema(const KeyInfo& info) {
    switch (info.kind) {
        case ValueKind::text:
        case ValueKind::path: return {{"type", "string"}};
        // A version such as 1.0 or a gallery called 7 is a number to YAML, and a name to us.
        case ValueKind::name: return {{"type", Json::array({"string", "number"})}};
        case ValueKind::boolean: return {{"type", "boolean"}};
        case ValueKind::choice: return one_of(info.choices);
        case ValueKind::integer: return {{"type", "integer"}};
        case ValueKind::number: return {{"type", "number"}};
        case ValueKind::time: return quantity(Dimension::time, "+");
        case ValueKind::size: return quantity(Dimension::size);
        case ValueKind::rate: return quantity(Dimension::rate);
        case ValueKind::byte_rate: return quantity(Dimension::byte_rate);
        case ValueKind::fraction: return any_of({{"type", "number"}}, quantity(Dimension::fraction));
        case ValueKind::region: return region_names();
        case ValueKind::image_reference: return {{"type", "string"}, {"pattern", "^[^/]+/[^/]+/[^/]+$"}};
        case ValueKind::publication: return any_of(one_of("already"), quantity(Dimension::time, "+"));
        case ValueKind::distribution: return any_of(quantity(Dimension::time, "+"), reference_to(info.child));
        case ValueKind::texts: return list_of({{"type", "string"}});
        case ValueKind::integers: return list_of({{"type", "integer"}});
        case ValueKind::times: return list_of(quantity(Dimension::time, "+"));
        case ValueKind::rates: return list_of(quantity(Dimension::rate));
        case ValueKind::sweep_values:
            return any_of({{"type", "string"}, {"pattern", R"(\.\.)"}}, {{"type", "array"}, {"minItems", 1}});
        case ValueKind::sweep_points: return list_of({{"type", "object"}});
        case ValueKind::conditions: return any_of({{"type", "string"}}, list_of({{"type", "string"}}));
        case ValueKind::section: return reference_to(info.child);
        case ValueKind::named_list: return list_of(reference_to(info.child));
        case ValueKind::named_map:
            return {{"type", "object"}, {"additionalProperties", reference_to(info.child)}};
    }
    return Json::object();
}

Json section_schema(Section section) {
    Json properties = Json::object();
    std::string_view name;
    for (const KeyInfo& info : keys_of(section)) {
        Json schema = {{"description", fmt::format("{} Default: {}.", info.meaning, info.fallback)}};
        if (info.fallback == kRequired) schema["description"] = info.meaning;
        // null stands for a key that is not there, also where a value would be required.
        schema["anyOf"] = Json::array({value_schema(info), Json{{"type", "null"}}});
        properties[std::string(info.key)] = std::move(schema);
        if (info.key == "name" || info.key == "lun") name = info.key;
    }
    Json schema = {
        {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    // Elements of lists are known by their names, also in a file that extends another one.
    if (!name.empty() && section != Section::scenario) schema["required"] = Json::array({name});
    return schema;
}

}  // namespace

std::string scenario_json_schema() {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "gallerysim scenario, schema 1"}};
    schema.update(section_schema(Section::scenario));
    Json definitions = Json::object();
    for (const Section section : all_sections()) {
        if (section != Section::scenario) definitions[definition_of(section)] = section_schema(section);
    }
    schema["definitions"] = std::move(definitions);
    return schema.dump(2) + '\n';
}

}  // namespace gallerysim::core
