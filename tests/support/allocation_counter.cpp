#include "tests/support/allocation_counter.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace gallerysim::test {
namespace {

std::atomic<std::size_t> allocation_count{0};

void* allocate(std::size_t size, std::size_t alignment) {
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    if (size == 0) size = 1;
    // aligned_alloc wants a size that is a multiple of the alignment.
    void* memory = alignment <= alignof(std::max_align_t)
                       ? std::malloc(size)
                       : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

}  // namespace

std::size_t allocations() { return allocation_count.load(std::memory_order_relaxed); }

}  // namespace gallerysim::test

// The forms for arrays are defined by the standard library in terms of these; those without exceptions would
// be so too, but for the sanitizers, which bring their own.
void* operator new(std::size_t size) { return gallerysim::test::allocate(size, 0); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return gallerysim::test::allocate(size, 0);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return gallerysim::test::allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
