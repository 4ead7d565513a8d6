//===- LockUsage.cpp - Uses of one class of locks that clash --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/LockUsage.h"
#include "analysis/Analysis.h"
#include <map>
#include <tuple>

using namespace llvm;
using namespace spinguard;

using Place = UsageConflict::Place;

static RoleLevel levelOf(const EntryResult &E) {
  return E.AsRole ? E.AsRole->Level : RoleLevel::None;
}

/// \p Use, in an entry point of level \p In, can be interrupted by a handler of
/// level \p By.
static bool canInterrupt(RoleLevel By, RoleLevel In, const LockUse &Use) {
  switch (By) {
  case RoleLevel::Isr:
    if (In == RoleLevel::Isr)
      return false;
    break;
  case RoleLevel::Dpc:
    if (In == RoleLevel::Isr || In == RoleLevel::Dpc)
      return false;
    break;
  case RoleLevel::Signal:
    if (In == RoleLevel::Signal)
      return false;
    break;
  default:
    return false;
  }
  // What is not known is not held against it.
  Masked M = By == RoleLevel::Dpc ? Masked::Dpc : Masked::Isr;
  bool Known = Use.Mask.Kind == MaskState::Known;
  for (int8_t D : Use.Mask.Depth)
    Known |= D > 0;
  return Known && !Use.Mask.surelyMasks(M);
}

std::vector<UsageConflict>
spinguard::findUsageConflicts(const Program &P, ArrayRef<EntryResult> Entries) {
  std::map<StringRef, std::vector<Place>> ByClass;
  for (size_t I = 0; I < Entries.size(); ++I)
    for (const LockUse &U : Entries[I].Uses)
      if (!U.What.Class.empty() && !U.What.isHandler())
        ByClass[U.What.Class].push_back({I, &U});
  auto Before = [&](const Place &A, const Place &B) {
    auto Key = [&](const Place &X) {
      return std::make_tuple(P.loc(X.Use->Loc), X.Use->Function, X.Entry);
    };
    return Key(A) < Key(B);
  };
  std::vector<UsageConflict> Out;
  for (auto &[Class, Places] : ByClass) {
    std::stable_sort(Places.begin(), Places.end(), Before);
    for (RoleLevel L : {RoleLevel::Isr, RoleLevel::Dpc, RoleLevel::Signal}) {
      UsageConflict C;
      C.Level = L;
      std::map<SourceLoc, StringRef> Told; // Place and function.
      for (const Place &H : Places) {
        // (A handler that waits for a sleeping lock is wrong by itself.)
        if (levelOf(Entries[H.Entry]) != L || H.Use->Try ||
            P.models().findLockKind(H.Use->What.Kind).MaySleep)
          continue;
        for (const Place &U : Places) {
          if (!canInterrupt(L, levelOf(Entries[U.Entry]), *U.Use) ||
              !U.Use->What.mayBe(H.Use->What) ||
              (U.Use->What.Mode == LockMode::Shared &&
               H.Use->What.Mode == LockMode::Shared))
            continue;
          // An entry point's own state says more than that of a function whose
          // callers are not known.
          if (!C.Use.Use ||
              (!Entries[C.Use.Entry].AsRole && Entries[U.Entry].AsRole)) {
            C.Use = U;
            C.Other = H;
          }
          Told.try_emplace(P.loc(U.Use->Loc), U.Use->Function);
        }
      }
      if (!C.Use.Use)
        continue;
      Told.erase(P.loc(C.Use.Use->Loc));
      C.Alike.assign(Told.begin(), Told.end());
      Out.push_back(C);
    }
    for (size_t I = 1; I < Places.size(); ++I) {
      const LockIdentity &A = Places[0].Use->What, &B = Places[I].Use->What;
      if (A.Kind == B.Kind || !A.mayBe(B))
        continue;
      UsageConflict C;
      C.K = UsageConflict::Kinds;
      C.Use = Places[I];
      C.Other = Places[0];
      Out.push_back(C);
      break;
    }
  }
  return Out;
}
