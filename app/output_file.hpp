#pragma once

#include <filesystem>
#include <string_view>

namespace gallerysim::app {

/// A file that appears under its name only when it is complete: written beside it under another name, which
/// the last step changes. A file that was there before stays as it was until then, and for good when
/// something fails. A pipe or a device is written to directly; "-" and "/dev/stdout" are stdout.
///
/// Throws core::Error where it cannot go on. Not thread-safe.
class OutputFile {
public:
    /// Opens it, so that a folder that cannot be written to is found out before the work is done.
    explicit OutputFile(const std::filesystem::path& file);
    /// Takes away what was not completed.
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void write(std::string_view text);
    /// All is written. Call it once, last.
    void commit();

private:
    void open_beside(std::filesystem::perms previous);
    [[noreturn]] void fail(std::string_view what, int error) const;

    std::filesystem::path file_;       ///< links followed
    std::filesystem::path temporary_;  ///< empty when written to directly
    int descriptor_ = -1;
};

}  // namespace gallerysim::app
