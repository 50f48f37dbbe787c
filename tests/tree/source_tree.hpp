#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gallerysim::test {

/// One C++ file of the project. `path` is relative to the project's root and has forward slashes.
struct SourceFile {
    std::string path;
    std::string text;
};

/// Every .cpp and .hpp under the layers' folders and tests/, sorted by path.
/// Throws std::filesystem::filesystem_error if one of the folders is missing.
[[nodiscard]] std::vector<SourceFile> load_sources(const std::filesystem::path& root);

/// The whole file, or an empty text if there is none.
[[nodiscard]] std::string load_text(const std::filesystem::path& file);

[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

/// The texts between the quotes of each `#include "..."`, in order. Angle brackets are none of our business.
[[nodiscard]] std::vector<std::string_view> quoted_includes(std::string_view text);

/// The part of a path before its first slash: the layer, for every include of ours.
[[nodiscard]] std::string_view first_segment(std::string_view path);

}  // namespace gallerysim::test
