#include "analysis/store/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "core/error.hpp"

namespace gallerysim::analysis {

FolderLock::FolderLock(const std::filesystem::path& folder) {
    constexpr mode_t kNewFolder = 0777;  // as the user's umask cuts it down
    std::string name = folder.string();
    while (name.size() > 1 && name.back() == '/') name.pop_back();
    if (mkdir(name.c_str(), kNewFolder) != 0 && errno != EEXIST) {
        throw core::Error(fmt::format("cannot create the folder '{}': {}", name, std::strerror(errno)));
    }
    descriptor_ = open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) throw core::Error(fmt::format("cannot open the folder '{}': {}", name, std::strerror(errno)));
    // A file system that knows no locks is no reason to stop.
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(descriptor_);
        throw core::Error(fmt::format("another gallerysim is writing into '{}' just now", name));
    }
}

FolderLock::~FolderLock() { close(descriptor_); }

}  // namespace gallerysim::analysis
