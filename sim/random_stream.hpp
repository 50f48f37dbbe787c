#pragma once

#include <array>
#include <cstdint>

namespace gallerysim::sim {

/// Names one stream of random numbers. Two ids that differ anywhere name streams without a common block, so
/// adding an entity never shifts the draws of another one, and the same entity draws the same numbers in two
/// scenarios (common random numbers).
struct StreamId {
    std::uint64_t seed = 0;     ///< of the experiment
    std::uint32_t run = 0;      ///< independent run within the experiment
    std::uint16_t purpose = 0;  ///< what is drawn: arrivals, service times, routing, ...
    std::uint64_t entity = 0;   ///< who draws it; below 2^48
};

/// Random numbers by counting instead of by chaining: draw i of a stream is a pure function of (id, i).
///
/// The function is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3",
/// SC'11, in the Random123 library). The key is the seed; the 128-bit counter is (block 32 | run 32 | entity
/// 48 | purpose 16) bits, hence injective. A block yields two 64-bit draws, so a stream has 2^33 of them;
/// asking for more is a bug and asserted, never a silent repetition.
///
/// Thread rule: one thread per object; objects share nothing, copies go on independently from where they were
/// copied. Cost: construction stores the id and computes nothing; a draw is O(1), about 5 ns; 48 bytes.
class RandomStream {
public:
    /// REQUIRES: id.entity < 2^48.
    explicit RandomStream(const StreamId& id);

    /// 64 random bits.
    [[nodiscard]] std::uint64_t next_u64() {
        if (unread_ == 0) compute_next_block();
        return block_[--unread_];
    }

    /// Uniform on the open interval (0, 1): the odd multiples of 2^-53, so that neither end can come out, u
    /// and 1 - u are equally likely and 1 - u is exact. Takes one draw.
    [[nodiscard]] double uniform() { return static_cast<double>((next_u64() >> 11U) | 1U) * 0x1p-53; }

    /// Uniform on 0 .. n-1 without bias (Lemire: "Fast random integer generation in an interval", ACM TOMACS
    /// 2019). Takes one draw, and another one with probability below n / 2^64. REQUIRES: n > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t n);

    /// Leaves out the next `draws` draws, in O(1). REQUIRES: the stream has that many left.
    void skip(std::uint64_t draws);

private:
    void compute_next_block();

    std::array<std::uint64_t, 2> block_{};  // read from the back
    std::uint64_t seed_;
    std::uint64_t entity_and_purpose_;
    std::uint64_t next_block_ = 0;  // up to 2^32, which means exhausted
    std::uint32_t run_;
    std::uint32_t unread_ = 0;
};

}  // namespace gallerysim::sim
