#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "sim/assert.hpp"
#include "sim/intrusive_list.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// A shelf of items: put() waits for room, get() for an item; both first come, first served. An item whose put() was
/// interrupted is destroyed. Not thread-safe.
template <class Item>
class Store {
public:
    class Get : private ListLink {
    public:
        explicit Get(Store& store) : store_(&store) {}

        bool start(Simulation&, Completion& completion) {
            completion_ = &completion;
            return store_->try_take_or_queue(*this);
        }
        void cancel() { store_->getters_.remove(*this); }
        /// Nobody wants the item any more: it goes to who waits longest, or back to the front of the shelf.
        void give_back() { store_->take_back(std::move(*item_)); }
        /// nullopt: interrupted.
        [[nodiscard]] std::optional<Item> result() { return std::move(item_); }
        [[nodiscard]] std::optional<Item> interrupted_result() { return std::nullopt; }

    private:
        friend class Store;
        Store* store_;
        Completion* completion_ = nullptr;
        std::optional<Item> item_;
    };

    class Put : private ListLink {
    public:
        Put(Store& store, Item item) : store_(&store), item_(std::move(item)) {}

        bool start(Simulation&, Completion& completion) {
            completion_ = &completion;
            return store_->try_place_or_queue(*this);
        }
        void cancel() { store_->putters_.remove(*this); }
        [[nodiscard]] Outcome result() const { return Outcome::done; }
        [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

    private:
        friend class Store;
        Store* store_;
        Completion* completion_ = nullptr;
        Item item_;
    };

    /// REQUIRES: capacity >= 1.
    explicit Store(std::size_t capacity = std::numeric_limits<std::size_t>::max()) : capacity_(capacity) {
        GALLERYSIM_ASSERT(capacity >= 1, "a store needs room for an item");
    }

    [[nodiscard]] Get get() { return Get{*this}; }
    [[nodiscard]] Put put(Item item) { return Put{*this, std::move(item)}; }
    /// Items on the shelf.
    [[nodiscard]] std::size_t size() const { return items_.size(); }

private:
    /// A queue that takes nothing from the heap once it has seen its largest size, which std::deque cannot promise.
    class Shelf {
    public:
        [[nodiscard]] bool empty() const { return first_ == items_.size(); }
        [[nodiscard]] std::size_t size() const { return items_.size() - first_; }
        void push_back(Item item) { items_.push_back(std::move(item)); }
        void push_front(Item item) {
            if (first_ > 0) {
                items_[--first_] = std::move(item);
            } else {
                items_.push_back(std::move(item));
                std::rotate(items_.begin(), items_.end() - 1, items_.end());
            }
        }
        Item take_first() {
            Item item = std::move(items_[first_]);
            if (++first_ > items_.size() / 2) {  // so each item is moved up less than once
                items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
                first_ = 0;
            }
            return item;
        }

    private:
        std::vector<Item> items_;
        std::size_t first_ = 0;  ///< those before it have been taken
    };

    bool try_take_or_queue(Get& getter) {
        if (items_.empty()) {
            getters_.push_back(getter);
            return false;
        }
        getter.item_ = items_.take_first();
        if (!putters_.empty() && items_.size() < capacity_) {
            auto& putter = static_cast<Put&>(putters_.pop_front());
            items_.push_back(std::move(putter.item_));
            putter.completion_->fire(Context::another_process);
        }
        return true;
    }

    bool try_place_or_queue(Put& putter) {
        if (hand_over(putter.item_)) return true;
        if (items_.size() >= capacity_) {
            putters_.push_back(putter);
            return false;
        }
        items_.push_back(std::move(putter.item_));
        return true;
    }

    void take_back(Item item) {
        if (!hand_over(item)) items_.push_front(std::move(item));
    }

    /// Gives the item to who waits longest; false when nobody does.
    bool hand_over(Item& item) {
        if (getters_.empty()) return false;
        auto& getter = static_cast<Get&>(getters_.pop_front());
        getter.item_ = std::move(item);
        getter.completion_->fire(Context::another_process);
        return true;
    }

    std::size_t capacity_;
    Shelf items_;
    IntrusiveList getters_;
    IntrusiveList putters_;
};

}  // namespace gallerysim::sim
