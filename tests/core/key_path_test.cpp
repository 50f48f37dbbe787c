#include "core/key_path.hpp"

#include <memory>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

YamlNodePtr scalar(std::string text) {
    YamlNode node;
    node.kind = YamlNode::Kind::plain_scalar;
    node.text = std::move(text);
    return std::make_shared<const YamlNode>(std::move(node));
}

/// The value that stands at `path` after "changed" was set there.
std::string set_and_find(std::string_view text, std::string_view path) {
    std::string problem;
    const auto changed = set_at_path(source_of(text).root(), path, scalar("changed"), problem);
    INFO(problem);
    REQUIRE(changed != nullptr);
    const auto found = find_at_path(changed, path);
    REQUIRE(found != nullptr);
    return found->text;
}

std::string problem_of(std::string_view path, std::string_view text = kSmallScenario) {
    std::string problem;
    CHECK(set_at_path(source_of(text).root(), path, scalar("changed"), problem) == nullptr);
    return problem;
}

}  // namespace

TEST_CASE("A path goes through maps by keys and through lists by names with or without the list's key") {
    for (const char* path : {
             "seed",
             "platform.routing",
             "galleries.prod.location",
             "galleries.prod.win2022.1.0.0.westeurope.replicas",
             "galleries.prod.images.win2022.versions.1.0.0.target_regions.westeurope.replicas",
             "galleries.prod.images.win2022.1.0.0.westus.storage",
             "galleries.prod.win2022.versions.1.0.0.os_disk.size",
             "deployments.burst.vms",
             "catalogue.boot_profiles.windows.cpu_time",
             "catalogue.storage.Premium_LRS.burst_duration",
             "experiment.runs.max",
         }) {
        INFO(path);
        CHECK(set_and_find(kSmallScenario, path) == "changed");
    }
}

TEST_CASE("Setting a path changes nothing else and leaves the first tree alone") {
    const auto root = source_of(kSmallScenario).root();
    const std::string before = to_flow_yaml(*root);
    std::string problem;
    const auto changed =
        set_at_path(root, "galleries.prod.win2022.1.0.0.westeurope.replicas", scalar("9"), problem);
    REQUIRE(changed != nullptr);
    CHECK(to_flow_yaml(*root) == before);
    std::string expected = before;
    expected.replace(expected.find("replicas: 3"), 11, "replicas: 9");
    CHECK(to_flow_yaml(*changed) == expected);
    // What is not on the path is shared.
    CHECK(changed->find("deployments")->value == root->find("deployments")->value);
}

TEST_CASE("Keys that a file does not write are made") {
    std::string problem;
    const auto changed = set_at_path(source_of(kSmallScenario).root(), "catalogue.boot_profiles.linux.reads",
                                     scalar("5"), problem);
    REQUIRE(changed != nullptr);
    CHECK(to_flow_yaml(*changed->find("catalogue")->value) == "{ boot_profiles: { linux: { reads: 5 } } }");
}

TEST_CASE("A client that no file writes is there by its built-in name") {
    std::string problem;
    const auto root = source_of(kSmallScenario).root();
    const auto changed = set_at_path(root, "clients.default.retry.base", scalar("2 s"), problem);
    REQUIRE(changed != nullptr);
    CHECK(to_flow_yaml(*changed->find("clients")->value) == "[{ name: default, retry: { base: 2 s } }]");
    CHECK(problem_of("clients.other.concurrency") == "there is no 'other' in clients; known are: default");
    // A list that is written has only its own elements.
    CHECK(problem_of("clients.default.concurrency", "clients: [{ name: mine }]\n") ==
          "there is no 'default' in clients; known are: mine");
}

TEST_CASE("The longest name wins") {
    constexpr std::string_view kText = R"(
deployments:
  - { name: a, vms: 1 }
  - { name: a.b, vms: 2 }
  - { name: a.b.c, vms: 3 }
)";
    const auto root = source_of(kText).root();
    CHECK(find_at_path(root, "deployments.a.vms")->text == "1");
    CHECK(find_at_path(root, "deployments.a.b.vms")->text == "2");
    CHECK(find_at_path(root, "deployments.a.b.c.vms")->text == "3");
    // 1.0.0 is a name, not 1 and then 0.
    CHECK(find_at_path(source_of(kSmallScenario).root(), "galleries.prod.win2022.1.0.0.name")->text ==
          "1.0.0");
}

TEST_CASE("A key goes before an element of the same name") {
    constexpr std::string_view kText =
        "galleries: [{ name: g, images: [{ name: images, os_type: Linux }] }]\n";
    const auto root = source_of(kText).root();
    CHECK(find_at_path(root, "galleries.g.images")->is_sequence());
    CHECK(find_at_path(root, "galleries.g.images.images.os_type")->text == "Linux");
}

TEST_CASE("A name that two lists have needs the key of its list") {
    constexpr std::string_view kText = R"(
galleries: [{ name: same, location: westeurope }]
deployments: [{ name: same, vms: 1 }]
)";
    CHECK(problem_of("same.vms", kText) ==
          "'same' stands for more than one thing at the top of a scenario; write the key of its list before "
          "it");
    CHECK(set_and_find(kText, "deployments.same.vms") == "changed");
    CHECK(set_and_find(kText, "galleries.same.location") == "changed");
}

TEST_CASE("A path that leads nowhere is answered with the nearest name at the part that fails") {
    CHECK(problem_of("platfrom.routing") ==
          "there is no 'platfrom' at the top of a scenario; did you mean 'platform'?");
    CHECK(problem_of("galleries.prd.location") == "there is no 'prd' in galleries; did you mean 'prod'?");
    CHECK(problem_of("galleries.prod.win2022.1.0.0.westeurop.replicas") ==
          "there is no 'westeurop' in galleries.prod.win2022.1.0.0; did you mean 'westeurope'?");
    CHECK(problem_of("galleries.prod.win2022.1.0.0.westeurope.replica") ==
          "there is no 'replica' in galleries.prod.win2022.1.0.0.westeurope; did you mean 'replicas'?");
    CHECK(problem_of("catalogue.boot_profiles.window.reads") ==
          "there is no 'window' in catalogue.boot_profiles; did you mean 'windows'?");
    CHECK(problem_of("galleries.prod.zebra") ==
          "there is no 'zebra' in galleries.prod; known are: name, location, "
          "subscription, tenant, sharing, images, applications, win2022");
    CHECK(problem_of("deployments.burst.vms.more") ==
          "deployments.burst.vms holds a value; there is no 'more' in it");
    CHECK(problem_of("extends").starts_with("there is no 'extends'"));
    for (const char* path : {"", ".", ".seed", "seed.", "a..b"}) {
        INFO(path);
        CHECK_FALSE(problem_of(path).empty());
    }
}

TEST_CASE("Setting one law of times removes the other and a time becomes a law") {
    const auto source = source_of(
        "catalogue: { boot_profiles: { windows: { cpu_time: { lognormal: { mean: 9 s, cov: 1 } "
        "} }, linux: { cpu_time: 5 s } } }\n");
    std::string problem;
    auto root = set_at_path(source.root(), "catalogue.boot_profiles.windows.cpu_time.constant", scalar("3 s"),
                            problem);
    REQUIRE(root != nullptr);
    root = set_at_path(root, "catalogue.boot_profiles.linux.cpu_time.lognormal.mean", scalar("4 s"), problem);
    REQUIRE(root != nullptr);
    CHECK(to_flow_yaml(*root) ==
          "{ catalogue: { boot_profiles: { windows: { cpu_time: { constant: 3 s } }, linux: { cpu_time: { "
          "lognormal: { "
          "mean: 4 s } } } } } }");
}

TEST_CASE("What no path leads to is not found") {
    const auto root = source_of(kSmallScenario).root();
    CHECK(find_at_path(root, "platform.routing") == nullptr);
    CHECK(find_at_path(root, "nonsense") == nullptr);
    CHECK(find_at_path(root, "seed")->text == "7");
}
