// Random sequences of operations never break what the service promises.

#include <array>
#include <map>
#include <random>
#include <set>

#include "core/gallery/bill.hpp"
#include "core/version_number.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gallery_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

constexpr std::size_t kSequences = 10'000;
constexpr int kOperations = 25;
constexpr std::array kRegions{"westeurope", "northeurope", "westus", "australiacentral", "brazilsouth"};
constexpr std::array kNames{"a", "b", "c"};
constexpr std::array kVersions{"1.0.0", "1.0.1", "2.0.0", "bad"};
constexpr std::array kCallers{"owner", "reader", "stranger"};

Limits tight_limits() {
    Limits limits = default_catalogue().limits;
    limits.galleries_per_subscription_region.value = 2;
    limits.image_definitions_per_subscription_region.value = 3;
    limits.image_versions_per_subscription_region.value = 4;
    limits.replicas_per_version.value = 6;
    limits.replicas_per_version_region.value = 4;
    limits.shared_subscriptions.value = 2;
    limits.shared_tenants.value = 1;
    return limits;
}

AccessSettings random_access(std::mt19937_64& random) {
    AccessSettings access;
    if (random() % 2 == 0) {
        access.roles = {{"1", "owner", Role::owner, "contoso-prod", ""},
                        {"2", "reader", Role::reader, "", "a/b"}};
    }
    if (random() % 2 == 0) access.approvals = {{"1", "contoso-prod", "australiacentral"}};
    return access;
}

/// One random operation, sensible or not.
class RandomUser {
public:
    RandomUser(std::mt19937_64& random, GalleryService& service) : random_(random), service_(service) {}

    Refused act(sim::SimTime now) {
        const Request by{{one_of(kCallers), "contoso-prod", chance(0.9) ? "contoso" : "fabrikam"}, now};
        const ResourcePath path{one_of(kNames), one_of(kNames), one_of(kVersions)};
        switch (random_() % 12) {
            case 0: return service_.put_gallery(by, gallery(path.gallery));
            case 1:
            case 2: return service_.put_image(by, path.gallery, image(path.item));
            case 3:
            case 4:
            case 5:
            case 6: return service_.put_version(by, path, version(path.version, now));
            case 7: return service_.remove(by, path);
            case 8: return service_.remove(by, {path.gallery, chance(0.5) ? path.item : ""});
            case 9: return service_.share(by, path.gallery, names(4), names(3));
            case 10:
                service_.set_region(one_of(kRegions), chance(0.2) ? GalleryService::RegionState::down
                                                                  : GalleryService::RegionState::up);
                return {};
            default: return service_.move(by, path);
        }
    }

private:
    bool chance(double p) { return std::uniform_real_distribution<>(0.0, 1.0)(random_) < p; }
    template <class All>
    std::string one_of(const All& all) {
        return all[random_() % all.size()];
    }
    std::vector<std::string> names(std::size_t most) {
        std::vector<std::string> all;
        for (std::size_t i = random_() % most; i > 0; --i) all.emplace_back("n").append(std::to_string(i));
        return all;
    }
    Gallery gallery(const std::string& name) {
        Gallery g = a_gallery(name, one_of(kRegions), static_cast<Gallery::Permissions>(random_() % 3));
        if (chance(0.8)) g.community = {"p", "u", "c", "e"};
        return g;
    }
    ImageDefinition image(const std::string& name) {
        ImageDefinition i = an_image(name);
        i.publisher = one_of(kNames);
        i.offer = "offer";
        i.sku = "sku";
        return i;
    }
    ImageVersion version(const std::string& name, sim::SimTime now) {
        std::vector<TargetRegion> targets;
        for (std::size_t i = 1 + random_() % 3; i > 0; --i) {
            targets.push_back(a_target(one_of(kRegions), static_cast<std::int64_t>(random_() % 6),
                                       static_cast<StorageType>(random_() % kStorageTypes)));
        }
        ImageVersion v = a_version(name, std::move(targets));
        v.encrypted = chance(0.1);
        v.safety = {chance(0.8), chance(0.2)};
        if (chance(0.5)) v.end_of_life = now + sim::hours(static_cast<std::int64_t>(random_() % 20));
        return v;
    }

    std::mt19937_64& random_;
    GalleryService& service_;
};

struct Counts {
    std::int64_t galleries = 0;
    std::int64_t images = 0;
    std::int64_t versions = 0;
};

/// What is wrong with one version; empty: nothing.
std::string broken_version(const GalleryService& service, const Gallery& gallery,
                           const ImageVersion& version) {
    if (!parse_version(version.name)) return "a version without a number";
    if (version.encrypted && gallery.permissions == Gallery::Permissions::groups)
        return "encrypted and shared";
    if (version.target_regions.empty()) return "a version without replicas";
    std::set<std::string> regions;
    std::int64_t replicas = 0;
    for (const TargetRegion& target : version.target_regions) {
        if (!regions.insert(target.name).second) return "a region twice";
        if (target.replicas < 1 || target.replicas > service.limits().replicas_per_version_region.value) {
            return "replicas of a region";
        }
        if (target.storage == StorageType::standard_zrs &&
            find_region(target.name)->availability_zones == 0) {
            return "ZRS without zones";
        }
        if (!may_use_region(service.access(), gallery.subscription, target.name))
            return "a region without access";
        replicas += target.replicas;
    }
    return replicas > service.limits().replicas_per_version.value ? "replicas of a version" : "";
}

std::string broken(const GalleryService& service) {
    std::map<std::pair<std::string, std::string>, Counts> counts;
    std::set<std::string> gallery_names;
    for (const Gallery& gallery : service.galleries()) {
        if (!gallery_names.insert(gallery.name).second) return "two galleries of a name";
        if (gallery.shared_subscriptions.size() > 2 || gallery.shared_tenants.size() > 1)
            return "shared too widely";
        if (gallery.permissions != Gallery::Permissions::groups &&
            !(gallery.shared_subscriptions.empty() && gallery.shared_tenants.empty())) {
            return "shared without Groups";
        }
        Counts& count = counts[{gallery.subscription, gallery.location}];
        ++count.galleries;
        std::set<std::string> image_names;
        std::set<std::string> publishers;
        for (const ImageDefinition& image : gallery.images) {
            ++count.images;
            if (!image_names.insert(image.name).second) return "two images of a name";
            if (!publishers.insert(image.publisher).second) return "two images of an identifier";
            std::set<std::string> version_names;
            for (const ImageVersion& version : image.versions) {
                ++count.versions;
                if (!version_names.insert(version.name).second) return "two versions of a name";
                if (const auto what = broken_version(service, gallery, version); !what.empty()) return what;
            }
        }
    }
    const Limits& limits = service.limits();
    for (const auto& [where, count] : counts) {
        if (count.galleries > limits.galleries_per_subscription_region.value) return "too many galleries";
        if (count.images > limits.image_definitions_per_subscription_region.value)
            return "too many definitions";
        if (count.versions > limits.image_versions_per_subscription_region.value) return "too many versions";
    }
    return {};
}

/// Replicas now, by region; and what they cost a month and per region, counted on its own.
std::map<std::string, double> monthly_usd_by_region(const GalleryService& service, const Prices& prices) {
    std::map<std::string, double> sums;
    for (const Gallery& gallery : service.galleries()) {
        for (const ImageDefinition& image : gallery.images) {
            for (const ImageVersion& version : image.versions) {
                for (const TargetRegion& t : version.target_regions) {
                    sums[t.name] +=
                        static_cast<double>(t.replicas) * 10.0 *
                        prices.snapshot_usd_per_gb_month[static_cast<std::size_t>(t.storage)].value;
                }
            }
        }
    }
    return sums;
}

}  // namespace

TEST_CASE("Ten thousand random sequences of operations break no invariant", "[slow]") {
    const Prices prices = default_catalogue().prices;
    std::map<std::string, std::size_t> refused;
    std::size_t done = 0;
    for (std::size_t sequence = 0; sequence < kSequences; ++sequence) {
        std::mt19937_64 random(sequence);
        GalleryService service(tight_limits(), random_access(random));
        BillLedger ledger(prices);
        RandomUser user(random, service);
        double cost = 0.0;
        sim::SimTime now;
        for (int i = 0; i < kOperations; ++i) {
            now += sim::hours(1);
            const auto before = service.galleries();
            const auto no = user.act(now);
            if (no) {
                ++refused[std::string(info(no->rule).id)];
                if (service.galleries() != before) FAIL("a refused operation changed something");
            } else {
                ++done;
            }
            if (const auto what = broken(service); !what.empty()) FAIL(what << " in sequence " << sequence);
            ledger.note(now, service.galleries());
            const double total = ledger.bill(now).total_usd();
            if (total < cost) FAIL("the bill falls in sequence " << sequence);
            cost = total;
        }
        const Bill bill = ledger.bill(now + sim::hours(1));
        std::map<std::string, double> by_region;
        double sum = 0.0;
        for (const BillLine& line : bill.lines) {
            // No orphan: what is billed from now on is held by a version that exists.
            const ImageVersion* version = service.find_version({line.gallery, line.item, line.version});
            if ((line.replicas > 0) !=
                (version != nullptr &&
                 std::any_of(version->target_regions.begin(), version->target_regions.end(),
                             [&](const TargetRegion& t) { return t.name == line.region; }))) {
                FAIL("an orphan replica in sequence " << sequence);
            }
            if (line.storage_usd < 0.0 || line.egress_usd < 0.0)
                FAIL("a negative amount in sequence " << sequence);
            if (line.replicas > 0) by_region[line.region] += line.storage_usd_per_month;
            sum += line.storage_usd + line.egress_usd;
        }
        const auto expected = monthly_usd_by_region(service, prices);
        if (by_region.size() != expected.size()) FAIL("regions of the bill in sequence " << sequence);
        for (const auto& [region, usd] : expected) CHECK_THAT(by_region[region], WithinRel(usd, 1e-9));
        CHECK_THAT(sum, WithinAbs(bill.total_usd(), 1e-9));
    }
    // The sequences do try what is not allowed, and get something done.
    CHECK(done > kSequences);
    CHECK(refused.size() >= 15);
}
