// Whatever the bytes, reading a scenario ends in a scenario or in at least one error, and never in a crash.
// The damaged texts are drawn under a fixed seed, so a failure repeats.

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/scenario_source.hpp"
#include "core/scenario_writer.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

/// The texts to damage: every shipped file, and one with all keys written out.
std::vector<std::string> good_texts() {
    std::vector<std::string> texts;
    for (const auto& file : shipped_scenarios()) {
        std::ifstream stream(file, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    texts.push_back(to_yaml(scenario_of(kSmallScenario), Comments::none));
    return texts;
}

/// True when the text gave a scenario. Fails when there is neither a scenario nor an error, or both.
bool survives(const std::string& text) {
    Diagnostics diagnostics;
    // The name lies in the folder of the shipped scenarios, so that their `extends` are followed.
    const auto name = std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / "damaged.yaml";
    const auto source = ScenarioSource::from_text(text, diagnostics, name);
    const bool read = source && source->read(diagnostics).has_value();
    INFO(text);
    REQUIRE(read != diagnostics.has_errors());
    static_cast<void>(diagnostics.render());
    return read;
}

std::size_t below(sim::RandomStream& stream, std::size_t n) {
    return static_cast<std::size_t>(stream.below(n));
}

}  // namespace

TEST_CASE("A scenario cut off anywhere is read or refused", "[scenario]") {
    for (const std::string& text : good_texts()) {
        for (std::size_t length = 0; length <= text.size(); length += 1 + length / 200)
            survives(text.substr(0, length));
    }
}

TEST_CASE("A scenario with damaged bytes is read or refused", "[scenario]") {
    sim::RandomStream stream({.seed = 1, .purpose = 1});
    const auto texts = good_texts();
    int read = 0;
    for (int i = 0; i < 3'000; ++i) {
        std::string text = texts[below(stream, texts.size())];
        for (std::size_t n = 1 + below(stream, 3); n > 0; --n) {
            text[below(stream, text.size())] = static_cast<char>(below(stream, 256));
        }
        read += survives(text) ? 1 : 0;
    }
    // Some damage hits comments; most does not.
    CHECK(read > 30);
    CHECK(read < 2'900);
}

TEST_CASE("A scenario with YAML's own signs strewn in is read or refused", "[scenario]") {
    constexpr std::string_view kSigns = "{}[]:,-?&*!|>'\"%@`#\n\t ~<=./\\09aeE";
    sim::RandomStream stream({.seed = 1, .purpose = 2});
    const auto texts = good_texts();
    for (int i = 0; i < 3'000; ++i) {
        std::string text = texts[below(stream, texts.size())];
        for (std::size_t n = 1 + below(stream, 4); n > 0; --n) {
            const char sign = kSigns[below(stream, kSigns.size())];
            if (below(stream, 2) == 0) {
                text[below(stream, text.size())] = sign;
            } else {
                text.insert(below(stream, text.size()), 1, sign);
            }
        }
        survives(text);
    }
}

TEST_CASE("A scenario with lines moved or doubled or left out is read or refused", "[scenario]") {
    sim::RandomStream stream({.seed = 1, .purpose = 3});
    const auto texts = good_texts();
    for (int i = 0; i < 2'000; ++i) {
        std::vector<std::string> lines;
        const std::string& text = texts[below(stream, texts.size())];
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        const std::size_t victim = below(stream, lines.size());
        const std::size_t place = below(stream, lines.size());
        switch (below(stream, 4)) {
            case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(victim)); break;
            case 1:
                lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), std::string(lines[victim]));
                break;
            case 2: std::swap(lines[victim], lines[place]); break;
            default: lines[victim].insert(0, 1 + below(stream, 4), ' '); break;
        }
        std::string damaged;
        for (const std::string& line : lines) damaged += line + '\n';
        survives(damaged);
    }
}

TEST_CASE("Settings made of noise are made or refused", "[scenario]") {
    constexpr std::string_view kSigns = "abgvmsdeploymentsburst....==={}[]:,-&*!'\"%# ~<0123456789";
    sim::RandomStream stream({.seed = 1, .purpose = 4});
    const ScenarioSource source = source_of(kSmallScenario);
    const std::vector<std::string> paths = {"deployments.burst.vms",
                                            "seed",
                                            "platform",
                                            "galleries",
                                            "experiment.sweep",
                                            "catalogue.allocator.placement_time",
                                            "galleries.prod.win2022.1.0.0"};
    for (int i = 0; i < 5'000; ++i) {
        std::string noise;
        for (std::size_t n = below(stream, 12); n > 0; --n) noise += kSigns[below(stream, kSigns.size())];
        std::string path = paths[below(stream, paths.size())];
        if (below(stream, 3) == 0) path.insert(below(stream, path.size()), noise);
        const std::vector<Setting> settings = {{path, noise, "noise"}};
        Diagnostics diagnostics;
        const auto varied = source.with(settings, diagnostics);
        const bool read = varied && varied->read(diagnostics).has_value();
        INFO(path << " = " << noise);
        REQUIRE(read != diagnostics.has_errors());
    }
}
