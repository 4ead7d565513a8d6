//===- JsonInput.cpp - JSON from files that nobody vouches for --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads files and JSON.
//
//===----------------------------------------------------------------------===//

#include "report/JsonInput.h"

using namespace llvm;

namespace spinguard {

/// Deeper than any of our formats, shallow enough for every stack.
static constexpr unsigned MaxDepth = 200;

static bool isTooDeep(StringRef Text) {
  unsigned Depth = 0;
  bool InString = false;
  for (size_t I = 0; I != Text.size(); ++I) {
    char C = Text[I];
    if (InString) {
      if (C == '\\' && I + 1 != Text.size())
        ++I;
      else if (C == '"')
        InString = false;
      continue;
    }
    if (C == '"')
      InString = true;
    else if ((C == '[' || C == '{') && ++Depth > MaxDepth)
      return true;
    else if ((C == ']' || C == '}') && Depth != 0)
      --Depth;
  }
  return false;
}

Expected<json::Value> parseJson(StringRef Text) {
  if (isTooDeep(Text))
    return createStringError(inconvertibleErrorCode(),
                             "it is nested too deeply");
  if (LLVM_LIKELY(json::isUTF8(Text)))
    return json::parse(Text);
  return json::parse(json::fixUTF8(Text));
}

Expected<std::unique_ptr<MemoryBuffer>> readInput(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getFileOrSTDIN(Path);
  if (!Buffer)
    return createStringError(inconvertibleErrorCode(),
                             "cannot read '" + inputName(Path) +
                                 "': " + Buffer.getError().message());
  return std::move(*Buffer);
}

} // namespace spinguard
