#include "core/diagnostics.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/utf8.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kLongestQuote = 60;
constexpr std::size_t kLongestSourceLine = 200;

/// Texts in the order of their first appearance: the place of each diagnostic's text.
std::vector<std::size_t> text_ranks(const std::vector<Diagnostic>& all) {
    std::vector<const SourceText*> seen;
    std::vector<std::size_t> ranks;
    ranks.reserve(all.size());
    for (const Diagnostic& d : all) {
        const auto found = std::find(seen.begin(), seen.end(), d.at.source.get());
        ranks.push_back(static_cast<std::size_t>(found - seen.begin()));
        if (found == seen.end()) seen.push_back(d.at.source.get());
    }
    return ranks;
}

std::vector<std::size_t> reading_order(const std::vector<Diagnostic>& all) {
    const auto ranks = text_ranks(all);
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        // A note belongs to what it follows, so it never moves ahead of it: notes are placed with their
        // predecessor.
        const auto anchor = [&](std::size_t i) {
            while (i > 0 && all[i].severity == Severity::note) --i;
            return std::tuple(ranks[i], all[i].at.line, all[i].at.column);
        };
        return anchor(a) < anchor(b);
    });
    return order;
}

/// The source line and a caret under the column; tabs become blanks so that the two lines agree.
std::string caret_lines(const SourceMark& at) {
    if (!at.source || at.line < 1 || at.source->kind == SourceText::Kind::setting) return {};
    std::string line(at.source->line(at.line));
    const auto caret = static_cast<std::size_t>(std::max(at.column, 1) - 1);
    if (line.empty() || caret > line.size() || caret >= kLongestSourceLine) return {};
    std::replace(line.begin(), line.end(), '\t', ' ');
    const std::string before = printable(std::string_view(line).substr(0, caret));
    const std::string after = printable(std::string_view(line).substr(caret, kLongestSourceLine - caret));
    // The later bytes of a multi-byte character take no column on the screen.
    const auto width = std::count_if(before.begin(), before.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return fmt::format("    {}{}\n    {}^\n", before, after,
                       std::string(static_cast<std::size_t>(width), ' '));
}

}  // namespace

void Diagnostics::error(SourceMark at, std::string path, std::string message) {
    add({Severity::error, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::warning(SourceMark at, std::string path, std::string message) {
    add({Severity::warning, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::note(SourceMark at, std::string path, std::string message) {
    add({Severity::note, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::add(Diagnostic diagnostic) {
    if (diagnostic.severity == Severity::error) ++errors_;
    if (all_.size() < kMost) {
        all_.push_back(std::move(diagnostic));
    } else {
        ++dropped_;
    }
}

void Diagnostics::append(const Diagnostics& other) {
    const std::size_t errors_in_all = errors_ + other.errors_;
    for (const Diagnostic& d : other.all_) add(d);
    dropped_ += other.dropped_;
    errors_ = errors_in_all;  // also those that `other` only counted
}

std::string Diagnostics::render(SourceLines lines) const {
    std::string out;
    for (const std::size_t i : reading_order(all_)) {
        const Diagnostic& d = all_[i];
        const std::string place = d.at.to_string();
        if (!place.empty()) out += place + ": ";
        out += fmt::format("{}: ", to_string(d.severity));
        if (!d.path.empty()) out += d.path + ": ";
        out += d.message + '\n';
        if (lines == SourceLines::show) out += caret_lines(d.at);
    }
    if (dropped_ > 0) out += fmt::format("and {} more\n", dropped_);
    return out;
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::note: return "note";
    }
    return "error";
}

std::string in_quotes(std::string_view text) {
    if (text.size() <= kLongestQuote) return fmt::format("'{}'", printable(text));
    // Cut between characters, not inside one.
    std::size_t end = 0;
    while (end < kLongestQuote) end += std::max<std::size_t>(utf8_length(text.substr(end)), 1);
    return fmt::format("'{}...'", printable(text.substr(0, end)));
}

}  // namespace gallerysim::core
