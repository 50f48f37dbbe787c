#pragma once

namespace gallerysim::app {

/// What the program tells its caller.
enum class ExitCode : int {
    fine = 0,
    failed = 1,             ///< broken surroundings: a file cannot be written, the memory is full
    usage = 2,              ///< a mistake in the command or in the scenario; nothing was run or written
    objectives_missed = 3,  ///< it ran, but does not meet the scenario's objectives
};

}  // namespace gallerysim::app
