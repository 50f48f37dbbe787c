#include "analysis/experiment_runner.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "analysis/warm_up_pilot.hpp"
#include "core/world.hpp"

namespace gallerysim::analysis {

namespace {

/// Runs that a point should have had before its precision is looked at again; equal to `runs`: it is done.
std::uint64_t next_target(std::uint64_t runs, const std::vector<PrecisionResult>& precision,
                          const core::Experiment& experiment) {
    static constexpr double kMargin = 1.1;
    static constexpr double kMostGrowth = 4.0;
    double worst = 0.0;
    for (const PrecisionResult& metric : precision) {
        if (metric.state == PrecisionResult::State::not_reached) worst = std::max(worst, metric.half_width);
    }
    if (worst == 0.0) return runs;
    const double growth =
        std::min(kMostGrowth, kMargin * std::pow(worst / experiment.relative_half_width, 2.0));
    const auto wanted = static_cast<std::uint64_t>(std::ceil(static_cast<double>(runs) * growth));
    return std::min(std::max(wanted, runs + 1), static_cast<std::uint64_t>(experiment.max_runs));
}

bool has_a_warm_up_to_find(const core::Scenario& scenario) {
    const auto& steady = scenario.experiment.steady_state;
    return steady && !steady->warm_up;
}

/// The work that is left and what is done, shared by the threads under one lock; the runs themselves need
/// none.
class Schedule {
public:
    Schedule(std::span<const core::Scenario> points, const ExperimentOptions& options)
        : points_(points), options_(options), states_(points.size()), results_(points.size()) {
        for (std::size_t point = 0; point < points.size(); ++point) {
            states_[point].vms_per_run = 1.0;  // a run costs something without VMs, too
            for (const core::Deployment& d : points[point].deployments) {
                states_[point].vms_per_run += core::expected_vms(d.arrivals);
            }
            extend(point, static_cast<std::uint64_t>(points[point].experiment.min_runs));
        }
        progress_.points = points.size();
    }

    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return !queue_.empty() || is_over(); });
            if (is_over()) return;
            const Task task = next_task();
            lock.unlock();
            try {
                core::RunResult result = obtain(task);
                lock.lock();
                take_in(lock, task, std::move(result));
            } catch (...) {
                if (!lock.owns_lock()) lock.lock();
                if (!failure_) failure_ = std::current_exception();
                changed_.notify_all();
                return;
            }
        }
    }

    [[nodiscard]] std::vector<PointResult> results() {
        if (failure_) std::rethrow_exception(failure_);
        return std::move(results_);
    }

private:
    struct Task {
        std::size_t point;
        std::uint64_t run;
    };
    /// Order in the queue. A point that is in progress comes before those that are not, so that few hold results; among
    /// equals the one with the most work to begin.
    struct Rank {
        bool is_new = true;
        double less_work = 0.0;  ///< negative
        std::size_t point = 0;

        auto operator<=>(const Rank&) const = default;
    };
    struct PointState {
        /// By run number, so that their order of ending leaves no trace. Has room for `wanted` of them from
        /// the first that ends until the point is done: memory grows with the points in progress, not with
        /// all.
        std::vector<core::RunResult> runs;
        std::uint64_t wanted = 0;
        std::uint64_t begun = 0;
        std::uint64_t done = 0;
        double vms_per_run = 0.0;  ///< expected
        double events = 0.0;       ///< of the runs that are done: what they have cost
        Rank rank;                 ///< its place in the queue while it has runs to begin
    };

    [[nodiscard]] bool is_over() const {
        return failure_ != nullptr || progress_.points_done == points_.size();
    }

    /// The run as the store has kept it, or simulated now and kept from now on.
    [[nodiscard]] core::RunResult obtain(const Task& task) {
        RunStore* const store = options_.store;
        const core::Scenario& scenario = points_[task.point];
        const auto run = static_cast<std::uint32_t>(task.run);
        if (store == nullptr) return core::simulate(scenario, run);
        if (auto kept = store->find(task.point, task.run)) return std::move(*kept);
        core::RunResult result = core::simulate(scenario, run, store->keep_records());
        store->take(task.point, task.run, result);
        result.records = std::vector<core::VmRecord>();  // they are in the store, and would fill the memory
        return result;
    }

    void extend(std::size_t point, std::uint64_t target) {
        PointState& state = states_[point];
        progress_.runs_planned += target - state.wanted;
        progress_.work_planned += static_cast<double>(target - state.wanted) * state.vms_per_run;
        state.wanted = target;
        enqueue(point);
    }

    void enqueue(std::size_t point) {
        PointState& state = states_[point];
        const double events_per_run = state.done > 0 ? state.events / static_cast<double>(state.done)
                                                     : state.vms_per_run * events_per_vm();
        state.rank = {.is_new = state.begun == 0,
                      .less_work = -static_cast<double>(state.wanted - state.begun) * events_per_run,
                      .point = point};
        queue_.insert(state.rank);
    }

    /// Of the runs so far.
    [[nodiscard]] double events_per_vm() const {
        static constexpr double kUsual = 10.0;
        return progress_.work_done > 0.0 ? events_done_ / progress_.work_done : kUsual;
    }

    /// REQUIRES: the queue is not empty.
    Task next_task() {
        const std::size_t point = queue_.begin()->point;
        PointState& state = states_[point];
        const Task task{point, state.begun++};
        if (state.rank.is_new || state.begun == state.wanted) {
            queue_.erase(queue_.begin());
            if (state.begun < state.wanted) enqueue(point);
        }
        return task;
    }

    void take_in(std::unique_lock<std::mutex>& lock, const Task& task, core::RunResult result) {
        PointState& state = states_[task.point];
        state.runs.resize(state.wanted);
        state.events += static_cast<double>(result.events);
        events_done_ += static_cast<double>(result.events);
        progress_.work_done += state.vms_per_run;
        state.runs[task.run] = std::move(result);
        ++progress_.runs_done;
        if (++state.done == state.wanted) {
            // Nothing else touches this point now: its statistics need no lock.
            const core::Experiment& experiment = points_[task.point].experiment;
            lock.unlock();
            const std::uint64_t target =
                next_target(state.done, precision_of(state.runs, experiment), experiment);
            const bool is_done = target == state.done;
            if (is_done) {
                results_[task.point] = summarise(state.runs, experiment);
                state.runs = std::vector<core::RunResult>();  // unlike clear(), and unlike = {}, frees it
            }
            if (options_.store != nullptr) {
                options_.store->end_batch(task.point, is_done ? AfterBatch::finished : AfterBatch::more_runs);
            }
            lock.lock();
            if (is_done) {
                ++progress_.points_done;
            } else {
                extend(task.point, target);
            }
            changed_.notify_all();
        }
        if (options_.on_progress) options_.on_progress(progress_);
    }

    std::span<const core::Scenario> points_;
    const ExperimentOptions& options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<Rank> queue_;  ///< points with runs to begin
    std::vector<PointState> states_;
    std::vector<PointResult> results_;
    ExperimentProgress progress_;
    double events_done_ = 0.0;
    std::exception_ptr failure_;
};

}  // namespace

std::vector<PointResult> run_experiment(std::span<const core::Scenario> points,
                                        const ExperimentOptions& options) {
    std::vector<core::Scenario> settled;
    if (std::ranges::any_of(points, has_a_warm_up_to_find)) {
        for (const core::Scenario& point : points) {
            settled.push_back(with_warm_up(point, options.threads));
            if (options.on_progress) options.on_progress({.points = points.size()});
        }
        points = settled;
    }
    Schedule schedule(points, options);
    const unsigned threads =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < threads; ++i) others.emplace_back([&] { schedule.work(); });
        schedule.work();
    }
    return schedule.results();
}

}  // namespace gallerysim::analysis
