// Where the answer goes, and what is left behind when it cannot go there.

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace fs = std::filesystem;

namespace {

std::string scenario(const char* name) { return (good_scenarios() / name).string(); }

const std::string kRun = "gallerysim run --quiet '" + scenario("seventeen-on-one.yaml") + "' ";

}  // namespace

TEST_CASE("Objectives are written as test cases for build servers and files are not mixed up", "[cli]") {
    const TemporaryFolder folder;
    const auto run = run_shell(kRun + "--junit objectives.xml", folder.path());
    CHECK(run.exit_code == 0);
    const std::string xml = text_of(folder.path() / "objectives.xml");
    CHECK(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gallerysim\""));
    CHECK(xml.find("failures=\"0\"") != std::string::npos);
    CHECK(xml.find("<testcase ") != std::string::npos);

    const auto sweep = run_shell("gallerysim sweep --quiet '" + scenario("small-grid.yaml") + "' --junit points.xml", folder.path());
    CHECK(sweep.exit_code != 2);
    CHECK(text_of(folder.path() / "points.xml").find(", point 5: ") != std::string::npos);

    CHECK(run_shell(kRun + "-o same.txt --junit same.txt", folder.path()).exit_code == 2);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"objectives.xml", "points.xml"});
}

TEST_CASE("The answer in a file is the answer on stdout", "[cli]") {
    const TemporaryFolder folder;
    const auto plain = run_shell(kRun, folder.path());
    const auto in_file = run_shell(kRun + "-o answer.txt", folder.path());
    CHECK(in_file.exit_code == 0);
    CHECK(in_file.out.empty());
    CHECK(plain.out.find("17 VMs run in time") != std::string::npos);
    CHECK(text_of(folder.path() / "answer.txt") == plain.out);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"answer.txt"});
}

TEST_CASE("The ending of the file decides on the format unless one is given", "[cli]") {
    const TemporaryFolder folder;
    const auto run = run_shell(kRun + "-o a.json; " + kRun + "-o a.csv; " + kRun + "-o b.csv --format json",
                               folder.path());
    CHECK(run.exit_code == 0);
    CHECK(text_of(folder.path() / "a.json").starts_with("{"));
    CHECK(text_of(folder.path() / "a.csv").starts_with("scenario_hash,"));
    CHECK(text_of(folder.path() / "b.csv").starts_with("{"));
}

TEST_CASE("A mistake leaves an older file as it was and nothing beside it", "[cli]") {
    const TemporaryFolder folder;
    write_text(folder.path() / "answer.txt", "older\n");
    CHECK(run_shell(kRun + "-o answer.txt --set deployments.burst.vms=many", folder.path()).exit_code == 2);
    CHECK(text_of(folder.path() / "answer.txt") == "older\n");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"answer.txt"});
}

TEST_CASE("A link is followed and the permissions of an older file are kept", "[cli]") {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "answer.txt";
    write_text(file, "older\n");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("answer.txt", folder.path() / "link");
    CHECK(run_shell(kRun + "-o link", folder.path()).exit_code == 0);
    CHECK(fs::is_symlink(folder.path() / "link"));
    CHECK(text_of(file).find("17 VMs") != std::string::npos);
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("A folder or a missing folder as output is an error before anything runs", "[cli]") {
    const TemporaryFolder folder;
    const auto is_folder = run_shell("gallerysim show '" + scenario("seventeen-on-one.yaml") + "' -o .", folder.path());
    CHECK(is_folder.exit_code == 1);
    CHECK(says(is_folder, "it is a folder"));
    const auto missing = run_shell(kRun + "-o no/such/file", folder.path());
    CHECK(missing.exit_code == 1);
    CHECK(says(missing, "no/such/file"));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("Devices and stdout by name are written to and not replaced", "[cli]") {
    const TemporaryFolder folder;
    CHECK(run_shell(kRun + "-o /dev/null", folder.path()).exit_code == 0);
    CHECK(fs::is_character_file("/dev/null"));
    const auto appended = run_shell("{ echo before; " + kRun + "-o /dev/stdout; echo after; } >all; " +  //
                                        kRun + "-o - >>all",
                                    folder.path());
    const std::string all = text_of(folder.path() / "all");
    CHECK(all.starts_with("before\n"));
    CHECK(all.find("\nafter\n") != std::string::npos);
    CHECK(all.rfind("17 VMs") > all.find("\nafter\n"));
}

TEST_CASE("A full disk behind stdout or a file gives exit code 1 and says so", "[cli]") {
    if (!fs::exists("/dev/full")) return;  // Linux has it
    const TemporaryFolder folder;
    for (const std::string redirect : {">/dev/full", "-o /dev/full", "--records /dev/full"}) {
        INFO(redirect);
        const auto run = run_shell(kRun + redirect, folder.path());
        CHECK(run.exit_code == 1);
        CHECK(says(run, "No space left"));
    }
    CHECK(run_shell("gallerysim --help >/dev/full", folder.path()).exit_code == 1);
    CHECK(run_shell("gallerysim --version >/dev/full", folder.path()).exit_code == 1);
}

TEST_CASE("A closed stdout is an error and not a file that is opened later", "[cli]") {
    const TemporaryFolder folder;
    const auto run = run_shell(kRun + "--records vms.csv >&-", folder.path());
    CHECK(run.exit_code == 1);
    CHECK(says(run, "stdout"));
    const std::string records = text_of(folder.path() / "vms.csv");
    CHECK(records.starts_with("run,deployment,"));
    CHECK(records.find("in time") == std::string::npos);
}

TEST_CASE("A reader that leaves early ends the program without a word", "[cli]") {
    const TemporaryFolder folder;
    // The list of regions is written to a pipe that nobody reads any more.
    const auto run = run_shell(
        "mkfifo pipe; { gallerysim show --regions >pipe; echo $? >code; } & exec 3<pipe; exec 3<&-; wait",
        folder.path());
    // Whether the pipe is closed before or after the text is written is up to the system.
    const std::string code = text_of(folder.path() / "code");
    CHECK((code == "0\n" || code == "1\n"));
    CHECK(run.err.empty());
}

TEST_CASE("An interrupted run takes its unfinished files away", "[cli]") {
    const TemporaryFolder folder;
    // So many runs that it cannot be over before the signal comes.
    const auto run = run_shell("gallerysim run --quiet '" + scenario("hottest-replica.yaml") + "'" +
                                   " --runs 100000 -o answer.csv & pid=$!; "
                                   "for i in $(seq 1000); do [ -n \"$(ls -A)\" ] && break; sleep 0.01; done; "
                                   "kill -TERM $pid; wait $pid; exit $?",
                               folder.path());
    CHECK(run.exit_code == 128 + 15);
    CHECK(says(run, "interrupted"));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("Nothing is coloured or drawn unless on a terminal", "[cli]") {
    const auto run = call("run hottest-replica.yaml --set 'experiment.objectives=[peak_vms_per_replica>99]'");
    CHECK(run.exit_code == 3);
    CHECK(run.out.find('\x1b') == std::string::npos);
    CHECK(run.err.empty());
}

TEST_CASE("Quiet leaves out remarks but no mistakes", "[cli]") {
    CHECK(says(call("run small-grid.yaml"), "gallerysim sweep"));
    CHECK(call("run small-grid.yaml --quiet").err.empty());
    CHECK_FALSE(call("run small-grid.yaml --quiet --set name=").err.empty());
}
