#include "core/vm_record.hpp"

#include <algorithm>

namespace gallerysim::core {

BottleneckSeconds& BottleneckSeconds::operator+=(const Bottleneck& vm) {
    client_s += vm.client.seconds();
    lost_s += vm.lost.seconds();
    throttled_s += vm.throttled.seconds();
    allocation_s += vm.allocation.seconds();
    storage_busy_s += vm.storage_busy.seconds();
    contention_s += vm.contention.seconds();
    solo_read_s += vm.solo_read.seconds();
    boot_s += vm.boot.seconds();
    fault_s += vm.fault.seconds();
    return *this;
}

BottleneckSeconds& BottleneckSeconds::operator+=(const BottleneckSeconds& other) {
    client_s += other.client_s;
    lost_s += other.lost_s;
    throttled_s += other.throttled_s;
    allocation_s += other.allocation_s;
    storage_busy_s += other.storage_busy_s;
    contention_s += other.contention_s;
    solo_read_s += other.solo_read_s;
    boot_s += other.boot_s;
    fault_s += other.fault_s;
    return *this;
}

BottleneckSeconds& BottleneckSeconds::operator/=(double number) {
    for (double* part : {&client_s, &lost_s, &throttled_s, &allocation_s, &storage_busy_s, &contention_s,
                         &solo_read_s, &boot_s, &fault_s}) {
        *part /= number;
    }
    return *this;
}

Bottleneck VmRecord::bottleneck() const {
    const sim::SimTime solo = std::min(solo_read, read_time());
    return {.client = started - requested,
            .lost = retried - started,
            .throttled = admitted - retried,
            .allocation = allocated - admitted - lost_to_faults.placements,
            .storage_busy = read_started - allocated - lost_to_faults.reads,
            .contention = read_time() - solo,
            .solo_read = solo,
            .boot = ended - read_ended - lost_to_faults.packages,
            .fault = lost_to_faults.total()};
}

}  // namespace gallerysim::core
