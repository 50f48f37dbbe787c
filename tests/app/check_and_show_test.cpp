#include <string>

#include "core/catalogue.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim;
using namespace gallerysim::test;

TEST_CASE("What show prints is a scenario that gives the same results", "[cli]") {
    const TemporaryFolder folder;
    const auto shown = call("show small-grid.yaml --set platform.routing=random -o '" +
                            (folder.path() / "shown.yaml").string() + "'");
    CHECK(shown.exit_code == 0);
    CHECK(shown.out.empty());
    const auto original = call("sweep small-grid.yaml --set platform.routing=random --format csv");
    CHECK(run_shell("gallerysim sweep shown.yaml --format csv", folder.path()).out == original.out);
}

TEST_CASE("The assumptions that show lists are those that are in force", "[cli]") {
    const auto all = call("show ../base.yaml --assumptions").out;
    CHECK(all.find("platform.routing=random\n") != std::string::npos);
    CHECK(all.find("catalogue.boot_profiles.windows.cpu_time=") != std::string::npos);
    CHECK(all.find("boot_profiles.linux") == std::string::npos);
    const auto given = call("show ../base.yaml --assumptions --set platform.routing=round_robin").out;
    CHECK(given.find("platform.routing") == std::string::npos);
}

TEST_CASE("Every region is listed by show", "[cli]") {
    const auto run = call("show --regions");
    CHECK(run.exit_code == 0);
    for (const core::Region& region : core::regions()) {
        INFO(region.name);
        CHECK(run.out.find(std::string("\n").append(region.name).append(" ")) != std::string::npos);
    }
}

TEST_CASE("Check looks at every point of a sweep and names the first with each mistake", "[cli]") {
    // Either alone is allowed: 55 replicas by the limit of 60, and a limit of 50. Together they are not.
    const auto bad = call(
        "check seventeen-on-one.yaml --set catalogue.limits.replicas_per_version_region=60 --set "
        "'experiment.sweep={a: {set: catalogue.limits.replicas_per_version_region, to: [60, 50]}, "
        "b: {set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: [1, 2, 55, 60]}}'");
    CHECK(bad.exit_code == 2);
    CHECK(bad.out.empty());
    INFO(bad.err);
    CHECK(bad.err.find("(at the point a = 50, b = 55)") != std::string::npos);
    CHECK(bad.err.find("(at the point a = 50, b = 60)") != std::string::npos);
}
