# What ./gallerysim and ./run-tests share: installing what is missing, and building one configuration.
# To be sourced by a POSIX shell, with `root` (the project's folder) and `me` (the name for messages) set.
#
# The scripts configure with explicit cache variables instead of CMakePresets.json because that needs CMake 3.25,
# and Ubuntu 22.04 has 3.22. The folders and the variables are the same, so both can be mixed.
#
# Exit codes, chosen outside those of the program (0 to 3), after sysexits.h:
exit_missing=69 # something is missing and could not be installed; the message says what
exit_build=70   # configuring or building failed; the message ends with the end of the log

say() { printf '%s: %s\n' "$me" "$*" >&2; }

packages="g++ make cmake ninja-build libboost-dev libeigen3-dev libcli11-dev libyaml-cpp-dev libfmt-dev catch2
    libbenchmark-dev nlohmann-json3-dev librandom123-dev libsqlite3-dev"

# explain_missing PACKAGE... : what to do by hand. Exits.
explain_missing() {
    if command -v apt-get >/dev/null 2>&1; then
        say "packages are missing, and installing them needs root or sudo without a password. Please run:"
        printf '    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$*" >&2
    else
        say "something is missing, and only Debian and its relatives (apt-get) can be set up automatically."
        say "Please install these, headers and CMake packages included, and try again:"
        cat >&2 <<END
    a C++20 compiler: g++ 11 or newer, or clang 14 or newer
    CMake 3.22 or newer, and Ninja
    Boost 1.74 (headers), Eigen 3.4, CLI11 2.1, yaml-cpp 0.7, fmt 8.1, nlohmann_json 3.10, Random123 1.14,
    SQLite 3.37, Catch2 2.13 or 3, Google Benchmark 1.6  (each: this version or newer)
END
        [ ! -s "$log" ] || { say "CMake says (all of it in $log):"; grep -A 8 'CMake Error' "$log" | head -n 12 >&2; }
    fi
    exit "$exit_missing"
}

# install PACKAGE... : installs those that are missing; no question is asked. Output goes to the log.
install() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1 || explain_missing
    missing=
    for package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
            *' installed') ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0

    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || explain_missing $missing
        as_root="sudo -n"
    fi
    say "installing$missing (log: $log)"
    # An update that fails (no network) is no reason to stop: the lists at hand may do.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 || :
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends $missing >>"$log" 2>&1 </dev/null ||
        fail_with_log "$exit_missing" "apt-get could not install$missing"
}

# fail_with_log CODE MESSAGE : shows the end of the log and exits.
fail_with_log() {
    tail -n 30 "$log" >&2
    say "$2; all of the log: $log"
    exit "$1"
}

# cache_variables CONFIGURATION : what sets it apart, as in CMakePresets.json (a test compares the two).
cache_variables() {
    case $1 in
        dev) echo "-DCMAKE_BUILD_TYPE=Debug -DGALLERYSIM_WERROR=ON" ;;
        release) echo "-DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON" ;;
        asan) echo "-DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON -DGALLERYSIM_SANITIZE=address,undefined" ;;
        tsan) echo "-DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON -DGALLERYSIM_SANITIZE=thread" ;;
        clang) echo "-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DGALLERYSIM_WERROR=ON" ;;
        *) return 1 ;;
    esac
}

# build_configuration NAME TARGET : configures where needed, builds, writes build/NAME/build.log. Exits on failure.
build_configuration() {
    build=$root/build/$1
    log=$build/build.log
    need_writable "$build"
    exec 9>"$build.lock"
    ! command -v flock >/dev/null 2>&1 || flock 9 # of two callers at once, the second waits for the first
    # A project that was moved or copied together with its build folder has to start anew: paths are absolute.
    if ! grep -sqxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
        rm -rf "$build"
        mkdir "$build"
    fi
    : >"$log"

    case $1 in
        clang) needed="$packages clang" compiler=clang++ ;;
        *) needed=$packages compiler=${CXX:-c++} ;;
    esac
    # Asking for packages costs time and would insist on apt's own. So just try; CMake knows best what is missing.
    has_tools cmake ninja "$compiler" || install $needed
    if ! try_build "$@"; then
        grep -q 'CMake Error' "$log" && install $needed && try_build "$@" ||
            fail_with_log "$exit_build" "the build of '$1' failed"
    fi
    exec 9>&-
    # Reports have charts only where npm could install what draws them.
    no_charts=$(sed -n 's/^-- \(Reports will have no charts: .*\)/\1/p' "$log" | tail -n 1)
    [ -z "$no_charts" ] || say "$no_charts"
}

# need_writable FOLDER : makes it if it is not there. Exits if nothing can be written into it.
need_writable() {
    mkdir -p "$1" 2>/dev/null && [ -w "$1" ] && return
    say "cannot write to $1, and something has to be built there"
    exit "$exit_build"
}

has_tools() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || return 1
    done
}

# build.ninja is written last, by a configuration that succeeded; from then on ninja configures anew by itself.
try_build() {
    {
        [ -e "$build/build.ninja" ] || cmake -S "$root" -B "$build" -G Ninja $(cache_variables "$1")
    } >>"$log" 2>&1 9>&- && cmake --build "$build" --target "$2" >>"$log" 2>&1 9>&-
}
