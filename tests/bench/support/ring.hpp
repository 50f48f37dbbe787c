#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace gallerysim::bench {

/// A queue in a ring that grows: who is in the system. The floors and the models built on the engine use the same one.
template <class Item>
class Ring {
public:
    [[nodiscard]] bool empty() const { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }
    [[nodiscard]] const Item& front() const { return items_[head_ & mask()]; }
    void pop() { ++head_; }
    void push(Item item) {
        if (size() == items_.size()) grow();
        items_[tail_++ & mask()] = item;
    }

private:
    [[nodiscard]] std::size_t mask() const { return items_.size() - 1; }
    void grow() {
        std::vector<Item> larger(items_.size() * 2);
        for (std::size_t i = head_; i != tail_; ++i) larger[i & (larger.size() - 1)] = items_[i & mask()];
        items_ = std::move(larger);
    }

    std::vector<Item> items_ = std::vector<Item>(64);
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

}  // namespace gallerysim::bench
