//===- SymbolName.cpp - What targets add to symbol names ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows symbol decorations. It undoes those of C names; a
// C++ name stays as it is.
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

/// Removes a suffix "@N" (a decimal number of argument bytes).
static bool consumeByteCount(StringRef &Name) {
  size_t At = Name.rfind('@');
  if (At == StringRef::npos || At == 0)
    return false;
  StringRef Digits = Name.substr(At + 1);
  if (Digits.empty() || Digits.size() > 5 || !all_of(Digits, isDigit))
    return false;
  Name = Name.take_front(At);
  return true;
}

std::string spinguard::normalizeSymbol(StringRef Name, bool IsX86Windows) {
  Name.consume_front("\1");
  StringRef Base = Name;
  Base.consume_front("__imp_");
  if (Base.empty())
    return Name.str();
  if (Base.front() == '?') // A C++ name of the Microsoft ABI.
    return Base.str();

  StringRef Stripped = Base;
  bool HasCount = consumeByteCount(Stripped);
  if (HasCount && Stripped.size() > 1 && Stripped.front() == '@')
    return Stripped.drop_front().str(); // @f@8, fastcall
  if (HasCount && Stripped.size() > 1 && Stripped.front() == '_')
    return Stripped.drop_front().str(); // _f@8, stdcall
  if (HasCount && Stripped.size() > 1 && Stripped.back() == '@')
    return Stripped.drop_back().str(); // f@@8, vectorcall
  if (IsX86Windows && Base.size() > 1 && Base.front() == '_')
    return Base.drop_front().str(); // _f, cdecl
  return Base.str();
}
