#include "app/standard_streams.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "app/write_all.hpp"

namespace gallerysim::app {

namespace {

bool is_plain_terminal() {
    const char* term = std::getenv("TERM");
    return term == nullptr || std::string_view(term) == "dumb";
}

std::optional<std::size_t> columns_of(int descriptor) {
    winsize size{};
    if (isatty(descriptor) != 1 || ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
    return size.ws_col;
}

}  // namespace

void prepare_standard_streams() {
    std::signal(SIGPIPE, SIG_IGN);
    // A new descriptor gets the lowest free number. One that can only be read makes writing fail, as it
    // should.
    int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (descriptor >= 0 && descriptor <= STDERR_FILENO)
        descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (descriptor > STDERR_FILENO) close(descriptor);
}

void write_stdout(std::string_view text) {
    const int error = write_all(STDOUT_FILENO, text);
    if (error == EPIPE) throw ReaderGone();
    if (error != 0) throw core::Error(fmt::format("cannot write to stdout: {}", std::strerror(error)));
}

void write_stderr(std::string_view text) noexcept { static_cast<void>(write_all(STDERR_FILENO, text)); }

void print_error(std::string_view message) noexcept {
    write_stderr("gallerysim: error: ");
    write_stderr(message);
    write_stderr("\n");
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1 && !is_plain_terminal(); }

bool stdout_takes_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const bool forbidden = no_colour != nullptr && *no_colour != '\0';
    return !forbidden && isatty(STDOUT_FILENO) == 1 && !is_plain_terminal();
}

std::optional<std::size_t> stdout_columns() { return columns_of(STDOUT_FILENO); }

std::optional<std::size_t> stderr_columns() { return columns_of(STDERR_FILENO); }

}  // namespace gallerysim::app
