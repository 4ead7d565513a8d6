//===- SymbolName.cpp - The names that models use -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows symbol decorations. It undoes those of C names; a
// C++ name stays as it is. It also makes names of inline asm statements, whose
// texts kernels wrap in sections of their own.
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

/// What the last of the alternatives of a statement is, by the labels that
/// Linux's ALTERNATIVE macros give them; all of the text if there are none.
static StringRef lastReplacement(StringRef Text) {
  // 6641: first replacement 6651: 6642: second replacement 6652: ...
  size_t Begin = StringRef::npos;
  for (size_t At = Text.find("664"); At != StringRef::npos;
       At = Text.find("664", At + 1))
    if (At + 4 < Text.size() && isDigit(Text[At + 3]) && Text[At + 4] == ':')
      Begin = At + 5;
  if (Begin == StringRef::npos)
    return Text;
  StringRef Rest = Text.substr(Begin);
  return Rest.take_front(Rest.find("665"));
}

std::string spinguard::asmName(StringRef Text) {
  SmallVector<StringRef, 8> Lines;
  lastReplacement(Text).split(Lines, '\n');
  std::string Out = "asm[";
  unsigned Sections = 0;
  for (StringRef Line : Lines) {
    Line = Line.split('#').first.trim();
    // What a statement puts into other sections says where it is, not what it
    // does.
    if (Line.starts_with(".pushsection"))
      ++Sections;
    if (Line.starts_with(".popsection") && Sections) {
      --Sections;
      continue;
    }
    if (Sections)
      continue;
    StringRef AfterLabel = Line.drop_while(isDigit);
    if (AfterLabel.size() < Line.size() && AfterLabel.consume_front(":"))
      Line = AfterLabel;
    if (size_t Comment = Line.find("/*"); Comment != StringRef::npos)
      Line = Line.take_front(Comment);
    for (char C : Line)
      if (!isSpace(C))
        Out += C;
  }
  while (Out.back() == ';')
    Out.pop_back();
  return Out + "]";
}
