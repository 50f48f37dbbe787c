#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/scenario.hpp"

namespace gallerysim::core {

/// A month of the price list: 730 hours.
inline constexpr sim::SimTime kBilledMonth = sim::hours(730);

/// What one version costs in one region. Amounts are US dollars, a GB is 10^9 bytes.
struct BillLine {
    std::string gallery;
    std::string item;  ///< image definition or VM application
    std::string version;
    std::string region;
    StorageType storage = StorageType::standard_lrs;
    std::int64_t replicas = 0;           ///< at the end of the time billed; 0: the region was given up
    double gb = 0.0;                     ///< that one replica stores: what is occupied
    double replica_months = 0.0;         ///< how long how many replicas were kept
    double storage_usd = 0.0;            ///< over the time billed
    double storage_usd_per_month = 0.0;  ///< of the replicas that are there at its end
    double egress_gb = 0.0;              ///< that crossed regions
    double egress_usd = 0.0;
};

/// What a gallery costs: the service itself is free, its replicas and the copies between regions are not.
struct Bill {
    sim::SimTime billed;          ///< from the beginning of the run
    std::vector<BillLine> lines;  ///< by gallery, item, version and region

    [[nodiscard]] double storage_usd() const;
    [[nodiscard]] double storage_usd_per_month() const;
    [[nodiscard]] double egress_usd() const;
    /// Storage over the time billed, and egress.
    [[nodiscard]] double total_usd() const { return storage_usd() + egress_usd(); }
};

/// Price of a GB from one region to another: that of their part of the world, the dearer of the two between
/// parts, and nothing inside a region. REQUIRES: both are regions of the catalogue.
[[nodiscard]] double egress_usd_per_gb(const Prices& prices, const std::string& from, const std::string& to);
[[nodiscard]] PriceZone price_zone(const Region& region);

/// Follows what galleries hold over time. Each replica of a version costs what a snapshot of its occupied
/// size costs, by storage and month; the first replica of each region but the source costs the way there,
/// once, and again when the region is given up and taken anew. Source region: the gallery's own if it is
/// among the version's, or else the first.
///
/// What is there at time 0 was copied before; its egress is on the bill all the same.
class BillLedger {
public:
    explicit BillLedger(Prices prices) : prices_(std::move(prices)) {}

    /// From `now` on, this is what there is. REQUIRES: times do not fall. O(target regions).
    void note(sim::SimTime now, const std::vector<Gallery>& galleries);
    /// Everything until then. REQUIRES: `until` is not before the last note.
    [[nodiscard]] Bill bill(sim::SimTime until) const;

private:
    using Key =
        std::tuple<std::string, std::string, std::string, std::string>;  ///< gallery, item, version, region
    struct Account {
        StorageType storage = StorageType::standard_lrs;
        std::int64_t replicas = 0;
        double gb = 0.0;
        double replica_seconds = 0.0;  ///< until `since`
        sim::SimTime since;
        double egress_gb = 0.0;
        double egress_usd = 0.0;
        bool is_seen = false;  ///< in the note that is being made
    };
    void see(sim::SimTime now, const Gallery& gallery, const std::string& item, const std::string& version,
             double gb, const std::vector<TargetRegion>& targets);

    Prices prices_;
    std::map<Key, Account> accounts_;
    std::map<Key, std::string> sources_;  ///< of a version; its key has no region
};

/// The bill of a scenario's galleries as they are at the beginning, after `kept` without a change.
[[nodiscard]] Bill bill_of(const Scenario& scenario, sim::SimTime kept);

}  // namespace gallerysim::core
