#include "core/retry_policy.hpp"

#include <algorithm>

namespace gallerysim::core {

sim::SimTime RetryPolicy::wait_before(std::uint32_t refusals, sim::SimTime retry_after_header,
                                      sim::RandomStream& stream) const {
    const double cap_s = cap.value.seconds();
    double ceiling_s = std::min(base.value.seconds(), cap_s);
    if (factor.value > 1.0) {
        // By multiplication and not by pow(): the same bits on every machine, and the cap ends it soon.
        for (std::uint32_t k = 1; k < refusals && ceiling_s < cap_s; ++k) {
            ceiling_s = std::min(ceiling_s * factor.value, cap_s);
        }
    }
    const auto jitter = sim::SimTime::from_seconds(stream.uniform() * ceiling_s);
    return retry_after.value == RetryAfter::honour ? retry_after_header + jitter : jitter;
}

RetryPolicy default_retry_policy() {
    return {
        .retry_after = {RetryAfter::honour, Grade::assumed,
                        "the vendor asks clients to wait for Retry-After"},
        .base = {sim::seconds(1), Grade::assumed, "usual in clients: backoff begins at about a second"},
        .factor = {2.0, Grade::assumed, "usual in clients: the backoff doubles"},
        .cap = {sim::seconds(60), Grade::assumed, "usual in clients: no backoff beyond a minute"},
        .max_attempts =
            {std::nullopt, Grade::assumed,
             "clients stop after 3 to 10 attempts or never; a roll-out is repeated until it is complete"},
        .give_up_after = {},
    };
}

RetryPolicy default_busy_retry() {
    return {
        .retry_after = {RetryAfter::ignore, Grade::published,
                        "Storage scalability targets (2026): exponential backoff after 503"},
        .base = {sim::seconds(1), Grade::assumed, "that it is exponential is published, its figures are not"},
        .factor = {2.0, Grade::assumed, "that it is exponential is published, its figures are not"},
        .cap = {sim::seconds(30), Grade::assumed, "that it is exponential is published, its figures are not"},
        .max_attempts = {std::nullopt, Grade::assumed,
                         "not published: a VM without its disk goes on trying"},
        .give_up_after = {},
    };
}

}  // namespace gallerysim::core
