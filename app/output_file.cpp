#include "app/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "app/write_all.hpp"
#include "core/error.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

namespace fs = std::filesystem;

namespace {

/// The descriptor that a name stands for. Opening such a name would begin a redirected file anew.
std::optional<int> descriptor_named(const std::string& name) {
    constexpr std::string_view kFolder = "/dev/fd/";
    if (name == "-" || name == "/dev/stdout") return STDOUT_FILENO;
    if (name == "/dev/stderr") return STDERR_FILENO;
    if (!name.starts_with(kFolder)) return std::nullopt;
    const auto number = core::parse_unsigned(name.substr(kFolder.size()));
    constexpr std::uint64_t kMost = 1'000'000;
    return number && *number < kMost ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

}  // namespace

OutputFile::OutputFile(const fs::path& file) : file_(file) {
    if (const auto descriptor = descriptor_named(file.string())) {
        descriptor_ = dup(*descriptor);
        if (descriptor_ < 0) fail("write to", errno);
        return;
    }
    std::error_code ignored;
    const fs::file_status status = fs::status(file, ignored);
    if (fs::is_directory(status)) {
        throw core::Error(
            fmt::format("cannot write to '{}': it is a folder; name a file in it", file.string()));
    }
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        descriptor_ = open(file.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) fail("open", errno);
        return;
    }
    if (fs::exists(status)) {
        file_ = fs::canonical(file);
        if (access(file_.c_str(), W_OK) != 0) fail("write to", errno);
    }
    open_beside(status.permissions());
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view text) {
    const int error = write_all(descriptor_, text);
    if (error != 0) fail("write to", error);
}

void OutputFile::commit() {
    // Some systems report a full disk or a lost connection only here.
    if (!temporary_.empty() && fsync(descriptor_) != 0 && errno != EINVAL) fail("write to", errno);
    const int descriptor = descriptor_;
    descriptor_ = -1;
    if (close(descriptor) != 0) fail("write to", errno);
    if (temporary_.empty()) return;
    if (std::rename(temporary_.c_str(), file_.c_str()) != 0) fail("write to", errno);
    temporary_.clear();
}

void OutputFile::open_beside(fs::perms previous) {
    constexpr int kMostTries = 100;
    constexpr mode_t kNewFile = 0666;  // as the user's umask cuts it down
    for (int number = 0; number < kMostTries; ++number) {
        temporary_ = file_;
        temporary_.replace_filename(
            fmt::format(".{}.{}-{}.tmp", file_.filename().string(), getpid(), number));
        descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewFile);
        if (descriptor_ >= 0 || errno != EEXIST) break;
    }
    if (descriptor_ < 0) {
        const int error = errno;
        temporary_.clear();
        fail("write to", error);
    }
    if (previous != fs::perms::unknown && previous != fs::perms::none) {
        static_cast<void>(fchmod(descriptor_, static_cast<mode_t>(previous)));
    }
}

void OutputFile::fail(std::string_view what, int error) const {
    throw core::Error(fmt::format("cannot {} '{}': {}", what, file_.string(), std::strerror(error)));
}

}  // namespace gallerysim::app
