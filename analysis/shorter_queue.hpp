#pragma once

namespace gallerysim::analysis {

/// Mean sojourn time when each job joins the shorter of two queues: Poisson arrivals at 2 `load`, one
/// exponential server of rate 1 per queue.
///
/// There is no closed form. The chain of (shorter queue, difference) is a quasi-birth-death process in the
/// shorter queue, solved by the matrix-geometric method (Neuts, Matrix-Geometric Solutions in Stochastic
/// Models, 1981): the level probabilities are pi(s) = pi(0) R^s, where R is the least solution of A0 + R A1 +
/// R^2 A2 = 0. The difference is cut off at 60, where its probability is below 1e-16; the result is good to
/// about 1e-10. REQUIRES: 0 < load <= 0.95.
[[nodiscard]] double shorter_of_two_sojourn(double load);

}  // namespace gallerysim::analysis
