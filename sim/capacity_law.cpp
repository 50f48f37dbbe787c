#include "sim/capacity_law.hpp"

#include "sim/assert.hpp"

namespace gallerysim::sim {

UslLaw::UslLaw(Coefficients coefficients) : coefficients_(coefficients) {
    GALLERYSIM_ASSERT(coefficients.sigma >= 0.0 && coefficients.kappa >= 0.0,
                      "contention slows down, it never helps");
}

double UslLaw::efficiency(std::size_t flows) const {
    if (flows <= 1) return 1.0;
    const auto n = static_cast<double>(flows);
    return 1.0 / (1.0 + coefficients_.sigma * (n - 1.0) + coefficients_.kappa * n * (n - 1.0));
}

double UslLaw::rate(double nominal, SimTime, std::size_t flows) { return nominal * efficiency(flows); }

}  // namespace gallerysim::sim
