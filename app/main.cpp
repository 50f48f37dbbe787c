// The command line's table of contents: each command is a file of its own, command_NAME.cpp.

#include <exception>
#include <new>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/standard_streams.hpp"
#include "core/error.hpp"

int main(int argc, char** argv) {
    using namespace gallerysim;
    app::prepare_standard_streams();
    try {
        app::CommandLine line;
        app::add_run(line);
        app::add_sweep(line);
        app::add_compare(line);
        app::add_guidance(line);
        app::add_plan(line);
        app::add_sensitivity(line);
        app::add_check(line);
        app::add_show(line);
        app::add_replicate(line);
        app::add_export(line);
        return static_cast<int>(line.execute(argc, argv));
    } catch (const app::ReaderGone&) {
        // Whoever reads our answer has seen enough: nobody is there to be told.
    } catch (const app::Interrupted& interrupted) {
        app::print_error(interrupted.what());
        return interrupted.exit_code();
    } catch (const core::Error& error) {
        app::print_error(error.what());
    } catch (const std::bad_alloc&) {
        app::print_error("out of memory; fewer VMs, points of the sweep or threads (-j) need less");
    }
    return static_cast<int>(app::ExitCode::failed);
}
