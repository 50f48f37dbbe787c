#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace gallerysim::analysis {

// The tables of a results store; docs/results.md describes them.

/// In the header of the SQLite file (application_id, user_version).
inline constexpr std::uint64_t kStoreApplication = 0x67616c73;  // "gals"
inline constexpr std::uint64_t kStoreSchema = 1;

/// The file of an experiment in its folder.
[[nodiscard]] std::filesystem::path store_file(const std::filesystem::path& folder);

/// The statements that create all tables and views.
[[nodiscard]] std::string schema_sql();

/// "INSERT INTO table VALUES (?, ?, ...)" with so many parameters.
[[nodiscard]] std::string insert_sql(std::string_view table, std::size_t columns);

/// Numbers the runs of all points; ascending by point and run.
[[nodiscard]] constexpr std::uint64_t run_id(std::uint64_t point, std::uint64_t run) { return point << 32U | run; }
[[nodiscard]] constexpr std::size_t point_of(std::uint64_t id) { return id >> 32U; }
[[nodiscard]] constexpr std::uint64_t run_of(std::uint64_t id) { return id & 0xffffffffU; }

}  // namespace gallerysim::analysis
