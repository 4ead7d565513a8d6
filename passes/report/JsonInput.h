//===- JsonInput.h - JSON from files that nobody vouches for ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Baselines, logs and runtime reports are read back from files. LLVM's parser
// calls itself for each level, so that depth is looked at first.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_JSONINPUT_H
#define SPINGUARD_REPORT_JSONINPUT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>

namespace spinguard {

/// A JSON document. Invalid UTF-8 is taken as replacement characters.
llvm::Expected<llvm::json::Value> parseJson(llvm::StringRef Text);

/// The bytes of \p Path ("-": standard input); the error is a sentence.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
readInput(llvm::StringRef Path);

/// The name of \p Path in messages.
inline std::string inputName(llvm::StringRef Path) {
  return Path == "-" ? "<stdin>" : Path.str();
}

} // namespace spinguard

#endif // SPINGUARD_REPORT_JSONINPUT_H
