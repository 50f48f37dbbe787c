#include "core/sweep_constraint.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;
using Catch::Matchers::Contains;

namespace {

const std::vector<SweepAxis> kAxes{
    {.name = "vms", .set = "a", .values = {"20", "120"}},
    {.name = "replicas", .set = "b", .values = {"1", "6"}},
    {.name = "timeout", .set = "c", .values = {"20 min", "2400 s"}},
    {.name = "storage", .set = "d", .values = {"Standard_LRS", "Premium_LRS"}},
    {.name = "disk-rate", .set = "e", .values = {"60 MiB/s"}},
    {.name = "rate", .set = "f", .values = {"500/s"}},
};

/// At 120 VMs, 6 replicas, a timeout of 20 min, Premium_LRS, 60 MiB/s and 500/s.
const std::vector<std::string> kPoint{"120", "6", "20 min", "Premium_LRS", "60 MiB/s", "500/s"};

bool holds(std::string_view text) {
    const auto constraint = SweepConstraint::parse(text, kAxes);
    INFO(text << ": " << constraint.problem);
    REQUIRE(constraint.value.has_value());
    const auto result = constraint.value->holds(kPoint);
    INFO(result.problem);
    REQUIRE(result.value.has_value());
    return *result.value;
}

std::string no_constraint(std::string_view text) {
    const auto constraint = SweepConstraint::parse(text, kAxes);
    CHECK_FALSE(constraint.value.has_value());
    return constraint.problem;
}

std::string no_meaning(std::string_view text) {
    const auto constraint = SweepConstraint::parse(text, kAxes);
    INFO(text << ": " << constraint.problem);
    REQUIRE(constraint.value.has_value());
    const auto result = constraint.value->holds(kPoint);
    CHECK_FALSE(result.value.has_value());
    return result.problem;
}

}  // namespace

TEST_CASE("A constraint compares sums and products of axes") {
    CHECK(holds("vms <= 20 * replicas"));
    CHECK_FALSE(holds("vms < 20 * replicas"));
    CHECK(holds("vms / replicas == 20"));
    CHECK(holds("vms - 2 * replicas >= 108"));
    CHECK(holds("2 + 3 * 4 == 14"));
    CHECK(holds("(2 + 3) * 4 == 20"));
    CHECK(holds("10 - 4 - 3 == 3"));
    CHECK(holds("-replicas < -(2 + 3)"));
    CHECK(holds("vms != 119"));
    CHECK(holds("vms>100"));
}

TEST_CASE("And binds more tightly than or") {
    CHECK(holds("vms == 120 or vms == 1 and vms == 2"));
    CHECK_FALSE(holds("vms == 1 and vms == 120 or vms == 2"));
    CHECK(holds("vms == 1 and vms == 2 or replicas == 6"));
}

TEST_CASE("Quantities compare across their units") {
    CHECK(holds("timeout == 1200 s"));
    CHECK(holds("timeout < 0.5 h"));
    CHECK(holds("disk-rate * timeout == 72000 MiB"));
    CHECK(holds("vms / rate < 1 s"));
    CHECK(holds("rate > 29/min"));
    CHECK(holds("vms * 5 % == 6"));
}

TEST_CASE("Words compare for being the same") {
    CHECK(holds("storage == Premium_LRS"));
    CHECK(holds("storage != Standard_LRS"));
    CHECK_FALSE(holds("storage == Standard_LRS or replicas < 2"));
}

TEST_CASE("What is no constraint says where and what was expected") {
    CHECK_THAT(no_constraint(""), Contains("expected a number, an axis or '(' at the end"));
    CHECK_THAT(no_constraint("vms"), Contains("expected <, <=, >, >=, == or != at the end"));
    CHECK_THAT(no_constraint("vms <= 20 * replica"), Contains("'replica' is no axis") && Contains("'replicas'"));
    CHECK_THAT(no_constraint("storage == Premium_LSR"), Contains("'Premium_LSR'") && Contains("'Premium_LRS'"));
    CHECK_THAT(no_constraint("vms <= (20 * replicas"), Contains("expected ')' at the end"));
    CHECK_THAT(no_constraint("vms <= 20 replicas"), Contains("expected 'and', 'or' or the end at 'replicas'"));
    CHECK_THAT(no_constraint("vms <= * 3"), Contains("at '* 3'"));
    CHECK_THAT(no_constraint("vms = 20"), Contains("expected <, <="));
    CHECK_THAT(no_constraint("1 < 2 < 3"), Contains("at '< 3'"));
    CHECK_THAT(no_constraint(std::string(200, '(')), Contains("nested too deep"));
    CHECK_THAT(no_constraint(std::string(200, '-')), Contains("nested too deep"));
}

TEST_CASE("What has no meaning at a point is a problem and not false") {
    CHECK_THAT(no_meaning("timeout <= 20"), Contains("different dimensions"));
    CHECK_THAT(no_meaning("timeout + vms > 1 s"), Contains("different dimensions"));
    CHECK_THAT(no_meaning("timeout == 5"), Contains("different dimensions"));
    CHECK_THAT(no_meaning("storage < 5"), Contains("'Premium_LRS' is no number"));
    CHECK_THAT(no_meaning("-storage == 5"), Contains("'Premium_LRS' is no number"));
    CHECK_THAT(no_meaning("vms / (replicas - 6) > 1"), Contains("division by 0"));
}
