// closed_form_table() and closed_form_json() of arithmetic.hpp.


#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/arithmetic.hpp"
#include "analysis/human_text.hpp"
#include "analysis/json_number.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using Json = nlohmann::ordered_json;

std::string_view sign_of(ClosedFormKind kind) {
    switch (kind) {
        case ClosedFormKind::exact: return "=";
        case ClosedFormKind::at_least: return "<=";  // the closed form stands on the left
        case ClosedFormKind::at_most: return ">=";
        default: return "~";
    }
}

}  // namespace

std::string closed_form_table(const std::vector<ClosedForm>& forms) {
    if (forms.empty()) return {};
    TextTable table({Align::left, Align::right, Align::left, Align::right, Align::left});
    std::string conditions;
    table.add({"by arithmetic", "", "", "simulated", "formula"});
    for (const ClosedForm& form : forms) {
        const DisplayUnit unit = display_unit(form.unit, form.value);
        const bool stands_alone = form.kind == ClosedFormKind::alone || !form.simulated;
        table.add({form.text, value_text(form.value, unit), std::string(stands_alone ? "" : sign_of(form.kind)),
                   stands_alone ? "" : value_text(form.simulated->value, unit),
                   form.formula});
        conditions += fmt::format("{}{}: {}", conditions.empty() ? "" : "; ", form.text, form.condition);
    }
    return table.render() + wrapped(conditions + '.');
}

Json closed_form_json(const std::vector<ClosedForm>& forms) {
    Json all = Json::array();
    for (const ClosedForm& form : forms) {
        Json json = {{"quantity", form.id},
                     {"value", json_number(form.value)},
                     {"kind", to_string(form.kind)},
                     {"formula", form.formula},
                     {"condition", form.condition},
                     {"simulated", nullptr}};
        if (form.simulated) {
            json["simulated"] = {{"value", json_number(form.simulated->value)},
                                 {"low", json_number(form.simulated->low)},
                                 {"high", json_number(form.simulated->high)}};
        }
        all.push_back(std::move(json));
    }
    return all;
}

}  // namespace gallerysim::analysis
