#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace gallerysim::app {

/// Writes the whole text. 0, or the errno of the write that failed.
[[nodiscard]] inline int write_all(int descriptor, std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (written < 0 && errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

}  // namespace gallerysim::app
