#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "sim/assert.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace gallerysim::sim {

/// Memory for the coroutine frames of one simulation: a free list per size, in steps of 64 bytes, cut from large
/// chunks. A frame knows its pool, so that it can be freed without being told. Frames above 2 KiB come from the
/// heap. REQUIRES: the pool outlives its frames. Not thread-safe.
class FramePool {
public:
    FramePool() = default;
    ~FramePool() { GALLERYSIM_ASSERT(in_use_ == 0, "a coroutine frame outlives its simulation"); }
    FramePool(const FramePool&) = delete;
    FramePool& operator=(const FramePool&) = delete;

    /// Frames given out and not yet returned.
    [[nodiscard]] std::size_t in_use() const { return in_use_; }

    [[nodiscard]] void* allocate(std::size_t size) {
        const std::size_t step = step_of(size);
        void* memory = nullptr;
        if (step >= kSteps) {
            memory = ::operator new(step * kStep);
        } else if (free_[step] != nullptr) {
            memory = free_[step];
            std::memcpy(&free_[step], memory, sizeof(void*));
            allow_access(memory, step * kStep);
        } else {
            memory = cut(step * kStep);
        }
        ++in_use_;
        FramePool* self = this;
        std::memcpy(static_cast<std::byte*>(memory) + size, &self, sizeof self);
        return memory;
    }

    /// Gives back what allocate(size) of whichever pool returned.
    static void release(void* memory, std::size_t size) {
        FramePool* pool = nullptr;
        std::memcpy(&pool, static_cast<std::byte*>(memory) + size, sizeof pool);
        --pool->in_use_;
        const std::size_t step = step_of(size);
        if (step >= kSteps) {
            ::operator delete(memory);
            return;
        }
        std::memcpy(memory, &pool->free_[step], sizeof(void*));
        pool->free_[step] = memory;
        forbid_access(static_cast<std::byte*>(memory) + sizeof(void*), step * kStep - sizeof(void*));
    }

private:
    static constexpr std::size_t kStep = 64;
    static constexpr std::size_t kSteps = 33;  ///< frames of up to 2 KiB
    static constexpr std::size_t kChunk = std::size_t{64} << 10;

    /// The frame and behind it the pointer to its pool, in steps.
    static std::size_t step_of(std::size_t size) { return (size + sizeof(FramePool*) + kStep - 1) / kStep; }

    /// AddressSanitizer shall see when somebody touches a frame that was given back.
    static void forbid_access([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
        ASAN_POISON_MEMORY_REGION(memory, bytes);
#endif
    }
    static void allow_access([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
        ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
#endif
    }

    void* cut(std::size_t bytes) {
        if (left_ < bytes) {
            chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunk));
            next_ = chunks_.back().get();
            left_ = kChunk;
        }
        void* memory = next_;
        next_ += bytes;
        left_ -= bytes;
        return memory;
    }

    std::array<void*, kSteps> free_{};
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t in_use_ = 0;
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
};

}  // namespace gallerysim::sim
