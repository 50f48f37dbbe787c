#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "sim/wait.hpp"

namespace gallerysim::sim {

template <Operation T>
using ResultOf = decltype(std::declval<T&>().result());

/// What first_of brought: which operation won, and its result. Interrupted: none did.
template <class... Results>
class FirstOfResult {
public:
    FirstOfResult() = default;
    template <std::size_t I, class R>
    FirstOfResult(std::in_place_index_t<I>, R&& result) : value_(std::in_place_index<I + 1>, std::forward<R>(result)) {}

    [[nodiscard]] bool interrupted() const { return value_.index() == 0; }
    /// REQUIRES: !interrupted().
    [[nodiscard]] std::size_t index() const { return value_.index() - 1; }
    /// The result of operation I. REQUIRES: index() == I.
    template <std::size_t I>
    [[nodiscard]] auto& get() {
        return std::get<I + 1>(value_);
    }

private:
    std::variant<std::monostate, Results...> value_;
};

/// Waits for whichever operation is done first and gives the others up. Operations that are done at the start win in
/// the order in which they are written; those behind the winner are then not even started.
template <Operation... Ts>
class FirstOf {
    static_assert(sizeof...(Ts) > 0, "somebody has to win");

public:
    using Result = FirstOfResult<ResultOf<Ts>...>;

    explicit FirstOf(Ts&&... operations) : operations_(std::move(operations)...) {}

    bool start(Simulation& simulation, Completion& completion) {
        if (start_all(simulation, kAll)) return true;
        completion_ = &completion;
        return false;
    }
    void cancel() {
        winner_ = kNobody;
        give_up_others(sizeof...(Ts), kAll);
    }
    [[nodiscard]] Result result() { return result_of_winner(kAll); }
    [[nodiscard]] Result interrupted_result() { return Result{}; }
    void give_back() { give_winner_back(kAll); }

private:
    static constexpr std::index_sequence_for<Ts...> kAll{};
    static constexpr std::size_t kUndecided = sizeof...(Ts);
    static constexpr std::size_t kNobody = kUndecided + 1;

    /// Giving one operation up can complete another one: a server given back goes to the next in the queue. Whoever is
    /// done once the winner stands has come too late and gives back in turn.
    struct Branch : Completion {
        Branch() : Completion(&on_fire) {}
        FirstOf* owner = nullptr;
        bool done = false;
        static void on_fire(Completion& completion, Context context) {
            auto& branch = static_cast<Branch&>(completion);
            FirstOf& self = *branch.owner;
            branch.done = true;
            if (self.winner_ != kUndecided) return;
            self.winner_ = static_cast<std::size_t>(&branch - self.branches_.data());
            if (self.completion_ == nullptr) return;  // start() goes on and will see it
            self.give_up_others(sizeof...(Ts), kAll);
            self.completion_->fire(context);
        }
    };

    template <std::size_t... I>
    bool start_all(Simulation& simulation, std::index_sequence<I...> all) {
        return ((start_one(std::get<I>(operations_), I, simulation) && (give_up_others(I + 1, all), true)) || ...);
    }

    /// Whether there is a winner now: the one started, or an earlier one that this start has completed.
    template <Operation T>
    bool start_one(T& operation, std::size_t index, Simulation& simulation) {
        branches_[index].owner = this;
        if (operation.start(simulation, branches_[index])) {
            branches_[index].done = true;
            if (winner_ == kUndecided) winner_ = index;
        }
        return winner_ != kUndecided;
    }

    template <std::size_t... I>
    void give_up_others(std::size_t started, std::index_sequence<I...>) {
        ((I < started && I != winner_ ? give_up(std::get<I>(operations_), branches_[I].done) : void()), ...);
    }

    template <Operation T>
    static void give_up(T& operation, bool done) {
        if (done) {
            sim::give_back(operation);
        } else {
            operation.cancel();
        }
    }

    template <std::size_t... I>
    Result result_of_winner(std::index_sequence<I...>) {
        Result result;
        ((I == winner_ ? void(result = Result{std::in_place_index<I>, std::get<I>(operations_).result()}) : void()),
         ...);
        return result;
    }

    template <std::size_t... I>
    void give_winner_back(std::index_sequence<I...>) {
        ((I == winner_ ? sim::give_back(std::get<I>(operations_)) : void()), ...);
    }

    std::tuple<Ts...> operations_;
    std::array<Branch, sizeof...(Ts)> branches_;
    Completion* completion_ = nullptr;  ///< nullptr until all have been started
    std::size_t winner_ = kUndecided;
};

template <Operation... Ts>
[[nodiscard]] FirstOf<Ts...> first_of(Ts... operations) {
    return FirstOf<Ts...>{std::move(operations)...};
}

/// What the two kinds of all_of count.
class AllDone {
public:
    struct Branch : Completion {
        Branch() : Completion(&on_fire) {}
        AllDone* owner = nullptr;
        bool done = false;
        static void on_fire(Completion& completion, Context context) {
            auto& branch = static_cast<Branch&>(completion);
            branch.done = true;
            AllDone& all = *branch.owner;
            if (--all.left_ == 0 && all.completion_ != nullptr) all.completion_->fire(context);
        }
    };

    explicit AllDone(std::size_t operations) : left_(operations) {}

    template <Operation T>
    void start(T& operation, Branch& branch, Simulation& simulation) {
        branch.owner = this;
        if (!operation.start(simulation, branch)) return;
        branch.done = true;
        --left_;
    }
    /// All have been started: whether all are done already.
    bool wait(Completion& completion) {
        completion_ = &completion;
        return left_ == 0;
    }

private:
    std::size_t left_;
    Completion* completion_ = nullptr;  ///< nullptr until all have been started
};

/// Waits until all operations of a list are done. The result is theirs in order; nullopt: interrupted, and then what
/// had been won by then is given back.
template <Operation T>
class AllOf {
public:
    using Result = std::optional<std::vector<ResultOf<T>>>;

    explicit AllOf(std::vector<T> operations)
        : operations_(std::move(operations)), branches_(operations_.size()), all_(operations_.size()) {}

    bool start(Simulation& simulation, Completion& completion) {
        for (std::size_t i = 0; i < operations_.size(); ++i) all_.start(operations_[i], branches_[i], simulation);
        return all_.wait(completion);
    }
    /// First the waits are given up: a server given back must not go to one of them.
    void cancel() {
        for (std::size_t i = 0; i < operations_.size(); ++i) {
            if (!branches_[i].done) operations_[i].cancel();
        }
        give_back();
    }
    [[nodiscard]] Result result() {
        std::vector<ResultOf<T>> results;
        results.reserve(operations_.size());
        for (T& operation : operations_) results.push_back(operation.result());
        return results;
    }
    [[nodiscard]] Result interrupted_result() { return std::nullopt; }
    void give_back() {
        for (std::size_t i = 0; i < operations_.size(); ++i) {
            if (branches_[i].done) sim::give_back(operations_[i]);
        }
    }

private:
    std::vector<T> operations_;
    std::vector<AllDone::Branch> branches_;
    AllDone all_;
};

template <Operation T>
[[nodiscard]] AllOf<T> all_of(std::vector<T> operations) {
    return AllOf<T>{std::move(operations)};
}

/// Waits until all of several different operations are done; the result as for AllOf, as a tuple.
template <Operation... Ts>
class AllOfEach {
public:
    using Result = std::optional<std::tuple<ResultOf<Ts>...>>;

    explicit AllOfEach(Ts&&... operations) : operations_(std::move(operations)...) {}

    bool start(Simulation& simulation, Completion& completion) {
        for_each([&](auto& operation, AllDone::Branch& branch) { all_.start(operation, branch, simulation); });
        return all_.wait(completion);
    }
    void cancel() {
        for_each([](auto& operation, const AllDone::Branch& branch) {
            if (!branch.done) operation.cancel();
        });
        give_back();
    }
    [[nodiscard]] Result result() {
        return std::apply([](auto&... operation) { return Result{std::in_place, operation.result()...}; }, operations_);
    }
    [[nodiscard]] Result interrupted_result() { return std::nullopt; }
    void give_back() {
        for_each([](auto& operation, const AllDone::Branch& branch) {
            if (branch.done) sim::give_back(operation);
        });
    }

private:
    template <class Visit>
    void for_each(Visit&& visit) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (visit(std::get<I>(operations_), branches_[I]), ...);
        }(std::index_sequence_for<Ts...>{});
    }

    std::tuple<Ts...> operations_;
    std::array<AllDone::Branch, sizeof...(Ts)> branches_;
    AllDone all_{sizeof...(Ts)};
};

template <Operation... Ts>
[[nodiscard]] AllOfEach<Ts...> all_of(Ts... operations) {
    return AllOfEach<Ts...>{std::move(operations)...};
}

}  // namespace gallerysim::sim
