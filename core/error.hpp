#pragma once

#include <stdexcept>

namespace gallerysim::core {

/// Broken surroundings: a file is missing or unreadable, a disk is full. Thrown where it happens, caught once
/// in main. What is wrong inside a user's file is not an Error but a Diagnostic.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace gallerysim::core
