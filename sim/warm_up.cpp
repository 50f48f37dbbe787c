#include "sim/warm_up.hpp"

#include <algorithm>

#include "sim/tally.hpp"

namespace gallerysim::sim {

std::vector<double> mser5(std::span<const double> observations) {
    const std::size_t batches = observations.size() / kMserBatch;
    std::vector<double> mser(batches);
    // From the back, so that each MSER(d) takes one more batch into the tally of the ones after it.
    Tally kept;
    for (std::size_t d = batches; d-- > 0;) {
        double sum = 0.0;
        for (const double x : observations.subspan(d * kMserBatch, kMserBatch)) sum += x;
        kept.add(sum / static_cast<double>(kMserBatch));
        const auto n = static_cast<double>(kept.count());
        mser[d] = kept.count() > 1 ? kept.variance() * (n - 1.0) / (n * n) : 0.0;
    }
    return mser;
}

WarmUpCut mser5_cut(std::span<const double> observations) {
    const std::vector<double> mser = mser5(observations);
    if (mser.size() < 2 * kMserKeptBatches) return {};
    const auto end = mser.end() - static_cast<std::ptrdiff_t>(kMserKeptBatches);
    const auto cut = static_cast<std::size_t>(std::min_element(mser.begin(), end) - mser.begin());
    return {cut * kMserBatch, 2 * cut <= mser.size()};
}

}  // namespace gallerysim::sim
