//===- Baseline.cpp - Findings that were known before -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// {"spinguard-baseline": 1, "findings": [
// {"fingerprint": "…", "rule": "…", "level": "…", "file": "…", "function": "…",
//  "message": "…"}]}, each finding on one line.
//
//===----------------------------------------------------------------------===//

#include "report/Baseline.h"
#include "report/Fingerprint.h"
#include "report/JsonInput.h"
#include "report/JsonSupport.h"
#include "report/SarifReader.h"
#include "report/SourcePath.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"
#include <tuple>

using namespace llvm;

namespace spinguard {

static constexpr StringLiteral VersionKey = "spinguard-baseline";

static std::string fingerprint(const Finding &F) {
  return F.Fingerprint.empty() ? fingerprintOf(F) : F.Fingerprint;
}

void writeBaseline(raw_ostream &OS, const Report &R, StringRef Root) {
  std::vector<const Finding *> Findings;
  Findings.reserve(R.Findings.size());
  for (const Finding &F : R.Findings)
    Findings.push_back(&F);
  auto Key = [&](const Finding *F) {
    return std::make_tuple(relativePath(F->Loc, Root), StringRef(F->Function),
                           StringRef(F->RuleId), fingerprint(*F));
  };
  llvm::sort(Findings, [&](const Finding *A, const Finding *B) {
    return Key(A) < Key(B);
  });
  OS << "{\"" << VersionKey << "\": 1, \"findings\": [";
  ListSeparator Comma(",");
  for (const Finding *F : Findings) {
    OS << StringRef(Comma) << '\n';
    json::OStream J(OS);
    J.object([&] {
      J.attribute("fingerprint", utf8(fingerprint(*F)));
      J.attribute("rule", utf8(F->RuleId));
      J.attribute("level", toString(F->Level));
      J.attribute("file", utf8(relativePath(F->Loc, Root)));
      J.attribute("function", utf8(F->Function));
      J.attribute("message", utf8(F->Message));
    });
  }
  OS << "\n]}\n";
}

namespace {

/// A row of the file.
struct Row {
  std::string Fingerprint, Rule, Level, File, Function, Message;
};

bool fromJSON(const json::Value &V, Row &R, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("fingerprint", R.Fingerprint) && O.map("rule", R.Rule) &&
         O.mapOptional("level", R.Level) && O.mapOptional("file", R.File) &&
         O.mapOptional("function", R.Function) &&
         O.mapOptional("message", R.Message);
}

} // namespace

Expected<std::vector<Finding>> readBaseline(StringRef Path) {
  auto Failed = [&](const Twine &What) {
    return createStringError(inconvertibleErrorCode(),
                             "the baseline '" + inputName(Path) + "' " + What);
  };
  Expected<std::unique_ptr<MemoryBuffer>> Buffer = readInput(Path);
  if (!Buffer)
    return createStringError(inconvertibleErrorCode(),
                             toString(Buffer.takeError()) +
                                 "; --write-baseline makes a baseline");
  Expected<json::Value> Value = parseJson((*Buffer)->getBuffer());
  if (!Value)
    return Failed("is no JSON: " + toString(Value.takeError()));

  if (isSarif(*Value)) {
    Expected<Report> R = readSarif(*Value, inputName(Path));
    if (!R)
      return R.takeError();
    return std::move(R->Findings);
  }

  const json::Object *O = Value->getAsObject();
  std::optional<int64_t> Version = O ? O->getInteger(VersionKey) : std::nullopt;
  const json::Value *List = O ? O->get("findings") : nullptr;
  if (!Version || !List)
    return Failed("is neither a baseline nor a SARIF log");
  if (*Version != 1)
    return Failed("is of version " + Twine(*Version) +
                  ", which this spinguard does not know");
  std::vector<Row> Rows;
  json::Path::Root Root("findings");
  if (!fromJSON(*List, Rows, Root))
    return Failed("is damaged: " + toString(Root.getError()));
  std::vector<Finding> Findings;
  for (Row &R : Rows) {
    Finding F;
    F.Fingerprint = std::move(R.Fingerprint);
    F.RuleId = std::move(R.Rule);
    F.Level = R.Level == "note"      ? Severity::Note
              : R.Level == "warning" ? Severity::Warning
                                     : Severity::Error;
    F.Loc.File = std::move(R.File);
    F.Function = std::move(R.Function);
    F.Message = std::move(R.Message);
    Findings.push_back(std::move(F));
  }
  return std::move(Findings);
}

void compareWithBaseline(Report &R, std::vector<Finding> Known,
                         StringRef Root) {
  if (!R.Rules.empty())
    llvm::erase_if(Known, [&](const Finding &F) {
      return !is_contained(R.Rules, F.RuleId);
    });
  StringMap<std::vector<size_t>> ByFingerprint; // Those not yet seen again.
  for (size_t I = 0; I != Known.size(); ++I)
    ByFingerprint[fingerprint(Known[I])].push_back(I);

  std::vector<Finding *> Now;
  for (std::vector<Finding> *List : {&R.Findings, &R.Suppressed})
    for (Finding &F : *List) {
      F.Baseline = BaselineState::New;
      Now.push_back(&F);
    }
  std::vector<bool> Seen(Known.size());
  // Of equal ones, first those that are where they were.
  for (bool SamePlace : {true, false}) {
    for (Finding *F : Now) {
      auto It = ByFingerprint.find(fingerprint(*F));
      if (F->Baseline == BaselineState::Known || It == ByFingerprint.end())
        continue;
      auto Match = find_if(It->second, [&](size_t I) {
        return !SamePlace ||
               (Known[I].Loc.Line == F->Loc.Line &&
                relativePath(Known[I].Loc, Root) == relativePath(F->Loc, Root));
      });
      if (Match == It->second.end())
        continue;
      F->Baseline = BaselineState::Known;
      Seen[*Match] = true;
      It->second.erase(Match);
    }
  }

  R.HasBaseline = true;
  R.NumKnown = count_if(R.Findings, [](const Finding &F) {
    return F.Baseline == BaselineState::Known;
  });
  R.Fixed.clear();
  for (size_t I = 0; I != Known.size(); ++I) {
    if (Seen[I])
      continue;
    Known[I].Baseline = BaselineState::Fixed;
    Known[I].SuppressedBy.reset();
    R.Fixed.push_back(std::move(Known[I]));
  }
  R.NumFixed = R.Fixed.size();
}

void keepDifferences(Report &R) {
  llvm::erase_if(R.Findings, [](const Finding &F) {
    return F.Baseline == BaselineState::Known;
  });
  R.Verdicts.clear();
  R.Assumptions.clear();
  R.AssumptionLists.resize(1);
  R.Sites.clear();
  R.GiveUps.clear();
  R.LeftOut.clear();
  R.Notes.clear();
  R.IsDifference = true;
}

} // namespace spinguard
