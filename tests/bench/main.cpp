// The benchmarks, and after them the ratios that matter, each of two medians of this very run:
//     build/release/tests/bench/gallerysim_bench
// Unless told otherwise every benchmark is repeated five times, in random order, so that a slow moment of the machine
// does not fall on one of them alone. --benchmark_filter=mm1 and the like choose some.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/support/ratios.hpp"

namespace {

using gallerysim::bench::kRatios;
using gallerysim::bench::Ratio;

/// Prints the median of every benchmark and keeps its speed.
class Reporter : public benchmark::ConsoleReporter {
public:
    Reporter() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(const std::vector<Run>& runs) override {
        std::vector<Run> medians;
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Aggregate ? run.aggregate_name == "median" : run.repetitions == 1) {
                medians.push_back(run);
            }
        }
        for (const Run& run : medians) {
            const auto speed = run.counters.find("items_per_second");
            if (speed != run.counters.end()) speeds_[run.run_name.str()] = speed->second;
        }
        ConsoleReporter::ReportRuns(medians);
    }

    void print_ratios() const {
        std::printf("\n%-52s %12s %12s %7s %7s\n", "speed against the floor, medians", "ours M/s", "floor M/s",
                    "ratio", "target");
        for (const Ratio& ratio : kRatios) {
            const double ours = speed_of(ratio.ours);
            const double floor = speed_of(ratio.floor);
            if (ours == 0.0 || floor == 0.0) continue;  // left out by a filter
            std::printf("%-52s %12.2f %12.2f %7.2f %7.2f%s\n", ratio.what, ours / 1e6, floor / 1e6, ours / floor,
                        ratio.target, ours / floor < ratio.target ? "  missed" : "");
        }
    }

private:
    /// In items per second; 0: it did not run.
    [[nodiscard]] double speed_of(const char* benchmark) const {
        const auto found = speeds_.find(benchmark);
        return found == speeds_.end() ? 0.0 : found->second;
    }

    std::map<std::string, double> speeds_;
};

}  // namespace

int main(int argc, char** argv) {
    // What stands last wins, so the defaults go in front of what the caller says.
    std::vector<std::string> words{argv[0], "--benchmark_repetitions=5", "--benchmark_min_time=0.1",
                                   "--benchmark_enable_random_interleaving=true"};
    words.insert(words.end(), argv + 1, argv + argc);
    std::vector<char*> arguments;
    arguments.reserve(words.size());
    for (std::string& word : words) arguments.push_back(word.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
    Reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios();
    return 0;
}
