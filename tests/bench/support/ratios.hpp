#pragma once

namespace gallerysim::bench {

/// A line of the table at the end: the speed of one benchmark over that of another, in items per second.
struct Ratio {
    const char* what;
    const char* ours;
    const char* floor;
    double target;  ///< at least
};

/// What the project promises about its speed (docs/performance.md). The targets of the hold model are given in
/// nanoseconds: floor over ours.
inline constexpr Ratio kRatios[] = {
    {"M/M/1 callbacks / bare 4-ary heap loop", "mm1/callbacks", "mm1/floor: 4-ary heap", 0.9},
    {"M/M/1 processes / bare 4-ary heap loop", "mm1/processes", "mm1/floor: 4-ary heap", 0.55},
    {"hold, 100 pending / heap with replace-top", "hold/events/100", "hold/floor: 4-ary heap, replace-top/100",
     51.0 / 55.0},
    {"hold, 1,000 pending", "hold/events/1000", "hold/floor: 4-ary heap, replace-top/1000", 76.0 / 75.0},
    {"hold, 10,000 pending", "hold/events/10000", "hold/floor: 4-ary heap, replace-top/10000", 117.0 / 110.0},
    {"hold, 100,000 pending", "hold/events/100000", "hold/floor: 4-ary heap, replace-top/100000", 171.0 / 160.0},
    {"hold, 1,000,000 pending", "hold/events/1000000", "hold/floor: 4-ary heap, replace-top/1000000",
     365.0 / 350.0},
    {"sharing, 100 flows / virtual time and std heap", "sharing/closed/100", "sharing/floor, closed/100", 12.0 / 13.3},
    {"sharing, 1,000 flows", "sharing/closed/1000", "sharing/floor, closed/1000", 9.5 / 9.6},
    {"sharing, 10,000 flows", "sharing/closed/10000", "sharing/floor, closed/10000", 6.5 / 6.9},
    {"sharing, 100,000 flows", "sharing/closed/100000", "sharing/floor, closed/100000", 5.0 / 5.1},
    {"sharing, open at a load of 0.9", "sharing/open", "sharing/floor, open", 10.0 / 12.0},
    {"sharing, a batch of 1,000,000", "sharing/batch of 1000000", "sharing/floor, batch of 1000000", 0.36 / 0.35},
    {"20 runs on two threads / on one", "runs/threads/2/real_time", "runs/threads/1/real_time", 1.9},
};

}  // namespace gallerysim::bench
