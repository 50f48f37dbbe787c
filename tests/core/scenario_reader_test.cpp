#include "core/scenario_reader.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;
using Catch::Matchers::Contains;

namespace {

/// Versions of one image in several regions, for `latest`.
constexpr std::string_view kManyVersions = R"(schema: 1
name: versions
galleries:
  - name: g
    location: westeurope
    images:
      - name: i
        os_type: Linux
        versions:
          - { name: 1.9.0, os_disk: { size: 30 GiB }, target_regions: [{ name: westeurope }, { name: eastus }] }
          - { name: 1.10.0, os_disk: { size: 30 GiB }, target_regions: [{ name: westeurope }] }
          - { name: 2.0.0, os_disk: { size: 30 GiB }, target_regions: [{ name: westeurope }], exclude_from_latest: true }
          - { name: 0.9.9, os_disk: { size: 30 GiB }, target_regions: [{ name: eastus }] }
deployments:
  - { name: d, region: westeurope, image: g/i/latest, vms: 1 }
)";

std::string latest_with(const std::vector<std::string>& settings) {
    const Scenario scenario = scenario_of(with(source_of(kManyVersions), settings));
    return scenario.version_of(scenario.deployments.at(0)).name;
}

}  // namespace

TEST_CASE("A small scenario is read with every default filled in") {
    const Scenario s = scenario_of(kSmallScenario);
    CHECK(s.schema == 1);
    CHECK(s.name == "small");
    CHECK(s.description.empty());
    CHECK(s.seed == 7);

    const Gallery& gallery = s.galleries.at(0);
    CHECK(gallery.name == "prod");
    CHECK(gallery.subscription == "default");
    CHECK(gallery.permissions == Gallery::Permissions::private_only);
    const ImageDefinition& image = gallery.images.at(0);
    CHECK(image.os_type == OsType::windows);
    CHECK(image.boot == "windows");
    const ImageVersion& version = image.versions.at(0);
    CHECK(version.os_disk.size == Bytes{127 * kGiB});
    CHECK(version.os_disk.occupied == Bytes{30 * kGiB});
    CHECK_FALSE(version.exclude_from_latest);
    CHECK(version.target_regions.at(0) == TargetRegion{"westeurope", 3, StorageType::standard_lrs, {}});
    CHECK(version.target_regions.at(1) == TargetRegion{"westus", 2, StorageType::premium_lrs, {}});

    const Deployment& d = s.deployments.at(0);
    CHECK(d.at == sim::SimTime::zero());
    CHECK(std::get<BurstArrivals>(d.arrivals).vms == 40);
    CHECK(d.zones.empty());
    CHECK(d.image.text == "prod/win2022/latest");
    CHECK(&s.target_of(d) == &version.target_regions.at(0));
    CHECK(&s.boot_of(d) == &s.catalogue.boot_profiles.at("windows"));

    CHECK(s.platform.routing.value == Routing::random);
    CHECK(s.platform.routing.grade == Grade::assumed);
    CHECK(s.platform.on_timeout == OnTimeout::leave);
    CHECK(s.catalogue == default_catalogue());
    CHECK(s.experiment.min_runs == 20);
    CHECK(s.experiment.max_runs == 400);
    CHECK(s.experiment.relative_half_width == 0.05);
    CHECK(s.experiment.precision_of == std::vector<std::string>{"time_to_running.p95"});
    CHECK(s.experiment.confidence == 0.95);
    CHECK_FALSE(s.experiment.horizon.has_value());
}

TEST_CASE("What the catalogue says is replaced by the scenario and marked as given") {
    const Scenario s = small_with(
        {"catalogue.storage.Standard_LRS.operations=1000/s", "catalogue.boot_profiles.windows.reads=10000",
         "catalogue.boot_profiles.windows.cpu_time={ gamma: { mean: 1 min, cov: 0.5 } }",
         "catalogue.vm_disk.throughput=200 MB/s", "catalogue.allocator.parallel=8",
         "catalogue.allocator.placement_time=0 s", "platform.routing=least_loaded",
         "platform.on_timeout=delete"});
    const StorageFigures& lrs = s.catalogue.storage_of(StorageType::standard_lrs);
    CHECK(lrs.operations == Figure<PerSecond>{PerSecond{1000.0}, Grade::given, "scenario"});
    // Without a burst the burst figures follow the base figures.
    CHECK(lrs.burst_operations == lrs.operations);
    CHECK(lrs.throughput.grade == Grade::published);
    CHECK(s.catalogue.storage_of(StorageType::standard_zrs).operations.value == PerSecond{500.0});
    const BootProfile& windows = s.catalogue.boot_profiles.at("windows");
    CHECK(windows.reads == Figure<double>{10'000.0, Grade::given, "scenario"});
    CHECK(windows.cpu_time.value == DistributionSpec{DistributionSpec::Kind::gamma, 60.0, 0.5, 0.0, {}});
    CHECK(s.catalogue.allocator.placement_time.value.kind == DistributionSpec::Kind::constant);
    CHECK(s.catalogue.allocator.parallel.value == 8);
    CHECK(s.platform.routing.value == Routing::least_loaded);
    CHECK(s.platform.routing.grade == Grade::given);
    CHECK(s.platform.on_timeout == OnTimeout::remove);
}

TEST_CASE("A value that equals the catalogue's figure keeps its source") {
    CHECK(small_with({"catalogue.storage.Premium_LRS.burst_duration=1800 s", "platform.routing=random"}) ==
          scenario_of(kSmallScenario));
}

TEST_CASE("One parameter of a law may be set alone when the law stays") {
    const Scenario s = small_with({"catalogue.boot_profiles.windows.cpu_time.lognormal.mean=60 s"});
    CHECK(s.catalogue.boot_profiles.at("windows").cpu_time.value ==
          DistributionSpec{DistributionSpec::Kind::lognormal, 60.0, 0.3, 0.0, {}});
    CHECK_THAT(problems_with({"catalogue.boot_profiles.windows.cpu_time.gamma.mean=60 s"}),
               Contains("cpu_time.gamma: the key 'cov' is missing"));
}

TEST_CASE("Every law of times is read and can be sampled") {
    using Kind = DistributionSpec::Kind;
    struct Law {
        const char* yaml;
        Kind kind;
        double mean;
    };
    for (const Law& law : {Law{"5 s", Kind::constant, 5.0}, Law{"{ constant: 5 s }", Kind::constant, 5.0},
                           Law{"{ uniform: { from: 2 s, to: 6 s } }", Kind::uniform, 4.0},
                           Law{"{ exponential: { mean: 3 s } }", Kind::exponential, 3.0},
                           Law{"{ lognormal: { mean: 3 s, cov: 0 } }", Kind::lognormal, 3.0},
                           Law{"{ gamma: { mean: 3 s, cov: 2 } }", Kind::gamma, 3.0},
                           Law{"{ weibull: { scale: 3 s, shape: 1 } }", Kind::weibull, 3.0},
                           Law{"{ triangular: { min: 1 s, mode: 2 s, max: 6 s } }", Kind::triangular, 3.0},
                           Law{"{ empirical: [1 s, 2 s, 6 s] }", Kind::empirical, 3.0}}) {
        INFO(law.yaml);
        const Scenario s = small_with({std::string("catalogue.allocator.placement_time=") + law.yaml});
        const DistributionSpec& spec = s.catalogue.allocator.placement_time.value;
        CHECK(spec.kind == law.kind);
        CHECK_THAT(spec.build().mean(), WithinRel(law.mean, 1e-12));
        CHECK(small_with({"catalogue.allocator.placement_time=" + spec.to_yaml()}) == s);
    }
}

TEST_CASE("A new boot profile is like another or brings everything") {
    const Scenario s =
        small_with({"catalogue.boot_profiles={ desktop: { like: windows, reads: 90000 }, own: { os_type: "
                    "Linux, reads: 0, read_bytes: 1 MB, cpu_time: 1 s, provisioning_timeout: 5 min } }",
                    "galleries.prod.win2022.boot=desktop"});
    const BootProfile& desktop = s.catalogue.boot_profiles.at("desktop");
    CHECK(desktop.like == "windows");
    CHECK(desktop.reads.grade == Grade::given);
    CHECK(desktop.cpu_time == default_catalogue().boot_profiles.at("windows").cpu_time);
    CHECK(&s.boot_of(s.deployments.at(0)) == &desktop);
    const BootProfile& own = s.catalogue.boot_profiles.at("own");
    CHECK(own.os_type == OsType::linux_os);
    CHECK(own.reads == Figure<double>{0.0, Grade::given, "scenario"});
}

TEST_CASE("A new boot profile takes after the scenario's own version of the other one") {
    const Scenario s =
        small_with({"catalogue.boot_profiles={ a: { like: windows }, windows: { reads: 5 }, b: { like: "
                    "linux, reads: 6 } }"});
    CHECK(s.catalogue.boot_profiles.at("a").reads.value == 5.0);
    CHECK(s.catalogue.boot_profiles.at("b").os_type == OsType::linux_os);
}

TEST_CASE("Latest is the highest version in the region that is not excluded") {
    CHECK(latest_with({}) == "1.10.0");
    CHECK(latest_with({"deployments.d.region=eastus"}) == "1.9.0");
    CHECK(latest_with({"galleries.g.i.2.0.0.exclude_from_latest=false"}) == "2.0.0");
    CHECK(latest_with({"galleries.g.i.1.10.0.exclude_from_latest=true"}) == "1.9.0");
}

TEST_CASE("The flag of a region wins over the flag of the version") {
    CHECK(latest_with({"galleries.g.i.2.0.0.westeurope.exclude_from_latest=false"}) == "2.0.0");
    CHECK(latest_with({"galleries.g.i.1.10.0.westeurope.exclude_from_latest=true"}) == "1.9.0");
    CHECK(latest_with({"galleries.g.i.1.9.0.eastus.exclude_from_latest=true",
                       "deployments.d.region=eastus"}) == "0.9.9");
}

TEST_CASE("A version that is excluded from latest can still be named") {
    CHECK(latest_with({"deployments.d.image=g/i/2.0.0"}) == "2.0.0");
}

TEST_CASE("Arrivals are a burst or a stream or a list") {
    const Scenario stream = small_with(
        {"deployments.burst.vms=null", "deployments.burst.arrivals.poisson={ rate: 10/min, for: 2 h }"});
    const auto& poisson = std::get<PoissonArrivals>(stream.deployments.at(0).arrivals);
    CHECK(poisson.rate == PerSecond{10.0 / 60.0});
    CHECK(poisson.duration == sim::hours(2));
    const Scenario list = small_with(
        {"deployments.burst.vms=null", "deployments.burst.arrivals.times=[0 s, 30 s, 30 s, 1 min]"});
    CHECK(std::get<ListedArrivals>(list.deployments.at(0).arrivals).times ==
          std::vector{sim::SimTime::zero(), sim::seconds(30), sim::seconds(30), sim::minutes(1)});
}

TEST_CASE("Zones are those of the region") {
    CHECK(small_with({"deployments.burst.zones=[3, 1]"}).deployments.at(0).zones == std::vector<int>{3, 1});
    CHECK(small_with({"deployments.burst.zones=[]"}).deployments.at(0).zones.empty());
}

TEST_CASE("One bound of the runs moves the default of the other") {
    CHECK(small_with({"experiment.runs.max=5"}).experiment.min_runs == 5);
    CHECK(small_with({"experiment.runs.min=1000"}).experiment.max_runs == 1000);
    CHECK(small_with({"experiment.runs.max=50"}).experiment.min_runs == 20);
}

TEST_CASE("Metrics without statistic stand for their means") {
    const Scenario s = small_with({"experiment.runs.of=[makespan, slowdown.p50]"});
    CHECK(s.experiment.precision_of == std::vector<std::string>{"makespan.mean", "slowdown.p50"});
}

TEST_CASE("A seed uses all of its 64 bits") {
    CHECK(small_with({"seed=18446744073709551615"}).seed == 18'446'744'073'709'551'615U);
    CHECK(small_with({"seed=0"}).seed == 0);
}

TEST_CASE("What is allowed but hardly meant is warned about") {
    CHECK(problems_with({"catalogue.boot_profiles={ spare: { like: linux } }"}) ==
          "--set catalogue.boot_profiles={ spare: { like: linux } }: warning: catalogue.boot_profiles.spare: "
          "no image "
          "boots by this profile\n");
    CHECK_THAT(problems_with({"deployments.burst.at=2 h", "experiment.horizon=1 h"}),
               Contains("warning: deployments.burst.at: the deployment starts after the horizon"));
}

TEST_CASE("Limits that the scenario raises are the ones that count") {
    CHECK_THAT(problems_with({"galleries.prod.win2022.1.0.0.westeurope.replicas=60"}),
               Contains("the limit is 50"));
    CHECK(problems_with({"galleries.prod.win2022.1.0.0.westeurope.replicas=60",
                         "catalogue.limits.replicas_per_version_region=60"})
              .empty());
}

TEST_CASE("Without a list of clients there is one by the name of default") {
    const Scenario s = scenario_of(kSmallScenario);
    REQUIRE(s.clients.size() == 1);
    CHECK(s.clients[0].name == "default");
    CHECK(s.clients[0].settings == default_client_settings());
    CHECK(s.deployments.at(0).client == 0);
    CHECK(small_with({"clients.default.concurrency=10"}).clients.at(0).settings.concurrency == 10);
}

TEST_CASE("A deployment names its client and otherwise has the first") {
    const std::string clients = "clients=[{ name: a }, { name: b, principal: team, concurrency: 10 }]";
    CHECK(small_with({clients}).deployments.at(0).client == 0);
    const Scenario s = small_with({clients, "deployments.burst.client=b"});
    CHECK(s.deployments.at(0).client == 1);
    CHECK(s.clients.at(0).principal == "a");
    CHECK(s.clients.at(1).principal == "team");
    CHECK(s.clients.at(1).settings.concurrency == 10);
}
