// replica_table_text(), replica_table_csv() and replica_table_json() of replica_table.hpp.

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "analysis/human_text.hpp"
#include "analysis/replica_table.hpp"
#include "analysis/study_objectives.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using Json = nlohmann::ordered_json;

const std::vector<std::int64_t>& sizes_of(const ReplicaTable& table, const ReplicaRow& row) {
    return row.scale_sets > 0 ? table.terms.instances : table.terms.vms;
}

std::string cell_text(const ReplicaCell& cell, std::int64_t limit) {
    if (cell.least > 0) return std::to_string(cell.least);
    return cell.obstacle == ObstacleKind::replicas_per_region ? fmt::format(">{}", limit) : "-";
}

std::string storage_text(const ReplicaRow& row) {
    std::string text(core::to_string(row.storage));
    for (const core::StorageType other : row.same) text += fmt::format(", {}", std::string_view(core::to_string(other)).substr(9));
    return text;
}

enum class TableRows { vms, scale_sets };

std::string part(const ReplicaTable& table, TableRows rows) {
    const bool is_sets = rows == TableRows::scale_sets;
    const std::vector<std::int64_t>& sizes = is_sets ? table.terms.instances : table.terms.vms;
    std::vector<Align> columns{Align::left, Align::left, Align::left, Align::right};
    for (std::size_t i = 0; i < sizes.size(); ++i) columns.push_back(Align::right);
    TextTable text(columns);
    std::vector<std::string> heading{"image", "system", "storage", is_sets ? "scale sets" : ""};
    for (const std::int64_t size : sizes) heading.push_back(fmt::format("{}{}", is_sets ? "of " : "", count_text(static_cast<std::uint64_t>(size))));
    text.add(std::move(heading));
    bool has_rows = false;
    for (const ReplicaRow& row : table.rows) {
        if ((row.scale_sets > 0) != is_sets) continue;
        has_rows = true;
        std::vector<std::string> cells{row.image, std::string(core::to_string(row.os)), storage_text(row),
                                       is_sets ? std::to_string(row.scale_sets) : ""};
        for (const ReplicaCell& cell : row.cells) cells.push_back(cell_text(cell, table.limit));
        text.add(std::move(cells));
    }
    return has_rows ? text.render() : std::string();
}

std::string obstacles(const ReplicaTable& table) {
    std::set<std::string> kinds;
    for (const ReplicaRow& row : table.rows) {
        for (const ReplicaCell& cell : row.cells) {
            if (cell.least == 0 && cell.obstacle != ObstacleKind::replicas_per_region) kinds.emplace(to_string(cell.obstacle));
        }
    }
    return kinds.empty() ? std::string() : fmt::format(" -: no number of replicas does; what binds is {}.", fmt::join(kinds, ", "));
}

}  // namespace

std::string replica_table_text(const core::Scenario& scenario, const ReplicaTable& table) {
    std::string text = wrapped(
        fmt::format("How many replicas for so many VMs?\nThe least in a region that were shown, with {} % confidence each, to meet: {}.",
                    short_number(100.0 * table.confidence), joined(table.terms.objectives)));
    text += fmt::format("scenario {}, hash {}, seed {}; routing {}\n", scenario.name, core::content_hash(scenario), scenario.seed,
                        core::to_string(scenario.platform.routing.value));
    const std::string vms = part(table, TableRows::vms);
    const std::string sets = part(table, TableRows::scale_sets);
    if (!vms.empty()) text += "\nVMs created at once\n" + vms;
    if (!sets.empty()) {
        text += fmt::format("\nScale sets created at once, of so many instances each\n{}", sets) +
                wrapped(fmt::format("Uniform, overprovisioned by {} %, in batches of {}.",
                                    percent_number(scenario.catalogue.scale_sets.overprovision.value),
                                    scenario.catalogue.scale_sets.batch_size.value));
    }
    return text + '\n' +
           wrapped(fmt::format(">{}: more than a region may have.{} No margin: add replicas for the loss of one or of a zone.",
                               table.limit, obstacles(table)));
}

std::string replica_table_csv(const core::Scenario& scenario, const ReplicaTable& table) {
    CsvLine heading;
    for (const char* name : {"scenario_hash", "seed", "image", "os_type", "storage", "scale_sets", "instances", "vms", "replicas",
                             "shown_to_miss", "obstacle"}) {
        heading.add(std::string_view(name));
    }
    std::string text = heading.text();
    const std::string hash = core::content_hash(scenario);
    for (const ReplicaRow& row : table.rows) {
        std::vector<core::StorageType> kinds{row.storage};
        kinds.insert(kinds.end(), row.same.begin(), row.same.end());
        for (const core::StorageType storage : kinds) {
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const ReplicaCell& cell = row.cells[i];
                const std::int64_t size = sizes_of(table, row)[i];
                CsvLine line;
                const auto add_count = [&line](std::int64_t count) {
                    if (count > 0) line.add(static_cast<std::uint64_t>(count));
                    else line.add_empty();
                };
                line.add(std::string_view(hash));
                line.add(std::uint64_t{scenario.seed});
                line.add(std::string_view(row.image));
                line.add(core::to_string(row.os));
                line.add(core::to_string(storage));
                add_count(row.scale_sets);
                add_count(row.scale_sets > 0 ? size : 0);
                add_count(row.scale_sets > 0 ? size * row.scale_sets : size);
                add_count(cell.least);
                add_count(cell.misses);
                line.add(cell.least > 0 ? std::string_view() : to_string(cell.obstacle));
                text += line.text();
            }
        }
    }
    return text;
}

std::string replica_table_json(const core::Scenario& scenario, const ReplicaTable& table) {
    Json json = {{"scenario", {{"name", scenario.name}, {"hash", core::content_hash(scenario)}, {"seed", scenario.seed}}},
                 {"version", core::kVersion},
                 {"objectives", Json::array()},
                 {"confidence", table.confidence},
                 {"replicas_per_region_limit", table.limit},
                 {"cells", Json::array()}};
    for (const core::Objective& objective : table.terms.objectives) json["objectives"].push_back(objective.text);
    for (const ReplicaRow& row : table.rows) {
        std::vector<core::StorageType> kinds{row.storage};
        kinds.insert(kinds.end(), row.same.begin(), row.same.end());
        for (const core::StorageType storage : kinds) {
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const ReplicaCell& cell = row.cells[i];
                const std::int64_t size = sizes_of(table, row)[i];
                const bool is_sets = row.scale_sets > 0;
                json["cells"].push_back({{"image", row.image},
                                         {"os_type", core::to_string(row.os)},
                                         {"storage", core::to_string(storage)},
                                         {"scale_sets", is_sets ? Json(row.scale_sets) : Json(nullptr)},
                                         {"instances", is_sets ? Json(size) : Json(nullptr)},
                                         {"vms", is_sets ? size * row.scale_sets : size},
                                         {"replicas", cell.least > 0 ? Json(cell.least) : Json(nullptr)},
                                         {"shown_to_miss", cell.misses > 0 ? Json(cell.misses) : Json(nullptr)},
                                         {"obstacle", cell.least > 0 ? Json(nullptr) : Json(to_string(cell.obstacle))}});
            }
        }
    }
    return json.dump(2) + '\n';
}

}  // namespace gallerysim::analysis
