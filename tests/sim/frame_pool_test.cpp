#include "sim/frame_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

}  // namespace

TEST_CASE("A frame that was given back is given out again for frames of about its size") {
    FramePool pool;
    void* first = pool.allocate(200);
    FramePool::release(first, 200);
    void* again = pool.allocate(190);
    CHECK(again == first);
    void* other = pool.allocate(300);
    CHECK(other != first);
    FramePool::release(again, 190);
    FramePool::release(other, 300);
}

// Frames of all sizes, the largest from the heap, are filled from end to end with their number, and none is overwritten
// by another one.
TEST_CASE("Frames of any size do not overlap and are aligned for any object") {
    RandomStream random(StreamId{.seed = 7});
    FramePool pool;
    struct Frame {
        unsigned char* memory;
        std::size_t size;
        unsigned char mark;
    };
    std::vector<Frame> frames;
    const auto is_intact = [](const Frame& frame) {
        for (std::size_t i = 0; i < frame.size; ++i) {
            if (frame.memory[i] != frame.mark) return false;
        }
        return true;
    };
    for (int step = 0; step < 5'000; ++step) {
        if (frames.empty() || random.below(100) < 55) {
            const std::size_t size = 16 + random.below(random.below(10) == 0 ? 5'000 : 500);
            auto* memory = static_cast<unsigned char*>(pool.allocate(size));
            REQUIRE(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t) == 0);
            const auto mark = static_cast<unsigned char>(step);
            std::memset(memory, mark, size);
            frames.push_back({memory, size, mark});
        } else {
            std::swap(frames[random.below(frames.size())], frames.back());
            REQUIRE(is_intact(frames.back()));
            FramePool::release(frames.back().memory, frames.back().size);
            frames.pop_back();
        }
        REQUIRE(pool.in_use() == frames.size());
    }
    for (const Frame& frame : frames) {
        REQUIRE(is_intact(frame));
        FramePool::release(frame.memory, frame.size);
    }
    CHECK(pool.in_use() == 0);
}

TEST_CASE("A frame goes back to the pool that it came from") {
    FramePool one;
    FramePool two;
    void* frame = one.allocate(100);
    void* other = two.allocate(100);
    FramePool::release(frame, 100);
    CHECK(one.in_use() == 0);
    CHECK(two.in_use() == 1);
    CHECK(one.allocate(100) == frame);
    FramePool::release(frame, 100);
    FramePool::release(other, 100);
}

TEST_CASE("A frame that outlives its pool is a bug") {
    CHECK(aborts([] {
        FramePool pool;
        static_cast<void>(pool.allocate(100));
    }));
}
