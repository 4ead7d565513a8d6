//===- Diagnostic.cpp - Text that is safe and pleasant to read --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Typesetting of textual output. Names and source lines come from files that
// others wrote, so nothing reaches the terminal unchecked.
//
//===----------------------------------------------------------------------===//

#include "report/Diagnostic.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;

namespace spinguard {

static constexpr unsigned TabStop = 4;

std::string styled(StringRef Text, Style S, bool Color) {
  StringRef Code;
  switch (S) {
  case Style::Plain:
    break;
  case Style::Strong:
    Code = "1";
    break;
  case Style::Error:
    Code = "1;31";
    break;
  case Style::Warning:
    Code = "1;35";
    break;
  case Style::Note:
    Code = "1;36";
    break;
  case Style::Good:
    Code = "32";
    break;
  case Style::Faint:
    Code = "2";
    break;
  }
  if (!Color || Code.empty() || Text.empty())
    return Text.str();
  return ("\x1b[" + Code + "m" + Text + "\x1b[0m").str();
}

/// Splits the first character off valid UTF-8 text.
static StringRef takeCharacter(StringRef &Text, UTF32 &CodePoint) {
  unsigned Size =
      std::min<size_t>(getNumBytesForUTF8(Text.bytes_begin()[0]), Text.size());
  const UTF8 *Begin = Text.bytes_begin();
  if (convertUTF8Sequence(&Begin, Begin + Size, &CodePoint, strictConversion) !=
      conversionOK) {
    CodePoint = UNI_REPLACEMENT_CHAR;
    Size = 1;
  }
  StringRef Character = Text.take_front(Size);
  Text = Text.drop_front(Size);
  return Character;
}

/// What stands for one character on the terminal.
static void appendPrintable(std::string &Result, StringRef Character,
                            UTF32 CodePoint) {
  if (CodePoint < 0x80 ? isPrint(static_cast<char>(CodePoint))
                       : sys::unicode::isPrintable(CodePoint)) {
    Result += Character;
  } else if (CodePoint == '\n') {
    Result += "\\n";
  } else if (CodePoint == '\t') {
    Result += "\\t";
  } else if (CodePoint < 0x100) {
    Result += "\\x";
    Result += utohexstr(CodePoint, /*LowerCase=*/true, /*Width=*/2);
  } else {
    Result += "\\u{" + utohexstr(CodePoint, /*LowerCase=*/true) + "}";
  }
}

std::string printable(StringRef Text) {
  if (all_of(Text, [](char C) { return isPrint(C); }))
    return Text.str();
  std::string Fixed = json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
  std::string Result;
  for (StringRef Rest = Fixed; !Rest.empty();) {
    UTF32 CodePoint;
    StringRef Character = takeCharacter(Rest, CodePoint);
    appendPrintable(Result, Character, CodePoint);
  }
  return Result;
}

unsigned displayWidth(StringRef Text) {
  int Width = sys::unicode::columnWidthUTF8(Text);
  return Width < 0 ? Text.size() : Width;
}

std::vector<std::string> wrapText(StringRef Text, unsigned Width) {
  std::vector<std::string> Lines(1);
  unsigned Used = 0;
  while (!Text.empty()) {
    auto [Word, Rest] = Text.split(' ');
    Text = Rest;
    if (Word.empty())
      continue;
    unsigned WordWidth = displayWidth(Word);
    if (Used != 0 && Used + 1 + WordWidth > Width) {
      Lines.emplace_back();
      Used = 0;
    }
    if (Used != 0) {
      Lines.back() += ' ';
      ++Used;
    }
    Lines.back() += Word;
    Used += WordWidth;
  }
  return Lines;
}

void printWrapped(raw_ostream &OS, StringRef Text, unsigned Hang,
                  unsigned Width) {
  bool First = true;
  // Below twenty columns wrapping helps nobody.
  for (const std::string &Line :
       wrapText(Text, std::max(Width, Hang + 20) - Hang)) {
    if (!First)
      OS.indent(Hang);
    First = false;
    OS << Line << '\n';
  }
}

namespace {
/// A source line as it will stand on the terminal.
struct DisplayLine {
  std::vector<std::string> Cells; ///< One printed character each.
  size_t CaretBegin = 0;          ///< In cells; equal to CaretEnd for none.
  size_t CaretEnd = 0;
};
} // namespace

static bool isWordCharacter(StringRef Cell) {
  return Cell.size() > 1 || isAlnum(Cell[0]) || Cell[0] == '_';
}

/// Splits \p Line into cells and finds those that byte \p Column points at.
static DisplayLine layOut(StringRef Line, unsigned Column, bool Dedent) {
  DisplayLine D;
  size_t Caret = StringRef::npos;
  unsigned Byte = 1, Columns = 0;
  for (StringRef Rest = Line; !Rest.empty();) {
    size_t Before = Rest.size();
    UTF32 CodePoint;
    StringRef Character = takeCharacter(Rest, CodePoint);
    if (Column >= Byte && Column < Byte + (Before - Rest.size()))
      Caret = D.Cells.size();
    Byte += Before - Rest.size();
    if (CodePoint == '\t') {
      unsigned Blanks = TabStop - Columns % TabStop;
      D.Cells.insert(D.Cells.end(), Blanks, " ");
      Columns += Blanks;
      continue;
    }
    std::string Cell;
    appendPrintable(Cell, Character, CodePoint);
    Columns += displayWidth(Cell);
    D.Cells.push_back(std::move(Cell));
  }
  if (Caret != StringRef::npos) {
    D.CaretBegin = Caret;
    D.CaretEnd = Caret + 1;
    while (D.CaretEnd < D.Cells.size() && isWordCharacter(D.Cells[Caret]) &&
           isWordCharacter(D.Cells[D.CaretEnd]))
      ++D.CaretEnd;
  }
  if (Dedent) {
    size_t Blanks = 0;
    while (Blanks < D.Cells.size() && D.Cells[Blanks] == " ")
      ++Blanks;
    if (D.CaretEnd != 0)
      Blanks = std::min(Blanks, D.CaretBegin);
    D.Cells.erase(D.Cells.begin(), D.Cells.begin() + Blanks);
    if (D.CaretEnd != 0) {
      D.CaretBegin -= Blanks;
      D.CaretEnd -= Blanks;
    }
  }
  while (!D.Cells.empty() && D.Cells.back() == " " &&
         D.Cells.size() > D.CaretEnd)
    D.Cells.pop_back();
  return D;
}

void printExcerpt(raw_ostream &OS, StringRef Line, unsigned Number,
                  unsigned Column, const ExcerptLayout &Layout) {
  // Byte order marks and absurd lengths are no part of what a reader looks for.
  if (Number == 1 && Line.starts_with("\xef\xbb\xbf") && Column == 0)
    Line = Line.drop_front(3);
  if (Line.size() > 4096)
    return;
  std::string Fixed;
  if (!json::isUTF8(Line)) {
    // Latin-1 comments are common in old drivers. One byte stands for one
    // character, so the column stays true.
    for (char C : Line)
      Fixed += isASCII(C) ? C : '?';
    Line = Fixed;
  }
  DisplayLine D = layOut(Line, Column, Layout.Dedent);
  if (D.Cells.empty())
    return;

  // Cut a line that is too long so that the caret is well inside.
  unsigned Gutter = Layout.Indent + 8;
  size_t Room = std::max(Layout.Width, Gutter + 30) - Gutter;
  size_t First = 0, Last = D.Cells.size();
  if (Last > Room) {
    if (D.CaretEnd > Room)
      First = std::min(D.CaretBegin - std::min(D.CaretBegin, Room / 3),
                       D.Cells.size() - std::min(D.Cells.size(), Room));
    Last = std::min(D.Cells.size(), First + Room);
  }
  StringRef LeftMark = First != 0 ? "..." : "";
  StringRef RightMark = Last != D.Cells.size() ? "..." : "";
  size_t TextFirst = First + LeftMark.size();
  size_t TextLast = Last - RightMark.size();

  auto PrintGutter = [&](bool WithNumber) {
    std::string Text;
    raw_string_ostream S(Text);
    S.indent(Layout.Indent);
    if (WithNumber)
      S << format("%5u", Number);
    else
      S.indent(5);
    S << " |";
    OS << styled(S.str(), Style::Faint, Layout.Color);
  };

  PrintGutter(/*WithNumber=*/true);
  OS << ' ' << LeftMark;
  unsigned Before = LeftMark.size(), Below = 0;
  for (size_t I = TextFirst; I < TextLast; ++I) {
    OS << D.Cells[I];
    if (I < D.CaretBegin)
      Before += displayWidth(D.Cells[I]);
    else if (I < D.CaretEnd)
      Below += displayWidth(D.Cells[I]);
  }
  OS << RightMark << '\n';
  if (Below == 0)
    return;
  PrintGutter(/*WithNumber=*/false);
  OS.indent(Before + 1);
  OS << styled("^" + std::string(Below - 1, '~'), Style::Good, Layout.Color)
     << '\n';
}

} // namespace spinguard
