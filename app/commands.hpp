#pragma once

#include "app/command_line.hpp"

namespace gallerysim::app {

// Each adds one command with its options; its file is command_NAME.cpp.

void add_run(CommandLine& line);    ///< one scenario, as often as its precision asks for
void add_replicate(CommandLine& line);  ///< when each region has the versions
void add_sweep(CommandLine& line);  ///< the grid of experiment.sweep
void add_check(CommandLine& line);  ///< only reads the scenario
void add_compare(CommandLine& line);  ///< how one scenario differs from another
void add_guidance(CommandLine& line);  ///< how many VMs at once per replica
void add_plan(CommandLine& line);  ///< the least replicas for the scenario's VMs
void add_sensitivity(CommandLine& line);  ///< which assumption the answer hangs on
void add_export(CommandLine& line);  ///< what -o FOLDER has kept, as CSV or JSON lines
void add_show(CommandLine& line);   ///< the scenario with all defaults, its assumptions, the regions

}  // namespace gallerysim::app
