//===- RuleCatalogue.cpp - Rule names and their selection -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns Rules.def into tables and answers which rules a user's choice of names
// selects. It knows names only: how a rule is decided is elsewhere.
//
//===----------------------------------------------------------------------===//

#include "rules/Rules.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

using namespace llvm;

namespace spinguard {

// The tables are constant expressions, so that loading the plugin runs no
// initialiser.
static constexpr RuleInfo RuleTable[] = {
#define RULE(Enumerator, Id, Lvl, RoleBound, Title, Help, BugCheck)            \
  {RuleKind::Enumerator, Id, Severity::Lvl, RoleBound, Title, Help, BugCheck},
#include "rules/Rules.def"
};

static constexpr std::pair<StringRef, StringRef> AdviceTable[] = {
#define ADVICE(Id, Text) {Id, Text},
#include "rules/Rules.def"
};

static constexpr VerifierRule VerifierTable[] = {
#define VERIFIER_RULE(Name, Rules, LockKinds) {Name, Rules, LockKinds},
#include "rules/Rules.def"
};

/// True when the comma-separated \p List holds \p Item.
static bool listHolds(StringRef List, StringRef Item) {
  while (!List.empty()) {
    auto [Head, Tail] = List.split(',');
    if (Head.trim() == Item)
      return true;
    List = Tail;
  }
  return false;
}

bool VerifierRule::serves(StringRef RuleId) const {
  return listHolds(Rules, RuleId);
}

bool VerifierRule::covers(StringRef RuleId, StringRef LockKind) const {
  return serves(RuleId) && (LockKinds == "*" || listHolds(LockKinds, LockKind));
}

ArrayRef<RuleInfo> allRules() { return RuleTable; }

ArrayRef<VerifierRule> allVerifierRules() { return VerifierTable; }

const RuleInfo &ruleInfo(RuleKind K) {
  return RuleTable[static_cast<unsigned>(K)];
}

const RuleInfo *findRule(StringRef Id) {
  for (const RuleInfo &R : RuleTable)
    if (R.Id == Id)
      return &R;
  return nullptr;
}

StringRef adviceOf(StringRef Id) {
  for (const auto &[RuleId, Text] : AdviceTable)
    if (RuleId == Id)
      return Text;
  return "";
}

/// The known name that \p Name was most likely meant to be, or "" when none is
/// near enough to be of help. The first of equally near names wins.
static StringRef nearestName(StringRef Name) {
  // One slip in three characters still reads as the same word.
  unsigned Best = std::max<size_t>(2, Name.size() / 3) + 1;
  StringRef Nearest;
  auto Consider = [&](StringRef Candidate) {
    unsigned Distance = Name.edit_distance_insensitive(
        Candidate, /*AllowReplacements=*/true, /*MaxEditDistance=*/Best);
    if (Distance < Best) {
      Best = Distance;
      Nearest = Candidate;
    }
  };
  for (const RuleInfo &R : RuleTable)
    Consider(R.Id);
  bool HasModel = Name.contains(':');
  for (const VerifierRule &R : VerifierTable)
    Consider(HasModel ? R.Name : R.Name.split(':').second);
  return Nearest;
}

static Error unknownName(StringRef Name) {
  std::string Message = ("unknown rule '" + Name + "'").str();
  StringRef Nearest = nearestName(Name);
  if (!Nearest.empty()) {
    Message += ("; did you mean '" + Nearest + "'?").str();
  } else {
    Message += "; rules are ";
    ListSeparator Comma;
    for (const RuleInfo &R : RuleTable) {
      Message += StringRef(Comma);
      Message += R.Id;
    }
    Message += ", or original names such as wdm:SpinLock";
  }
  return createStringError(inconvertibleErrorCode(), Message);
}

Expected<RuleSelection> RuleSelection::parse(ArrayRef<std::string> Names) {
  RuleSelection S;
  SmallVector<StringRef, 8> Wanted;
  // An option's value may list several names; no name contains a comma.
  for (const std::string &Name : Names)
    StringRef(Name).split(Wanted, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);

  for (StringRef Name : Wanted) {
    Name = Name.trim();
    if (Name.empty())
      continue;
    bool Known = false;
    for (const RuleInfo &R : RuleTable) {
      if (!R.Id.equals_insensitive(Name))
        continue;
      if (!is_contained(S.Ids, R.Id))
        S.Ids.push_back(R.Id);
      Known = true;
    }
    // The models do not agree on capitals (SpinlockRelease, SpinLockRelease),
    // so no user can be asked to.
    auto [Model, Rest] = Name.split(':');
    for (const VerifierRule &R : VerifierTable) {
      auto [RuleModel, RuleName] = R.Name.split(':');
      bool Matches = Rest == "*" ? RuleModel.equals_insensitive(Model)
                                 : R.Name.equals_insensitive(Name) ||
                                       RuleName.equals_insensitive(Name);
      if (!Matches)
        continue;
      if (!is_contained(S.Originals, &R))
        S.Originals.push_back(&R);
      Known = true;
    }
    if (!Known)
      return unknownName(Name);
    if (!is_contained(S.Names, Name))
      S.Names.push_back(Name.str());
  }
  return S;
}

bool RuleSelection::includes(StringRef RuleId, StringRef LockKind) const {
  if (Names.empty() || is_contained(Ids, RuleId))
    return true;
  return any_of(Originals, [&](const VerifierRule *R) {
    return R->covers(RuleId, LockKind);
  });
}

bool RuleSelection::includesRule(StringRef RuleId) const {
  if (Names.empty() || is_contained(Ids, RuleId))
    return true;
  return any_of(Originals,
                [&](const VerifierRule *R) { return R->serves(RuleId); });
}

} // namespace spinguard
