#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/error.hpp"

namespace gallerysim::app {

// stdout carries the answer; stderr carries diagnostics and progress.

/// The pipe behind stdout was closed by its reader, as `| head` does.
class ReaderGone : public core::Error {
public:
    ReaderGone() : Error("nobody reads stdout any more") {}
};

/// Call it first: writing to a closed pipe becomes an error instead of a signal, and no file that is opened
/// later can take the place of a stdout or stderr that was closed from the start.
void prepare_standard_streams();

/// All of the text, or an exception: ReaderGone, or core::Error that says why.
void write_stdout(std::string_view text);
/// As much of it as can be written.
void write_stderr(std::string_view text) noexcept;
/// "gallerysim: error: ..." on stderr.
void print_error(std::string_view message) noexcept;

/// Is stderr a terminal, and not one that asks for plain text (TERM=dumb)?
[[nodiscard]] bool stderr_is_terminal();
/// May the answer on stdout be coloured: a terminal, and NO_COLOR not set (https://no-color.org)?
[[nodiscard]] bool stdout_takes_colour();
/// How wide the terminal is that stdout is, or stderr, if it is one and says so.
[[nodiscard]] std::optional<std::size_t> stdout_columns();
[[nodiscard]] std::optional<std::size_t> stderr_columns();

}  // namespace gallerysim::app
