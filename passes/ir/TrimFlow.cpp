//===- TrimFlow.cpp - What no analysis asks for ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lowering does not know what the analysis will ask for. What it never asks
// for is dropped here, before a unit goes to a file: places of what is no
// event, source texts of arguments that are no lock's, and then the places and
// texts that nothing refers to any more.
//
//===----------------------------------------------------------------------===//

#include "ir/FlowFile.h"
#include "ir/Shrink.h"
#include "model/Model.h"

using namespace llvm;
using namespace spinguard;

/// Calls \p Fn for each number of a text that \p M has outside of its places.
template <typename Callback>
static void forEachString(FlowModule &M, Callback Fn) {
  for (FlowSymbol &S : M.Symbols)
    Fn(S.SourceName);
  for (FlowRole &R : M.Roles)
    Fn(R.Object);
  for (FlowFunction &F : M.Functions) {
    Fn(F.SourceName);
    for (StringId &S : F.ParamNames)
      Fn(S);
    for (FlowValue &V : F.Values) {
      Fn(V.Name);
      Fn(V.Tag);
      if (V.Op == FlowOp::PtrAdd)
        Fn(V.Aux);
    }
    for (FlowCall &C : F.Calls) {
      for (auto *Ids : {&C.ArgNames, &C.ArgClasses})
        for (StringId &S : *Ids)
          Fn(S);
      Fn(C.Slot);
      Fn(C.RoleType);
    }
  }
}

template <typename Callback>
static void forEachLoc(FlowModule &M, Callback Fn) {
  for (FlowRole &R : M.Roles)
    Fn(R.Loc);
  for (FlowIgnore &I : M.Ignores)
    Fn(I.Loc);
  for (FlowFunction &F : M.Functions) {
    Fn(F.Loc);
    for (FlowValue &V : F.Values)
      Fn(V.Loc);
    for (FlowBlock &B : F.Blocks) {
      Fn(B.Loc);
      Fn(B.ReturnLoc);
    }
  }
}

/// Clears values that nothing is computed from. (An address that is computed at
/// its place leaves one behind.)
static void clearUnused(FlowFunction &F) {
  std::vector<bool> Used(F.Values.size());
  std::vector<ValueId> Work;
  auto Use = [&](ValueId V) {
    if (V == NoId || Used[V])
      return;
    Used[V] = true;
    Work.push_back(V);
  };
  for (const FlowBlock &B : F.Blocks) {
    for (ValueId V : B.Phis)
      Use(V);
    for (ValueId V : B.Insts)
      Use(V);
    Use(B.Cond);
  }
  for (const FlowPhi &P : F.Phis)
    for (const auto &In : P.Incoming)
      Use(In.second);
  for (const FlowCall &C : F.Calls) {
    Use(C.CalleeValue);
    for (ValueId V : C.Args)
      Use(V);
  }
  while (!Work.empty()) {
    const FlowValue &V = F.Values[Work.back()];
    Work.pop_back();
    Use(V.A);
    Use(V.B);
    Use(V.C);
  }
  for (ValueId V = 0; V < F.Values.size(); ++V)
    if (!Used[V] && F.Values[V].Op != FlowOp::Param)
      F.Values[V] = FlowValue();
}

/// A program is all of its modules, for as long as it is analysed: what they
/// grew by is given back.
static void shrinkAll(FlowModule &M) {
  for (FlowFunction &F : M.Functions) {
    for (FlowPhi &Phi : F.Phis)
      shrink(Phi.Incoming);
    for (FlowCall &C : F.Calls) {
      shrink(C.Args);
      shrink(C.ArgNames);
      shrink(C.ArgClasses);
    }
    for (FlowBlock &B : F.Blocks) {
      shrink(B.Phis);
      shrink(B.Insts);
      shrink(B.Succs);
      shrink(B.Cases);
    }
    shrink(F.ParamNames);
    shrink(F.Values);
    shrink(F.Phis);
    shrink(F.Calls);
    shrink(F.Blocks);
  }
  shrink(M.Strings);
  shrink(M.Locs);
  shrink(M.Symbols);
  shrink(M.Functions);
  shrink(M.Roles);
  shrink(M.Slots);
  shrink(M.ConstWords);
}

void spinguard::trimFlow(FlowModule &M, const ModelSet &Models) {
  for (FlowFunction &F : M.Functions) {
    clearUnused(F);
    // (A constant may be the value of a lock that is initialised by hand.)
    auto IsEvent = [&](const FlowValue &V) {
      return V.Op == FlowOp::Call || V.Op == FlowOp::MemCopy ||
             (V.Op == FlowOp::Store && V.B != NoId &&
              F.Values[V.B].Op == FlowOp::Const);
    };
    for (FlowValue &V : F.Values)
      if (!IsEvent(V))
        V.Loc = 0;
    for (FlowCall &C : F.Calls)
      if (C.Callee != NoId &&
          Models.lookup(M.Symbols[C.Callee].Name, M.System).empty())
        C.ArgNames.assign(C.ArgNames.size(), 0);
  }

  // A place comes after the one that it is inlined at.
  std::vector<bool> Used(M.Locs.size());
  Used[0] = true;
  forEachLoc(M, [&](LocId &L) { Used[L] = true; });
  for (size_t I = M.Locs.size(); I-- > 0;)
    if (Used[I])
      Used[M.Locs[I].InlinedAt] = true;
  std::vector<LocId> NewLoc(M.Locs.size());
  std::vector<FlowLoc> Locs;
  for (size_t I = 0; I < M.Locs.size(); ++I)
    if (Used[I]) {
      NewLoc[I] = Locs.size();
      Locs.push_back(M.Locs[I]);
      Locs.back().InlinedAt = NewLoc[M.Locs[I].InlinedAt];
    }
  forEachLoc(M, [&](LocId &L) { L = NewLoc[L]; });
  M.Locs = std::move(Locs);

  // Texts are numbered in the order in which they are met.
  std::vector<StringId> NewString(M.Strings.size(), 0);
  std::vector<std::string> Strings(1);
  auto Renumber = [&](StringId &S) {
    if (S && !NewString[S]) {
      NewString[S] = Strings.size();
      Strings.push_back(std::move(M.Strings[S]));
    }
    S = NewString[S];
  };
  forEachString(M, Renumber);
  for (FlowLoc &L : M.Locs)
    for (StringId *S : {&L.File, &L.Dir, &L.Function})
      Renumber(*S);
  M.Strings = std::move(Strings);
  shrinkAll(M);
}
