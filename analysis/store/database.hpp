#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "analysis/data_table.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gallerysim::analysis {

/// One prepared statement of a Database, which must outlive it. Parameters and columns count from 0.
class Statement {
public:
    /// Overwrites a parameter; a text is copied. Times become whole nanoseconds, true and false 1 and 0.
    void bind(int parameter, const Cell& value);
    /// All parameters, in order, from the first.
    template <class... Values>
    Statement& with(const Values&... values) {
        int next = 0;
        (bind(next++, Cell(values)), ...);
        return *this;
    }

    /// Goes to the next row; false when there is none, and the statement may then be run again.
    bool next();
    /// Runs a statement that gives no rows, and makes it ready for the next time.
    void run();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::uint64_t count(int column) const;
    [[nodiscard]] double real(int column) const;  ///< NaN where there is none
    [[nodiscard]] std::string_view text(int column) const;  ///< until the next row
    /// None, or a value of this kind: the inverse of bind().
    [[nodiscard]] Cell cell(int column, CellKind kind) const;
    void reset();

private:
    friend class Database;
    struct Finalise {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(std::string file, sqlite3* database, sqlite3_stmt* statement);
    [[noreturn]] void fail() const;

    std::string file_;
    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

/// An SQLite file. Throws core::Error, with SQLite's own words. One thread at a time.
class Database {
public:
    /// Creates the file where it may be missing.
    enum class Access { read, write };

    Database(const std::filesystem::path& file, Access access);

    void execute(const std::string& sql);
    [[nodiscard]] Statement prepare(std::string_view sql);
    /// The single number that a statement gives.
    [[nodiscard]] std::uint64_t count(std::string_view sql);
    /// False after COMMIT, and after an error upon which SQLite has undone the transaction.
    [[nodiscard]] bool is_in_transaction() const;
    /// Closes the file; an error shows here. REQUIRES: no statement is left.
    void close();

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    void open(const std::string& name, int flags);
    [[nodiscard]] bool can_read() noexcept;

    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace gallerysim::analysis
