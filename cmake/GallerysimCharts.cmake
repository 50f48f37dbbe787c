# What draws the charts of reports: Vega, Vega-Lite and vega-embed, and the coastlines of world-atlas. npm installs them
# into the build tree when it is configured (tools/charts/package-lock.json pins their versions and hashes), and they
# become part of the program, so that a report needs neither files beside it nor a network. Without npm there are no
# charts: reports then have their tables, and say why.
set(GALLERYSIM_CHARTS "AUTO" CACHE STRING "Charts in reports: AUTO (where npm can install Vega), ON (or fail), OFF")
set_property(CACHE GALLERYSIM_CHARTS PROPERTY STRINGS AUTO ON OFF)

# gallerysim_find_charts(FOLDER REASON) : sets FOLDER to a node_modules with everything in it, or REASON to why there is none.
function(gallerysim_find_charts folder reason)
    set(source "${PROJECT_SOURCE_DIR}/tools/charts")
    set(work "${PROJECT_BINARY_DIR}/charts")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}/package.json" "${source}/package-lock.json")
    set(${folder} "" PARENT_SCOPE)
    set(${reason} "" PARENT_SCOPE)
    if(GALLERYSIM_CHARTS STREQUAL "OFF")
        set(${reason} "the program was built with GALLERYSIM_CHARTS=OFF" PARENT_SCOPE)
        return()
    endif()

    file(SHA256 "${source}/package-lock.json" wanted)
    set(installed "")
    if(EXISTS "${work}/installed")
        file(READ "${work}/installed" installed)
    endif()
    if(NOT installed STREQUAL wanted)
        find_program(GALLERYSIM_NPM npm)
        if(NOT GALLERYSIM_NPM)
            set(${reason} "npm was not there when the program was built" PARENT_SCOPE)
            return()
        endif()
        message(STATUS "Installing what draws the charts of reports (npm, into ${work})")
        file(COPY "${source}/package.json" "${source}/package-lock.json" DESTINATION "${work}")
        execute_process(
            COMMAND "${GALLERYSIM_NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
                --fetch-retries=1 --fetch-timeout=30000
            WORKING_DIRECTORY "${work}" TIMEOUT 300
            RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
        if(failed)
            message(STATUS "npm: ${output}")
            set(${reason} "npm could not install Vega when the program was built" PARENT_SCOPE)
            return()
        endif()
        file(WRITE "${work}/installed" "${wanted}")
    endif()
    set(${folder} "${work}/node_modules" PARENT_SCOPE)
endfunction()

# gallerysim_chart_library(TEMPLATE OUTPUT) : writes a source file that holds all of it as strings, empty without charts.
function(gallerysim_chart_library template output)
    gallerysim_find_charts(folder reason)
    if(reason AND GALLERYSIM_CHARTS STREQUAL "ON")
        message(FATAL_ERROR "GALLERYSIM_CHARTS=ON, but ${reason}")
    endif()
    set(GALLERYSIM_NO_CHARTS "${reason}")
    foreach(part VEGA VEGA_LITE VEGA_EMBED WORLD VEGA_LICENCE VEGA_LITE_LICENCE VEGA_EMBED_LICENCE WORLD_LICENCE)
        set(GALLERYSIM_${part} "")
    endforeach()
    if(folder)
        file(READ "${folder}/vega/build/vega.min.js" GALLERYSIM_VEGA)
        file(READ "${folder}/vega-lite/build/vega-lite.min.js" GALLERYSIM_VEGA_LITE)
        file(READ "${folder}/vega-embed/build/vega-embed.min.js" GALLERYSIM_VEGA_EMBED)
        file(READ "${folder}/world-atlas/land-110m.json" GALLERYSIM_WORLD)
        file(READ "${folder}/vega/LICENSE" GALLERYSIM_VEGA_LICENCE)
        file(READ "${folder}/vega-lite/LICENSE" GALLERYSIM_VEGA_LITE_LICENCE)
        file(READ "${folder}/vega-embed/LICENSE" GALLERYSIM_VEGA_EMBED_LICENCE)
        file(READ "${folder}/world-atlas/LICENSE" GALLERYSIM_WORLD_LICENCE)
        message(STATUS "Reports have charts")
    else()
        message(STATUS "Reports will have no charts: ${reason}. Install Node.js with npm and configure again for them")
    endif()
    configure_file("${template}" "${output}" @ONLY)
    # A string of half a megabyte is longer than the standard promises, and than any compiler minds.
    set_source_files_properties("${output}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
endfunction()
