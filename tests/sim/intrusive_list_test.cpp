#include "sim/intrusive_list.hpp"

#include <array>
#include <vector>

#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

struct Item : ListLink {
    int name = 0;
};

std::vector<int> names(const IntrusiveList& list) {
    std::vector<int> forward;
    for (const ListLink* link = list.first(); link != nullptr; link = link->next) {
        forward.push_back(static_cast<const Item*>(link)->name);
    }
    std::vector<int> backward;
    for (const ListLink* link = list.last(); link != nullptr; link = link->previous) {
        backward.push_back(static_cast<const Item*>(link)->name);
    }
    REQUIRE(std::vector<int>(backward.rbegin(), backward.rend()) == forward);
    REQUIRE(list.size() == forward.size());
    REQUIRE(list.empty() == forward.empty());
    return forward;
}

std::array<Item, 4> four_items() {
    std::array<Item, 4> items;
    for (std::size_t i = 0; i < items.size(); ++i) items[i].name = static_cast<int>(i);
    return items;
}

}  // namespace

TEST_CASE("An intrusive list keeps what is put behind and in front and in between") {
    auto items = four_items();
    IntrusiveList list;
    CHECK(names(list).empty());
    list.push_back(items[0]);
    list.push_back(items[1]);
    CHECK(names(list) == std::vector<int>{0, 1});
    list.insert_after(nullptr, items[2]);
    list.insert_after(&items[0], items[3]);
    CHECK(names(list) == std::vector<int>{2, 0, 3, 1});
}

TEST_CASE("An element leaves an intrusive list from anywhere and may come back") {
    auto items = four_items();
    IntrusiveList list;
    for (Item& item : items) list.push_back(item);
    list.remove(items[1]);
    CHECK(names(list) == std::vector<int>{0, 2, 3});
    list.remove(items[0]);
    list.remove(items[3]);
    CHECK(names(list) == std::vector<int>{2});
    list.push_back(items[0]);
    CHECK(static_cast<Item&>(list.pop_front()).name == 2);
    CHECK(static_cast<Item&>(list.pop_front()).name == 0);
    CHECK(names(list).empty());
}
