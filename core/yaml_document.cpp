#include "core/yaml_document.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "core/yaml_text_check.hpp"

namespace gallerysim::core {
namespace {

/// Ends the reading; the diagnostic has been given.
struct Stopped {};

/// Builds the tree from yaml-cpp's events. The events, unlike its nodes, still tell a second equal key, an
/// anchor, a quoted scalar from a plain one, and `key:` from `key: null`.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics)
        : source_(std::move(source)), diagnostics_(diagnostics) {
        // yaml-cpp does not count a byte order mark.
        line_starts_.push_back(source_->text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        for (std::size_t i = 0; i < source_->text.size(); ++i) {
            if (source_->text[i] == '\n') line_starts_.push_back(i + 1);
        }
    }

    [[nodiscard]] YamlNodePtr root() const { return root_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (root_) {
            stop(at(mark),
                 "the document ended above, but something follows: check the indentation, and keep to one "
                 "document per file");
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        const bool is_explicit = stands_at(mark, "~") || stands_at(mark, "null") || stands_at(mark, "Null") ||
                                 stands_at(mark, "NULL");
        if (expects_key()) stop(at(mark), "a key is missing in front of ':'");
        YamlNode node;
        node.kind = is_explicit ? YamlNode::Kind::removed : YamlNode::Kind::empty;
        // yaml-cpp places a missing value at whatever comes next; it belongs to its key.
        node.at = !is_explicit && !open_.empty() && open_.back().key ? open_.back().key_at : at(mark);
        accept(std::move(node));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        stop(at(mark), "aliases (*) are not supported; write the value out, or use 'extends'");
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_anchor(mark, anchor);
        if (tag != "?" && tag != "!" && !tag.empty()) refuse_tag(mark);
        if (tag == "!" && !is_closed(text_from(mark))) stop(at(mark), "the text in quotes does not end");
        if (expects_key()) {
            take_key(mark, value);
            return;
        }
        YamlNode node;
        node.kind = tag == "!" ? YamlNode::Kind::quoted_scalar : YamlNode::Kind::plain_scalar;
        node.at = at(mark);
        node.text = value;
        accept(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        open(mark, tag, anchor, YamlNode::Kind::sequence);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        open(mark, tag, anchor, YamlNode::Kind::map);
    }
    void OnMapEnd() override { close(); }

private:
    /// A map or sequence whose end has not come yet.
    struct Open {
        YamlNode node;
        std::optional<std::string> key;  ///< of a map: the key whose value comes next
        SourceMark key_at;
    };

    [[nodiscard]] SourceMark at(const YAML::Mark& mark) const {
        return {source_, mark.line + 1, mark.column + 1};
    }

    [[noreturn]] void stop(SourceMark where, std::string message) {
        diagnostics_.error(std::move(where), {}, std::move(message));
        throw Stopped{};
    }

    [[nodiscard]] bool expects_key() const {
        return !open_.empty() && open_.back().node.kind == YamlNode::Kind::map && !open_.back().key;
    }

    /// The document from a mark on.
    [[nodiscard]] std::string_view text_from(const YAML::Mark& mark) const {
        const auto line = static_cast<std::size_t>(mark.line);
        if (mark.line < 0 || mark.column < 0 || line >= line_starts_.size()) return {};
        const std::size_t start = line_starts_[line] + static_cast<std::size_t>(mark.column);
        return std::string_view(source_->text).substr(std::min(start, source_->text.size()));
    }

    [[nodiscard]] bool stands_at(const YAML::Mark& mark, std::string_view word) const {
        return text_from(mark).starts_with(word);
    }

    /// Does the quote end that the text begins with? yaml-cpp takes one for closed where the document ends by
    /// a new line.
    [[nodiscard]] static bool is_closed(std::string_view text) {
        if (text.empty() || (text.front() != '"' && text.front() != '\'')) return true;  // a block scalar
        const char quote = text.front();
        for (std::size_t i = 1; i < text.size(); ++i) {
            const bool apostrophe = quote == '\'' && text.substr(i).starts_with("''");
            if (apostrophe || (quote == '"' && text[i] == '\\')) {
                ++i;
            } else if (text[i] == quote) {
                return true;
            }
        }
        return false;
    }

    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            stop(at(mark), "anchors (&) are not supported; write the value out, or use 'extends'");
        }
    }

    void refuse_tag(const YAML::Mark& mark) {
        stop(at(mark), "tags (!) are not supported; write the plain value");
    }

    void take_key(const YAML::Mark& mark, const std::string& key) {
        if (key == "<<")
            stop(at(mark), "merge keys (<<) are not supported; write the keys out, or use 'extends'");
        Open& map = open_.back();
        if (map.node.entries.size() >= kWidestYaml) {
            stop(at(mark), fmt::format("more than {} keys in one map", kWidestYaml));
        }
        if (const YamlEntry* first = map.node.find(key)) {
            diagnostics_.error(at(mark), {},
                               fmt::format("key {} appears twice in this map; first at line {}",
                                           in_quotes(key), first->key_at.line));
        }
        map.key = key;
        map.key_at = at(mark);
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
        refuse_anchor(mark, anchor);
        if (tag != "?" && !tag.empty()) refuse_tag(mark);
        if (expects_key()) stop(at(mark), "a key must be a plain word; or is a bracket not closed?");
        if (open_.size() >= static_cast<std::size_t>(kDeepestYaml)) {
            stop(at(mark), fmt::format("more than {} maps and lists inside each other", kDeepestYaml));
        }
        Open opened;
        opened.node.kind = kind;
        opened.node.at = at(mark);
        open_.push_back(std::move(opened));
    }

    void close() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        accept(std::move(node));
    }

    void accept(YamlNode node) {
        auto made = std::make_shared<const YamlNode>(std::move(node));
        if (open_.empty()) {
            root_ = std::move(made);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == YamlNode::Kind::sequence) {
            parent.node.items.push_back(std::move(made));
            return;
        }
        parent.node.entries.push_back({std::move(*parent.key), parent.key_at, std::move(made)});
        parent.key.reset();
    }

    std::shared_ptr<const SourceText> source_;
    Diagnostics& diagnostics_;
    std::vector<std::size_t> line_starts_;
    std::vector<Open> open_;
    YamlNodePtr root_;
};

void report(const YAML::Exception& e, const std::shared_ptr<const SourceText>& source,
            Diagnostics& diagnostics) {
    SourceMark where{source, 0, 0};
    if (!e.mark.is_null()) {
        where.line = e.mark.line + 1;
        where.column = e.mark.column + 1;
    }
    diagnostics.error(std::move(where), {}, fmt::format("not valid YAML: {}", e.msg));
}

}  // namespace

YamlNodePtr parse_yaml(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
    if (!check_yaml_text(source, diagnostics)) return nullptr;
    const std::size_t errors_before = diagnostics.errors();
    TreeBuilder builder(source, diagnostics);
    try {
        std::istringstream stream(source->text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stopped&) {
        return nullptr;
    } catch (const YAML::Exception& e) {
        report(e, source, diagnostics);
        return nullptr;
    } catch (const std::logic_error& e) {
        // Some malformed texts end inside yaml-cpp's own containers.
        diagnostics.error({source, 0, 0}, {}, fmt::format("not valid YAML: {}", e.what()));
        return nullptr;
    }
    if (diagnostics.errors() > errors_before) return nullptr;
    if (!builder.root() || builder.root()->kind == YamlNode::Kind::empty) {
        diagnostics.error({source, 0, 0}, {}, "there is nothing in it but blanks and comments");
        return nullptr;
    }
    return builder.root();
}

}  // namespace gallerysim::core
