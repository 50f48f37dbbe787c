// The account's side of a tree of SharedCapacity: see the class for the model.
//
// All flows rise together until something holds them: their cap, their member, or the account. A member fills
// up at its own level, whatever the others do; so the account's level is the one at which
//
//     sum over members m and classes k of W_mk min(q_k, level_m, level) = rate of the account.
//
// While the members together want no more than the account has, that level is infinite, and the members have
// nothing to do with each other.

#include <algorithm>

#include "sim/shared_capacity.hpp"

namespace gallerysim::sim {

namespace {
/// What exceeds the account's rate by rounding alone does not make it bind.
constexpr double kTolerance = 1e-12;
}  // namespace

/// Called by a member that has changed, with its level and what it wants computed and not yet applied.
void SharedCapacity::member_changed(SharedCapacity& member) {
    catch_up();
    wanted_by_members_.add(member.wanted_);
    wanted_by_members_.add(-member.told_wanted_);
    member.told_wanted_ = member.wanted_;
    flows_ = flows_ - member.told_flows_ + member.flows_;
    member.told_flows_ = member.flows_;
    note_flows();
    settle_account();
}

void SharedCapacity::settle_account() {
    if (law_) update_total_rate();
    double wanted = wanted_by_members_.value();
    if (binds_ || wanted > total_rate_ * (1.0 + kTolerance)) {
        for (SharedCapacity* member : members_) {
            member->catch_up();
            member->compute_level();
        }
        count_members();
        if (law_) update_total_rate();
        wanted = wanted_by_members_.value();
        binds_ = wanted > total_rate_ * (1.0 + kTolerance);
        const double level = binds_ ? compute_account_level() : Flow::kUncapped;
        for (SharedCapacity* member : members_) {
            member->account_level_ = level;
            member->apply_level(0.0);
            member->arm();
        }
    }
    note_served_rate(binds_ ? total_rate_ : wanted, 0.0);
    arm();
}

void SharedCapacity::count_members() {
    wanted_by_members_ = CompensatedSum{};
    flows_ = 0;
    for (SharedCapacity* member : members_) {
        member->told_wanted_ = member->wanted_;
        member->told_flows_ = member->flows_;
        wanted_by_members_.add(member->wanted_);
        flows_ += member->flows_;
    }
    note_flows();
}

/// Newton's method from the left on the total as a function of the level, which is concave and piecewise
/// linear: exact after at most as many steps as there are classes, mostly two or three. REQUIRES: the members
/// want more than there is.
double SharedCapacity::compute_account_level() const {
    double level = 0.0;
    for (std::size_t saturated_before = 0;;) {
        double rate = 0.0;    // of the classes that get all they can take
        double weight = 0.0;  // of the others
        std::size_t saturated = 1;
        for (const SharedCapacity* member : members_) {
            for (const RateClass* open : member->classes_.open()) {
                if (open->empty()) continue;
                const double most = std::min(open->top_speed(), member->level_);
                if (most <= level) {
                    rate += open->weight() * most;
                    ++saturated;
                } else {
                    weight += open->weight();
                }
            }
        }
        if (saturated == saturated_before || weight <= 0.0) return level;
        saturated_before = saturated;
        // It rises to the last; without this, rounding could make a saturated class one of the others again, and
        // the two take turns for ever.
        level = std::max(level, (total_rate_ - rate) / weight);
    }
}

}  // namespace gallerysim::sim
