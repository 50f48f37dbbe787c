#include "core/replication/copy_network.hpp"

namespace gallerysim::core {

namespace {

/// The amount of a flow that another one decides the end of: it would take more than 100 years at any rate.
constexpr double kEndless = 1e25;

}  // namespace

CopyNetwork::CopyNetwork(sim::Simulation& simulation, const ReplicationFigures& figures)
    : simulation_(&simulation), figures_(&figures), network_(simulation) {
    network_.on_rates([this] { follow_rates(); });
}

CopyNetwork::Id CopyNetwork::start(double bytes, std::span<const Link> path, double cap, ServingReplica from,
                                   sim::Completion& done, bool& is_broken) {
    Id id;
    id.serial_ = ++last_serial_;
    Copy& copy = copies_[id.serial_];
    copy.network = this;
    copy.serial = id.serial_;
    copy.done = &done;
    copy.is_broken = &is_broken;
    copy.path.assign(path.begin(), path.end());
    copy.cap = cap;
    if (from.replicas == nullptr) {
        copy.flow = network_.start(bytes, copy.path, cap, copy);
    } else {
        copy.from = from;
        begin_shared(copy, bytes);
    }
    return id;
}

void CopyNetwork::begin_shared(Copy& copy, double bytes) {
    copy.work_left = bytes / copy.from.rate.value;
    copy.rate_seen = 0.0;
    copy.from.replicas->begin_copy(copy.work_left);
    copy.flow = network_.start(kEndless, copy.path, copy.cap, copy);
}

void CopyNetwork::share(Id id, ServingReplica from) {
    const auto found = copies_.find(id.serial_);
    if (found == copies_.end() || found->second.from.replicas != nullptr || from.replicas == nullptr ||
        from.replica == kNoReplica) {
        return;
    }
    Copy& copy = found->second;
    copy.from = from;
    begin_shared(copy, network_.cancel(copy.flow));
}

double CopyNetwork::remaining(Id id) const {
    const auto found = copies_.find(id.serial_);
    if (found == copies_.end()) return 0.0;
    const Copy& copy = found->second;
    if (copy.from.replicas == nullptr) return network_.remaining(copy.flow);
    const double work = copy.rate_seen > 0.0
                            ? copy.from.replicas->capacity_of(copy.from.replica).remaining(copy.read)
                            : copy.work_left;
    return work * copy.from.rate.value;
}

double CopyNetwork::end_read(Copy& copy) {
    if (copy.rate_seen > 0.0) {
        copy.work_left = copy.from.replicas->capacity_of(copy.from.replica).cancel(copy.read);
    }
    copy.rate_seen = 0.0;
    return copy.work_left;
}

double CopyNetwork::cancel(Id id) {
    const auto found = copies_.find(id.serial_);
    if (found == copies_.end()) return 0.0;
    Copy& copy = found->second;
    double left = network_.cancel(copy.flow);
    if (copy.from.replicas != nullptr) {
        const double work = end_read(copy);
        copy.from.replicas->break_off_copy(work);
        left = work * copy.from.rate.value;
    }
    copies_.erase(found);
    return left;
}

/// Whenever the network has given its flows other rates.
void CopyNetwork::follow_rates() {
    for (auto& [serial, copy] : copies_) {
        if (copy.from.replicas == nullptr) continue;
        const double rate = network_.rate(copy.flow);
        if (rate == copy.rate_seen) continue;
        end_read(copy);
        copy.rate_seen = rate;
        if (rate > 0.0) {
            sim::SharedCapacity& replica = copy.from.replicas->capacity_of(copy.from.replica);
            copy.break_offs = replica.break_offs();
            copy.read = replica.start({.demand = copy.work_left, .cap = rate / copy.from.rate.value}, copy);
        }
    }
}

void CopyNetwork::on_fire(sim::Completion& completion, sim::Context context) {
    Copy& copy = static_cast<Copy&>(completion);
    sim::Completion* const done = copy.done;
    CopyNetwork& network = *copy.network;
    if (copy.from.replicas != nullptr) {
        network.network_.cancel(copy.flow);
        *copy.is_broken = copy.from.replicas->capacity_of(copy.from.replica).break_offs() != copy.break_offs;
    }
    network.copies_.erase(copy.serial);
    done->fire(context);
}

CopyNetwork::Link CopyNetwork::add(BytesPerSecond rate, std::string name) {
    names_.push_back(std::move(name));
    return network_.add_link(rate.value);
}

CopyNetwork::Link CopyNetwork::shared(std::map<std::string, Link>& links, const std::string& key,
                                      BytesPerSecond rate, const std::string& name) {
    const auto found = links.find(key);
    if (found != links.end()) return found->second;
    return links.emplace(key, add(rate, name)).first->second;
}

CopyNetwork::Link CopyNetwork::add_reads(BytesPerSecond rate, std::string what) {
    return add(rate, "reading " + std::move(what));
}

std::vector<CopyNetwork::Link> CopyNetwork::path(Link reads, const std::string& from, const std::string& to,
                                                 int zones_written) {
    std::vector<Link> links{reads};
    if (from != to) {
        links.push_back(shared(egress_, from, figures_->egress_of(from), "what leaves " + from));
        links.push_back(
            shared(between_, from + ' ' + to, figures_->rate_between(from, to), "the link from " + from + " to " + to));
    }
    const Link writes =
        shared(writes_, to, figures_->writes_of(to), "what the storage of " + to + " takes in");
    links.insert(links.end(), static_cast<std::size_t>(zones_written), writes);
    return links;
}

sim::Servers& CopyNetwork::slots(const std::string& subscription, const std::string& region) {
    return slots_.try_emplace(std::pair{subscription, region}, *simulation_, figures_->copies_at_a_time.value)
        .first->second;
}

}  // namespace gallerysim::core
