#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gallerysim::core {

/// A text that a scenario is read from: a file, or one setting such as `--set deployments.burst.vms=40`.
struct SourceText {
    enum class Kind {
        file,     ///< messages say name:line:column
        setting,  ///< messages say the name alone: it is the setting itself
    };
    std::string name;
    std::string text;
    Kind kind = Kind::file;

    /// The line of this number, counted from 1, without its end; empty when there is no such line. O(length
    /// of text).
    [[nodiscard]] std::string_view line(int number) const;
};

/// A place in a text, counted from 1; line 0 means the text as a whole. Columns count bytes.
struct SourceMark {
    // Shared: every node of a scenario keeps its text alive, also after the document was merged into another.
    std::shared_ptr<const SourceText> source;
    int line = 0;
    int column = 0;

    /// "burst.yaml:12:9", or the name alone for a setting or a text as a whole.
    [[nodiscard]] std::string to_string() const;
};

}  // namespace gallerysim::core
