#include "core/scenario_files.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/scenario_merge.hpp"
#include "core/yaml_document.hpp"

namespace gallerysim::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestChain = 20;

/// Why this cannot be a scenario file; empty when it can.
std::string_view why_no_file(const fs::path& file) {
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (!fs::exists(status)) return "there is no such file";
    // A directory cannot be read, and a device or a pipe may never end.
    if (!fs::is_regular_file(status)) return "this is not a file";
    return {};
}

/// The text of a file, at most one byte more than a scenario may have, so that its size is refused later.
std::string load_text(const fs::path& file) {
    if (const auto why = why_no_file(file); !why.empty())
        throw Error(fmt::format("{}: {}", file.string(), why));
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Error(fmt::format("{}: the file cannot be opened", file.string()));
    std::string text(kLargestYaml + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) throw Error(fmt::format("{}: the file cannot be read", file.string()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    text.shrink_to_fit();
    return text;
}

/// One name per file, however it is written; for finding circles.
fs::path identity(const fs::path& file) {
    std::error_code code;
    fs::path canonical = fs::weakly_canonical(file, code);
    return code ? file.lexically_normal() : canonical;
}

YamlNodePtr without_extends(const YamlNodePtr& root) {
    if (root->find("extends") == nullptr) return root;
    YamlNode copy = *root;
    std::erase_if(copy.entries, [](const YamlEntry& e) { return e.key == "extends"; });
    return std::make_shared<const YamlNode>(std::move(copy));
}

/// Follows `extends` from file to file.
class Chain {
public:
    explicit Chain(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    YamlNodePtr parse(std::string text, const fs::path& file) {
        visited_.push_back(identity(file));
        if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);  // a byte order mark
        auto source = std::make_shared<const SourceText>(SourceText{file.string(), std::move(text)});
        const YamlNodePtr root = parse_yaml(source, diagnostics_);
        if (root == nullptr) return nullptr;
        if (!root->is_map()) {
            diagnostics_.error(root->at, {},
                               fmt::format("a scenario is a map with keys such as 'galleries'; this is {}",
                                           describe(*root)));
            return nullptr;
        }
        const YamlEntry* extends = root->find("extends");
        if (extends == nullptr || extends->value->kind == YamlNode::Kind::removed)
            return without_extends(root);
        const YamlNodePtr base = load_base(*extends->value, file);
        return base == nullptr ? nullptr : merge_scenarios(base, without_extends(root));
    }

private:
    YamlNodePtr load_base(const YamlNode& extends, const fs::path& file) {
        if (!extends.is_scalar() || extends.text.empty()) {
            return refuse(extends,
                          fmt::format("expected the path of a scenario file, found {}", describe(extends)));
        }
        const fs::path base = (file.parent_path() / extends.text).lexically_normal();
        if (std::find(visited_.begin(), visited_.end(), identity(base)) != visited_.end()) {
            return refuse(extends, fmt::format("{} extends itself in a circle", in_quotes(extends.text)));
        }
        if (visited_.size() >= kLongestChain) {
            return refuse(extends, fmt::format("more than {} files extend one another", kLongestChain));
        }
        if (const auto why = why_no_file(base); !why.empty()) {
            return refuse(extends, fmt::format("{}: {}", in_quotes(extends.text), why));
        }
        return parse(load_text(base), base);
    }

    YamlNodePtr refuse(const YamlNode& extends, std::string message) {
        diagnostics_.error(extends.at, "extends", std::move(message));
        return nullptr;
    }

    Diagnostics& diagnostics_;
    std::vector<fs::path> visited_;
};

}  // namespace

YamlNodePtr load_scenario_tree(const fs::path& file, Diagnostics& diagnostics) {
    return Chain(diagnostics).parse(load_text(file), file);
}

YamlNodePtr parse_scenario_tree(std::string text, const fs::path& name, Diagnostics& diagnostics) {
    return Chain(diagnostics).parse(std::move(text), name);
}

}  // namespace gallerysim::core
