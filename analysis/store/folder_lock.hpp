#pragma once

#include <filesystem>

namespace gallerysim::analysis {

/// Keeps other programs from writing into a folder, as long as it lives; the system lifts it when the program ends in
/// whatever way. The folder is created if only its last part is missing. Throws core::Error when that fails, or when
/// another program has the lock.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace gallerysim::analysis
