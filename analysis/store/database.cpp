#include "analysis/store/database.hpp"

#include <sqlite3.h>

#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"

namespace gallerysim::analysis {

namespace {

constexpr int kPatience_ms = 10'000;  // for another program that writes just now

/// "cannot use 'x.sqlite': database or disk is full (No space left on device)"
[[noreturn]] void throw_error(const std::string& file, sqlite3* database) {
    const int code = sqlite3_errcode(database);
    std::string text = fmt::format("cannot use '{}': {}", file, sqlite3_errmsg(database));
    const int system = sqlite3_system_errno(database);
    const bool is_of_system = code == SQLITE_CANTOPEN || code == SQLITE_IOERR || code == SQLITE_FULL;
    if (is_of_system && system != 0) text += fmt::format(" ({})", std::strerror(system));
    throw core::Error(text);
}

/// The name of a file in a URI.
std::string uri_path(const std::string& path) {
    std::string out;
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            out += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            out += c;
        }
    }
    return out;
}

struct Binder {
    sqlite3_stmt* statement;
    int number;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, number); }
    int operator()(std::uint64_t value) const {
        return sqlite3_bind_int64(statement, number, static_cast<sqlite3_int64>(value));
    }
    int operator()(double value) const { return sqlite3_bind_double(statement, number, value); }
    int operator()(bool value) const { return sqlite3_bind_int(statement, number, value ? 1 : 0); }
    int operator()(sim::SimTime value) const { return sqlite3_bind_int64(statement, number, value.nanoseconds()); }
    int operator()(std::string_view value) const {
        return sqlite3_bind_text64(statement, number, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
};

}  // namespace

Statement::Statement(std::string file, sqlite3* database, sqlite3_stmt* statement)
    : file_(std::move(file)), database_(database), statement_(statement) {}

void Statement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::fail() const { throw_error(file_, database_); }

void Statement::bind(int parameter, const Cell& value) {
    if (std::visit(Binder{statement_.get(), parameter + 1}, value) != SQLITE_OK) fail();
}

bool Statement::next() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        // The message is that of the step, which the reset repeats.
        sqlite3_reset(statement_.get());
        fail();
    }
    sqlite3_reset(statement_.get());
    return false;
}

void Statement::run() {
    while (next()) {
    }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::uint64_t Statement::count(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

double Statement::real(int column) const {
    return is_null(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Cell Statement::cell(int column, CellKind kind) const {
    if (is_null(column)) return {};
    switch (kind) {
        case CellKind::count: return count(column);
        case CellKind::real: return sqlite3_column_double(statement_.get(), column);
        case CellKind::truth: return count(column) != 0;
        case CellKind::time: return sim::SimTime::from_nanoseconds(sqlite3_column_int64(statement_.get(), column));
        case CellKind::text: return text(column);
    }
    return {};
}

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(const std::filesystem::path& file, Access access) : file_(file) {
    if (access == Access::write) {
        open(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        // SQLite opens what it must not write to for reading only.
        if (sqlite3_db_readonly(database_.get(), "main") == 1) {
            throw core::Error(fmt::format("cannot write to '{}': the file or its file system is read-only", file.string()));
        }
        return;
    }
    open(file.string(), SQLITE_OPEN_READONLY);
    if (can_read()) return;
    // In a folder that cannot be written to, SQLite reads a file with a write-ahead log only when it is told that nobody
    // changes it; and nobody can, unless a log is there.
    std::error_code ignored;
    const std::filesystem::path log = file.string() + "-wal";
    if (std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) > 0) return;
    const std::string absolute = std::filesystem::absolute(file, ignored).string();
    open("file:" + uri_path(absolute) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

void Database::open(const std::string& name, int flags) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);
    if (database == nullptr) throw std::bad_alloc();
    if (code != SQLITE_OK) throw_error(file_.string(), database);
    sqlite3_extended_result_codes(database, 0);
    sqlite3_busy_timeout(database, kPatience_ms);
}

bool Database::can_read() noexcept {
    return sqlite3_exec(database_.get(), "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) == SQLITE_OK;
}

void Database::execute(const std::string& sql) {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw_error(file_.string(), database_.get());
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK)
        throw_error(file_.string(), database_.get());
    return {file_.string(), database_.get(), statement};
}

std::uint64_t Database::count(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.next() ? statement.count(0) : 0;
}

bool Database::is_in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

void Database::close() {
    if (sqlite3_close(database_.get()) != SQLITE_OK) throw_error(file_.string(), database_.get());
    static_cast<void>(database_.release());
}

}  // namespace gallerysim::analysis
