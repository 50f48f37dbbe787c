#include "app/study_options.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/objective_test.hpp"
#include "analysis/study_objectives.hpp"
#include "app/usage_error.hpp"
#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/objective.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::app {

namespace {

constexpr std::array kStorage{core::StorageType::standard_lrs, core::StorageType::standard_zrs,
                              core::StorageType::premium_lrs};
constexpr std::array kRouting{core::Routing::random, core::Routing::round_robin, core::Routing::least_loaded,
                              core::Routing::power_of_two, core::Routing::same_zone_first};

template <class Value, std::size_t N>
std::vector<Value> named(std::string_view option, const std::vector<std::string>& names,
                         const std::array<Value, N>& known) {
    std::vector<std::string_view> known_names;
    for (const Value value : known) known_names.push_back(core::to_string(value));
    std::vector<Value> values;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(known_names, name);
        if (found == known_names.end()) {
            throw UsageError(fmt::format("{}: unknown value {}{}", option, core::in_quotes(name),
                                         core::suggestion(name, known_names)));
        }
        const Value value = known[static_cast<std::size_t>(found - known_names.begin())];
        if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    return values;
}

}  // namespace

void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& description) {
    app.add_option(name, values, description)->type_name("LIST")->delimiter(',')->allow_extra_args(false);
}

void add_objective_option(CLI::App& app, std::vector<std::string>& texts) {
    app.add_option("--objective", texts, "What must be met, instead of the scenario's objectives; repeatable")
        ->type_name("TEXT")
        ->allow_extra_args(false);
}

std::vector<core::StorageType> storage_types(const std::vector<std::string>& names) {
    return named("--storage", names, kStorage);
}

std::vector<core::Routing> routings(const std::vector<std::string>& names) { return named("--routing", names, kRouting); }

std::vector<std::int64_t> whole_numbers(std::string_view option, const std::vector<std::string>& texts,
                                        std::int64_t most) {
    std::set<std::int64_t> numbers;
    for (const std::string& text : texts) {
        const auto number = core::parse_unsigned(text);
        if (!number || *number < 1 || *number > static_cast<std::uint64_t>(most)) {
            throw UsageError(fmt::format("{}: expected whole numbers from 1 to {}, found {}", option, most,
                                         core::in_quotes(text)));
        }
        numbers.insert(static_cast<std::int64_t>(*number));
    }
    return {numbers.begin(), numbers.end()};
}

std::vector<core::Objective> objectives_of(const std::vector<std::string>& texts, const core::Scenario& scenario) {
    std::vector<core::Objective> given;
    for (const std::string& text : texts) {
        auto objective = core::parse_objective(text);
        if (!objective.value) throw UsageError(fmt::format("--objective: {}", objective.problem));
        given.push_back(std::move(*objective.value));
    }
    std::vector<core::Objective> objectives = analysis::study_objectives(given, scenario);
    for (const core::Objective& objective : objectives) {
        const std::string problem = analysis::ObjectiveTest::why_untestable(objective);
        if (!problem.empty()) throw UsageError(problem);
    }
    return objectives;
}

}  // namespace gallerysim::app
