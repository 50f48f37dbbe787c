#include "core/scenario_files.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/error.hpp"
#include "core/scenario_source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;
using Catch::Matchers::Contains;

namespace fs = std::filesystem;

namespace {

/// A folder of its own, removed at the end.
class TemporaryFolder {
public:
    TemporaryFolder() {
        static int number = 0;
        path_ = fs::temp_directory_path() /
                ("gallerysim-files-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    fs::path write(const std::string& name, std::string_view text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

Scenario load(const fs::path& file) {
    Diagnostics diagnostics;
    const auto source = ScenarioSource::load(file, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(source.has_value());
    auto scenario = source->read(diagnostics);
    INFO(diagnostics.render());
    REQUIRE(scenario.has_value());
    return *scenario;
}

}  // namespace

TEST_CASE("A file extends another one relative to its own folder and so on") {
    const TemporaryFolder folder;
    folder.write("base/small.yaml", kSmallScenario);
    folder.write("base/more.yaml",
                 "extends: small.yaml\nname: more\ndeployments: [{ name: burst, vms: 80 }]\n");
    const auto top = folder.write("cases/most.yaml", "extends: ../base/more.yaml\ndescription: top\n");
    const Scenario scenario = load(top);
    CHECK(scenario.name == "more");
    CHECK(scenario.description == "top");
    CHECK(scenario.seed == 7);
    CHECK(std::get<BurstArrivals>(scenario.deployments.at(0).arrivals).vms == 80);
}

TEST_CASE("A mistake in a file that is extended names that file") {
    const TemporaryFolder folder;
    const auto base =
        folder.write("base.yaml", std::string(kSmallScenario) + "platform: { routing: randon }\n");
    const auto top = folder.write("top.yaml", "extends: base.yaml\nname: top\n");
    Diagnostics diagnostics;
    const auto source = ScenarioSource::load(top, diagnostics);
    REQUIRE(source.has_value());
    CHECK_FALSE(source->read(diagnostics).has_value());
    CHECK_THAT(diagnostics.render(), Contains(base.string() + ":18:22: error: platform.routing: 'randon'"));
}

TEST_CASE("null in an extending file brings back the default") {
    const TemporaryFolder folder;
    folder.write("base.yaml", std::string(kSmallScenario) + "platform: { routing: round_robin }\n");
    const auto top = folder.write("top.yaml", "extends: base.yaml\nplatform: { routing: ~ }\n");
    CHECK(load(top).platform.routing.value == Routing::random);
}

TEST_CASE("A file that is missing or no file is an error of the surroundings") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;
    CHECK_THROWS_AS(ScenarioSource::load(folder.path() / "none.yaml", diagnostics), Error);
    CHECK_THROWS_AS(ScenarioSource::load(folder.path(), diagnostics), Error);
    CHECK_THROWS_AS(ScenarioSource::load("/dev/null", diagnostics), Error);
    CHECK(diagnostics.empty());
}

TEST_CASE("A base that is missing is a mistake in the file that names it") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;
    CHECK_FALSE(
        ScenarioSource::load(folder.write("a.yaml", "extends: none.yaml\n"), diagnostics).has_value());
    CHECK_FALSE(
        ScenarioSource::load(folder.write("b.yaml", "extends: /dev/zero\n"), diagnostics).has_value());
    CHECK_THAT(diagnostics.render(),
               Contains("a.yaml:1:10: error: extends: 'none.yaml': there is no such file"));
    CHECK_THAT(diagnostics.render(),
               Contains("b.yaml:1:10: error: extends: '/dev/zero': this is not a file"));
}

TEST_CASE("Circles are found also when the files are named differently") {
    const TemporaryFolder folder;
    folder.write("sub/b.yaml", "extends: ../sub/../a.yaml\n");
    const auto a = folder.write("a.yaml", "extends: sub/b.yaml\n");
    Diagnostics diagnostics;
    CHECK_FALSE(ScenarioSource::load(a, diagnostics).has_value());
    CHECK_THAT(diagnostics.render(), Contains("in a circle"));
}

TEST_CASE("A chain of files is bounded") {
    const TemporaryFolder folder;
    for (int i = 0; i < 40; ++i) {
        folder.write(std::to_string(i) + ".yaml", "extends: " + std::to_string(i + 1) + ".yaml\n");
    }
    Diagnostics diagnostics;
    CHECK_FALSE(ScenarioSource::load(folder.path() / "0.yaml", diagnostics).has_value());
    CHECK_THAT(diagnostics.render(), Contains("more than 20 files"));
}

TEST_CASE("A file larger than a scenario can be is refused unread") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;
    CHECK_FALSE(
        ScenarioSource::load(folder.write("big.yaml", "# " + std::string(5'000'000, 'x')), diagnostics)
            .has_value());
    CHECK_THAT(diagnostics.render(), Contains("too much for a scenario"));
}
