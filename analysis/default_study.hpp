#pragma once

#include <string_view>

namespace gallerysim::analysis {

/// scenarios/guidance-study.yaml as the program was built with it: the study for which no file is named.
[[nodiscard]] std::string_view default_study_text();

}  // namespace gallerysim::analysis
