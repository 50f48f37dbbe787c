#pragma once

#include <cstdint>

namespace gallerysim::core {

/// What the replicas did in a run, or in several together.
///
/// Work is counted in exclusive seconds of a replica at its base rate (ServiceDemand). What was asked of the
/// replicas has been served or is left: work_demanded_s = work_served_s + work_left_s, to rounding; the three
/// come from separate books.
struct StorageUse {
    std::uint64_t busy_answers = 0;  ///< 503s, those of VMs that found no replica available included
    std::uint64_t reads_lost = 0;    ///< broken off because their replica was lost, background loading included
    double bytes_read = 0.0;         ///< by VMs that have read all that their boot reads
    double work_demanded_s = 0.0;    ///< of reads that were let in, of background hydration and of copies
    double work_served_s = 0.0;
    double work_left_s = 0.0;  ///< of reads and copies that were broken off, and of those under way at the end

    StorageUse& operator+=(const StorageUse& other) {
        busy_answers += other.busy_answers;
        reads_lost += other.reads_lost;
        bytes_read += other.bytes_read;
        work_demanded_s += other.work_demanded_s;
        work_served_s += other.work_served_s;
        work_left_s += other.work_left_s;
        return *this;
    }
};

}  // namespace gallerysim::core
