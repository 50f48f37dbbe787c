# gallerysim_options: what every target of ours is compiled with.
add_library(gallerysim_options INTERFACE)

if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 11) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14))
    message(FATAL_ERROR "The coroutines of C++20 need g++ 11 or clang 14, or newer; this is "
        "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}. Set CXX to another compiler.")
endif()

# g++ 12 takes the frame of a coroutine for memory freed by the wrong operator delete, wherever its promise has an
# operator new with parameters: that warning is off.
target_compile_options(gallerysim_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
    -Wextra-semi
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-mismatched-new-delete>
    $<$<BOOL:${GALLERYSIM_WERROR}>:-Werror>)

# In a unity build g++ takes a source file for a header, whose anonymous namespaces would be a mistake, and the names of
# one file hide those of another. Other builds look for what is hidden.
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(gallerysim_options INTERFACE -Wno-subobject-linkage -Wno-shadow)
endif()

# Debug and Release, g++ and clang must print the same bytes. A fused multiply-add rounds once instead of
# twice; and a compiler that folds log(2.5) at compile time rounds perfectly, where the library at run time
# may be one unit off. So neither is allowed. sqrt, floor and the like are exact and stay built in.
set(gallerysim_inexact_functions
    acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp exp2 expm1 hypot lgamma log log10 log1p
    log2 pow sin sinh tan tanh tgamma)
list(TRANSFORM gallerysim_inexact_functions PREPEND "-fno-builtin-" OUTPUT_VARIABLE gallerysim_no_folding)
# Nobody reads errno after a mathematical function: so rounding to an integer is one instruction.
target_compile_options(gallerysim_options INTERFACE
    -ffp-contract=off -fno-math-errno ${gallerysim_no_folding})

# Tests spend their time in the layers, which are optimised fully. What g++ takes for null at -O1 is none.
target_compile_options(gallerysim_options INTERFACE
    "$<$<AND:$<CONFIG:Release>,$<BOOL:$<TARGET_PROPERTY:GALLERYSIM_IS_TEST>>>:-O1;-Wno-null-dereference>")

if(GALLERYSIM_SANITIZE)
    # -g1: stack traces still have line numbers. Only what runs simulations is optimised: in the rest, optimising the
    # instrumented code takes more time than it saves in the tests.
    target_compile_options(gallerysim_options INTERFACE
        -fsanitize=${GALLERYSIM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1
        $<IF:$<BOOL:$<TARGET_PROPERTY:GALLERYSIM_RUNS_SIMULATIONS>>,-O1,-O0>)
    target_link_options(gallerysim_options INTERFACE -fsanitize=${GALLERYSIM_SANITIZE})
    target_compile_definitions(gallerysim_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()

if(GALLERYSIM_LTO)
    include(CheckIPOSupported)
    check_ipo_supported(RESULT gallerysim_lto_works OUTPUT gallerysim_lto_message LANGUAGES CXX)
    if(gallerysim_lto_works)
        set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    else()
        message(STATUS "No link-time optimisation: ${gallerysim_lto_message}")
    endif()
endif()
