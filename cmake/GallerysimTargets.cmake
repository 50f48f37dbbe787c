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

# gallerysim_optimise_under_sanitizers(file...)
#
# For sources that spend much time in a target that sanitizers leave unoptimised (GallerysimOptions.cmake).
function(gallerysim_optimise_under_sanitizers)
    if(GALLERYSIM_SANITIZE)
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -O1 SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
endfunction()

# gallerysim_add_tests(NAME SOURCES file... [LINK target...] [LABELS label...] [DEFINITIONS definition...])
#
# The Catch2 executable NAME, and one ctest per file of test cases: a process for each case would spend most of its
# time on starting, above all under sanitizers. A file with a case that has the tag of one of LABELS (scenario, cli,
# slow; the later one wins) gets that label, every other file gets the label unit:
#     TEST_CASE("A million flows finish in order", "[slow]")
# Tests find the source tree by GALLERYSIM_SOURCE_DIR.
function(gallerysim_add_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 tests "" "" "SOURCES;LINK;LABELS;DEFINITIONS")
    add_executable(${name} ${tests_SOURCES})
    set_target_properties(${name} PROPERTIES GALLERYSIM_IS_TEST ON)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE gallerysim_options ${tests_LINK} Catch2::Catch2WithMain)
    target_compile_definitions(${name} PRIVATE
        GALLERYSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ${tests_DEFINITIONS})

    # The prefix keeps files of the same name in two executables apart. Catch2 gives each case its file's name as a tag.
    string(REGEX REPLACE "_tests$" "" prefix ${name})
    foreach(file IN LISTS tests_SOURCES)
        if(NOT file MATCHES "([a-z0-9_]+_test)\\.cpp$")
            continue()
        endif()
        set(tag ${CMAKE_MATCH_1})
        set(file_label unit)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        foreach(label IN LISTS tests_LABELS)
            file(STRINGS ${file} tagged REGEX "\"[^\"]*\\[${label}\\]")
            if(tagged)
                set(file_label ${label})
            endif()
        endforeach()
        add_test(NAME "${prefix}:${tag}" COMMAND ${name} --filenames-as-tags --warn NoTests "[#${tag}]")
        set_tests_properties("${prefix}:${tag}" PROPERTIES LABELS ${file_label})
        if(file_label STREQUAL slow)
            set_tests_properties("${prefix}:${tag}" PROPERTIES COST 100) # first, so that none is left alone at the end
        endif()
    endforeach()
endfunction()
