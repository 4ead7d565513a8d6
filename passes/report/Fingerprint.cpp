//===- Fingerprint.cpp - The stable identity of a finding -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MD5 over the parts of a finding that outlive an edit elsewhere. MD5, because
// a baseline written by one version must be read by the next, and any script
// can compute it; nothing here defends against an adversary.
//
//===----------------------------------------------------------------------===//

#include "report/Fingerprint.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MD5.h"

using namespace llvm;

namespace spinguard {

/// Drops from \p Text what an unrelated edit or another checkout changes:
/// every number, and the directories of every path.
static std::string withoutPlaces(StringRef Text) {
  std::string Result;
  size_t WordStart = 0; // In Result; a word has no blank and no quote.
  for (char C : Text) {
    if (isDigit(C))
      continue;
    if (C == '/' || C == '\\') {
      Result.resize(WordStart);
      continue;
    }
    if (isSpace(C)) {
      if (!Result.empty() && Result.back() != ' ')
        Result += ' ';
      WordStart = Result.size();
      continue;
    }
    Result += C;
    if (C == '\'' || C == '"' || C == '(' || C == '<')
      WordStart = Result.size();
  }
  return Result;
}

/// A lock's access path without the line of an allocation that may be part of
/// it ("object allocated at queue.c:12"). Other digits tell locks apart.
static std::string withoutLines(StringRef Lock) {
  std::string Result;
  while (!Lock.empty()) {
    size_t At = Lock.find(':');
    Result += Lock.take_front(At == StringRef::npos ? At : At + 1);
    Lock = At == StringRef::npos ? StringRef() : Lock.drop_front(At + 1);
    // "::" and ":name" are left alone.
    if (At != StringRef::npos)
      Lock = Lock.drop_while([](char C) { return isDigit(C); });
  }
  return Result;
}

/// The parts of a path that its fingerprint is made of.
static std::string shapeOf(ArrayRef<PathStep> Path) {
  std::string Shape;
  for (const PathStep &S : Path)
    for (const std::string &Part :
         {toString(S.K).str(), S.Function, withoutPlaces(S.Text)})
      Shape += utostr(Part.size()) + ":" + Part;
  return Shape;
}

std::string fingerprintOf(const Finding &F) {
  MD5 Hash;
  // Each part is preceded by its length, so that no two lists of parts have
  // the same bytes.
  auto Add = [&](StringRef Part) {
    Hash.update(utostr(Part.size()));
    Hash.update(":");
    Hash.update(Part);
  };
  Add("spinguard/v1");
  Add(F.RuleId);
  if (F.RelatedPaths.empty()) {
    Add(F.Function);
    Add(withoutLines(F.Lock));
    Hash.update(shapeOf(F.Path));
  } else {
    // Which path of a cycle is told first, and so its function and its lock,
    // is chance.
    std::vector<std::string> Paths = {shapeOf(F.Path)};
    for (const RelatedPath &P : F.RelatedPaths)
      Paths.push_back(shapeOf(P.Path));
    llvm::sort(Paths);
    for (const std::string &Path : Paths)
      Add(Path);
  }
  MD5::MD5Result Result;
  Hash.final(Result);
  return Result.digest().str().str();
}

} // namespace spinguard
