#include "sim/time_weighted.hpp"

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {
constexpr double kNanosecondsInASecond = 1e9;
}

TimeWeighted::TimeWeighted(SimTime start, double level)
    : start_(start), changed_(start), level_(level), min_(level), max_(level) {}

double TimeWeighted::area(SimTime now) const {
    GALLERYSIM_ASSERT(now >= changed_, "a time-weighted level is changed and read in the order of time");
    return area_ + level_ * static_cast<double>((now - changed_).nanoseconds());
}

void TimeWeighted::set(SimTime now, double level) {
    area_ = area(now);
    changed_ = now;
    level_ = level;
    if (level < min_) min_ = level;
    if (level > max_) max_ = level;
}

void TimeWeighted::reset(SimTime now) {
    GALLERYSIM_ASSERT(now >= changed_, "a time-weighted level is changed and read in the order of time");
    *this = TimeWeighted(now, level_);
}

double TimeWeighted::integral(SimTime now) const { return area(now) / kNanosecondsInASecond; }

double TimeWeighted::average(SimTime now) const {
    const double total = area(now);
    const auto span = static_cast<double>((now - start_).nanoseconds());
    return span > 0.0 ? total / span : level_;
}

}  // namespace gallerysim::sim
