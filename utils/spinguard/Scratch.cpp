//===- Scratch.cpp - A folder for files that live short -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Scratch.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <mutex>

using namespace llvm;
using namespace spinguard;

static std::mutex &mutex() {
  static std::mutex M;
  return M;
}

static std::string &folder() {
  static std::string Path;
  return Path;
}

Expected<std::string> spinguard::scratchFolder() {
  std::lock_guard<std::mutex> Lock(mutex());
  if (!folder().empty())
    return folder();
  SmallString<128> Prefix, Path;
  sys::path::system_temp_directory(/*ErasedOnReboot=*/true, Prefix);
  sys::path::append(Prefix, "spinguard");
  if (std::error_code EC = sys::fs::createUniqueDirectory(Prefix, Path))
    return createStringError(EC, "cannot make a folder for temporary files, '" +
                                     Prefix + "-…': " + EC.message());
  return folder() = std::string(Path);
}

void spinguard::removeScratchFolder() {
  std::lock_guard<std::mutex> Lock(mutex());
  if (!folder().empty())
    (void)sys::fs::remove_directories(folder());
  folder().clear();
}
