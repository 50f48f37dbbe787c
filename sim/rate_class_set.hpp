#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sim/rate_class.hpp"

namespace gallerysim::sim {

/// The rate classes of one SharedCapacity, and the water-filling over them.
///
/// The weighted max-min fair rates at a total rate C are x_i = w_i min(q_i, level), where the *level* is the
/// one at which the sum of all x_i is C, or infinity if the caps alone keep the sum below C. Filling goes
/// through the classes by ascending ratio q; W_k is the weight of class k:
///
///     level = (C - sum of q_k W_k over q_k <= level) / (sum of W_k over q_k > level)
///
/// Cost: O(classes) for everything. A class that is empty is closed, unless it is the only one, and its
/// memory used for the next ratio. Source: Bertsekas & Gallager, Data Networks (1992), 6.5.2.
class RateClassSet {
public:
    /// The class of this ratio, opened if there is none.
    [[nodiscard]] RateClass& of_ratio(double ratio) {
        return single_ != nullptr && single_->ratio() == ratio ? *single_ : find_or_open(ratio);
    }
    [[nodiscard]] RateClass& numbered(std::uint32_t number) { return *all_[number]; }
    [[nodiscard]] const RateClass& numbered(std::uint32_t number) const { return *all_[number]; }

    /// The class that all flows are in; nullptr if there are several or none.
    [[nodiscard]] RateClass* single() const { return single_; }
    /// By ascending ratio. At most one is empty, and then it is the only one.
    [[nodiscard]] const std::vector<RateClass*>& open() const { return open_; }
    void close_if_empty(RateClass& rate_class) {
        if (single_ == nullptr && rate_class.empty()) close(rate_class);
    }

    // Rates are per nanosecond from here on.

    /// The level at which the total rate is `capacity`; infinity if it stays below.
    [[nodiscard]] double level(double capacity);
    /// The total rate at a level.
    [[nodiscard]] double rate_at(double level) const;
    /// Serves the flows at the rates that they have.
    void pass(double nanoseconds) {
        if (single_ != nullptr) {
            single_->pass(nanoseconds);
        } else {
            for (RateClass* open : open_) open->pass(nanoseconds);
        }
    }
    /// Nanoseconds until a class reaches its next tag; infinity if none does.
    [[nodiscard]] double time_to_next_tag() const {
        return single_ != nullptr ? single_->time_to_next_tag() : next_to_finish().second;
    }
    /// The class that reaches its next tag first, and in how many nanoseconds; nullptr and infinity if none
    /// does.
    [[nodiscard]] std::pair<RateClass*, double> next_to_finish() const;

private:
    RateClass& find_or_open(double ratio);
    void close(RateClass& rate_class);
    void note_single() { single_ = open_.size() == 1 ? open_.front() : nullptr; }

    std::vector<std::unique_ptr<RateClass>> all_;  ///< by number
    std::vector<RateClass*> open_;
    RateClass* single_ = nullptr;
    std::vector<RateClass*> closed_;
    std::vector<double> weight_from_;  ///< level()'s working memory
};

}  // namespace gallerysim::sim
