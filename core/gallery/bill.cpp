#include "core/gallery/bill.hpp"

#include <algorithm>

#include "core/named.hpp"
#include "sim/assert.hpp"

namespace gallerysim::core {
namespace {

template <class Amount>
double sum_of(const std::vector<BillLine>& lines, Amount amount) {
    double sum = 0.0;
    for (const BillLine& line : lines) sum += line.*amount;
    return sum;
}

}  // namespace

double Bill::storage_usd() const { return sum_of(lines, &BillLine::storage_usd); }
double Bill::storage_usd_per_month() const { return sum_of(lines, &BillLine::storage_usd_per_month); }
double Bill::egress_usd() const { return sum_of(lines, &BillLine::egress_usd); }

PriceZone price_zone(const Region& region) {
    const std::string_view group = region.geography_group;
    if (group == "South America") return PriceZone::south_america;
    if (group == "Asia Pacific" || group == "Middle East" || group == "Africa") {
        return PriceZone::asia_middle_east_and_africa;
    }
    return PriceZone::north_america_and_europe;
}

double egress_usd_per_gb(const Prices& prices, const std::string& from, const std::string& to) {
    if (from == to) return 0.0;
    const Region* source = find_region(from);
    const Region* target = find_region(to);
    GALLERYSIM_ASSERT(source != nullptr && target != nullptr, "regions are of the catalogue");
    const auto price = [&](const Region& region) {
        return prices.egress_usd_per_gb[static_cast<std::size_t>(price_zone(region))].value;
    };
    return std::max(price(*source), price(*target));
}

void BillLedger::see(sim::SimTime now, const Gallery& gallery, const std::string& item,
                     const std::string& version, double gb, const std::vector<TargetRegion>& targets) {
    std::string& source = sources_[{gallery.name, item, version, ""}];
    if (source.empty()) {
        source = find_named(targets, gallery.location) != nullptr ? gallery.location : targets.front().name;
    }
    for (const TargetRegion& target : targets) {
        Account& account = accounts_[{gallery.name, item, version, target.name}];
        if (account.replicas == 0) {
            const double price = egress_usd_per_gb(prices_, source, target.name);
            account.egress_usd += gb * price;
            if (source != target.name) account.egress_gb += gb;
            account.since = now;
        }
        account.replica_seconds += static_cast<double>(account.replicas) * (now - account.since).seconds();
        account.since = now;
        account.storage = target.storage;
        account.replicas = target.replicas;
        account.gb = gb;
        account.is_seen = true;
    }
}

void BillLedger::note(sim::SimTime now, const std::vector<Gallery>& galleries) {
    for (auto& [key, account] : accounts_) account.is_seen = false;
    for (const Gallery& gallery : galleries) {
        for (const ImageDefinition& image : gallery.images) {
            for (const ImageVersion& version : image.versions) {
                see(now, gallery, image.name, version.name, version.occupied().value / kGB,
                    version.target_regions);
            }
        }
        for (const VmApplication& application : gallery.applications) {
            for (const ApplicationVersion& version : application.versions) {
                see(now, gallery, application.name, version.name, version.size.value / kGB,
                    version.target_regions);
            }
        }
    }
    for (auto& [key, account] : accounts_) {
        if (account.is_seen) continue;
        account.replica_seconds += static_cast<double>(account.replicas) * (now - account.since).seconds();
        account.since = now;
        account.replicas = 0;
    }
}

Bill BillLedger::bill(sim::SimTime until) const {
    Bill bill{.billed = until, .lines = {}};
    for (const auto& [key, account] : accounts_) {
        GALLERYSIM_ASSERT(until >= account.since, "a bill is made after what it is about");
        const double price =
            prices_.snapshot_usd_per_gb_month[static_cast<std::size_t>(account.storage)].value;
        const double months = (account.replica_seconds +
                               static_cast<double>(account.replicas) * (until - account.since).seconds()) /
                              kBilledMonth.seconds();
        bill.lines.push_back(
            {.gallery = std::get<0>(key),
             .item = std::get<1>(key),
             .version = std::get<2>(key),
             .region = std::get<3>(key),
             .storage = account.storage,
             .replicas = account.replicas,
             .gb = account.gb,
             .replica_months = months,
             .storage_usd = months * account.gb * price,
             .storage_usd_per_month = static_cast<double>(account.replicas) * account.gb * price,
             .egress_gb = account.egress_gb,
             .egress_usd = account.egress_usd});
    }
    return bill;
}

Bill bill_of(const Scenario& scenario, sim::SimTime kept) {
    BillLedger ledger(scenario.catalogue.prices);
    ledger.note(sim::SimTime::zero(), scenario.galleries);
    return ledger.bill(kept);
}

}  // namespace gallerysim::core
