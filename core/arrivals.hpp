#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/image_reference.hpp"
#include "core/scale_sets.hpp"
#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// All at once.
struct BurstArrivals {
    std::int64_t vms = 0;

    bool operator==(const BurstArrivals&) const = default;
};

/// A Poisson stream for a while; each arrival is one VM.
struct PoissonArrivals {
    PerSecond rate;
    sim::SimTime duration;

    bool operator==(const PoissonArrivals&) const = default;
};

/// A Poisson stream whose rate changes at given times after the deployment's start, ascending from 0 s on: rate i
/// holds from times[i] until times[i + 1], the last one until the end.
struct ProfileArrivals {
    std::vector<sim::SimTime> times;
    std::vector<PerSecond> rates;  ///< as many; 0 where nothing arrives
    sim::SimTime duration;

    /// Of all arrivals.
    [[nodiscard]] double expected_vms() const;

    bool operator==(const ProfileArrivals&) const = default;
};

/// The same number of VMs again and again, the first at the deployment's start.
struct BatchArrivals {
    std::int64_t vms = 0;  ///< of each batch
    sim::SimTime every;
    std::int64_t batches = 1;

    bool operator==(const BatchArrivals&) const = default;
};

/// A pool that is filled with a fixed number of creations at a time: whenever one ends, however it ends, the next is
/// requested, until `vms` have been.
struct ClosedLoopArrivals {
    std::int64_t in_flight = 1;
    std::int64_t vms = 0;

    bool operator==(const ClosedLoopArrivals&) const = default;
};

/// A given list of times after the deployment's start, ascending; each is one VM.
struct ListedArrivals {
    std::vector<sim::SimTime> times;

    bool operator==(const ListedArrivals&) const = default;
};

/// The rows of a file, each some VMs at a time after the deployment's start (core/trace_file.hpp). Rows may name a
/// region and an image of their own.
struct TraceArrivals {
    struct Target {
        std::string region;
        ImageReference image;

        bool operator==(const Target&) const = default;
    };

    std::string file;              ///< as a program opens it
    std::uint64_t rows = 0;
    std::uint64_t vms = 0;
    std::uint64_t fingerprint = 0;  ///< of the file's bytes
    std::vector<Target> targets;   ///< that rows name, in the order in which they first do

    bool operator==(const TraceArrivals&) const = default;
};

using Arrivals = std::variant<BurstArrivals, PoissonArrivals, ProfileArrivals, BatchArrivals, ClosedLoopArrivals,
                              ListedArrivals, TraceArrivals, ScaleSets>;

/// How many VMs they are, on average where it is random. Of scale sets: the instances asked for, an upgrade's new ones
/// included.
[[nodiscard]] double expected_vms(const Arrivals& arrivals);
/// Whether their number differs from run to run.
[[nodiscard]] bool is_random(const Arrivals& arrivals);

}  // namespace gallerysim::core
