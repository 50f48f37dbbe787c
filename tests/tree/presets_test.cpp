// The scripts configure without CMakePresets.json (its workflows need a newer CMake than the scripts do), but
// into the same build folders: so both have to say the same.

#include <array>
#include <cstdio>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/tree/source_tree.hpp"

namespace {

using namespace gallerysim::test;

/// The words that a shell function of tools/setup.sh prints for one configuration.
std::set<std::string> words_of_script(const std::string& configuration) {
    const std::string command =
        std::string("root='" GALLERYSIM_SOURCE_DIR "' me=test; . \"$root/tools/setup.sh\"; ") +
        "cache_variables " + configuration;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    REQUIRE(pipe != nullptr);
    std::string output;
    for (std::array<char, 256> part{}; std::fgets(part.data(), part.size(), pipe.get()) != nullptr;) {
        output += part.data();
    }
    std::istringstream words(output);
    return {std::istream_iterator<std::string>(words), {}};
}

std::set<std::string> words_of_preset(const nlohmann::json& preset) {
    std::set<std::string> words;
    for (const auto& [name, value] : preset.at("cacheVariables").items()) {
        words.insert("-D" + name + "=" + value.get<std::string>());
    }
    return words;
}

}  // namespace

TEST_CASE("The scripts and the presets configure alike") {
    const auto presets = nlohmann::json::parse(load_text(GALLERYSIM_SOURCE_DIR "/CMakePresets.json"));
    std::set<std::string> compared;
    for (const auto& preset : presets.at("configurePresets")) {
        if (!preset.value("hidden", false)) {
            const auto name = preset.at("name").get<std::string>();
            INFO("configuration " << name);
            CHECK(words_of_script(name) == words_of_preset(preset));
            compared.insert(name);
        }
    }
    CHECK(compared == std::set<std::string>{"asan", "clang", "dev", "release", "tsan"});
}
