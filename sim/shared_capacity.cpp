#include "sim/shared_capacity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gallerysim::sim {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

[[nodiscard]] double span_ns(SimTime from, SimTime to) {
    return static_cast<double>((to - from).nanoseconds());
}

/// What is due a little past a whole nanosecond counts as due on it: that little is the rounding of the
/// arithmetic.
[[nodiscard]] double without_rounding(double nanoseconds) {
    return nanoseconds - (1e-3 + 1e-15 * nanoseconds);
}

/// The first whole nanosecond that is `nanoseconds` or more after `now`.
[[nodiscard]] SimTime rounded_up(SimTime now, double nanoseconds) {
    constexpr double kLongest = 4e18;  // 126 years
    if (!(nanoseconds < kLongest)) return SimTime::never();
    const double span = without_rounding(nanoseconds);
    if (span <= 0.0) return now;
    // Not std::ceil, which is a call on a processor that is not known to have the instruction.
    const auto whole = static_cast<std::int64_t>(span);
    return now + SimTime::from_nanoseconds(whole + (static_cast<double>(whole) < span ? 1 : 0));
}

}  // namespace

SharedCapacity::SharedCapacity(Simulation& simulation, double rate)
    : simulation_(&simulation),
      nominal_(rate),
      now_(simulation.now()),
      served_since_(now_),
      flows_over_time_(now_),
      busy_(now_),
      nominal_over_time_(now_, rate) {
    GALLERYSIM_ASSERT(rate >= 0.0 && rate < kNever, "a rate is finite and not negative");
    update_total_rate();
}

SharedCapacity::SharedCapacity(Simulation& simulation, double rate, SharedCapacity& account)
    : SharedCapacity(simulation, rate) {
    GALLERYSIM_ASSERT(account.account_ == nullptr, "the tree has two levels");
    GALLERYSIM_ASSERT(account.classes_.open().empty(), "an account has no flows of its own");
    account_ = &account;
    account.members_.push_back(this);
}

FlowId SharedCapacity::start(const Flow& flow, Completion& done) {
    GALLERYSIM_ASSERT(flow.demand >= 0.0 && flow.demand < kNever, "a demand is finite and not negative");
    GALLERYSIM_ASSERT(flow.weight > 0.0 && flow.weight < kNever && flow.cap > 0.0,
                      "weight and cap are positive");
    GALLERYSIM_ASSERT(!is_account(), "an account has no flows of its own");
    catch_up();
    const Slot slot = table_.acquire();
    table_[slot].done = &done;
    table_[slot].weight = flow.weight;
    RateClass& rate_class = classes_.of_ratio(flow.weight == 1.0 ? flow.cap : flow.cap / flow.weight);
    const bool is_next = rate_class.add(table_, slot, flow.demand);
    ++flows_;
    if (is_next || !is_simple()) {
        changed();
    } else {  // our event does not come too late, and the speed can wait until time passes
        unsettled_ = true;
        note_flows();
        note_served_rate(rate_of_single(rate_class), 0.0);
    }
    return table_.id_of(slot);
}

double SharedCapacity::cancel(FlowId id) {
    if (!table_.names(id)) return 0.0;
    catch_up();
    const Slot slot = FlowTable::slot_of(id);
    if (table_[slot].rate_class == FlowTable::kFinished) {  // it need only be told nothing
        table_[slot].done = nullptr;
        table_.retire_id(slot);
        return 0.0;
    }
    RateClass& rate_class = classes_.numbered(table_[slot].rate_class);
    const double remaining = rate_class.remaining(table_[slot]);
    rate_class.remove(table_, slot);
    classes_.close_if_empty(rate_class);
    --flows_;
    changed();
    return remaining;
}

SharedCapacity::BrokenOff SharedCapacity::break_off() {
    catch_up();
    BrokenOff broken_off;
    std::vector<Completion*> told;
    for (Slot slot = 0; slot < table_.size(); ++slot) {
        const FlowRecord& record = table_[slot];
        if (record.done == nullptr || record.rate_class == FlowTable::kFinished) continue;
        told.push_back(record.done);
        RateClass& rate_class = classes_.numbered(record.rate_class);
        broken_off.work += rate_class.remaining(record);
        rate_class.remove(table_, slot);
        classes_.close_if_empty(rate_class);
        --flows_;
    }
    ++break_offs_;
    changed();
    for (Completion* completion : told) completion->fire(Context::another_process);
    broken_off.flows = told.size();
    return broken_off;
}

double SharedCapacity::remaining(FlowId id) const {
    if (!table_.names(id)) return 0.0;
    return remaining(table_[FlowTable::slot_of(id)]);
}

double SharedCapacity::remaining(const FlowRecord& record) const {
    if (record.rate_class == FlowTable::kFinished) return 0.0;
    const RateClass& rate_class = classes_.numbered(record.rate_class);
    const double speed = is_simple() ? rate_of_single(rate_class) / rate_class.weight() : rate_class.speed();
    return rate_class.remaining(record, speed * span_ns(now_, simulation_->now()));
}

void SharedCapacity::set_rate(double rate) {
    GALLERYSIM_ASSERT(rate >= 0.0 && rate < kNever, "a rate is finite and not negative");
    catch_up();
    nominal_ = rate;
    nominal_over_time_.set(now_, rate);
    update_total_rate();
    changed();
}

void SharedCapacity::set_law(std::unique_ptr<CapacityLaw> law) {
    catch_up();
    law_ = std::move(law);
    update_total_rate();
    changed();
}

/// Serves the flows up to now, at the rates that have held since the last change.
void SharedCapacity::catch_up() {
    const SimTime now = simulation_->now();
    if (now == now_) return;
    if (unsettled_) {
        unsettled_ = false;
        update_rates(0.0);
    }
    const double nanoseconds = span_ns(now_, now);
    if (law_) law_->elapsed(now - now_, served_rate());
    now_ = now;
    // Our event comes when the next flow is served: before it there is none to look for.
    if (now < wake_at_) {
        classes_.pass(nanoseconds);
    } else {
        serve(nanoseconds);
    }
}

/// Serves the flows for the last `left` nanoseconds before now. A flow that is done on the way leaves its
/// share to the others at once; so it happens in pieces that are not whole nanoseconds.
void SharedCapacity::serve(double left) {
    for (;;) {
        if (RateClass* const single = classes_.single()) {
            serve_single(*single, left);
            return;
        }
        const auto [next, due] = classes_.next_to_finish();
        const bool is_due = due < kNever && without_rounding(due) <= left;
        const double step = is_due ? std::min(due, left) : left;
        classes_.pass(step);
        if (!is_due) return;
        left -= step;
        finish_next(*next);
        classes_.close_if_empty(*next);
        update_rates(left);
    }
}

/// The same for the most frequent case.
void SharedCapacity::serve_single(RateClass& single, double left) {
    for (;;) {
        const double due = single.time_to_next_tag();
        if (!(due < kNever && without_rounding(due) <= left)) break;
        left = std::max(0.0, left - due);
        finish_next(single);
        if (is_simple()) {
            update_single(single, left);
        } else {
            update_rates(left);
        }
    }
    single.pass(left);
}

void SharedCapacity::finish_next(RateClass& rate_class) {
    rate_class.reach_next_tag(table_, [this](Slot slot) {
        table_[slot].rate_class = FlowTable::kFinished;
        finished_.push_back(slot);
        --flows_;
    });
}

void SharedCapacity::changed() {
    // While our event is due at this very instant it can wait for it: no time passes until then.
    if (wake_at_ == now_) {
        unsettled_ = true;
    } else {
        settle();
    }
}

void SharedCapacity::settle() {
    unsettled_ = false;
    if (is_account()) {
        settle_account();
        return;
    }
    if (account_ != nullptr) {
        compute_level();
        account_->member_changed(*this);
        apply_level(0.0);
    } else {
        update_rates(0.0);
    }
    note_flows();
    arm();
}

void SharedCapacity::update_total_rate() {
    const double rate = law_ ? law_->rate(nominal_, now_, flows_) : nominal_;
    GALLERYSIM_ASSERT(rate >= 0.0 && rate < kNever, "a law gives rates that are finite and not negative");
    total_rate_ = rate / kPerSecond;
    total_pace_ = kPerSecond / rate;
}

/// Gives the flows their rates, from `since` nanoseconds before now on.
void SharedCapacity::update_rates(double since) {
    if (is_simple()) {
        update_single(*classes_.single(), since);
    } else {
        compute_level();
        apply_level(since);
    }
}

/// The water-filling over one class.
void SharedCapacity::update_single(RateClass& single, double since) {
    const double weight = single.weight();
    if (weight > 0.0) single.set_level(total_rate_ / weight, total_pace_ * weight);
    note_served_rate(rate_of_single(single), since);
}

double SharedCapacity::rate_of_single(const RateClass& single) const {
    return single.empty() ? 0.0 : std::min(total_rate_, single.top_speed() * single.weight());
}

void SharedCapacity::compute_level() {
    if (law_) update_total_rate();
    level_ = flows_ > 0 ? classes_.level(total_rate_) : Flow::kUncapped;
    wanted_ = level_ < Flow::kUncapped ? total_rate_ : classes_.rate_at(level_);
}

/// Gives the classes their speeds, from `since` nanoseconds before now on.
void SharedCapacity::apply_level(double since) {
    const double level = std::min(level_, account_level_);
    for (RateClass* open : classes_.open()) {
        if (!open->empty()) open->set_level(level);
    }
    note_served_rate(account_level_ < level_ ? classes_.rate_at(level) : wanted_, since);
}

void SharedCapacity::note_flows() {
    if (flows_ == noted_flows_) return;
    flows_over_time_.set(now_, static_cast<double>(flows_));
    if (flows_ == 0 || noted_flows_ == 0) busy_.set(now_, flows_ > 0 ? 1.0 : 0.0);
    noted_flows_ = flows_;
}

void SharedCapacity::note_served_rate(double rate, double since) {
    if (rate == served_rate_) return;
    work_done_.add(served_rate_ * (span_ns(served_since_, now_) - since));
    work_done_.add(rate * since);
    served_rate_ = rate;
    served_since_ = now_;
}

double SharedCapacity::work_done() const {
    if (is_account()) {
        double sum = 0.0;
        for (const SharedCapacity* member : members_) sum += member->work_done();
        return sum;
    }
    return work_done_.value() + served_rate_ * span_ns(served_since_, simulation_->now());
}

double SharedCapacity::work_left() const {
    CompensatedSum left;
    for (std::size_t slot = 0; slot < table_.size(); ++slot) {
        const FlowRecord& record = table_[static_cast<Slot>(slot)];
        if (record.done != nullptr) left.add(remaining(record));
    }
    return left.value();
}

double SharedCapacity::utilisation() const {
    const double possible = nominal_over_time_.integral(simulation_->now());
    return possible > 0.0 ? work_done() / possible : 0.0;
}

SimTime SharedCapacity::next_wake() const {
    if (!finished_.empty()) return now_;
    SimTime at = rounded_up(now_, classes_.time_to_next_tag());
    if (law_ && flows_ > 0) {  // what it does to an idle capacity can wait
        // A law that changes at this very instant would never let time go on.
        const SimTime soonest = now_ + SimTime::from_nanoseconds(1);
        at = std::min(at, std::max(soonest, law_->next_change(now_, served_rate())));
    }
    return at;
}

/// Sees to it that wake() comes in time. An event that has become too early may stay: it finds nothing to do
/// and arms the next one, which is cheaper than moving it at every arrival.
void SharedCapacity::arm() {
    if (wake_at_ == now_) return;
    const SimTime at = next_wake();
    if (at >= wake_at_ && (at < SimTime::never() || wake_at_ == SimTime::never())) return;
    if (wake_at_ < SimTime::never()) simulation_->cancel(wake_);
    wake_at_ = at;
    if (at < SimTime::never()) wake_ = simulation_->at(at, [this] { wake(); });
}

void SharedCapacity::wake() {
    if (RateClass* const single = classes_.single()) __builtin_prefetch(table_[single->next_slot()].done);
    if (now_ != simulation_->now()) {
        catch_up();
    } else {
        if (unsettled_ && !is_account()) update_rates(0.0);
        serve(0.0);
    }
    fire_finished();
    wake_at_ = SimTime::never();
    if (unsettled_ || !is_simple()) {
        settle();
    } else {  // flows have gone at most, and the rates are those without them
        note_flows();
        arm();
    }
}

/// The flows that are told may start others and cancel others here, even such as stand behind them in the
/// list.
void SharedCapacity::fire_finished() {
    for (std::size_t i = 0; i < finished_.size(); ++i) {
        const Slot slot = finished_[i];
        Completion* const done = table_[slot].done;
        if (done != nullptr) table_.retire_id(slot);
        table_.release(slot);
        if (done != nullptr) done->fire(Context::event_loop);
    }
    finished_.clear();
}

}  // namespace gallerysim::sim
