// Reports as a browser sees them: every chart drawn, no error on the console, no request. Needs Chromium; left out with a
// word where there is none.

#include <filesystem>
#include <regex>
#include <string>

#include <nlohmann/json.hpp>

#include "analysis/report/chart_library.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace fs = std::filesystem;

namespace {

/// The first of the names under which Chromium is known; empty when there is none.
std::string browser() {
    const TemporaryFolder folder;
    for (const char* name : {"chromium", "chromium-browser", "google-chrome", "chrome", "chrome-headless-shell"}) {
        if (run_shell(std::string("command -v ") + name, folder.path()).exit_code == 0) return name;
    }
    return {};
}

/// Does a browser come up at all? In some containers it does not.
bool can_browse(const std::string& name) {
    const TemporaryFolder folder;
    write_text(folder.path() / "a.html", "<p>works</p>");
    const auto run = run_shell(name + " --headless --no-sandbox --disable-gpu --user-data-dir=profile --dump-dom a.html", folder.path());
    return run.out.find("works") != std::string::npos;
}

struct Seen {
    std::string page;     ///< the document once its scripts have run
    std::string console;  ///< what was said on the console
    std::string requests; ///< origins that asked for something over the network: none, if the page did not
};

Seen look_at(const std::string& browser_name, const fs::path& folder, const std::string& file) {
    const auto run = run_shell(
        browser_name + " --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
                       " --disable-component-update --disable-sync --disable-extensions --user-data-dir=profile --enable-logging=stderr --log-net-log=net.json"
                       " --virtual-time-budget=60000 --dump-dom \"file://$PWD/" + file + '"',
        folder);
    Seen seen{.page = run.out, .console = {}, .requests = {}};
    const std::regex console(R"([^\n]*CONSOLE[^\n]*)");
    for (auto i = std::sregex_iterator(run.err.begin(), run.err.end(), console); i != std::sregex_iterator(); ++i) seen.console += i->str() + '\n';
    const std::string log = text_of(folder / "net.json");
    CHECK(log.size() > 100);
    // What the browser asks for on its own account comes from no origin.
    const std::regex initiator(R"~("initiator":"([^"]*)")~");
    for (auto i = std::sregex_iterator(log.begin(), log.end(), initiator); i != std::sregex_iterator(); ++i) {
        if ((*i)[1] != "not an origin") seen.requests += (*i)[1].str() + '\n';
    }
    return seen;
}

}  // namespace

TEST_CASE("Every report draws all its charts in a browser, without an error or a request", "[slow]") {
    if (!gallerysim::analysis::no_charts_reason().empty()) {
        WARN("left out: " << gallerysim::analysis::no_charts_reason());
        return;
    }
    const std::string name = browser();
    if (name.empty() || !can_browse(name)) {
        WARN("left out: there is no Chromium that runs");
        return;
    }
    const TemporaryFolder folder;
    write_text(folder.path() / "asking.html", "<script>console.error(1)</script><img src=\"http://127.0.0.1:9/a.png\">");
    const Seen asking = look_at(name, folder.path(), "asking.html");  // what the others must not do is seen
    CHECK(asking.requests != "");
    CHECK(asking.console != "");

    const std::string shipped = "'" + std::string(GALLERYSIM_SOURCE_DIR) + "/scenarios/";
    const std::string good = "'" + good_scenarios().string() + '/';
    // A scenario whose description would end a script is among them.
    const std::string evil = "--set 'description=\"</script><script>console.error(1)</script>\"' ";
    for (const std::string& command :
         {"run --runs 2 " + evil + shipped + "noisy-neighbour.yaml'", "sweep --runs 2 " + good + "small-grid.yaml'",
          "compare --runs 3 --set-b deployments.burst.vms=12 " + good + "seventeen-on-one.yaml'",
          "replicate " + shipped + "replicate-12-regions.yaml'",
          "plan --objective 'failed_fraction < 10 %' " + good + "seventeen-on-one.yaml'",
          "sensitivity --samples 2 --runs 2 --only catalogue.allocator " + good + "seventeen-on-one.yaml'",
          std::string("guidance --storage Standard_LRS,Premium_LRS --routing round_robin --replicas 1,2 --most-vms 100")}) {
        INFO(command);
        const auto made = run_shell("gallerysim " + command + " --report report.html", folder.path());
        REQUIRE((made.exit_code == 0 || made.exit_code == 3));
        const Seen seen = look_at(name, folder.path(), "report.html");
        std::smatch drawn;
        REQUIRE(std::regex_search(seen.page, drawn, std::regex("data-charts=\"([0-9]+) of ([0-9]+)\"")));
        CHECK(drawn[1].str() == drawn[2].str());
        CHECK(std::stoi(drawn[2].str()) >= 1);
        CHECK(seen.page.find("class=\"no-chart\"") == std::string::npos);
        CHECK(seen.console == "");
        CHECK(seen.requests == "");
    }
}
