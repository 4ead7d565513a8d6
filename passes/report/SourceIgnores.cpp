//===- SourceIgnores.cpp - "spinguard: ignore(rule) reason" -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A scanner that knows comments, strings and nothing else. Where it takes one
// for the other, it is right again on the next line.
//
//===----------------------------------------------------------------------===//

#include "report/SourceIgnores.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace spinguard {
namespace {

/// Lines of one statement that a comment above it is about.
constexpr unsigned MaxStatementLines = 20;

class Scanner {
public:
  explicit Scanner(StringRef Source) : Rest(Source) { Lines.emplace_back(); }

  std::vector<IgnoreComment> run() {
    while (!Rest.empty()) {
      if (Rest.starts_with("//"))
        comment(Rest.take_until([](char C) { return C == '\n'; }));
      else if (Rest.starts_with("/*"))
        comment(Rest.take_front(endOf("*/", 2)));
      else if (Rest.front() == '"')
        string();
      else if (Rest.front() == '\'')
        character();
      else if (Rest.front() == 'R' && Rest.starts_with("R\""))
        rawString();
      else
        code(1);
    }
    for (size_t I = 0; I != Found.size(); ++I)
      if (!IsTrailing[I])
        coverStatement(Found[I]);
    return std::move(Found);
  }

private:
  struct LineInfo {
    bool HasCode = false;
    char LastCode = 0;
  };

  /// The length of Rest up to and with \p End, or all of it.
  size_t endOf(StringRef End, size_t From) const {
    size_t At = Rest.find(End, From);
    return At == StringRef::npos ? Rest.size() : At + End.size();
  }

  void skip(size_t Size) {
    for (char C : Rest.take_front(Size))
      if (C == '\n')
        Lines.emplace_back();
    Rest = Rest.drop_front(Size);
  }

  void code(size_t Size) {
    for (char C : Rest.take_front(Size)) {
      if (C == '\n') {
        Lines.emplace_back();
      } else if (!isSpace(C)) {
        Lines.back().HasCode = true;
        Lines.back().LastCode = C;
      }
    }
    Rest = Rest.drop_front(Size);
  }

  /// A string, which ends on its line at the latest.
  void string() {
    size_t I = 1;
    while (I < Rest.size() && Rest[I] != '"' && Rest[I] != '\n')
      I += Rest[I] == '\\' && I + 1 < Rest.size() ? 2 : 1;
    bool Closed = I < Rest.size() && Rest[I] == '"';
    code(std::min(Closed ? I + 1 : I, Rest.size()));
  }

  /// A character, or an apostrophe (a digit separator, a lifetime).
  void character() {
    size_t Close = Rest.find('\'', 1);
    if (Rest.size() > 1 && Rest[1] == '\\')
      Close = Rest.find('\'', 3);
    bool Short = Close != StringRef::npos && Close <= 12 &&
                 !Rest.take_front(Close).contains('\n');
    bool IsOne = Short && (Rest[1] == '\\' || Close == 2 ||
                           static_cast<unsigned char>(Rest[1]) >= 0x80);
    code(IsOne ? Close + 1 : 1);
  }

  /// R"x(…)x".
  void rawString() {
    size_t Open = Rest.find('(');
    if (Open == StringRef::npos || Open > 18)
      return code(1);
    std::string End = (")" + Rest.slice(2, Open) + "\"").str();
    code(endOf(End, Open));
  }

  void comment(StringRef Text) {
    bool AfterCode = Lines.back().HasCode;
    unsigned Line = Lines.size();
    for (StringRef Part = Text; !Part.empty(); ++Line) {
      auto [Piece, Next] = Part.split('\n');
      Part = Next;
      StringRef T = Piece.rtrim();
      T.consume_back("*/");
      T = T.ltrim(" \t/*!");
      if (!T.consume_front("spinguard:"))
        continue;
      T = T.trim();
      if (!T.starts_with("ignore"))
        continue;
      IgnoreComment C;
      C.Line = Line;
      C.Text = T.str();
      C.First = C.Last = Line;
      Found.push_back(std::move(C));
      IsTrailing.push_back(AfterCode);
    }
    skip(Text.size());
  }

  /// Makes a comment that has its line to itself one about the next statement.
  void coverStatement(IgnoreComment &C) const {
    unsigned First = C.Line; // From 0, of the line below.
    if (Lines[C.Line - 1].HasCode)
      --First; // `/* … */ code`
    while (First < Lines.size() && !Lines[First].HasCode)
      ++First;
    unsigned Last = First;
    while (Last + 1 < Lines.size() && Last - First < MaxStatementLines &&
           !(Lines[Last].HasCode &&
             StringRef(";{}").contains(Lines[Last].LastCode)))
      ++Last;
    C.First = First + 1;
    C.Last = std::min<unsigned>(Last + 1, Lines.size());
  }

  StringRef Rest;
  std::vector<LineInfo> Lines;
  std::vector<IgnoreComment> Found;
  std::vector<bool> IsTrailing; ///< Of Found: code is before it on its line.
};

} // namespace

std::vector<IgnoreComment> findIgnoreComments(StringRef Source) {
  // Most files have none.
  if (!Source.contains("spinguard:"))
    return {};
  return Scanner(Source).run();
}

IgnoreClause parseIgnoreClause(StringRef Text) {
  IgnoreClause Clause;
  static constexpr StringLiteral Form =
      "is not understood; write 'spinguard: ignore(rule) reason'";
  Text = Text.trim();
  if (!Text.consume_front("ignore") || !Text.ltrim().starts_with("(") ||
      !Text.contains(')')) {
    Clause.Problem = Form.str();
    return Clause;
  }
  auto [List, Reason] = Text.ltrim().drop_front().split(')');
  SmallVector<StringRef, 4> Rules;
  List.split(Rules, ',');
  for (StringRef Rule : Rules) {
    Rule = Rule.trim();
    if (Rule.empty()) {
      Clause.Problem = Form.str();
      return Clause;
    }
    Clause.Rules.push_back(Rule.str());
  }
  Clause.Reason = Reason.ltrim(" \t:-").rtrim().str();
  if (Clause.Reason.empty())
    Clause.Problem = "gives no reason; write one after the ')'";
  return Clause;
}

} // namespace spinguard
