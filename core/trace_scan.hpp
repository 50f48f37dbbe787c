#pragma once

#include <vector>

#include "core/image_resolution.hpp"
#include "core/map_reader.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Reads the file of a trace once to check it, and fills in all of `trace` but the file: how many rows and VMs there
/// are, and which images in which regions they name. Reports what is wrong with the first rows that are wrong, each
/// with its line and column. One pass over the file; memory for one block and the names in it.
void scan_trace(const MapReader& map, const std::vector<Gallery>& galleries, GalleryDetails details,
                const Deployment& deployment, TraceArrivals& trace);

}  // namespace gallerysim::core
