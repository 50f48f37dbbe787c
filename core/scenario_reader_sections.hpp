#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/image_resolution.hpp"
#include "core/map_reader.hpp"
#include "core/scenario.hpp"
#include "core/scenario_reader.hpp"
#include "core/units.hpp"
#include "core/version_number.hpp"
#include "sim/sim_time.hpp"

// The sections of read_scenario(), in the order in which they are read: the catalogue brings the limits and
// boot profiles that galleries are checked against, and deployments refer to galleries.

namespace gallerysim::core {

/// Ten years: so that sums of times stay far within SimTime.
inline constexpr sim::SimTime kLongestTime = sim::hours(std::int64_t{24} * 3650);
inline constexpr ValueRange<sim::SimTime> kAnyTime{sim::SimTime::zero(), kLongestTime};
inline constexpr ValueRange<sim::SimTime> kPositiveTime{sim::SimTime::from_nanoseconds(1), kLongestTime};
inline constexpr ValueRange<PerSecond> kPositiveRate{{0.001}, {1e9}};
inline constexpr ValueRange<BytesPerSecond> kPositiveByteRate{{1.0}, {1e15}};
inline constexpr ValueRange<std::int64_t> kPositiveCount{1, 1'000'000};
inline constexpr std::int64_t kMostVms = 10'000'000;

void read_catalogue(const MapReader& root, Scenario& scenario);
void read_throttles(const MapReader& catalogue, ThrottlePolicies& throttles);
void read_admission(const MapReader& platform, AdmissionLimit& admission);
void read_platform(const MapReader& root, Scenario& scenario);
void read_galleries(const MapReader& root, Scenario& scenario);
/// The data disks of an image version, each up to `limit` (which `limit_key` of the catalogue says).
void read_data_disks(const MapReader& version, Bytes limit, std::string_view limit_key, std::vector<DataDisk>& disks);
/// Size and occupied size of a disk.
void read_disk(const MapReader& map, Bytes limit, std::string_view limit_key, DiskImage& disk);
void read_access(const MapReader& root, Scenario& scenario);
/// After the clients, whose principals do them.
void read_events(const MapReader& root, Scenario& scenario);
/// After the galleries and the catalogue; `details`: whether the galleries were read without errors.
void read_faults(const MapReader& root, Scenario& scenario, GalleryDetails details);
void read_prices(const MapReader& catalogue, Prices& prices);
void read_replication_figures(const MapReader& catalogue, ReplicationFigures& figures);
void read_regions(const MapReader& catalogue, RegionOverrides& regions);
void read_replication_policy(const MapReader& platform, ReplicationPolicy& policy);
/// Reports which of the galleries the gallery's rules would not have let come into being.
void check_gallery_rules(const MapReader& root, const Scenario& scenario);
void read_safety_profile(const MapReader& parent, SafetyProfile& safety);
/// A list of distinct names.
void read_names(const MapReader& map, std::string_view key, std::vector<std::string>& out);
void read_clients(const MapReader& root, Scenario& scenario);
/// `details`: whether the galleries were read without errors.
void read_deployments(const MapReader& root, Scenario& scenario, GalleryDetails details);
/// When VMs come: `vms`, `arrivals` or `scale_sets` of a deployment, whose region and image have been read.
void read_arrivals(const MapReader& map, const Scenario& scenario, GalleryDetails details, Deployment& deployment);
[[nodiscard]] ScaleSets read_scale_sets(const MapReader& map, const Scenario& scenario, GalleryDetails details,
                                        const Deployment& deployment);
void read_experiment(const MapReader& root, Scenario& scenario, SweepSection sweep);
/// The axes of a sweep and its design.
void read_sweep(const MapReader& experiment, Experiment& result);

/// A time, or a law of times. A law of the same kind as `spec` may leave out parameters: they stay as they
/// are.
bool read_distribution(const MapReader& map, std::string_view key, DistributionSpec& spec);

/// Takes the scenario's value over the figure. One that is equal to the figure changes nothing: so a scenario
/// that was printed with all defaults reads back with their sources.
template <class T>
void override_figure(Figure<T>& figure, const T& value) {
    if (value != figure.value) figure = {value, Grade::given, "scenario"};
}

/// Reports the second element of a name.
inline void check_unique(const MapReader& element, std::set<std::string>& names, const std::string& name) {
    if (!name.empty() && !names.insert(name).second)
        element.error("name", "this name is used twice in the list");
}

}  // namespace gallerysim::core
