#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

// Options whose values are checked when they are read, so that a mistake is a usage error that says what was
// expected.

/// A whole number, kept as it is written.
void add_whole_number(CLI::App& app, const std::string& name, std::string& value, std::uint64_t least,
                      std::uint64_t greatest, const std::string& description);

/// One of these words.
void add_choice(CLI::App& app, const std::string& name, std::string& value,
                std::span<const std::string_view> choices, const std::string& description);

}  // namespace gallerysim::app
