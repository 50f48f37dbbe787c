#include "core/trace_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::TraceReader;
using core::TraceRow;

namespace {

/// A file that is there while the object is.
class File {
public:
    explicit File(const std::string& text)
        : path_(std::filesystem::temp_directory_path() / ("gallerysim-trace-" + std::to_string(::getpid()) + ".csv")) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~File() { std::filesystem::remove(path_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] std::string name() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// "line:column: problem" of everything that is wrong.
std::vector<std::string> problems(const std::string& text) {
    const File file(text);
    TraceReader reader(file.name());
    TraceRow row;
    std::vector<std::string> all;
    for (auto next = reader.next(row); next != TraceReader::Next::end; next = reader.next(row)) {
        if (next == TraceReader::Next::row) continue;
        const auto& problem = reader.problem();
        all.push_back(std::to_string(problem.line) + ':' + std::to_string(problem.column) + ": " + problem.text);
    }
    return all;
}

}  // namespace

TEST_CASE("Rows of a trace are read whatever the order of the columns and the ends of lines") {
    const File file("\xEF\xBB\xBFvms,time,region,image\r\n3,\"90 s\",westeurope,prod/a/latest\r\n\r\n1,2 min,,\r\n");
    TraceReader reader(file.name());
    TraceRow row;
    REQUIRE(reader.next(row) == TraceReader::Next::row);
    CHECK(row.time == sim::seconds(90));
    CHECK(row.vms == 3);
    CHECK(row.region == "westeurope");
    CHECK(row.image == "prod/a/latest");
    REQUIRE(reader.next(row) == TraceReader::Next::row);
    CHECK(row.time == sim::minutes(2));
    CHECK(row.image.empty());
    CHECK(reader.next(row) == TraceReader::Next::end);
    CHECK(reader.next(row) == TraceReader::Next::end);
}

TEST_CASE("A trace longer than a block is read to its end and its last line needs no end") {
    std::string text = "time_s\n";
    constexpr int kRows = 50'000;
    for (int i = 0; i < kRows; ++i) text += std::to_string(i) + (i + 1 < kRows ? "\n" : "");
    const File file(text);
    TraceReader reader(file.name());
    TraceRow row;
    int rows = 0;
    while (reader.next(row) == TraceReader::Next::row) {
        REQUIRE(row.time == sim::seconds(rows));
        ++rows;
    }
    CHECK(rows == kRows);
    const std::uint64_t whole = reader.fingerprint();
    const File other(text + "\n");
    TraceReader again(other.name());
    while (again.next(row) == TraceReader::Next::row) {}
    CHECK(again.fingerprint() != whole);
}

TEST_CASE("What is wrong with a trace is told with its line and column and all at once") {
    CHECK(problems("time_s,vms\n1,0\n2,x\n1,1\n3\n-1,1\n") ==
          std::vector<std::string>{"2:3: expected a number of VMs from 1 to 10000000, found '0'",
                                   "3:3: expected a number of VMs from 1 to 10000000, found 'x'",
                                   "4:1: '1' comes after 2 s; times ascend", "5:1: 1 fields; the heading has 2",
                                   "6:1: a time is from 0 s to 3650 d"});
    CHECK(problems("time,vm\n").at(0).starts_with("1:6: no column is called 'vm'"));
    CHECK(problems("vms\n").at(0) == "1:1: a trace has either a column 'time' or a column 'time_s'");
    CHECK(problems("time_s,time_s\n").at(0) == "1:8: the column time_s stands twice");
    CHECK(problems("time\n12\n").at(0).starts_with("2:1: "));
    CHECK(problems("").at(0) == "0:0: the file is empty");
    CHECK(problems("time_s\n" + std::string(200'000, '1')).size() == 1);
}

TEST_CASE("A trace that is not there is a problem with the reason") {
    TraceReader reader("no/such/file.csv");
    TraceRow row;
    REQUIRE(reader.next(row) == TraceReader::Next::problem);
    CHECK(reader.problem().text == "No such file or directory");
    CHECK(reader.next(row) == TraceReader::Next::end);
}
