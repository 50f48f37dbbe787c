#include "sim/monotone_queue.hpp"

#include <algorithm>

namespace gallerysim::sim {

namespace {

/// Wheel mode ends when this few are left: far below the size at which it begins.
constexpr std::size_t kHeapAgain = SmallHeap::kCapacity / 8;

}  // namespace

void MonotoneQueue::clear() {
    collect();
    scratch_.clear();
    floor_ = 0;
    refill();
}

void MonotoneQueue::lower_floor(Key key) {
    if (key >= floor_) return;
    collect();
    floor_ = key;
    refill();
}

void MonotoneQueue::push_slowly(Key key, std::uint32_t item, unsigned rank) {
    const QueueEntry entry{key, rank, 0, item};
    if (wheel_mode_) {
        push_to_wheel(entry);
        return;
    }
    // The heap is full, or the sequence numbers are used up. A full one changes to the wheel.
    collect();
    const auto comes_later = [](const QueueEntry& a, const QueueEntry& b) {
        return a.key() != b.key() ? a.key() < b.key() : a.rank() < b.rank();
    };
    scratch_.insert(std::upper_bound(scratch_.begin(), scratch_.end(), entry, comes_later), entry);
    refill();
}

void MonotoneQueue::push_to_wheel(const QueueEntry& entry) {
    if (entry.key() == floor_) {
        push_to_batch(entry);
    } else {
        wheel_->push(entry);
    }
}

void MonotoneQueue::push_to_batch(const QueueEntry& entry) {
    batches_[entry.rank()].entries.push_back(entry);
    ++batch_size_;
}

bool MonotoneQueue::take_from_wheel(Key limit, QueueEntry& out) {
    if (batch_size_ == 0) {
        if (wheel_->size() <= kHeapAgain) {
            collect();
            refill();
            return pop(limit, out);
        }
        std::size_t taken = 0;
        wheel_->extract_min(limit, [&](const QueueEntry& entry) {
            if (taken++ == 0) {
                out = entry;  // mostly alone: then it needs no batch
            } else {
                if (taken == 2) push_to_batch(out);
                push_to_batch(entry);
            }
        });
        if (taken == 0) return false;
        floor_ = out.key();
        if (taken == 1) return true;
    }
    return floor_ <= limit && take_from_batch(out);
}

bool MonotoneQueue::take_from_batch(QueueEntry& out) {
    for (Batch& batch : batches_) {
        if (batch.entries.empty()) continue;
        out = batch.entries[static_cast<std::size_t>(batch.next++)];
        --batch_size_;
        if (batch.next == std::ssize(batch.entries)) {
            batch.entries.clear();
            batch.next = 0;
        }
        return true;
    }
    return false;
}

QueueEntry MonotoneQueue::first_of_batch() const {
    for (const Batch& batch : batches_) {
        if (!batch.entries.empty()) return batch.entries[static_cast<std::size_t>(batch.next)];
    }
    return QueueEntry::sentinel();
}

/// Moves all entries into scratch_, sorted.
void MonotoneQueue::collect() {
    scratch_.clear();
    if (!wheel_mode_) {
        heap_.drain([&](const QueueEntry& entry) { scratch_.push_back(entry); });
    } else {
        // The wheel and the batches keep the order of insertion within a key and rank, and no sequence numbers.
        std::uint64_t sequence = 0;
        const auto keep = [&](const QueueEntry& entry) {
            scratch_.emplace_back(entry.key(), entry.rank(), sequence++, entry.item());
        };
        for (Batch& batch : batches_) {
            std::for_each(batch.entries.begin() + batch.next, batch.entries.end(), keep);
            batch.entries.clear();
            batch.next = 0;
        }
        batch_size_ = 0;
        wheel_->drain(keep);
    }
    std::sort(scratch_.begin(), scratch_.end());
}

/// Files the sorted entries of scratch_ anew, in the mode that suits their number, with fresh sequence numbers.
void MonotoneQueue::refill() {
    wheel_mode_ = scratch_.size() > SmallHeap::kCapacity;
    heap_limit_ = wheel_mode_ ? 0 : SmallHeap::kCapacity;
    sequence_ = 0;
    if (wheel_mode_) {
        if (!wheel_) wheel_ = std::make_unique<TimingWheel>();
        wheel_->set_floor_of_empty(floor_);
        for (const QueueEntry& entry : scratch_) push_to_wheel(entry);
    } else {
        for (const QueueEntry& entry : scratch_) {
            heap_.push(QueueEntry{entry.key(), entry.rank(), sequence_++, entry.item()});
        }
    }
}

}  // namespace gallerysim::sim
