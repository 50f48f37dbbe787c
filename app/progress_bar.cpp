#include "app/progress_bar.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "app/standard_streams.hpp"

namespace gallerysim::app {

namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr std::size_t kUsualColumns = 80;
constexpr std::chrono::milliseconds kQuickEnough{300};  // what is over by then needs no bar

/// 0:07, 12:30, 1:02:03
std::string clock_text(double seconds) {
    const auto whole = static_cast<long long>(std::clamp(seconds, 0.0, 1e9));
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

std::string progress_line(const analysis::ExperimentProgress& progress, std::chrono::duration<double> elapsed,
                          std::size_t columns) {
    const auto done = static_cast<double>(progress.runs_done);
    const double share = progress.share_done();
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
    std::string line =
        fmt::format("[{}{}] {:.0f} %  {}/{} runs", std::string(filled, '#'),
                    std::string(kBarWidth - filled, '-'), std::floor(100.0 * share),
                    analysis::count_text(progress.runs_done), analysis::count_text(progress.runs_planned));
    if (progress.points > 1) {
        line += fmt::format("  {}/{} points", analysis::count_text(progress.points_done),
                            analysis::count_text(progress.points));
    }
    line += "  " + clock_text(elapsed.count());
    if (done > 0.0 && elapsed.count() > 0.0) {
        line += fmt::format(", {} left  {} runs/s", clock_text(elapsed.count() * (1.0 - share) / share),
                            analysis::short_number(done / elapsed.count()));
    }
    return line.substr(0, columns);
}

ProgressBar::ProgressBar(Visibility visibility)
    : visible_(visibility == Visibility::automatic && stderr_is_terminal()), next_(start_ + kQuickEnough) {}

ProgressBar::~ProgressBar() {
    if (drawn_) write_stderr("\r\x1b[K");
}

void ProgressBar::update(const analysis::ExperimentProgress& progress) {
    if (!visible_) return;
    const Clock::time_point now = Clock::now();
    if (now < next_) return;
    next_ = now + kBetweenDrawings;
    drawn_ = true;
    // One column is left free: a full line would make some terminals begin the next.
    write_stderr(fmt::format("\r{}\x1b[K", progress_line(progress, now - start_, stderr_columns().value_or(kUsualColumns) - 1)));
}

}  // namespace gallerysim::app
