// The arrows between the layers point down only: app -> analysis -> core -> sim. A file may include its own
// layer and those below; tests may include everything.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/tree/source_tree.hpp"

namespace {

using namespace gallerysim::test;

/// Lowest first; "tests" stands on top of everything.
constexpr std::array<std::string_view, 5> kLayers = {"sim", "core", "analysis", "app", "tests"};

const std::vector<std::string> kNoBreach;

std::size_t level_of(std::string_view layer) {
    return static_cast<std::size_t>(std::find(kLayers.begin(), kLayers.end(), layer) - kLayers.begin());
}

/// One sentence for each quoted include that starts at no layer or points upwards.
std::vector<std::string> layering_violations(const SourceFile& source) {
    std::vector<std::string> found;
    const std::size_t own = level_of(first_segment(source.path));
    for (const std::string_view include : quoted_includes(source.text)) {
        const std::size_t other = level_of(first_segment(include));
        if (other == kLayers.size()) {
            found.push_back(source.path + " includes \"" + std::string(include) +
                            "\", which is not from the root");
        } else if (other > own) {
            found.push_back(source.path + " includes the upper layer's \"" + std::string(include) + '"');
        }
    }
    return found;
}

}  // namespace

TEST_CASE("An include of an upper layer is found") {
    const SourceFile source{"core/replica.cpp", "#include <vector>\n  #  include \"analysis/fit.hpp\"\n"};
    CHECK(layering_violations(source) ==
          std::vector<std::string>{"core/replica.cpp includes the upper layer's \"analysis/fit.hpp\""});
}

TEST_CASE("An include that does not start at the root is found") {
    const SourceFile source{"sim/queue.cpp", "#include \"queue.hpp\"\n#include \"../sim/queue.hpp\"\n"};
    CHECK(layering_violations(source).size() == 2);
}

TEST_CASE("Includes of the own layer and of lower layers are allowed") {
    const SourceFile source{"analysis/fit.cpp",
                            "#include \"analysis/fit.hpp\"\n#include \"core/world.hpp\"\n"
                            "#include \"sim/sim_time.hpp\"\n#include <app/anything.hpp>\n"};
    CHECK(layering_violations(source).empty());
}

TEST_CASE("No source file of the project includes an upper layer") {
    const auto sources = load_sources(GALLERYSIM_SOURCE_DIR);
    REQUIRE(sources.size() > 5);
    std::vector<std::string> found;
    for (const SourceFile& source : sources) {
        const auto violations = layering_violations(source);
        found.insert(found.end(), violations.begin(), violations.end());
    }
    CHECK(found == kNoBreach);
}
