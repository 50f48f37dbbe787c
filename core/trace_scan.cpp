#include "core/trace_scan.hpp"

#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/named.hpp"
#include "core/trace_file.hpp"

namespace gallerysim::core {
namespace {

constexpr int kMostProblems = 20;
constexpr std::uint64_t kMostVmsOfTrace = std::numeric_limits<std::uint32_t>::max();

/// Where rows of a trace are wrong, for messages.
class TraceMarks {
public:
    TraceMarks(const MapReader& map, const std::string& file)
        : map_(&map), source_(std::make_shared<SourceText>(SourceText{file, {}})) {}

    void error(std::int64_t line, int column, std::string text) {
        ++problems_;
        if (line == 0) {
            map_->error("file", fmt::format("{}: {}", source_->name, text));
            return;
        }
        const int number = static_cast<int>(std::min<std::int64_t>(line, std::numeric_limits<int>::max()));
        map_->diagnostics().error({source_, number, column}, map_->path("file"), std::move(text));
    }
    [[nodiscard]] bool enough() const { return problems_ >= kMostProblems; }
    [[nodiscard]] bool none() const { return problems_ == 0; }

private:
    const MapReader* map_;
    std::shared_ptr<const SourceText> source_;
    int problems_ = 0;
};

std::string region_problem(std::string_view region) {
    std::vector<std::string_view> names;
    for (const Region& r : regions()) names.push_back(r.name);
    return fmt::format("there is no region {}{}", in_quotes(region), suggestion(region, names));
}

}  // namespace

void scan_trace(const MapReader& map, const std::vector<Gallery>& galleries, GalleryDetails details,
                const Deployment& deployment, TraceArrivals& trace) {
    TraceMarks marks(map, trace.file);
    TraceReader reader(trace.file);
    std::set<std::pair<std::string, std::string>> known;  // regions and images of rows, also wrong ones
    std::pair<std::string, std::string> last;
    TraceRow row;
    for (auto next = reader.next(row); next != TraceReader::Next::end && !marks.enough(); next = reader.next(row)) {
        if (next == TraceReader::Next::problem) {
            marks.error(reader.problem().line, reader.problem().column, reader.problem().text);
            continue;
        }
        ++trace.rows;
        trace.vms += static_cast<std::uint64_t>(row.vms);
        const std::string_view region = row.region.empty() ? std::string_view(deployment.region) : row.region;
        const std::string_view image = row.image.empty() ? std::string_view(deployment.image.text) : row.image;
        if (trace.rows > 1 && last.first == region && last.second == image) continue;
        last = {std::string(region), std::string(image)};
        if (!known.insert(last).second) continue;
        if (find_region(region) == nullptr) {
            marks.error(reader.line(), 1, region_problem(region));
            continue;
        }
        ImageResolution found = resolve_image(galleries, details, image, region);
        if (!found.problem.empty()) marks.error(reader.line(), 1, std::move(found.problem));
        if (found.image) trace.targets.push_back({last.first, std::move(*found.image)});
    }
    trace.fingerprint = reader.fingerprint();
    if (marks.none() && trace.rows == 0) map.error("file", fmt::format("{} has no rows", trace.file));
    if (trace.vms > kMostVmsOfTrace) {
        map.error("file", fmt::format("the trace has {} VMs; the most are {}", trace.vms, kMostVmsOfTrace));
    }
}

}  // namespace gallerysim::core
