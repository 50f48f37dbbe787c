#include "app/checked_options.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

void add_whole_number(CLI::App& app, const std::string& name, std::string& value, std::uint64_t least,
                      std::uint64_t greatest, const std::string& description) {
    const auto check = [least, greatest](const std::string& text) {
        const auto number = core::parse_unsigned(text);
        if (number && *number >= least && *number <= greatest) return std::string();
        return fmt::format("expected a whole number from {} to {}, found {}", least, greatest,
                           core::in_quotes(text));
    };
    app.add_option(name, value, description)->type_name("N")->check(check);
}

void add_choice(CLI::App& app, const std::string& name, std::string& value,
                std::span<const std::string_view> choices, const std::string& description) {
    const std::vector<std::string_view> known(choices.begin(), choices.end());
    const auto check = [known](const std::string& text) {
        if (std::ranges::find(known, text) != known.end()) return std::string();
        return fmt::format("unknown value {}{}", core::in_quotes(text), core::suggestion(text, known));
    };
    app.add_option(name, value, description)
        ->type_name(fmt::format("{}", fmt::join(known, "|")))
        ->check(check);
}

}  // namespace gallerysim::app
