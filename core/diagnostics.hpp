#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/source_text.hpp"

namespace gallerysim::core {

enum class Severity { error, warning, note };

/// One remark about what a user wrote.
struct Diagnostic {
    Severity severity = Severity::error;
    SourceMark at;
    std::string path;     ///< key path as `--set` takes it: galleries.prod.win2022.1.0.0.westeurope.replicas;
                          ///< may be empty
    std::string message;  ///< what was expected and found, and what to write instead
};

enum class SourceLines { show, hide };

/// Collects everything that is wrong with a user's input, so that it can be said in one go.
///
/// Not thread-safe. Keeps the first kMost diagnostics and counts the rest.
class Diagnostics {
public:
    static constexpr std::size_t kMost = 200;

    void error(SourceMark at, std::string path, std::string message);
    void warning(SourceMark at, std::string path, std::string message);
    void note(SourceMark at, std::string path, std::string message);
    void add(Diagnostic diagnostic);
    /// Takes over what `other` has collected.
    void append(const Diagnostics& other);

    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    [[nodiscard]] std::size_t errors() const { return errors_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
    [[nodiscard]] bool empty() const { return all_.empty(); }

    /// One line each, as a compiler writes it, in the order of the texts; below it the line and a caret if
    /// wanted: `burst.yaml:12:9: error: galleries.prod: unknown key 'image'; did you mean 'images'?`
    [[nodiscard]] std::string render(SourceLines lines = SourceLines::show) const;

private:
    std::vector<Diagnostic> all_;
    std::size_t errors_ = 0;
    std::size_t dropped_ = 0;
};

[[nodiscard]] std::string_view to_string(Severity severity);

/// What a user wrote, in quotes, for a message: control characters escaped, long texts cut.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace gallerysim::core
