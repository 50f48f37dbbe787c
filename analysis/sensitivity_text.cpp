#include "analysis/sensitivity_text.hpp"

#include <fmt/format.h>

#include "analysis/sensitivity_sentences.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;

std::string rows_text(const SensitivityStudy& study, const ResponseSensitivity& response) {
    const auto rows = sensitivity_rows(study, response);
    std::vector<Align> columns(rows.front().size(), Align::right);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i == 0 || rows.front()[i] == "interval") columns[i] = Align::left;
    }
    TextTable table(columns);
    for (const auto& row : rows) table.add(row);
    return table.render();
}

std::string what_was_varied(const SensitivityStudy& study) {
    std::string text = "\nVaried, each independently and evenly over:\n";
    for (const Factor& factor : study.factors) {
        text += wrapped(fmt::format("  {}: {}; {}", factor.path, factor.range, factor.reason), "    ");
    }
    if (!study.held.empty()) text += "Assumed too, but held:\n";
    for (const HeldFigure& figure : study.held) {
        text += wrapped(fmt::format("  {} = {}; {}", figure.path, figure.value, figure.reason), "    ");
    }
    return text;
}

}  // namespace

std::string sensitivity_table(const core::Scenario& scenario, const SensitivityStudy& study) {
    std::string text;
    for (const ResponseSensitivity& response : study.responses) {
        text += wrapped(sensitivity_answer(study, response)) + wrapped(sensitivity_span(study, response));
    }
    text += fmt::format("\nscenario  {}, hash {}, seed {}\nmethod    {}\n", scenario.name, core::content_hash(scenario), scenario.seed,
                        sensitivity_method(study));
    for (const ResponseSensitivity& response : study.responses) {
        text += '\n' + rows_text(study, response) + wrapped(sensitivity_sums(study, response));
        for (const std::string& warning : sensitivity_warnings(study, response)) text += wrapped("Beware: " + warning, "        ");
    }
    return text + wrapped(sensitivity_legend(study)) + what_was_varied(study);
}

}  // namespace gallerysim::analysis
