#include "analysis/sensitivity_study.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "analysis/sensitivity_sentences.hpp"
#include "analysis/sensitivity_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

/// Six VMs on one replica, everything constant: each VM reads for 6 times 140 s and boots for as long as cpu_time says.
/// So time_to_running = placement + 6 reads / operations + cpu_time, exactly.
core::ScenarioSource six_on_one() {
    return with(source_of(kSmallScenario),
                {"deployments.burst.vms=6", "galleries.prod.win2022.1.0.0.westeurope.replicas=1", "platform.routing=round_robin",
                 "catalogue.allocator.placement_time=1 s", "catalogue.boot_profiles.windows.cpu_time=30 s"});
}

SensitivityStudy study_of(const core::ScenarioSource& source, const FactorOptions& options, SensitivityTerms terms) {
    const core::Scenario scenario = scenario_of(source);
    core::Diagnostics diagnostics;
    auto factors = study_factors(source, scenario, options, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(factors.has_value());
    if (terms.responses.empty()) terms.responses = default_responses(scenario);
    const auto study = study_sensitivity(source, scenario, *factors, terms, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(study.has_value());
    return *study;
}

SensitivityTerms terms_of(SensitivityMethod method, std::size_t samples, std::size_t runs, const char* response) {
    return {.method = method, .samples = samples, .runs = runs, .responses = {parse_response(response).value.value()}, .work = {}};
}

const std::string kBoot = "catalogue.boot_profiles.windows.cpu_time";
const std::string kReads = "catalogue.boot_profiles.windows.reads";
const std::string kUnused = "catalogue.storage.Premium_LRS.operations";

}  // namespace

TEST_CASE("Morris screening of the simulator gives the exact effects of a scenario without chance") {
    // Over its range cpu_time adds 60 s, reads add 6 x 35,000 / 500 s = 420 s; storage that nobody uses adds nothing.
    const SensitivityStudy study =
        study_of(six_on_one(),
                 {.ranges = {kBoot + "=30 s..90 s", kReads + "=35000..70000", kUnused + "=500/s..1000/s"},
                  .only = {kBoot, kReads, kUnused}},
                 terms_of(SensitivityMethod::morris, 10, 2, "time_to_running.p95"));
    REQUIRE(study.factors.size() == 3);
    const std::vector<MorrisEffect>& effects = study.responses.front().effects;
    REQUIRE(study.factors[0].path == kBoot);
    CHECK_THAT(effects[0].mu.value, WithinAbs(60.0, 0.1));  // the calls of 6 VMs are not let in at one instant
    CHECK_THAT(effects[0].sigma.value, WithinAbs(0.0, 0.1));
    CHECK_THAT(effects[1].mu.value, WithinAbs(420.0, 0.1));
    CHECK(effects[1].noise < 0.1);
    CHECK(effects[2].mu_star.value == 0.0);
    CHECK(effects[2].mu_star.high == 0.0);
    CHECK(effects[2].sigma.value == 0.0);
    CHECK(ranking(study, study.responses.front()) == std::vector<std::size_t>{1, 0, 2});
}

TEST_CASE("A parameter that is not in force has exactly no effect, also among random ones, by both methods") {
    for (const auto method : {SensitivityMethod::morris, SensitivityMethod::sobol}) {
        const SensitivityStudy study =
            study_of(source_of(kSmallScenario),
                     {.ranges = {kUnused + "=500/s..1000/s"}, .only = {"platform", kUnused}},
                     terms_of(method, 64, 4, "time_to_running.p95"));
        REQUIRE(study.factors.size() == 2);
        REQUIRE(study.factors[1].path == kUnused);
        const ResponseSensitivity& response = study.responses.front();
        if (method == SensitivityMethod::morris) {
            CHECK(response.effects[1].mu_star.value == 0.0);
            CHECK(response.effects[1].mu_star.high == 0.0);
            CHECK(response.effects[1].noise == 0.0);
            CHECK(response.effects[0].mu_star.value > 0.0);
        } else {
            CHECK(response.indices.factors[1].total.value == 0.0);
            CHECK(response.indices.factors[1].first.value == 0.0);
            CHECK(response.indices.factors[1].total.high == 0.0);
        }
    }
}

TEST_CASE("Sobol indices of the simulator are those of the closed form") {
    // time_to_running = constant + cpu_time + 6 reads / 500: variances 60^2 / 12 and 420^2 / 12 without interaction, so
    // cpu_time explains 3,600 / 180,000 = 2 % and reads 98 %.
    const SensitivityStudy study = study_of(
        six_on_one(), {.ranges = {kBoot + "=30 s..90 s", kReads + "=35000..70000"}, .only = {kBoot, kReads}},
        terms_of(SensitivityMethod::sobol, 256, 1, "time_to_running.mean"));
    const SobolIndices& indices = study.responses.front().indices;
    CHECK_THAT(indices.variance, WithinRel(15'000.0, 0.02));
    CHECK_THAT(indices.factors[0].total.value, WithinAbs(0.02, 0.005));
    CHECK_THAT(indices.factors[1].total.value, WithinAbs(0.98, 0.03));
    CHECK_THAT(indices.factors[1].first.value, WithinAbs(0.98, 0.03));
}

TEST_CASE("A sensitivity study does not depend on the number of threads") {
    const auto source = source_of(kSmallScenario);
    const core::Scenario scenario = scenario_of(source);
    const auto text = [&](unsigned threads) {
        SensitivityTerms terms = terms_of(SensitivityMethod::morris, 3, 2, "failed_fraction");
        terms.work.threads = threads;
        return sensitivity_json(scenario, study_of(source, {}, terms));
    };
    CHECK(text(1) == text(3));
}

TEST_CASE("The responses are what the first objective measures, or failures and times") {
    const auto plain = default_responses(small_with({}));
    REQUIRE(plain.size() == 2);
    CHECK(plain[0].name() == "failed_fraction");
    CHECK(plain[1].name() == "time_to_running.p95");
    CHECK_FALSE(plain[0].objective.has_value());
    const auto wanted = default_responses(small_with({"experiment.objectives=[makespan.p95 < 1 h, slowdown.p90 < 20]"}));
    REQUIRE(wanted.size() == 1);  // a quantile over the runs is no mean over them
    CHECK(wanted[0].name() == "slowdown.p90");
    CHECK(wanted[0].objective->threshold == 20.0);
    CHECK(parse_response("throughput").value->name() == "throughput");
    CHECK_FALSE(parse_response("throughput.p95").value.has_value());
    CHECK_FALSE(parse_response("nonsense").value.has_value());
}

TEST_CASE("Points that contradict the scenario are told before anything is simulated") {
    const auto source = with(source_of(kSmallScenario), {"clients=[{ name: c, retry: { base: 2 s } }]", "deployments.burst.client=c"});
    const core::Scenario scenario = scenario_of(source);
    core::Diagnostics diagnostics;
    auto factors = study_factors(source, scenario, {.ranges = {"clients.c.retry.cap=1 s..3 s"}, .only = {"clients.c.retry.cap"}}, diagnostics);
    REQUIRE(factors.has_value());
    CHECK_FALSE(study_sensitivity(source, scenario, *factors, terms_of(SensitivityMethod::morris, 4, 1, "failed_fraction"), diagnostics));
    CHECK(diagnostics.render().find("at a point of the study") != std::string::npos);
}
