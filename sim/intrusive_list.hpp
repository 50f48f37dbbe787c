#pragma once

#include <cstddef>

namespace gallerysim::sim {

/// A link that an element of an IntrusiveList carries: no allocation to join a queue, O(1) to leave it from anywhere.
struct ListLink {
    ListLink* previous = nullptr;
    ListLink* next = nullptr;
};

/// A doubly linked list of elements that live elsewhere (mostly in coroutine frames) and derive from ListLink.
class IntrusiveList {
public:
    IntrusiveList() = default;
    IntrusiveList(const IntrusiveList&) = delete;
    IntrusiveList& operator=(const IntrusiveList&) = delete;

    [[nodiscard]] bool empty() const { return first_ == nullptr; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] ListLink* first() const { return first_; }
    [[nodiscard]] ListLink* last() const { return last_; }

    void push_back(ListLink& link) { insert_after(last_, link); }

    /// After `position`; at the front when that is nullptr.
    void insert_after(ListLink* position, ListLink& link) {
        link.previous = position;
        link.next = position != nullptr ? position->next : first_;
        (link.previous != nullptr ? link.previous->next : first_) = &link;
        (link.next != nullptr ? link.next->previous : last_) = &link;
        ++size_;
    }

    /// REQUIRES: link is in this list.
    void remove(ListLink& link) {
        (link.previous != nullptr ? link.previous->next : first_) = link.next;
        (link.next != nullptr ? link.next->previous : last_) = link.previous;
        --size_;
    }

    /// REQUIRES: !empty().
    ListLink& pop_front() {
        ListLink& link = *first_;
        remove(link);
        return link;
    }

private:
    ListLink* first_ = nullptr;
    ListLink* last_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace gallerysim::sim
