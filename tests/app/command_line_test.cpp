// Mistakes in the command are told on stderr, with exit code 2 and nothing on stdout. Their texts are in
// tests/scenarios/good/mistakes.expected.

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

TEST_CASE("Mistakes in a command give exit code 2 and an empty stdout", "[cli]") {
    for (const char* arguments : {"",
                                  "runn small-grid.yaml",
                                  "run",
                                  "run small-grid.yaml --formt csv",
                                  "run small-grid.yaml --format cvs",
                                  "run small-grid.yaml -j 0",
                                  "run small-grid.yaml -j many",
                                  "run small-grid.yaml --seed -1",
                                  "run small-grid.yaml --runs 1",
                                  "run small-grid.yaml --seed",
                                  "run small-grid.yaml --seed 1 --seed 2",
                                  "run small-grid.yaml more.yaml",
                                  "run no-such-file.yaml",
                                  "run .",
                                  "run small-grid.yaml --set name",
                                  "run small-grid.yaml --set nam=x",
                                  "run small-grid.yaml --set deployments.burst.vms=-1",
                                  "show",
                                  "show --regions no-such-file.yaml",
                                  "check",
                                  "sweep seventeen-on-one.yaml",
                                  "run small-grid.yaml -o small-grid.yaml",
                                  "run small-grid.yaml --records small-grid.yaml",
                                  "run small-grid.yaml --records x -o ./x"}) {
        INFO(arguments);
        const auto run = call(arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK_FALSE(run.err.empty());
    }
}

TEST_CASE("An unknown name is answered with the nearest known one", "[cli]") {
    CHECK(call("sweeep x.yaml").err.find("did you mean 'sweep'?") != std::string::npos);
    CHECK(call("run small-grid.yaml --recrods x").err.find("did you mean '--records'?") != std::string::npos);
    CHECK(call("run small-grid.yaml --format=jsn").err.find("did you mean 'json'?") != std::string::npos);
    CHECK(call("run smal-grid.yaml").err.find("did you mean 'small-grid.yaml'?") != std::string::npos);
    CHECK(call("run small-grid").err.find("did you mean 'small-grid.yaml'?") != std::string::npos);
}

TEST_CASE("All mistakes of a scenario and of its settings are told in one go", "[cli]") {
    const TemporaryFolder folder;
    write_text(folder.path() / "x.yaml", "schema: 1\nname: x\nseeed: 3\ngalleries: []\ndeployments: []\n");
    const auto run = run_shell("gallerysim run x.yaml --set platform.routing=rnd --set wrong", folder.path());
    CHECK(run.exit_code == 2);
    for (const char* part : {"seeed", "galleries", "deployments", "routing", "--set wrong"}) {
        INFO(part);
        CHECK(run.err.find(part) != std::string::npos);
    }
}

TEST_CASE("Help and version go to stdout with exit code 0", "[cli]") {
    for (const char* arguments : {"--help", "-h", "run --help", "sweep -h", "check --help", "show --help"}) {
        INFO(arguments);
        const auto run = call(arguments);
        CHECK(run.exit_code == 0);
        CHECK(run.out.find("Usage: gallerysim") != std::string::npos);
        CHECK(run.err.empty());
    }
    CHECK(call("--version").out.starts_with("gallerysim "));
}

TEST_CASE("Settings are made in their order and the seed after them", "[cli]") {
    const auto json = call("show seventeen-on-one.yaml --set seed=5 --seed 6 --set name=a --set name=b").out;
    CHECK(json.find("\nseed: 6\n") != std::string::npos);
    CHECK(json.find("\nname: b\n") != std::string::npos);
}

TEST_CASE("A setting whose value is a list or holds equals signs is one value", "[cli]") {
    const auto list = call("show seventeen-on-one.yaml --set deployments.burst.zones=[1,2]");
    CHECK(list.out.find("zones: [1, 2]") != std::string::npos);
    const auto text = call("show --set description='a=b=c' seventeen-on-one.yaml");
    CHECK(text.out.find("a=b=c") != std::string::npos);
}
