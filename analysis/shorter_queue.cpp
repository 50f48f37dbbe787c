#include "analysis/shorter_queue.hpp"

#include <Eigen/Dense>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr int kMostDifference = 60;
constexpr int kStates = kMostDifference + 1;
constexpr int kMostIterations = 100'000;

/// Rates between the states of one level (the shorter queue's length s), by the difference d of the queues.
struct Generator {
    Eigen::MatrixXd up = Eigen::MatrixXd::Zero(kStates, kStates);        // from s to s + 1
    Eigen::MatrixXd within = Eigen::MatrixXd::Zero(kStates, kStates);    // for s > 0
    Eigen::MatrixXd within_0 = Eigen::MatrixXd::Zero(kStates, kStates);  // for s = 0
    Eigen::MatrixXd down = Eigen::MatrixXd::Zero(kStates, kStates);      // from s to s - 1
};

Generator generator_of(double arrivals) {
    Generator rates;
    rates.within(0, 1) = arrivals;  // at a tie, one of the two becomes the longer
    rates.down(0, 1) = 2.0;         // at a tie, either server makes its queue the shorter
    for (int d = 1; d < kStates; ++d) {
        rates.up(d, d - 1) = arrivals;
        rates.within(d, d - 1) = 1.0;                         // the longer queue served
        if (d < kMostDifference) rates.down(d, d + 1) = 1.0;  // the shorter queue served
    }
    rates.within_0 = rates.within;
    for (int d = 0; d < kStates; ++d) {
        const double leaving = rates.up.row(d).sum() + rates.within.row(d).sum();
        rates.within_0(d, d) = -leaving;
        rates.within(d, d) = -leaving - rates.down.row(d).sum();
    }
    return rates;
}

Eigen::MatrixXd least_solution(const Generator& rates) {
    Eigen::MatrixXd r = Eigen::MatrixXd::Zero(kStates, kStates);
    for (int i = 0; i < kMostIterations; ++i) {
        const Eigen::MatrixXd pivot = -(rates.within + r * rates.down);
        // r = up pivot^-1, by solving with the transposed matrix.
        const Eigen::MatrixXd next = pivot.transpose().partialPivLu().solve(rates.up.transpose()).transpose();
        const double change = (next - r).cwiseAbs().maxCoeff();
        r = next;
        if (change < 1e-16) break;
    }
    return r;
}

}  // namespace

double shorter_of_two_sojourn(double load) {
    GALLERYSIM_ASSERT(load > 0.0 && load <= 0.95, "the chain of two queues is solved up to a load of 0.95");
    const double arrivals = 2.0 * load;
    const Generator rates = generator_of(arrivals);
    const Eigen::MatrixXd r = least_solution(rates);
    const Eigen::MatrixXd all_levels =
        (Eigen::MatrixXd::Identity(kStates, kStates) - r).inverse();  // sum of R^s

    // pi(0) (within_0 + R down) = 0, one equation of which is replaced by pi(0) (sum of R^s) 1 = 1.
    Eigen::MatrixXd balance = (rates.within_0 + r * rates.down).transpose();
    balance.row(0) = all_levels.rowwise().sum().transpose();
    const Eigen::VectorXd level_0 = balance.partialPivLu().solve(Eigen::VectorXd::Unit(kStates, 0));

    const Eigen::RowVectorXd differences = level_0.transpose() * all_levels;  // the law of d
    const double mean_shorter = (differences * r * all_levels).sum();         // sum of s pi(0) R^s 1
    const double mean_difference =
        differences.dot(Eigen::RowVectorXd::LinSpaced(kStates, 0.0, kMostDifference));
    return (2.0 * mean_shorter + mean_difference) / arrivals;
}

}  // namespace gallerysim::analysis
