#include "core/scenario_text.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace gallerysim::core {
namespace {

constexpr std::size_t kLineWidth = 110;

/// The path of a trace, from wherever it is read.
YamlNodePtr with_whole_path(const YamlNode& file) {
    YamlNode node = file;
    node.kind = YamlNode::Kind::quoted_scalar;
    const bool is_beside = file.at.source != nullptr && file.at.source->kind == SourceText::Kind::file;
    const std::filesystem::path folder =
        is_beside ? std::filesystem::path(file.at.source->name).parent_path() : std::filesystem::path();
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(folder / file.text, failed);
    if (!failed) node.text = absolute.lexically_normal().string();
    return std::make_shared<const YamlNode>(std::move(node));
}

YamlNodePtr with_whole_paths(const YamlNodePtr& node, std::string_view key) {
    YamlNode copy = *node;
    for (YamlEntry& entry : copy.entries) {
        const bool is_trace_file = key == "trace" && entry.key == "file" && entry.value->is_scalar();
        entry.value = is_trace_file ? with_whole_path(*entry.value) : with_whole_paths(entry.value, entry.key);
    }
    for (YamlNodePtr& item : copy.items) item = with_whole_paths(item, key);
    return std::make_shared<const YamlNode>(std::move(copy));
}

class Writer {
public:
    void map(const YamlNode& node, std::size_t depth) {
        bool is_first = true;
        for (const YamlEntry& entry : node.entries) {
            if (!is_first || !after_dash_) out.append(2 * depth, ' ');
            is_first = false;
            after_dash_ = false;
            out += yaml_scalar(entry.key) + ':';
            value(*entry.value, depth);
        }
    }

    std::string out;

private:
    /// What stands behind a key: on the same line where there is room.
    void value(const YamlNode& node, std::size_t depth) {
        const std::string flow = to_flow_yaml(node);
        const bool is_short = 2 * depth + flow.size() < kLineWidth;
        if (node.is_map() && !node.entries.empty() && !is_short) {
            out += '\n';
            map(node, depth + 1);
        } else if (node.is_sequence() && !is_short && node.is_named_list()) {
            out += '\n';
            for (const YamlNodePtr& item : node.items) {
                out.append(2 * (depth + 1), ' ');
                out += "- ";
                after_dash_ = true;
                map(*item, depth + 2);
            }
        } else {
            out += ' ' + flow + '\n';
        }
    }

    bool after_dash_ = false;
};

}  // namespace

std::string source_text(const ScenarioSource& source) {
    Writer writer;
    writer.map(*with_whole_paths(source.root(), {}), 0);
    return std::move(writer.out);
}

}  // namespace gallerysim::core
