#include "analysis/text_chart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::string_view kFewMarks = "ox+*#@";
constexpr std::string_view kManyMarks = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t kTicks = 4;         // about so many steps of a linear axis
constexpr std::size_t kLeastColumns = 20; // of the field between the axes

using Scale = TextChart::Scale;

/// One axis: numbers to places 0..cells-1.
struct TextAxis {
    Scale scale = Scale::linear;
    double least = 0.0;
    double most = 1.0;
    std::vector<double> ticks;

    [[nodiscard]] double position(double value) const {
        if (scale == Scale::logarithmic) return std::log(value / least) / std::log(most / least);
        return (value - least) / (most - least);
    }
    [[nodiscard]] std::size_t cell(double value, std::size_t cells) const {
        return static_cast<std::size_t>(std::lround(position(value) * static_cast<double>(cells - 1)));
    }
};

bool can_stand_on(double value, Scale scale) { return std::isfinite(value) && (scale == Scale::linear || value > 0.0); }

bool is_drawn(const TextChart& chart, double x, double y) { return can_stand_on(x, chart.x_scale) && can_stand_on(y, chart.y_scale); }

/// 1, 2 or 5 times a power of ten, at least this.
double round_step(double least_step) {
    const double power = std::pow(10.0, std::floor(std::log10(least_step)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least_step * (1.0 - 1e-9)) return factor * power;
    }
    return 10.0 * power;
}

TextAxis linear_axis(double least, double most) {
    if (least >= 0.0) least = 0.0;
    if (most <= least) most = least + 1.0;
    const double step = round_step((most - least) / static_cast<double>(kTicks));
    TextAxis axis;
    const auto first = std::floor(least / step + 1e-9);
    const auto last = std::ceil(most / step - 1e-9);
    for (double i = first; i <= last; ++i) axis.ticks.push_back(i * step);
    axis.least = axis.ticks.front();
    axis.most = axis.ticks.back();
    return axis;
}

/// Ticks at 1, 2 and 5 times powers of ten, at powers alone where those would be many; the ends at such numbers too.
TextAxis logarithmic_axis(double least, double most) {
    TextAxis axis;
    axis.scale = Scale::logarithmic;
    const bool is_long = most / least > 1e4;
    std::vector<double> marks;
    for (double power = std::floor(std::log10(least)); power <= std::ceil(std::log10(most)) + 1.0; ++power) {
        marks.push_back(std::pow(10.0, power));
        if (!is_long) {
            marks.push_back(2.0 * marks.back());
            marks.push_back(5.0 * marks[marks.size() - 2]);
        }
    }
    for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
        const bool is_begin = marks[i + 1] > least * (1.0 + 1e-9);
        if (is_begin) axis.ticks.push_back(marks[i]);
        if (axis.ticks.size() > 1 && axis.ticks.back() >= most * (1.0 - 1e-9)) break;
    }
    axis.least = axis.ticks.front();
    axis.most = axis.ticks.back();
    return axis;
}

TextAxis axis_over(double least, double most, Scale scale) {
    return scale == Scale::logarithmic ? logarithmic_axis(least, most) : linear_axis(least, most);
}

char series_mark(std::size_t series, std::size_t all) {
    const std::string_view marks = all <= kFewMarks.size() ? kFewMarks : kManyMarks;
    return marks[series % marks.size()];
}

struct TextField {
    TextAxis x;
    TextAxis y;
    std::vector<std::string> lines;  ///< from the top
};

TextField draw_field(const TextChart& chart, TextAxis x, TextAxis y, std::size_t columns) {
    const std::size_t rows = chart.height;
    TextField field{std::move(x), std::move(y), std::vector<std::string>(rows, std::string(columns, ' '))};
    if (chart.guide && *chart.guide >= field.y.least && *chart.guide <= field.y.most) {
        field.lines[rows - 1 - field.y.cell(*chart.guide, rows)].assign(columns, '-');
    }
    for (std::size_t s = chart.series.size(); s-- > 0;) {
        for (const auto& [at, value] : chart.series[s].points) {
            if (!is_drawn(chart, at, value)) continue;
            field.lines[rows - 1 - field.y.cell(value, rows)][field.x.cell(at, columns)] = series_mark(s, chart.series.size());
        }
    }
    return field;
}

bool is_power_of_ten(double value) { return value > 0.0 && std::fabs(std::log10(value) - std::round(std::log10(value))) < 1e-9; }

/// The ticks' labels by line from the top; of several in a line the power of ten, or the least.
std::vector<std::string> row_labels(const TextAxis& axis, std::size_t rows) {
    std::vector<std::string> labels(rows);
    for (const double tick : axis.ticks) {
        std::string& label = labels[rows - 1 - axis.cell(tick, rows)];
        if (label.empty() || is_power_of_ten(tick)) label = short_number(tick);
    }
    return labels;
}

/// Tick labels below the axis, as many as do not touch each other.
std::string tick_line(const TextAxis& axis, std::size_t columns) {
    std::string line;
    for (const double tick : axis.ticks) {
        const std::string label = short_number(tick);
        const std::size_t middle = axis.cell(tick, columns);
        const std::size_t begin = middle - std::min(middle, label.size() / 2);
        if (!line.empty() && begin < line.size() + 2) continue;
        line += std::string(begin - line.size(), ' ') + label;
    }
    return line;
}

std::string mark_legend(const TextChart& chart, std::size_t width) {
    std::string text;
    const auto add = [&](char mark, const std::string& name) {
        if (!name.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", mark, name);
    };
    for (std::size_t s = 0; s < chart.series.size(); ++s) add(series_mark(s, chart.series.size()), chart.series[s].name);
    if (chart.guide) add('-', chart.guide_name);
    return text.empty() ? text : wrapped(text, width);
}

}  // namespace

std::string text_chart(const TextChart& chart, std::size_t width) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double x_least = kInfinity;
    double x_most = -kInfinity;
    double y_least = kInfinity;
    double y_most = -kInfinity;
    const auto see = [](double value, double& least, double& most) {
        least = std::fmin(least, value);
        most = std::fmax(most, value);
    };
    for (const TextChart::Series& series : chart.series) {
        for (const auto& [at, value] : series.points) {
            if (!is_drawn(chart, at, value)) continue;
            see(at, x_least, x_most);
            see(value, y_least, y_most);
        }
    }
    if (x_most < x_least) return {};
    if (chart.guide && can_stand_on(*chart.guide, chart.y_scale)) see(*chart.guide, y_least, y_most);

    TextAxis x = axis_over(x_least, x_most, chart.x_scale);
    TextAxis y = axis_over(y_least, y_most, chart.y_scale);
    std::size_t label_width = 0;
    for (const double tick : y.ticks) label_width = std::max(label_width, short_number(tick).size());
    const std::size_t columns = std::max(kLeastColumns, width - std::min(width, label_width + 3));
    const TextField field = draw_field(chart, std::move(x), std::move(y), columns);

    const std::vector<std::string> labels = row_labels(field.y, chart.height);
    std::string text = chart.title + '\n';
    for (std::size_t row = 0; row < chart.height; ++row) {
        std::string line = fmt::format("{:>{}} {}{}", labels[row], label_width, labels[row].empty() ? '|' : '+', field.lines[row]);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    const std::string indent(label_width + 2, ' ');
    text += std::string(label_width + 1, ' ') + '+' + std::string(columns, '-') + '\n';
    text += indent + tick_line(field.x, columns) + '\n';
    const std::size_t begin = (columns - std::min(columns, display_width(chart.x_title))) / 2;
    return text + indent + std::string(begin, ' ') + chart.x_title + '\n' + mark_legend(chart, width);
}

}  // namespace gallerysim::analysis
