#include <array>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/findings_report.hpp"
#include "analysis/human_text.hpp"
#include "analysis/sweep_grid.hpp"
#include "app/answer.hpp"
#include "app/checked_options.hpp"
#include "app/commands.hpp"
#include "app/scenario_options.hpp"

namespace gallerysim::app {

namespace {

constexpr std::array<std::string_view, 3> kCheckFormats{"text", "json", "sarif"};

struct CheckOptions {
    ScenarioOptions scenario;
    AnswerOptions answer;
    bool strict = false;
};

/// "burst: 120 VMs at once"
std::string deployment_text(const core::Deployment& deployment) {
    const auto vms = [](std::size_t count) { return analysis::count_text(count, "VM", "VMs"); };
    struct Words {
        decltype(vms)& count;
        std::string operator()(const core::BurstArrivals& a) const {
            return count(static_cast<std::size_t>(a.vms)) + " at once";
        }
        std::string operator()(const core::ListedArrivals& a) const {
            return count(a.times.size()) + " at given times";
        }
        std::string operator()(const core::PoissonArrivals& a) const {
            const double mean = a.rate.value * a.duration.seconds();
            return fmt::format("about {} VMs as a Poisson stream", analysis::short_number(mean));
        }
        std::string operator()(const core::ProfileArrivals& a) const {
            return fmt::format("about {} VMs at changing rates", analysis::short_number(a.expected_vms()));
        }
        std::string operator()(const core::BatchArrivals& a) const {
            return fmt::format("{} of {}", analysis::count_text(static_cast<std::size_t>(a.batches), "batch", "batches"),
                               count(static_cast<std::size_t>(a.vms)));
        }
        std::string operator()(const core::ClosedLoopArrivals& a) const {
            return fmt::format("{}, {} at a time", count(static_cast<std::size_t>(a.vms)), a.in_flight);
        }
        std::string operator()(const core::TraceArrivals& a) const {
            return fmt::format("{} of a trace", count(static_cast<std::size_t>(a.vms)));
        }
        std::string operator()(const core::ScaleSets& a) const {
            return fmt::format("{} of {}",
                               analysis::count_text(static_cast<std::size_t>(a.count), "scale set", "scale sets"),
                               count(static_cast<std::size_t>(a.capacity)));
        }
    };
    return fmt::format("{} ({})", deployment.name, std::visit(Words{vms}, deployment.arrivals));
}

std::string summary(const core::Scenario& scenario, std::size_t points, std::size_t findings) {
    std::vector<std::string> deployments;
    for (const core::Deployment& d : scenario.deployments) deployments.push_back(deployment_text(d));
    std::string text = fmt::format("ok: {}: {}", scenario.name, fmt::join(deployments, ", "));
    if (!scenario.experiment.sweep.empty()) {
        text += fmt::format("; sweep of {}", analysis::count_text(points, "point", "points"));
    }
    if (const auto objectives = scenario.experiment.objectives.size(); objectives > 0) {
        text += fmt::format("; {}", analysis::count_text(objectives, "objective", "objectives"));
    }
    if (findings > 0) text += fmt::format("; {}", analysis::count_text(findings, "finding", "findings"));
    return text + '\n';
}

ExitCode check(const CheckOptions& options) {
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(options.scenario, diagnostics);
    const auto grid =
        loaded ? analysis::expand_sweep(loaded->source, loaded->scenario, diagnostics) : std::nullopt;
    print(diagnostics);
    if (!grid) return ExitCode::usage;
    Answer answer(options.answer, options.scenario.file);
    const auto findings = analysis::located_findings(loaded->source, loaded->scenario);
    if (options.answer.format == "sarif") {
        answer.write(analysis::findings_sarif(findings));
    } else if (options.answer.format == "json") {
        answer.write(analysis::findings_json(loaded->scenario, findings));
    } else {
        answer.write(summary(loaded->scenario, grid->scenarios.size(), findings.size()) +
                     analysis::findings_text(findings));
    }
    return options.strict && !findings.empty() ? ExitCode::usage : ExitCode::fine;
}

}  // namespace

void add_check(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<CheckOptions>();
    CLI::App& app = line.add("check",
                             "Only read a scenario and every point of its sweep, say what is wrong, and what goes "
                             "against best practices",
                             [options] { return check(*options); });
    add_scenario_options(app, options->scenario)->required();
    add_output_option(app, options->answer);
    add_choice(app, "--format", options->answer.format, kCheckFormats, "Form of the answer; unless given, text");
    app.add_flag("--strict", options->strict, "Exit with 2 if anything goes against best practices");
}

}  // namespace gallerysim::app
