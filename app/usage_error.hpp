#pragma once

#include <stdexcept>

namespace gallerysim::app {

/// A command that cannot be meant as it was written. CommandLine::execute() prints it, with where to find
/// help.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace gallerysim::app
