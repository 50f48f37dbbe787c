#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "core/scenario_writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

std::string load_shipped(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Scenario shipped(const std::string& name) {
    Diagnostics diagnostics;
    const auto file = std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / (name + ".yaml");
    const auto source = ScenarioSource::load(file, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(source.has_value());
    return scenario_of(*source);
}

}  // namespace

TEST_CASE("Every shipped scenario is read without a remark and says what it is for", "[scenario]") {
    const std::string readme =
        load_shipped(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / "README.md");
    for (const auto& file : shipped_scenarios()) {
        INFO(file.string());
        Diagnostics diagnostics;
        const auto source = ScenarioSource::load(file, diagnostics);
        REQUIRE(source.has_value());
        const auto scenario = source->read(diagnostics);
        INFO(diagnostics.render());
        REQUIRE(scenario.has_value());
        CHECK(diagnostics.empty());
        CHECK(scenario->name == file.stem().string());
        CHECK(scenario->description.find('?') != std::string::npos);
        const std::string text = load_shipped(file);
        CHECK(text.starts_with("# "));
        CHECK(text.find("\n# Question: ") != std::string::npos);
        CHECK(readme.find("`" + file.filename().string() + "`") != std::string::npos);
    }
}

TEST_CASE("Documents that show an answer show that of the scenario as it ships", "[scenario]") {
    const std::filesystem::path root(GALLERYSIM_SOURCE_DIR);
    std::vector<std::filesystem::path> documents{root / "README.md"};
    for (const auto& entry : std::filesystem::directory_iterator(root / "docs")) {
        if (entry.path().extension() == ".md") documents.push_back(entry.path());
    }
    const std::regex quoted("scenario +([a-z0-9-]+), hash ([0-9a-f]{16})");
    std::size_t found = 0;
    for (const auto& document : documents) {
        const std::string text = load_shipped(document);
        for (auto i = std::sregex_iterator(text.begin(), text.end(), quoted); i != std::sregex_iterator(); ++i) {
            INFO(document.string() << ": " << i->str());
            CHECK(content_hash(shipped((*i)[1].str())) == (*i)[2].str());
            ++found;
        }
    }
    CHECK(found >= 6);
}

TEST_CASE("The article's example has 120 Windows VMs on 6 replicas of standard storage", "[scenario]") {
    const Scenario s = shipped("seed-example-120");
    const Deployment& d = s.deployments.at(0);
    CHECK(std::get<BurstArrivals>(d.arrivals).vms == 120);
    CHECK(s.image_of(d).os_type == OsType::windows);
    CHECK(s.target_of(d).replicas == 6);
    CHECK(s.target_of(d).storage == StorageType::standard_lrs);
    CHECK_FALSE(s.experiment.objectives.empty());
}

TEST_CASE("The article's larger example has 1000 VMs on 50 replicas", "[scenario]") {
    const Scenario s = shipped("seed-example-1000");
    CHECK(std::get<BurstArrivals>(s.deployments.at(0).arrivals).vms == 1000);
    CHECK(s.target_of(s.deployments.at(0)).replicas == 50);
}

TEST_CASE("The curve goes over 1 to 12 replicas and 20 to 240 VMs", "[scenario]") {
    const Scenario s = shipped("replicas-curve");
    REQUIRE(s.experiment.sweep.size() == 2);
    CHECK(s.experiment.sweep[0].values.size() == 12);
    CHECK(s.experiment.sweep[1].values.size() == 12);
    CHECK(s.experiment.sweep[1].values.back() == "240");
    CHECK(s.experiment.max_runs == 100);
}

TEST_CASE("The Linux and the premium examples have one replica", "[scenario]") {
    const Scenario linux_example = shipped("linux-120");
    CHECK(linux_example.image_of(linux_example.deployments.at(0)).os_type == OsType::linux_os);
    CHECK(linux_example.target_of(linux_example.deployments.at(0)).replicas == 1);
    const Scenario premium = shipped("premium-25");
    CHECK(std::get<BurstArrivals>(premium.deployments.at(0).arrivals).vms == 25);
    CHECK(premium.target_of(premium.deployments.at(0)) ==
          TargetRegion{"westeurope", 1, StorageType::premium_lrs, {}});
}
