//===- Contracts.cpp - What functions and callers owe each other ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Contracts.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

namespace {
/// The terms of a summary as the source would write them.
struct PoolTexts {
  std::vector<std::string> Texts;
  std::vector<bool> Nameable;

  PoolTexts(const Program &P, const ProgramFunction &F, const Summary &S) {
    TermArena T;
    std::vector<TermId> Map(S.Pool.size(), 0);
    Texts.resize(S.Pool.size());
    Nameable.assign(S.Pool.size(), false);
    for (PoolId I = 1; I < S.Pool.size(); ++I) {
      Term X = S.Pool[I];
      auto Op = [&](uint32_t Id) { return Id < I ? Map[Id] : 0; };
      if (X.Kind == TermKind::PtrAdd) {
        Map[I] = T.ptrAdd(Op(X.A), X.Imm, S.Labels[X.Aux], S.Tags[X.Aux]);
      } else {
        X.A = Op(X.A);
        X.B = Op(X.B);
        X.C = Op(X.C);
        Map[I] = T.intern(X);
      }
      Texts[I] =
          T.text(Map[I], [&](const Term &Y) { return P.leafText(F, Y); });
      Nameable[I] = T.isEntryTerm(Map[I]) && X.Kind != TermKind::Const;
    }
  }
};
} // namespace

/// Offsets, loads without a name and unknowns are no names.
static bool isSourceName(StringRef Text) {
  return Text.find_first_of("+*?(") == StringRef::npos;
}

ContractFinder::Name ContractFinder::nameOf(PoolId Lock,
                                            StringRef Class) const {
  return {Nameable[Lock] ? StringRef(Texts[Lock]) : StringRef(), Class};
}

/// A name with the member in it, from \p Text, which the source has, or from
/// the lock's path and its class.
static std::string bestText(StringRef Path, StringRef Text, StringRef Class) {
  auto HasMember = [](StringRef S) {
    return S.find_first_of(".>[") != StringRef::npos;
  };
  if (isSourceName(Path) && HasMember(Path))
    return Path.str();
  if (!Text.empty() && (HasMember(Text) || !isSourceName(Path)))
    return Text.str();
  // A first member has its object's address.
  size_t Dot = Class.rfind('.');
  if (isSourceName(Path) && !Path.empty() && Dot != StringRef::npos)
    return (Path + "->" + Class.substr(Dot + 1)).str();
  return (Path.empty() ? Text : Path).str();
}

std::string ContractFinder::display(PoolId Lock, StringRef Text,
                                    StringRef Class) const {
  return bestText(Nameable[Lock] ? StringRef(Texts[Lock]) : StringRef(), Text,
                  Class);
}

//===----------------------------------------------------------------------===//
// Evidence of callers
//===----------------------------------------------------------------------===//

void ContractFinder::addCalls(FunctionId Caller,
                              const std::vector<CallHold> &Added) {
  for (const CallHold &C : Added) {
    auto &Of = Calls[C.Callee];
    uint32_t Site = Caller == NoId ? uint32_t(Of.size()) : C.Site;
    std::set<Name> Held(C.Held.begin(), C.Held.end());
    auto [It, New] = Of.try_emplace({Caller, Site});
    Call &Known = It->second;
    Known.PassedOn.insert(C.PassedOn.begin(), C.PassedOn.end());
    if (New) {
      Known.Held = std::move(Held);
      continue;
    }
    // A caller that is seen with several callbacks.
    for (auto I = Known.Held.begin(); I != Known.Held.end();)
      I = Held.count(*I) ? std::next(I) : Known.Held.erase(I);
  }
}

void ContractFinder::count(LockContract &C, const Name &Lock) const {
  auto It = Calls.find(C.Function);
  if (It == Calls.end())
    return;
  for (const auto &KV : It->second) {
    bool IsHeld = any_of(KV.second.Held, [&](const Name &H) {
      return !H.first.empty() && !Lock.first.empty()
                 ? H.first == Lock.first
                 : !H.second.empty() && H.second == Lock.second;
    });
    C.NumHeld += IsHeld;
    C.NumCalls += IsHeld || !KV.second.PassedOn.count(Lock.first);
  }
}

void ContractFinder::add(LockContract C, const Name &Lock) {
  if (C.K != LockContract::ReturnsHeld)
    count(C, Lock);
  for (const LockContract &O : Found)
    if (O.Function == C.Function && O.K == C.K && O.Lock == C.Lock &&
        O.Depends == C.Depends && O.On == C.On && O.When == C.When)
      return;
  Found.push_back(std::move(C));
}

//===----------------------------------------------------------------------===//
// What it depends on
//===----------------------------------------------------------------------===//

/// Bounds that are only those of the type are none.
static Range unbounded(Range R, unsigned Width) {
  Range Type = Range::ofWidth(Width);
  if (R.isSingle())
    return R;
  if (R.Lo == Type.Lo)
    R.Lo = INT64_MIN;
  if (R.Hi == Type.Hi)
    R.Hi = INT64_MAX;
  return R;
}

/// The two sets have no value in common: \p Words becomes a range that holds
/// all of the first and nothing of the second.
static bool separate(ArrayRef<Range> Mine, ArrayRef<Range> Others,
                     Range &Words) {
  if (Mine.empty() || Others.empty())
    return false;
  Range All = Mine[0], Rest = Others[0];
  for (const Range &R : Mine)
    All.unite(R);
  for (const Range &R : Others)
    Rest.unite(R);
  for (const Range &A : Mine)
    for (const Range &B : Others)
      if (A.intersects(B))
        return false;
  // "is not 0" says it best.
  if (Rest.isSingle() && !(All.isSingle() && Rest.Lo != 0)) {
    Words = Range();
    Words.exclude(Rest.Lo);
    return true;
  }
  Words = All;
  return All.isSingle() || !All.intersects(Rest);
}

/// What tells \p Cases from \p Others. False: nothing does.
bool ContractFinder::condition(const Summary &S,
                               ArrayRef<const ExitCase *> Cases,
                               ArrayRef<const ExitCase *> Others,
                               LockContract &C) const {
  if (Others.empty()) {
    C.Depends = LockContract::Always;
    return true;
  }
  auto HasResult = [](const ExitCase *X) { return X->Return != 0; };
  if (all_of(Cases, HasResult) && all_of(Others, HasResult)) {
    SmallVector<Range, 8> Mine, Theirs;
    for (const ExitCase *X : Cases)
      Mine.push_back(S.resultOf(*X));
    for (const ExitCase *X : Others)
      Theirs.push_back(S.resultOf(*X));
    if (separate(Mine, Theirs, C.When)) {
      C.Depends = LockContract::Result;
      // A single value of success is what callers compare with.
      if (all_of(Mine, [&](const Range &R) { return R == Mine[0]; }) &&
          Mine[0].isSingle())
        C.When = Mine[0];
      C.When = unbounded(C.When, S.Pool[Cases[0]->Return].Width);
      return true;
    }
  }
  for (const PoolFact &F : Cases[0]->Facts) {
    if (!Nameable[F.T] || Texts[F.T].find('?') != std::string::npos)
      continue;
    auto Ranges = [&](ArrayRef<const ExitCase *> List) {
      SmallVector<Range, 8> Out;
      for (const ExitCase *X : List)
        for (const PoolFact &G : X->Facts)
          if (G.T == F.T)
            Out.push_back(G.R);
      return Out.size() == List.size() ? Out : SmallVector<Range, 8>();
    };
    if (separate(Ranges(Cases), Ranges(Others), C.When)) {
      C.Depends = LockContract::Value;
      C.On = Texts[F.T];
      C.When = unbounded(C.When, S.Pool[F.T].Width);
      return true;
    }
  }
  C.Depends = LockContract::Untold;
  return false;
}

//===----------------------------------------------------------------------===//
// Contracts
//===----------------------------------------------------------------------===//

/// Locks that the function expects, and that it has again in the end if it gave
/// them up.
void ContractFinder::demands(FunctionId F, const Summary &S) {
  for (const LockDemand &D : S.Demands) {
    LocksKnown.insert(Texts[D.Lock]);
    bool Ends = any_of(S.Factors, [&](const auto &Factor) {
      return any_of(Factor, [&](const ExitCase &X) {
        return !X.Unwinds && any_of(X.Locks, [&](const LockEffect &L) {
          return L.Lock == D.Lock && L.Entry == EntryHold::Held &&
                 L.Exit != Hold::Held;
        });
      });
    });
    if (Ends && !D.Asserted)
      continue; // exits() tells.
    LockContract C;
    C.Function = F;
    C.K = D.Retaken && !Ends ? LockContract::Retakes : LockContract::Expects;
    C.Lock = display(D.Lock, D.Text, D.Class);
    C.Mode = D.Mode;
    C.Asserted = D.Asserted;
    // Under one condition, it can be said.
    const PoolFact *Only = nullptr;
    unsigned NumFacts = 0;
    for (const PoolFact &Fact : D.Facts) {
      Range NotNull;
      NotNull.exclude(0);
      bool IsPointer = S.Pool[Fact.T].Width == 64 && Fact.R == NotNull;
      if (IsPointer || S.Pool[Fact.T].Kind == TermKind::Compare)
        continue;
      Only = &Fact;
      ++NumFacts;
    }
    if (NumFacts == 1 && Texts[Only->T].find('?') == std::string::npos) {
      C.Depends = LockContract::Value;
      C.On = Texts[Only->T];
      C.When = unbounded(Only->R, S.Pool[Only->T].Width);
    }
    add(std::move(C), nameOf(D.Lock, D.Class));
  }
}

/// Locks that it leaves otherwise than it found them.
void ContractFinder::exits(FunctionId F, const Summary &S) {
  for (const auto &Factor : S.Factors) {
    std::set<std::pair<PoolId, bool>> Seen;
    for (const ExitCase &First : Factor) {
      if (First.Unwinds)
        continue;
      for (const LockEffect &L : First.Locks) {
        bool Takes = L.Exit == Hold::Held && L.Entry != EntryHold::Held;
        bool Gives = L.Exit == Hold::Unheld && L.Entry == EntryHold::Held;
        LocksKnown.insert(Texts[L.Lock]);
        if ((!Takes && !Gives) || L.Draining ||
            !Seen.insert({L.Lock, Takes}).second)
          continue;
        std::vector<const ExitCase *> Cases, Others;
        for (const ExitCase &X : Factor) {
          bool Same = any_of(X.Locks, [&](const LockEffect &M) {
            return M.Lock == L.Lock && M.Exit == L.Exit &&
                   (M.Entry == EntryHold::Held) == Gives;
          });
          if (!X.Unwinds)
            (Same ? Cases : Others).push_back(&X);
        }
        LockContract C;
        C.Function = F;
        C.K = Takes ? LockContract::ReturnsHeld : LockContract::Releases;
        StringRef Text = L.Text, Class = L.Class;
        for (const LockDemand &D : S.Demands)
          if (D.Lock == L.Lock && !D.Text.empty()) {
            Text = D.Text;
            C.Asserted = D.Asserted;
          }
        C.Lock = display(L.Lock, Text, Class);
        C.Mode = L.Mode;
        condition(S, Cases, Others, C);
        add(std::move(C), nameOf(L.Lock, Class));
      }
    }
  }
}

/// Locks that most callers hold, where its own code says nothing of them.
void ContractFinder::majority(FunctionId F, const Summary &S) {
  auto It = Calls.find(F);
  if (It == Calls.end() || It->second.size() < 2)
    return;
  for (const LockUse &U : S.Uses)
    if (U.Lock && !U.What.isHandler())
      LocksKnown.insert(Texts[U.Lock]);
  // A function that touches no memory needs no lock.
  const FlowFunction &FF = *P.functions()[F].F;
  if (none_of(FF.Values, [](const FlowValue &V) {
        return V.Op == FlowOp::Load || V.Op == FlowOp::Store ||
               V.Op == FlowOp::Exchange || V.Op == FlowOp::CmpXchg ||
               V.Op == FlowOp::Update;
      }))
    return;
  std::map<Name, unsigned> Held;
  for (const auto &KV : It->second)
    for (const Name &N : KV.second.Held)
      ++Held[N];
  for (const auto &[N, Count] : Held) {
    if (N.first.empty() || Count <= It->second.size() / 2 ||
        LocksKnown.count(N.first.str()) ||
        (!N.second.empty() && Context.acquires(F, N.second)))
      continue;
    LockContract C;
    C.Function = F;
    C.Lock = bestText(N.first, "", N.second);
    add(std::move(C), N);
  }
}

void ContractFinder::findIn(FunctionId F, const Summary &S) {
  PoolTexts Of(P, P.functions()[F], S);
  Texts = std::move(Of.Texts);
  Nameable = std::move(Of.Nameable);
  LocksKnown.clear();
  demands(F, S);
  exits(F, S);
  majority(F, S);
}

std::vector<LockContract> ContractFinder::take() {
  llvm::stable_sort(Found, [](const LockContract &L, const LockContract &R) {
    return std::tie(L.Function, L.K, L.Lock) <
           std::tie(R.Function, R.K, R.Lock);
  });
  return std::move(Found);
}
