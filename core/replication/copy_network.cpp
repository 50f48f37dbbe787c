#include "core/replication/copy_network.hpp"

namespace gallerysim::core {

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
        links.push_back(shared(egress_, from, figures_->region_egress.value, "what leaves " + from));
        links.push_back(
            shared(between_, from + ' ' + to, figures_->link.value, "the link from " + from + " to " + to));
    }
    const Link writes =
        shared(writes_, to, figures_->region_writes.value, "what the storage of " + to + " takes in");
    links.insert(links.end(), static_cast<std::size_t>(zones_written), writes);
    return links;
}

sim::Servers& CopyNetwork::slots(const std::string& subscription, const std::string& region) {
    return slots_.try_emplace(std::pair{subscription, region}, *simulation_, figures_->copies_at_a_time.value)
        .first->second;
}

}  // namespace gallerysim::core
