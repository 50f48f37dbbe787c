#include "core/sweep_constraint.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/quantity_units.hpp"
#include "sim/assert.hpp"

namespace gallerysim::core {
namespace {

using Operation = SweepConstraint::Operation;
using ConstraintStep = SweepConstraint::Step;
using Value = SweepConstraint::Value;

constexpr std::size_t kDeepest = 50;

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// A value as an axis writes it: a number, a quantity, or else a word.
Value value_of(const std::string& text) {
    if (const auto number = parse_number(text)) return {.number = *number};
    if (const auto time = parse_time(text); time.value) return {.number = time.value->seconds(), .time = 1};
    if (const auto size = parse_size(text); size.value) return {.number = size.value->value, .bytes = 1};
    if (const auto rate = parse_rate(text); rate.value) return {.number = rate.value->value, .time = -1};
    if (const auto rate = parse_byte_rate(text); rate.value) {
        return {.number = rate.value->value, .time = -1, .bytes = 1};
    }
    if (const auto fraction = parse_fraction(text); fraction.value) return {.number = *fraction.value};
    return {.word = text};
}

/// Recursive descent; the first problem ends it.
class Parser {
public:
    Parser(std::string_view text, std::span<const SweepAxis> axes) : rest_(text), axes_(axes) {
        for (const SweepAxis& axis : axes) {
            for (const std::string& value : axis.values) {
                if (!value_of(value).word.empty()) words_.push_back(value);
            }
        }
    }

    void parse_all() {
        parse_any();
        skip_blanks();
        if (!rest_.empty()) fail("expected 'and', 'or' or the end");
    }

    std::vector<ConstraintStep> steps;
    std::string problem;

private:
    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    void fail(std::string_view expected) {
        if (!problem.empty()) return;
        problem = fmt::format("{} {}", expected, rest_.empty() ? "at the end" : "at " + in_quotes(rest_));
    }

    bool take(std::string_view symbol) {
        skip_blanks();
        if (!rest_.starts_with(symbol)) return false;
        rest_.remove_prefix(symbol.size());
        return true;
    }

    /// A whole word: not the beginning of a longer one.
    bool take_word(std::string_view word) {
        skip_blanks();
        const bool found = rest_.starts_with(word) &&
                           (rest_.size() == word.size() || !is_name_character(rest_[word.size()]));
        if (found) rest_.remove_prefix(word.size());
        return found;
    }

    void emit(Operation operation) { steps.push_back({.operation = operation}); }

    void parse_any() {
        parse_all_of();
        while (problem.empty() && take_word("or")) {
            parse_all_of();
            emit(Operation::logical_or);
        }
    }

    void parse_all_of() {
        parse_comparison();
        while (problem.empty() && take_word("and")) {
            parse_comparison();
            emit(Operation::logical_and);
        }
    }

    void parse_comparison() {
        parse_sum();
        if (!problem.empty()) return;
        static constexpr std::array<std::pair<std::string_view, Operation>, 6> kRelations{{
            {"<=", Operation::less_equal},
            {">=", Operation::greater_equal},
            {"==", Operation::equal},
            {"!=", Operation::not_equal},
            {"<", Operation::less},
            {">", Operation::greater},
        }};
        for (const auto& [symbol, operation] : kRelations) {
            if (!take(symbol)) continue;
            parse_sum();
            emit(operation);
            return;
        }
        fail("expected <, <=, >, >=, == or !=");
    }

    void parse_sum() {
        parse_product();
        while (problem.empty()) {
            const bool plus = take("+");
            if (!plus && !take("-")) return;
            parse_product();
            emit(plus ? Operation::add : Operation::subtract);
        }
    }

    void parse_product() {
        parse_factor();
        while (problem.empty()) {
            const bool times = take("*");
            if (!times && !take("/")) return;
            parse_factor();
            emit(times ? Operation::multiply : Operation::divide);
        }
    }

    void parse_factor() {
        if (++depth_ > kDeepest) fail("nested too deep");
        if (!problem.empty()) return;
        if (take("-")) {
            parse_factor();
            emit(Operation::negate);
        } else if (take("(")) {
            parse_sum();
            if (problem.empty() && !take(")")) fail("expected ')'");
        } else if (!parse_name() && !parse_quantity()) {
            fail_at_name();
        }
        --depth_;
    }

    /// The longest axis or word that the rest begins with.
    bool parse_name() {
        skip_blanks();
        std::size_t longest = 0;
        ConstraintStep step;
        const auto look_at = [&](std::string_view name, const ConstraintStep& as) {
            if (name.size() <= longest || !rest_.starts_with(name)) return;
            if (rest_.size() > name.size() && is_name_character(rest_[name.size()])) return;
            longest = name.size();
            step = as;
        };
        for (std::size_t i = 0; i < axes_.size(); ++i) look_at(axes_[i].name, {.operation = Operation::axis, .axis = i});
        for (const std::string& word : words_) look_at(word, {.operation = Operation::word, .value = {.word = word}});
        if (longest == 0) return false;
        rest_.remove_prefix(longest);
        steps.push_back(std::move(step));
        return true;
    }

    bool parse_quantity() {
        skip_blanks();
        const std::size_t length = number_length(rest_);
        const auto number = parse_number(rest_.substr(0, length));
        if (length == 0 || !number) return false;
        rest_.remove_prefix(length);
        steps.push_back({.operation = Operation::number, .value = with_unit(*number)});
        return true;
    }

    /// Takes the longest unit off the rest, if it begins with one.
    Value with_unit(double number) {
        constexpr double kNanosecondsPerSecond = 1e9;  // the units of times count nanoseconds
        static const std::array<std::pair<Dimension, Value>, 5> kDimensions{{
            {Dimension::time, {.time = 1}},
            {Dimension::size, {.bytes = 1}},
            {Dimension::rate, {.time = -1}},
            {Dimension::byte_rate, {.time = -1, .bytes = 1}},
            {Dimension::fraction, {}},
        }};
        const std::string_view after = trimmed(rest_);
        const Unit* longest = nullptr;
        Value value{.number = number};
        for (const auto& [dimension, exponents] : kDimensions) {
            for (const Unit& unit : units(dimension)) {
                const std::size_t size = unit.symbol.size();
                if (size == 0 || !after.starts_with(unit.symbol)) continue;
                if (after.size() > size && is_name_character(after[size])) continue;
                if (longest != nullptr && longest->symbol.size() >= size) continue;
                longest = &unit;
                value = exponents;
                value.number = number * unit.factor / unit.divisor;
                if (dimension == Dimension::time) value.number /= kNanosecondsPerSecond;
            }
        }
        if (longest != nullptr) {
            skip_blanks();
            rest_.remove_prefix(longest->symbol.size());
        }
        return value;
    }

    void fail_at_name() {
        std::size_t length = 0;
        while (length < rest_.size() && (is_name_character(rest_[length]) || rest_[length] == '.')) ++length;
        if (length == 0) return fail("expected a number, an axis or '('");
        std::vector<std::string_view> known;
        for (const SweepAxis& axis : axes_) known.push_back(axis.name);
        known.insert(known.end(), words_.begin(), words_.end());
        const std::string_view name = rest_.substr(0, length);
        if (problem.empty()) {
            problem = fmt::format("{} is no axis of the sweep, nor a value of one{}", in_quotes(name),
                                  suggestion(name, known));
        }
    }

    std::string_view rest_;
    std::span<const SweepAxis> axes_;
    std::vector<std::string> words_;
    std::size_t depth_ = 0;
};

/// What a step makes of its operands, or why it cannot.
Parsed<Value> combined(Operation operation, const Value& a, const Value& b) {
    const auto truth = [](bool x) { return Parsed<Value>{Value{.number = x ? 1.0 : 0.0}, {}}; };
    const bool has_word = !a.word.empty() || !b.word.empty();
    if (operation == Operation::equal || operation == Operation::not_equal) {
        if (has_word || a.has_same_dimension(b)) {
            const bool same = a.word == b.word && (has_word || a.number == b.number);
            return truth(same == (operation == Operation::equal));
        }
    } else if (has_word) {
        return {{}, fmt::format("{} is no number", in_quotes(a.word.empty() ? b.word : a.word))};
    }
    switch (operation) {
        case Operation::multiply:
            return {Value{.number = a.number * b.number, .time = a.time + b.time, .bytes = a.bytes + b.bytes}, {}};
        case Operation::divide:
            if (b.number == 0.0) return {{}, "a division by 0"};
            return {Value{.number = a.number / b.number, .time = a.time - b.time, .bytes = a.bytes - b.bytes}, {}};
        case Operation::logical_and: return truth(a.number != 0.0 && b.number != 0.0);
        case Operation::logical_or: return truth(a.number != 0.0 || b.number != 0.0);
        default: break;
    }
    if (!a.has_same_dimension(b)) return {{}, "its two sides have different dimensions"};
    Value sum = a;
    switch (operation) {
        case Operation::add: sum.number += b.number; return {sum, {}};
        case Operation::subtract: sum.number -= b.number; return {sum, {}};
        case Operation::less: return truth(a.number < b.number);
        case Operation::less_equal: return truth(a.number <= b.number);
        case Operation::greater: return truth(a.number > b.number);
        default: return truth(a.number >= b.number);
    }
}

}  // namespace

Parsed<SweepConstraint> SweepConstraint::parse(std::string_view text, std::span<const SweepAxis> axes) {
    Parser parser(text, axes);
    parser.parse_all();
    if (!parser.problem.empty()) {
        return {{}, fmt::format("expected a condition such as 'vms <= 20 * replicas', found {}: {}", in_quotes(text),
                                parser.problem)};
    }
    SweepConstraint constraint;
    constraint.steps_ = std::move(parser.steps);
    return {std::move(constraint), {}};
}

Parsed<bool> SweepConstraint::holds(std::span<const std::string> values) const {
    std::vector<Value> stack;
    for (const ConstraintStep& step : steps_) {
        switch (step.operation) {
            case Operation::number:
            case Operation::word: stack.push_back(step.value); continue;
            case Operation::axis: stack.push_back(value_of(values[step.axis])); continue;
            case Operation::negate:
                if (!stack.back().word.empty()) return {{}, in_quotes(stack.back().word) + " is no number"};
                stack.back().number = -stack.back().number;
                continue;
            default: break;
        }
        const Value b = std::move(stack.back());
        stack.pop_back();
        Parsed<Value> result = combined(step.operation, stack.back(), b);
        if (!result.value) return {{}, std::move(result.problem)};
        stack.back() = std::move(*result.value);
    }
    GALLERYSIM_ASSERT(stack.size() == 1, "a constraint that was parsed has one value");
    return {stack.front().number != 0.0, {}};
}

}  // namespace gallerysim::core
