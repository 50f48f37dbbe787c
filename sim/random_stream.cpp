#include "sim/random_stream.hpp"

#include <Random123/philox.h>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {

constexpr unsigned kEntityBits = 48;
constexpr std::uint64_t kBlocks = std::uint64_t{1} << 32U;
constexpr std::uint64_t kDraws = 2 * kBlocks;

__extension__ using Wide = unsigned __int128;

constexpr std::uint32_t low_word(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
constexpr std::uint32_t high_word(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); }
constexpr std::uint64_t join(std::uint32_t low, std::uint32_t high) {
    return (std::uint64_t{high} << 32U) | low;
}

}  // namespace

RandomStream::RandomStream(const StreamId& id)
    : seed_(id.seed),
      entity_and_purpose_(id.entity | (std::uint64_t{id.purpose} << kEntityBits)),
      run_(id.run) {
    GALLERYSIM_ASSERT(id.entity >> kEntityBits == 0, "the entity of a random stream has at most 48 bits");
}

void RandomStream::compute_next_block() {
    GALLERYSIM_ASSERT(next_block_ < kBlocks, "a random stream has no more than 2^33 draws");
    const philox4x32_ctr_t counter = {
        {low_word(next_block_), run_, low_word(entity_and_purpose_), high_word(entity_and_purpose_)}};
    const philox4x32_key_t key = {{low_word(seed_), high_word(seed_)}};
    const philox4x32_ctr_t words = philox4x32_R(10, counter, key);
    block_ = {join(words.v[2], words.v[3]), join(words.v[0], words.v[1])};
    unread_ = 2;
    ++next_block_;
}

std::uint64_t RandomStream::below(std::uint64_t n) {
    GALLERYSIM_ASSERT(n > 0, "there is no integer below 0 to draw");
    // The high word of draw * n is the answer; the draws whose low word falls below 2^64 mod n would favour
    // some answers.
    Wide product = Wide{next_u64()} * n;
    if (static_cast<std::uint64_t>(product) < n) {
        const std::uint64_t surplus = (0 - n) % n;
        while (static_cast<std::uint64_t>(product) < surplus) product = Wide{next_u64()} * n;
    }
    return static_cast<std::uint64_t>(product >> 64U);
}

void RandomStream::skip(std::uint64_t draws) {
    const std::uint64_t position = 2 * next_block_ - unread_;
    GALLERYSIM_ASSERT(draws <= kDraws - position, "a random stream has no more than 2^33 draws");
    const std::uint64_t target = position + draws;
    next_block_ = target / 2;
    unread_ = 0;
    if (target % 2 == 1) {
        compute_next_block();
        unread_ = 1;
    }
}

}  // namespace gallerysim::sim
