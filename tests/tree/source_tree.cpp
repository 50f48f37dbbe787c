#include "tests/tree/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gallerysim::test {

namespace {

bool is_source(const std::filesystem::path& file) {
    return file.extension() == ".cpp" || file.extension() == ".hpp";
}

std::string_view skip_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text;
}

}  // namespace

std::string load_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SourceFile> load_sources(const std::filesystem::path& root) {
    std::vector<SourceFile> sources;
    for (const char* folder : {"sim", "core", "analysis", "app", "tests"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file() && is_source(entry.path())) {
                sources.push_back(
                    {entry.path().lexically_relative(root).generic_string(), load_text(entry.path())});
            }
        }
    }
    std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return sources;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<std::string_view> quoted_includes(std::string_view text) {
    constexpr std::string_view kDirective = "include";
    std::vector<std::string_view> includes;
    for (std::string_view line : split_lines(text)) {
        line = skip_blanks(line);
        if (!line.starts_with('#')) {
            continue;
        }
        line = skip_blanks(line.substr(1));
        if (!line.starts_with(kDirective)) {
            continue;
        }
        line = skip_blanks(line.substr(kDirective.size()));
        if (line.starts_with('"')) {
            includes.push_back(line.substr(1, line.find('"', 1) - 1));
        }
    }
    return includes;
}

std::string_view first_segment(std::string_view path) { return path.substr(0, path.find('/')); }

}  // namespace gallerysim::test
