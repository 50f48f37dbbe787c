#include "core/scenario_merge.hpp"

#include <string>
#include <string_view>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

std::string merged(std::string_view base, std::string_view over) {
    return to_flow_yaml(*merge_scenarios(source_of(base).root(), source_of(over).root()));
}

}  // namespace

TEST_CASE("Maps are merged key by key and values replaced") {
    CHECK(merged("seed: 1\nname: a\n", "name: b\ndescription: c\n") ==
          "{ seed: 1, name: b, description: c }");
    CHECK(merged("experiment: { runs: { min: 2, max: 9 } }\n",
                 "experiment: { runs: { max: 5 }, horizon: 1 h }\n") ==
          "{ experiment: { runs: { min: 2, max: 5 }, horizon: 1 h } }");
    CHECK(merged("platform: { routing: random }\n", "platform: ~\n") == "{ platform: null }");
}

TEST_CASE("Lists of named things are merged by name and new ones come last") {
    CHECK(merged("deployments: [{ name: a, vms: 1 }, { name: b, vms: 2 }]\n",
                 "deployments: [{ name: c, vms: 3 }, { name: a, vms: 9 }]\n") ==
          "{ deployments: [{ name: a, vms: 9 }, { name: b, vms: 2 }, { name: c, vms: 3 }] }");
}

TEST_CASE("Lists without names are replaced as a whole") {
    CHECK(merged("experiment: { objectives: [a, b] }\n", "experiment: { objectives: [c] }\n") ==
          "{ experiment: { objectives: [c] } }");
    CHECK(merged("deployments: [{ name: a }]\n", "deployments: []\n") == "{ deployments: [] }");
    CHECK(merged("deployments: [{ name: a }]\n", "deployments: [{ vms: 1 }]\n") ==
          "{ deployments: [{ vms: 1 }] }");
}

TEST_CASE("Of two laws or two kinds of arrivals the later one stays") {
    CHECK(merged("catalogue: { allocator: { placement_time: { lognormal: { mean: 4 s, cov: 1 } } } }\n",
                 "catalogue: { allocator: { placement_time: { constant: 1 s } } }\n") ==
          "{ catalogue: { allocator: { placement_time: { constant: 1 s } } } }");
    CHECK(merged("catalogue: { allocator: { placement_time: { lognormal: { mean: 4 s, cov: 1 } } } }\n",
                 "catalogue: { allocator: { placement_time: { lognormal: { mean: 5 s } } } }\n") ==
          "{ catalogue: { allocator: { placement_time: { lognormal: { mean: 5 s, cov: 1 } } } } }");
    CHECK(merged("deployments: [{ name: a, arrivals: { poisson: { rate: 1/s, for: 1 h } } }]\n",
                 "deployments: [{ name: a, arrivals: { times: [0 s] } }]\n") ==
          "{ deployments: [{ name: a, arrivals: { times: [0 s] } }] }");
}

TEST_CASE("Two elements of one name stay two for the reader to report") {
    CHECK(merged("deployments: [{ name: a, vms: 1 }]\n",
                 "deployments: [{ name: a, vms: 2 }, { name: a, vms: 3 }]\n") ==
          "{ deployments: [{ name: a, vms: 2 }, { name: a, vms: 3 }] }");
}
