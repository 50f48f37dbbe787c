# gallerysim_add_layer(NAME SOURCES file... [PUBLIC target...] [PRIVATE target...])
#
# The static library gallerysim_NAME, to be linked as gallerysim::NAME. Includes start at the project's root
# ("sim/sim_time.hpp"); headers made by CMake lie under generated/ in the build tree.
function(gallerysim_add_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(gallerysim_${name} STATIC ${layer_SOURCES})
    add_library(gallerysim::${name} ALIAS gallerysim_${name})
    target_include_directories(gallerysim_${name}
        PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
    target_link_libraries(gallerysim_${name}
        PUBLIC ${layer_PUBLIC} PRIVATE gallerysim_options ${layer_PRIVATE})
    # A layer may consist of headers alone.
    set_target_properties(gallerysim_${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# gallerysim_add_tests(NAME SOURCES file... [LINK target...] [LABELS label...] [DEFINITIONS definition...])
#
# The Catch2 executable NAME, and one ctest per test case. A case with the tag of one of LABELS (scenario, cli,
# slow; the later one wins) gets that label, every other case gets the label unit:
#     TEST_CASE("A million flows finish in order", "[slow]")
# Tests find the source tree by GALLERYSIM_SOURCE_DIR.
function(gallerysim_add_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 tests "" "" "SOURCES;LINK;LABELS;DEFINITIONS")
    if(NOT tests_SOURCES)
        return()
    endif()
    add_executable(${name} ${tests_SOURCES})
    set_target_properties(${name} PROPERTIES GALLERYSIM_IS_TEST ON)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE gallerysim_options ${tests_LINK} Catch2::Catch2WithMain)
    target_compile_definitions(${name} PRIVATE
        GALLERYSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ${tests_DEFINITIONS})

    # Every case is registered exactly once: each label's filter leaves out the labels treated before it.
    # The prefix keeps cases of the same name in two executables apart.
    string(REGEX REPLACE "_tests$" ":" prefix ${name})
    set(others "")
    list(REVERSE tests_LABELS)
    foreach(label IN LISTS tests_LABELS)
        catch_discover_tests(${name} TEST_SPEC "[${label}]${others}" TEST_PREFIX "${prefix}"
            PROPERTIES LABELS ${label})
        string(APPEND others "~[${label}]")
    endforeach()
    if(others)
        set(others TEST_SPEC "${others}")
    endif()
    catch_discover_tests(${name} ${others} TEST_PREFIX "${prefix}" PROPERTIES LABELS unit)
endfunction()
