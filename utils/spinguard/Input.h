//===- Input.h - Reading the units of a program -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads bitcode and textual IR, whatever state it is in, and lowers it. What
// cannot be read ends in a sentence: LLVM's readers trust their input more
// than a checker may, so that they run where a crash is an error as well.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_INPUT_H
#define SPINGUARD_UTILS_INPUT_H

#include "ir/Flow.h"
#include "model/Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>
#include <vector>

namespace llvm {
class Module;
} // namespace llvm

namespace spinguard {

class ArtifactCache;

/// What became of one file.
struct InputFile {
  std::string Path;
  std::string Unit; ///< What units are sorted by: mostly the path.
  std::vector<std::unique_ptr<FlowModule>> Modules; ///< None on error.
  std::string Error;              ///< A complete diagnostic, or empty.
  std::vector<std::string> Notes; ///< Sentences about what was left out.
  /// The unit file says that there is no unit; Error is the reason.
  bool IsLeftOut = false;
  /// A hash of what the modules were made of; empty if there is no cache.
  std::string Content;
  std::string CacheError; ///< Why it could not be kept for the next run.
};

/// How units are read.
class InputContext {
public:
  /// \p Cache may be null. It keeps what was made of bitcode.
  explicit InputContext(const ModelSet &Models,
                        const ArtifactCache *Cache = nullptr);

  const ModelSet &Models;
  const ArtifactCache *const Cache;
  const std::string Digest; ///< Of the models.
  bool OnlyUnitFiles = false;

  /// Takes what was made before of bitcode with the hash \p Bitcode.
  bool takeKept(InputFile &File, llvm::StringRef Bitcode) const;
  void keep(InputFile &File, llvm::StringRef Bitcode) const;

private:
  std::string keyOf(llvm::StringRef Bitcode) const;
};

/// Reads \p Paths on \p Jobs threads, each in an LLVMContext of its own:
/// bitcode and textual IR, which are lowered, and unit files. The result is in
/// the order of \p Paths.
std::vector<InputFile> readInputs(llvm::ArrayRef<std::string> Paths,
                                  const InputContext &Context, unsigned Jobs);

/// Reads what is in \p Buffer into \p File, whose Path is its name. To be
/// called inside of guarded().
void readBuffer(InputFile &File, const llvm::MemoryBuffer &Buffer,
                const InputContext &Context);

/// Reads \p File, whose Path is set, and hands each of its modules to \p Use,
/// in place of lowering it. Modules that are not valid end in File.Error, and
/// so does a crash in \p Use.
void readModules(InputFile &File, llvm::function_ref<void(llvm::Module &)> Use);

/// Makes crashes inside of guarded() survivable, and LLVM's readers quiet. To
/// be called once, before any thread is started.
void prepareReaders();

/// Runs \p Fn on a thread with a large stack. \returns false if it crashed or
/// ended in a fatal error of LLVM, whose text is then in \p Message.
bool guarded(llvm::function_ref<void()> Fn, std::string &Message);
/// Likewise on this thread, which nothing else guards.
bool guardedHere(llvm::function_ref<void()> Fn, std::string &Message);

} // namespace spinguard

#endif // SPINGUARD_UTILS_INPUT_H
