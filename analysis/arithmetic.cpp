#include "analysis/arithmetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "analysis/burst_bounds.hpp"
#include "analysis/closed_forms.hpp"
#include "analysis/closed_forms_queueing.hpp"
#include "core/metric.hpp"
#include "core/service_demand.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::MetricUnit;
using core::Routing;
using core::Statistic;
using core::VmOutcome;

constexpr double kMinute = 60.0;

/// What the closed forms go by.
struct Terms {
    const core::Scenario& scenario;
    const core::Deployment& deployment;
    const core::StorageFigures& storage;
    const core::BootProfile& boot;
    core::ServiceDemand demand;
    std::int64_t replicas;
    Routing routing;

    [[nodiscard]] double demand_s() const { return demand.demand_s; }
    [[nodiscard]] double boot_s() const { return boot.cpu_time.value.build().mean(); }
    [[nodiscard]] double placement_s() const { return scenario.catalogue.allocator.placement_time.value.build().mean(); }
    [[nodiscard]] double placers() const { return static_cast<double>(scenario.catalogue.allocator.parallel.value); }
    [[nodiscard]] double writes() const {
        return static_cast<double>(scenario.clients[deployment.client].settings.writes_per_vm.value);
    }
    [[nodiscard]] bool bursts() const {
        return storage.burst_duration.value > sim::SimTime::zero() && demand.burst_rate > 1.0;
    }
    /// Its client begins on a VM as soon as it is requested.
    [[nodiscard]] bool has_free_client() const { return !scenario.clients[deployment.client].settings.concurrency; }
    /// The account never holds its replicas back.
    [[nodiscard]] bool is_without_account() const {
        const auto together = static_cast<double>(std::min(replicas, storage.replicas_per_account.value));
        return together * demand.burst_rate <= demand.account_rate;
    }
    [[nodiscard]] bool is_even() const { return routing == Routing::round_robin || routing == Routing::least_loaded || replicas == 1; }
};

/// Nothing but replicas, client and control plane is in the scenario: what the closed forms are about.
bool is_plain(const core::Scenario& scenario) {
    if (scenario.deployments.size() != 1 || !scenario.events.empty() || !scenario.faults.empty()) return false;
    const core::Deployment& deployment = scenario.deployments.front();
    if (deployment.waits_for_image || scenario.version_of(deployment).published) return false;
    const core::StorageFigures& storage = scenario.catalogue.storage_of(scenario.target_of(deployment).storage);
    return deployment.applications.empty() && !scenario.platform.admission.readers &&
           !scenario.platform.background_hydration && scenario.platform.on_timeout == core::OnTimeout::leave &&
           storage.contention.value == 0.0 && storage.coherency.value == 0.0 && !scenario.experiment.horizon &&
           !scenario.catalogue.allocator.capacity.value;
}

std::uint64_t count_of(const PointResult& result, VmOutcome outcome) {
    return result.outcomes[static_cast<std::size_t>(outcome)];
}

/// All VMs that were requested came to read.
bool is_everyone_let_in(const PointResult& result) {
    return count_of(result, VmOutcome::throttled) + count_of(result, VmOutcome::rejected) +
               count_of(result, VmOutcome::allocation_failed) + count_of(result, VmOutcome::unfinished) == 0;
}

bool is_unthrottled(const PointResult& result) {
    return std::ranges::all_of(result.throttles.throttled, [](std::uint64_t count) { return count == 0; });
}

bool do_all_run(const PointResult& result) { return count_of(result, VmOutcome::running) == result.requested; }

std::optional<Interval> mean_of(const PointResult& result, Metric metric) {
    const Interval& interval = result[metric][Statistic::mean];
    return std::isnan(interval.value) ? std::nullopt : std::optional(interval);
}

/// The time by which a replica has done so much work: W at the base rate, or the first W / B of it while credits last.
double time_to_do(const Terms& terms, double work_s) {
    if (!terms.bursts()) return work_s;
    const double burst_s = terms.storage.burst_duration.value.seconds();
    const double in_burst = terms.demand.burst_rate * burst_s;
    return work_s <= in_burst ? work_s / terms.demand.burst_rate : burst_s + (work_s - in_burst);
}

/// The limit of the control plane that lets the last of so many VMs in last, and when at the earliest.
struct LastAdmission {
    double time_s = 0.0;
    std::string formula;
};

LastAdmission last_admission(const Terms& terms, double calls, double network_calls, core::ApiOperation operation, double operations) {
    const core::ThrottlePolicies& policies = terms.scenario.catalogue.throttles;
    LastAdmission last;
    const auto consider = [&last](double time_s, std::string formula) {
        if (time_s > last.time_s) last = {time_s, std::move(formula)};
    };
    const core::ManagerBucketFigures& writes = policies.manager[static_cast<std::size_t>(core::CallType::write)];
    const auto depth = static_cast<double>(writes.capacity.value);
    consider((calls - depth) / writes.refill.value.value, "(N w - B) / r, Resource Manager");
    const auto whole_refills = [](double above, double refill) { return std::ceil(above / refill); };
    if (policies.compute_policy_set.value == core::ComputePolicySet::token_bucket_2024) {
        const core::ComputePolicyFigures& put = policies.compute[static_cast<std::size_t>(operation)];
        consider(whole_refills(operations - static_cast<double>(put.subscription_capacity.value),
                               static_cast<double>(put.subscription_refill.value)) *
                     policies.compute_refill_period.value.seconds(),
                 "(N - B) / refill, compute provider");
    }
    consider((std::ceil(network_calls / static_cast<double>(policies.network.calls.value)) - 1.0) *
                 policies.network.length.value.seconds(),
             "windows of the network provider");
    return last;
}

class Companion {
public:
    Companion(const Terms& terms, const PointResult& result) : terms_(terms), result_(result) {}

    void add_burst(double vms, double begun) {
        const double window = terms_.boot.provisioning_timeout.value.seconds() - terms_.boot_s();
        const std::int64_t each = most_readers_within(terms_.storage, terms_.demand, window);
        add({.id = "vms_per_replica_in_time", .text = "VMs per replica within the timeout",
             .value = static_cast<double>(each), .unit = MetricUnit::vms, .kind = ClosedFormKind::alone,
             .formula = terms_.bursts() ? "(B T + timeout - boot - T) / D" : "floor((timeout - boot) / D)",
             .condition = "if all begin at once and boots take their mean", .simulated = {}});
        add_hottest(begun);
        if (!terms_.is_without_account()) return;
        const auto replicas = static_cast<double>(terms_.replicas);
        ClosedForm read{.id = "all_read_s", .text = "all images are read", .value = time_to_do(terms_, vms * terms_.demand_s() / replicas),
                        .unit = MetricUnit::seconds, .kind = ClosedFormKind::alone,
                        .formula = terms_.bursts() ? "N D / R, with burst credits" : "N D / R",
                        .condition = "no schedule is faster", .simulated = {}};
        // The makespan is that of the VMs that run: of all of them, if none fails.
        if (do_all_run(result_)) {
            read.kind = ClosedFormKind::at_least;
            read.simulated = mean_of(result_, Metric::makespan);
            read.condition += "; beside the makespan";
        }
        add(std::move(read));
    }

    void add_last_admission(double calls, double network_calls, core::ApiOperation operation, double operations) {
        if (!is_everyone_let_in(result_)) return;
        const LastAdmission last = last_admission(terms_, calls, network_calls, operation, operations);
        if (last.time_s <= 0.0) return;
        const core::RetryPolicy& retry = terms_.scenario.clients[terms_.deployment.client].settings.retry;
        const bool is_ideal = retry.retry_after.value == core::RetryAfter::ideal;
        add({.id = "last_admission_s", .text = "last VM let in by the control plane", .value = last.time_s,
             .unit = MetricUnit::seconds, .kind = ClosedFormKind::at_least, .formula = last.formula,
             .condition = is_ideal ? "nobody else calls" : "reached by clients that know when a token comes",
             .simulated = mean_of(result_, Metric::last_admission)});
    }

    void add_stream(double rate) {
        const auto replicas = static_cast<double>(terms_.replicas);
        const double load = rate * terms_.demand_s() / replicas;
        add({.id = "offered_utilisation", .text = terms_.bursts() ? "load of a replica, of its base rate" : "load of a replica",
             .value = load, .unit = MetricUnit::ratio, .kind = terms_.bursts() || load >= 1.0 ? ClosedFormKind::alone : ClosedFormKind::about,
             .formula = "rate D / R", .condition = load < 1.0 ? "in the long run; a run begins empty and drains at its end" : "above 1: readers pile up without end",
             .simulated = terms_.bursts() || load >= 1.0 ? std::nullopt : mean_of(result_, Metric::replica_utilisation)});
        add_sharing(rate / replicas, load);
        add_placements(rate);
        add_sustainable();
    }

    void add_pool(std::int64_t in_flight) {
        const double think = terms_.placement_s() + terms_.boot_s();
        const auto replicas = static_cast<double>(terms_.replicas);
        if (terms_.bursts() || !terms_.is_without_account() || terms_.demand.reader_cap < 1.0) return;
        const double bound = std::min(static_cast<double>(in_flight) / (terms_.demand_s() + think), replicas / terms_.demand_s());
        const bool all = do_all_run(result_);
        add({.id = "throughput_bound_per_min", .text = "VMs that run per minute, bound", .value = bound * kMinute, .unit = MetricUnit::per_minute,
             .kind = all ? ClosedFormKind::at_most : ClosedFormKind::alone, .formula = "min(n / (D + Z), R / D)",
             .condition = "Z: placement and boot", .simulated = all ? mean_of(result_, Metric::throughput) : std::nullopt});
        const bool is_delay = static_cast<double>(in_flight) <= terms_.placers() && terms_.has_free_client();
        const bool is_balanced = terms_.routing == Routing::random || terms_.replicas == 1;
        // Boots that all take the same keep a pool in step for ever: no steady state.
        const bool is_mixing = terms_.boot.cpu_time.value.kind != core::DistributionSpec::Kind::constant;
        if (!is_delay || !is_balanced || !is_mixing || !is_unthrottled(result_) || !all) return;
        const ClosedMeans means = mva_balanced(static_cast<int>(in_flight), static_cast<int>(terms_.replicas), terms_.demand_s(), think);
        add({.id = "read_time_s", .text = "mean read time", .value = means.response, .unit = MetricUnit::seconds, .kind = ClosedFormKind::exact,
             .formula = "mean value analysis", .condition = "steady state; a run begins and ends unsteady",
             .simulated = mean_of(result_, Metric::read_time)});
        add({.id = "throughput_per_min", .text = "VMs that run per minute", .value = means.throughput * kMinute, .unit = MetricUnit::per_minute,
             .kind = ClosedFormKind::exact, .formula = "mean value analysis", .condition = "steady state; a run begins and ends unsteady",
             .simulated = mean_of(result_, Metric::throughput)});
    }

    std::vector<ClosedForm> take() && { return std::move(forms_); }

private:
    void add(ClosedForm form) { forms_.push_back(std::move(form)); }

    /// Readers on the fullest replica, if nobody ends before the last one begins.
    void add_hottest(double begun) {
        constexpr double kMostVms = 20'000.0;  // expected_hottest() takes its time
        const bool is_random = terms_.routing == Routing::random && terms_.replicas > 1;
        if ((!terms_.is_even() && !is_random) || !terms_.has_free_client() || begun > kMostVms) return;
        const double value = is_random ? expected_hottest(static_cast<int>(begun), static_cast<int>(terms_.replicas))
                                       : std::ceil(begun / static_cast<double>(terms_.replicas));
        add({.id = "hottest_replica_vms", .text = "VMs on the fullest replica", .value = value, .unit = MetricUnit::vms,
             .kind = ClosedFormKind::at_most, .formula = is_random ? "E[fullest of R, random]" : "ceil(N / R)",
             .condition = "reached if all read at the same time", .simulated = mean_of(result_, Metric::peak_vms_per_replica)});
    }

    /// A replica that chance gives a Poisson stream of its own: M/G/1 processor sharing, where a reader takes 1 / c at
    /// most as M/M/c in number.
    void add_sharing(double rate, double load) {
        const bool is_poisson = terms_.routing == Routing::random || terms_.replicas == 1;
        if (!is_poisson || !terms_.has_free_client() || load >= 1.0 || terms_.bursts() || !terms_.is_without_account() || !is_unthrottled(result_) || !do_all_run(result_)) return;
        const double cap = std::min(1.0, terms_.demand.reader_cap);
        const double servers = 1.0 / cap;
        if (std::abs(servers - std::round(servers)) > 1e-9) return;
        const auto c = static_cast<int>(std::round(servers));
        const double value = c == 1 ? mg1_ps_sojourn(rate, terms_.demand_s()) : mmc(rate, cap / terms_.demand_s(), c).sojourn;
        add({.id = "read_time_s", .text = "mean read time", .value = value, .unit = MetricUnit::seconds, .kind = ClosedFormKind::exact,
             .formula = c == 1 ? "D / (1 - load), M/G/1-PS" : fmt::format("capped sharing, as M/M/{}", c),
             .condition = "steady state; a run begins empty", .simulated = mean_of(result_, Metric::read_time)});
    }

    /// Waiting for a placement, by M/M/c times (1 + cov^2) / 2.
    void add_placements(double rate) {
        const core::DistributionSpec& spec = terms_.scenario.catalogue.allocator.placement_time.value;
        const double mean = terms_.placement_s();
        if (!(mean > 0.0) || !terms_.has_free_client() || rate * mean >= terms_.placers() || !is_unthrottled(result_) || !do_all_run(result_)) return;
        const bool is_exponential = spec.kind == core::DistributionSpec::Kind::exponential;
        const bool has_cov = spec.kind == core::DistributionSpec::Kind::lognormal || spec.kind == core::DistributionSpec::Kind::gamma;
        const bool is_constant = spec.kind == core::DistributionSpec::Kind::constant;
        if (!is_exponential && !has_cov && !is_constant) return;
        const double cov = is_exponential ? 1.0 : has_cov ? spec.b : 0.0;
        const QueueMeans queue = mmc(rate, 1.0 / mean, static_cast<int>(terms_.placers()));
        add({.id = "allocation_s", .text = "mean time to a placement", .value = mean + queue.wait * (1.0 + cov * cov) / 2.0, .unit = MetricUnit::seconds,
             .kind = is_exponential ? ClosedFormKind::exact : ClosedFormKind::about,
             .formula = is_exponential ? "M/M/c" : "M/M/c, wait x (1 + cov^2) / 2", .condition = "steady state",
             .simulated = Interval{result_.bottleneck.allocation_s, std::numeric_limits<double>::quiet_NaN(),
                                   std::numeric_limits<double>::quiet_NaN()}});
    }

    void add_sustainable() {
        struct Bound {
            double per_s;
            const char* formula;
        };
        const core::ThrottlePolicies& policies = terms_.scenario.catalogue.throttles;
        std::vector<Bound> bounds;
        if (terms_.demand_s() > 0.0) bounds.push_back({static_cast<double>(terms_.replicas) / terms_.demand_s(), "R / D of the replicas"});
        bounds.push_back({policies.manager[static_cast<std::size_t>(core::CallType::write)].refill.value.value / terms_.writes(), "r / w of Resource Manager"});
        if (policies.compute_policy_set.value == core::ComputePolicySet::token_bucket_2024) {
            bounds.push_back({static_cast<double>(policies.compute[static_cast<std::size_t>(core::ApiOperation::create_vm)].subscription_refill.value) /
                                  policies.compute_refill_period.value.seconds(),
                              "refill of the compute provider"});
        }
        if (terms_.writes() > 1.0) {
            bounds.push_back({static_cast<double>(policies.network.calls.value) / policies.network.length.value.seconds() / (terms_.writes() - 1.0),
                              "windows of the network provider"});
        }
        if (terms_.placement_s() > 0.0) bounds.push_back({terms_.placers() / terms_.placement_s(), "placers / placement time"});
        const Bound& least = *std::ranges::min_element(bounds, {}, &Bound::per_s);
        add({.id = "sustainable_rate_per_min", .text = "VMs per minute that can go on", .value = least.per_s * kMinute,
             .unit = MetricUnit::per_minute, .kind = ClosedFormKind::alone, .formula = least.formula, .condition = "the tightest limit", .simulated = {}});
    }

    const Terms& terms_;
    const PointResult& result_;
    std::vector<ClosedForm> forms_;
};

}  // namespace

std::string_view to_string(ClosedFormKind kind) {
    switch (kind) {
        case ClosedFormKind::exact: return "exact";
        case ClosedFormKind::at_least: return "at_least";
        case ClosedFormKind::at_most: return "at_most";
        case ClosedFormKind::about: return "about";
        case ClosedFormKind::alone: break;
    }
    return "alone";
}

std::vector<ClosedForm> closed_forms_of(const core::Scenario& scenario, const PointResult& result) {
    if (result.requested == 0 || !is_plain(scenario)) return {};
    const core::Deployment& deployment = scenario.deployments.front();
    const core::TargetRegion& target = scenario.target_of(deployment);
    const core::StorageFigures& storage = scenario.catalogue.storage_of(target.storage);
    const core::BootProfile& boot = scenario.boot_of(deployment);
    const Terms terms{scenario, deployment, storage, boot,
                      core::service_demand(storage, core::boot_reads(boot, scenario.version_of(deployment)), scenario.catalogue.vm_disk),
                      target.replicas, scenario.platform.routing.value};
    if (terms.demand_s() <= 0.0) return {};
    Companion companion(terms, result);
    if (const auto* burst = std::get_if<core::BurstArrivals>(&deployment.arrivals)) {
        const auto vms = static_cast<double>(burst->vms);
        companion.add_burst(vms, vms);
        companion.add_last_admission(vms * terms.writes(), vms * (terms.writes() - 1.0), core::ApiOperation::create_vm, vms);
    } else if (const auto* stream = std::get_if<core::PoissonArrivals>(&deployment.arrivals)) {
        companion.add_stream(stream->rate.value);
    } else if (const auto* pool = std::get_if<core::ClosedLoopArrivals>(&deployment.arrivals)) {
        companion.add_pool(std::min(pool->in_flight, pool->vms));
    } else if (const auto* sets = std::get_if<core::ScaleSets>(&deployment.arrivals); sets != nullptr && !sets->scale_out && !sets->upgrade) {
        const auto vms = static_cast<double>(sets->count * sets->capacity);
        const bool over = sets->overprovision && sets->orchestration == core::Orchestration::uniform;
        const double more = over ? scenario.catalogue.scale_sets.overprovision.value : 0.0;
        companion.add_burst(vms, static_cast<double>(sets->count) * std::ceil(static_cast<double>(sets->capacity) * (1.0 + more)));
        companion.add_last_admission(static_cast<double>(sets->count), 0.0, core::ApiOperation::create_scale_set, static_cast<double>(sets->count));
    }
    return std::move(companion).take();
}

}  // namespace gallerysim::analysis
