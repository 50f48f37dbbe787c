#include <algorithm>
#include <array>

#include "core/catalogue.hpp"

namespace gallerysim::core {
namespace {

// Name, display name, geography group, latitude and longitude in degrees, availability zones, paired region.
// Source: the vendor's list of public regions.
constexpr std::array kRegions = {
    Region{"australiacentral", "Australia Central", "Asia Pacific", -35.31, 149.12, 0, "australiacentral2"},
    Region{"australiacentral2", "Australia Central 2", "Asia Pacific", -35.31, 149.12, 0, "australiacentral"},
    Region{"australiaeast", "Australia East", "Asia Pacific", -33.86, 151.21, 3, "australiasoutheast"},
    Region{"australiasoutheast", "Australia Southeast", "Asia Pacific", -37.81, 144.96, 0, "australiaeast"},
    Region{"austriaeast", "Austria East", "Europe", 48.21, 16.37, 3, ""},
    Region{"belgiumcentral", "Belgium Central", "Europe", 50.85, 4.36, 3, ""},
    Region{"brazilsouth", "Brazil South", "South America", -23.55, -46.63, 3, "southcentralus"},
    Region{"brazilsoutheast", "Brazil Southeast", "South America", -22.90, -43.21, 0, "brazilsouth"},
    Region{"canadacentral", "Canada Central", "Canada", 43.65, -79.38, 3, "canadaeast"},
    Region{"canadaeast", "Canada East", "Canada", 46.82, -71.22, 0, "canadacentral"},
    Region{"centralindia", "Central India", "Asia Pacific", 18.58, 73.92, 3, "southindia"},
    Region{"centralus", "Central US", "US", 41.59, -93.62, 3, "eastus2"},
    Region{"chilecentral", "Chile Central", "South America", -33.45, -70.67, 3, ""},
    Region{"denmarkeast", "Denmark East", "Europe", 55.68, 12.57, 3, ""},
    Region{"eastasia", "East Asia", "Asia Pacific", 22.27, 114.19, 3, "southeastasia"},
    Region{"eastus", "East US", "US", 37.37, -79.82, 3, "westus"},
    Region{"eastus2", "East US 2", "US", 36.67, -78.39, 3, "centralus"},
    Region{"francecentral", "France Central", "Europe", 46.38, 2.37, 3, "francesouth"},
    Region{"francesouth", "France South", "Europe", 43.83, 2.20, 0, "francecentral"},
    Region{"germanynorth", "Germany North", "Europe", 53.07, 8.81, 0, "germanywestcentral"},
    Region{"germanywestcentral", "Germany West Central", "Europe", 50.11, 8.68, 3, "germanynorth"},
    Region{"indonesiacentral", "Indonesia Central", "Asia Pacific", -6.20, 106.82, 3, ""},
    Region{"israelcentral", "Israel Central", "Middle East", 31.27, 33.45, 3, ""},
    Region{"italynorth", "Italy North", "Europe", 45.47, 9.18, 3, ""},
    Region{"japaneast", "Japan East", "Asia Pacific", 35.68, 139.77, 3, "japanwest"},
    Region{"japanwest", "Japan West", "Asia Pacific", 34.69, 135.50, 3, "japaneast"},
    Region{"jioindiacentral", "Jio India Central", "Asia Pacific", 21.15, 79.09, 0, "jioindiawest"},
    Region{"jioindiawest", "Jio India West", "Asia Pacific", 22.47, 70.06, 0, "jioindiacentral"},
    Region{"koreacentral", "Korea Central", "Asia Pacific", 37.57, 126.98, 3, "koreasouth"},
    Region{"koreasouth", "Korea South", "Asia Pacific", 35.18, 129.08, 0, "koreacentral"},
    Region{"malaysiawest", "Malaysia West", "Asia Pacific", 3.14, 101.69, 3, ""},
    Region{"mexicocentral", "Mexico Central", "Mexico", 20.59, -100.39, 3, ""},
    Region{"newzealandnorth", "New Zealand North", "Asia Pacific", -36.85, 174.76, 3, ""},
    Region{"northcentralus", "North Central US", "US", 41.88, -87.63, 0, "southcentralus"},
    Region{"northeurope", "North Europe", "Europe", 53.35, -6.26, 3, "westeurope"},
    Region{"norwayeast", "Norway East", "Europe", 59.91, 10.75, 3, "norwaywest"},
    Region{"norwaywest", "Norway West", "Europe", 58.97, 5.73, 0, "norwayeast"},
    Region{"polandcentral", "Poland Central", "Europe", 52.23, 21.02, 3, ""},
    Region{"qatarcentral", "Qatar Central", "Middle East", 25.55, 51.44, 3, ""},
    Region{"southafricanorth", "South Africa North", "Africa", -25.73, 28.22, 3, "southafricawest"},
    Region{"southafricawest", "South Africa West", "Africa", -34.08, 18.84, 0, "southafricanorth"},
    Region{"southcentralus", "South Central US", "US", 29.42, -98.50, 3, "northcentralus"},
    Region{"southeastasia", "Southeast Asia", "Asia Pacific", 1.28, 103.83, 3, "eastasia"},
    Region{"southindia", "South India", "Asia Pacific", 12.98, 80.16, 0, "centralindia"},
    Region{"spaincentral", "Spain Central", "Europe", 40.43, 3.42, 3, ""},
    Region{"swedencentral", "Sweden Central", "Europe", 60.67, 17.14, 3, "swedensouth"},
    Region{"switzerlandnorth", "Switzerland North", "Europe", 47.45, 8.56, 3, "switzerlandwest"},
    Region{"switzerlandwest", "Switzerland West", "Europe", 46.20, 6.14, 0, "switzerlandnorth"},
    Region{"uaecentral", "UAE Central", "Middle East", 24.47, 54.37, 0, "uaenorth"},
    Region{"uaenorth", "UAE North", "Middle East", 25.27, 55.32, 3, "uaecentral"},
    Region{"uksouth", "UK South", "UK", 50.94, -0.80, 3, "ukwest"},
    Region{"ukwest", "UK West", "UK", 53.43, -3.08, 0, "uksouth"},
    Region{"westcentralus", "West Central US", "US", 40.89, -110.23, 0, "westus2"},
    Region{"westeurope", "West Europe", "Europe", 52.37, 4.90, 3, "northeurope"},
    Region{"westindia", "West India", "Asia Pacific", 19.09, 72.87, 0, "southindia"},
    Region{"westus", "West US", "US", 37.78, -122.42, 0, "eastus"},
    Region{"westus2", "West US 2", "US", 47.23, -119.85, 3, "westcentralus"},
    Region{"westus3", "West US 3", "US", 33.45, -112.07, 3, "eastus"},
};

static_assert(std::is_sorted(kRegions.begin(), kRegions.end(),
                             [](const Region& a, const Region& b) { return a.name < b.name; }),
              "find_region() searches by halves");

}  // namespace

std::span<const Region> regions() { return kRegions; }

const Region* find_region(std::string_view name) {
    const auto all = regions();
    const auto found =
        std::lower_bound(all.begin(), all.end(), name,
                         [](const Region& region, std::string_view n) { return region.name < n; });
    return found != all.end() && found->name == name ? &*found : nullptr;
}

Region region_of(const RegionOverrides& overrides, std::string_view name) {
    Region region = *find_region(name);
    const auto found = overrides.find(std::string(name));
    if (found == overrides.end()) return region;
    const RegionFigures& given = found->second;
    region.latitude_deg = given.latitude_deg.value_or(region.latitude_deg);
    region.longitude_deg = given.longitude_deg.value_or(region.longitude_deg);
    region.availability_zones = given.availability_zones.value_or(region.availability_zones);
    if (given.paired_region) region.paired_region = *given.paired_region;
    return region;
}

int zones_of(const RegionOverrides& overrides, std::string_view name) {
    return find_region(name) == nullptr ? 0 : region_of(overrides, name).availability_zones;
}

}  // namespace gallerysim::core
