# Everything the project takes from the system. Imported targets count as system headers, so our warnings
# stay ours. The minimum versions are those of Ubuntu 22.04; tools/setup.sh names the Debian packages.
find_package(Threads REQUIRED)
find_package(Boost 1.74 CONFIG REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(yaml-cpp 0.7 CONFIG REQUIRED)
find_package(fmt 8.1 CONFIG REQUIRED)
find_package(nlohmann_json 3.10 CONFIG REQUIRED)
find_package(SQLite3 3.37 REQUIRED) # 3.37: STRICT tables

# yaml-cpp gives its target a namespace only from 0.8 on.
if(NOT TARGET yaml-cpp::yaml-cpp)
    add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# Random123 is headers alone and ships no CMake package.
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h)
if(NOT RANDOM123_INCLUDE_DIR)
    message(FATAL_ERROR "Random123 headers not found (Debian: librandom123-dev)")
endif()
add_library(Random123::Random123 INTERFACE IMPORTED)
target_include_directories(Random123::Random123 INTERFACE "${RANDOM123_INCLUDE_DIR}")

if(BUILD_TESTING)
    find_package(Catch2 CONFIG REQUIRED) # 2.13 or 3.x: tests/support/catch.hpp hides the difference
    if(GALLERYSIM_BENCH)
        find_package(benchmark CONFIG REQUIRED)
    endif()
endif()
