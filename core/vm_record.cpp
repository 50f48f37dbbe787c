#include "core/vm_record.hpp"

#include <algorithm>

namespace gallerysim::core {

Bottleneck& Bottleneck::operator+=(const Bottleneck& other) {
    client += other.client;
    lost += other.lost;
    throttled += other.throttled;
    allocation += other.allocation;
    storage_busy += other.storage_busy;
    contention += other.contention;
    solo_read += other.solo_read;
    boot += other.boot;
    return *this;
}

Bottleneck VmRecord::bottleneck() const {
    const sim::SimTime solo = std::min(solo_read, read_time());
    return {.client = started - requested,
            .lost = retried - started,
            .throttled = admitted - retried,
            .allocation = allocated - admitted,
            .storage_busy = read_started - allocated,
            .contention = read_time() - solo,
            .solo_read = solo,
            .boot = ended - read_ended};
}

}  // namespace gallerysim::core
