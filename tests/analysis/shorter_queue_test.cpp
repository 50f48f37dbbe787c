#include "analysis/shorter_queue.hpp"

#include "analysis/closed_forms_queueing.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

using gallerysim::analysis::mm1;
using gallerysim::analysis::mmc;
using gallerysim::analysis::shorter_of_two_sojourn;
using gallerysim::test::aborts;
using gallerysim::test::WithinAbs;

TEST_CASE("Joining the shorter of two queues has its tabulated mean sojourn times") {
    CHECK_THAT(shorter_of_two_sojourn(0.5), WithinAbs(1.426320751, 1e-9));
    CHECK_THAT(shorter_of_two_sojourn(0.8), WithinAbs(2.955736617, 1e-9));
}

TEST_CASE("Joining the shorter queue lies between one queue for both servers and a random choice") {
    for (const double load : {0.2, 0.6, 0.9}) {
        CHECK(shorter_of_two_sojourn(load) > mmc(2.0 * load, 1.0, 2).sojourn);
        CHECK(shorter_of_two_sojourn(load) < mm1(load, 1.0).sojourn);
    }
    CHECK(aborts([] { (void)shorter_of_two_sojourn(1.0); }));
}
