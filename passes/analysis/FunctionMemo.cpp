//===- FunctionMemo.cpp - What earlier runs found of functions ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/FunctionMemo.h"
#include "report/ByteStream.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

namespace {
/// Numbers and texts for a hash: no two lists give the same one.
class Parts {
public:
  Parts &add(uint64_t V) {
    Bytes.append(reinterpret_cast<const char *>(&V), sizeof(V));
    return *this;
  }
  Parts &add(StringRef S) {
    add(S.size());
    Bytes += S;
    return *this;
  }
  Parts &add(const ContentId &Id) {
    Bytes += bytesOf(Id);
    return *this;
  }
  ContentId id() const { return contentIdOf(Bytes); }

private:
  std::string Bytes;
};
} // namespace

FunctionMemo::FunctionMemo(const Program &P, const HeldContext &Context,
                           KeptAnalysis &Kept)
    : P(P), Context(Context), Kept(Kept), Paths(P),
      Functions(P.functions().size()), Symbols(P.symbols().size()),
      Own(P.symbols().size()) {
  readOld();
}

//===----------------------------------------------------------------------===//
// What questions are about
//===----------------------------------------------------------------------===//

const ContentId &FunctionMemo::ownOf(uint32_t Symbol) {
  std::optional<ContentId> &Known = Own[Symbol];
  if (Known)
    return *Known;
  const ProgramSymbol &S = P.symbols()[Symbol];
  Parts X;
  X.add(Symbol).add(S.Name).add(S.SourceName).add(S.Module);
  X.add(uint64_t(S.IsFunction) | uint64_t(S.IsConstant) << 1 |
        uint64_t(S.IsLocal) << 2 | uint64_t(S.IsZeroElsewhere) << 3);
  X.add(S.Apis.size());
  if (S.Function != NoId) {
    const ProgramFunction &F = P.functions()[S.Function];
    X.add(1 | uint64_t(F.ReachesLockEvent) << 1 |
          uint64_t(!F.Roles.empty()) << 2);
    X.add(F.HandlerOf.size());
    for (StringRef Class : F.HandlerOf)
      X.add(Class);
  } else {
    X.add(uint64_t(0));
  }
  for (const FlowConstWord *W : P.constWords(Symbol)) {
    X.add(uint64_t(W->Offset)).add(uint64_t(W->Value)).add(W->Width);
    X.add(W->Symbol == NoId ? NoId : P.symbol(S.Module, W->Symbol));
  }
  Known = X.id();
  return *Known;
}

const ContentId &FunctionMemo::ofSymbol(uint32_t Symbol) {
  std::optional<ContentId> &Known = Symbols[Symbol];
  if (Known)
    return *Known;
  // A constant leads to what its words point to.
  std::set<uint32_t> Seen{Symbol};
  std::vector<uint32_t> Work{Symbol};
  while (!Work.empty()) {
    uint32_t S = Work.back();
    Work.pop_back();
    for (const FlowConstWord *W : P.constWords(S))
      if (W->Symbol != NoId) {
        uint32_t To = P.symbol(P.symbols()[S].Module, W->Symbol);
        if (Seen.insert(To).second)
          Work.push_back(To);
      }
  }
  Parts X;
  for (uint32_t S : Seen)
    X.add(ownOf(S));
  Known = X.id();
  return *Known;
}

const ContentId &FunctionMemo::ofFunction(FunctionId F) {
  std::optional<ContentId> &Known = Functions[F];
  if (Known)
    return *Known;
  const ProgramFunction &PF = P.functions()[F];
  Parts X;
  X.add(uint64_t(P.system()));
  X.add(Kept.Modules[PF.Module]).add(PF.Module).add(PF.Symbol);
  X.add(uint64_t(PF.F - PF.M->Functions.data()));
  for (uint32_t Side : PF.LastReferenceSides)
    X.add(Side);
  X.add(P.isRecursive(F));
  if (P.isInLargeRecursion(F)) // Its summary names them.
    for (FunctionId O : P.summaryOrder()[PF.Order])
      X.add(P.functions()[O].Symbol);
  std::set<uint32_t> Used{PF.Symbol};
  for (const FlowValue &V : PF.F->Values)
    if (V.Op == FlowOp::Function || V.Op == FlowOp::Global)
      Used.insert(P.symbol(PF.Module, V.Aux));
  for (const FlowCall &C : PF.F->Calls)
    if (C.Callee != NoId)
      Used.insert(P.symbol(PF.Module, C.Callee));
  for (uint32_t S : Used)
    X.add(ofSymbol(S));
  Known = X.id();
  return *Known;
}

ContentId FunctionMemo::keyOf(FunctionId F, const Binding &B) {
  Parts X;
  X.add(ofFunction(F));
  for (uint32_t S : B)
    if (S == NoId)
      X.add(NoId);
    else
      X.add(ofSymbol(S));
  return X.id();
}

void FunctionMemo::identify(const Summary &S, StringRef Bytes) {
  Parts X;
  X.add(Bytes);
  for (const Term &T : S.Pool)
    if (T.Kind == TermKind::Global || T.Kind == TermKind::Function ||
        T.Kind == TermKind::Apply)
      X.add(ofSymbol(T.Aux));
  S.Id = X.id();
}

ContentId FunctionMemo::answerOf(const Summary *S) {
  if (!S)
    return ContentId();
  if (!S->Id)
    identify(*S, writeSummary(Paths, *S));
  return *S->Id;
}

ContentId FunctionMemo::slotAnswer(StringRef Name) {
  Parts X;
  for (uint32_t S : P.slot(Name))
    X.add(ownOf(S));
  return X.id();
}

//===----------------------------------------------------------------------===//
// Noting them
//===----------------------------------------------------------------------===//

std::set<std::string> *FunctionMemo::begin(Notes &Open) const {
  Open.push_back(std::make_unique<Record>());
  Record &R = *Open.back();
  R.Outer = HeldContext::note(&R.Held);
  return &R.Slots;
}

void FunctionMemo::asked(Notes &Open, FunctionId F, const Binding &B,
                         const Summary *Answer) {
  Record &R = *Open.back();
  auto [It, New] = R.Known.try_emplace({F, B}, Answer, R.Asks.size());
  if (!New && It->second.first == Answer)
    return;
  std::lock_guard<std::mutex> Guard(Lock);
  ContentId Id = answerOf(Answer);
  if (!New) {
    // (It is not known that this ever happens.)
    R.IsSound &= R.Asks[It->second.second].Answer == Id;
    It->second.first = Answer;
    return;
  }
  Ask A;
  A.F = F;
  A.B = B;
  A.Answer = Id;
  R.Asks.push_back(std::move(A));
}

void FunctionMemo::end(Notes &Open, FunctionId F, const Binding &B,
                       const Simulated &Result) {
  std::unique_ptr<Record> R = std::move(Open.back());
  Open.pop_back();
  HeldContext::note(R->Outer);
  if (!R->IsSound)
    return;
  std::lock_guard<std::mutex> Guard(Lock);
  std::string Bytes = writeSummary(Paths, Result.S);
  identify(Result.S, Bytes);
  ByteWriter X;
  X.number(Result.IsAll);
  X.number(Result.Reached.size());
  for (ValueId V : Result.Reached)
    X.number(V);
  X.text(writeRegions(Paths, Result.Regions));
  X.text(writePlaces(Paths, Result.Ended));
  auto Save = [&](std::string S) { return Texts.insert(S).first->getKey(); };
  Entry E;
  E.Questions = Save(write(*R));
  E.Result = Save(X.take());
  E.Summary = Save(std::move(Bytes));
  keep(keyOf(F, B), E, /*IsNew=*/true);
}

void FunctionMemo::keep(const ContentId &Key, Entry E, bool IsNew) {
  if (!Seen.insert((bytesOf(Key) + E.Questions).str()).second)
    return;
  Now.push_back({Key, E});
  IsNews |= IsNew;
}

/// Functions go by symbol.
std::string FunctionMemo::write(const Record &R) {
  ByteWriter X;
  auto Function = [&](FunctionId F) {
    X.number(F == NoId ? 0 : uint64_t(P.functions()[F].Symbol) + 1);
  };
  X.number(R.Held.size());
  for (const auto &[Q, Answer] : R.Held) {
    X.number(std::get<0>(Q));
    Function(std::get<1>(Q));
    X.text(std::get<2>(Q));
    X.number(Answer);
  }
  X.number(R.Slots.size());
  for (const std::string &Slot : R.Slots) {
    X.text(Slot);
    X.text(bytesOf(slotAnswer(Slot)));
  }
  X.number(R.Asks.size());
  for (const Ask &A : R.Asks) {
    Function(A.F);
    X.number(A.B.size());
    for (uint32_t S : A.B)
      X.number(uint64_t(S) + 1);
    X.text(bytesOf(A.Answer));
  }
  return X.take();
}

/// False if something is asked that has no answer here. \p R gets the answers
/// of then about what callers hold and about summaries; those about fields are
/// compared.
bool FunctionMemo::parse(StringRef Questions, Record &R) {
  ByteReader X(Questions);
  bool Same = true;
  auto Function = [&](FunctionId &F) {
    uint64_t Symbol = X.number();
    F = Symbol == 0 || Symbol > P.symbols().size()
            ? FunctionId(NoId)
            : P.symbols()[Symbol - 1].Function;
    Same &= Symbol == 0 || F != NoId;
  };
  for (size_t N = X.size(); N; --N) {
    FunctionId F;
    unsigned What = unsigned(X.number());
    Function(F);
    StringRef Class = X.text();
    R.Held[{What, F, Class.str()}] = X.number() != 0;
  }
  for (size_t N = X.size(); N; --N) {
    StringRef Slot = X.text();
    Same &= X.text() == bytesOf(slotAnswer(Slot));
  }
  for (size_t N = X.size(); N && !X.hasFailed(); --N) {
    Ask A;
    Function(A.F);
    A.B.resize(X.size());
    for (uint32_t &S : A.B) {
      S = uint32_t(X.number() - 1);
      Same &= S == NoId || S < P.symbols().size();
    }
    StringRef Answer = X.text();
    if (Answer.size() != A.Answer.size())
      return false;
    llvm::copy(Answer, A.Answer.begin());
    R.Asks.push_back(std::move(A));
  }
  return Same && !X.hasFailed() && X.atEnd();
}

bool FunctionMemo::isAsBefore(const Record &R) const {
  return all_of(R.Held, [&](const auto &Question) {
    return Context.answer(Question.first) == Question.second;
  });
}

//===----------------------------------------------------------------------===//
// Finding and keeping
//===----------------------------------------------------------------------===//

bool FunctionMemo::find(FunctionId F, const Binding &B, Source Ask,
                        Simulated &Result) {
  std::unique_lock<std::mutex> Guard(Lock);
  ContentId Key = keyOf(F, B);
  auto It = Old.find(bytesOf(Key));
  if (It == Old.end())
    return false;
  // (What is asked here, nobody asked.)
  HeldContext::Questions *Outer = HeldContext::note(nullptr);
  std::vector<std::pair<const Entry *, Record>> Left;
  for (const Entry &E : It->second) {
    Left.emplace_back();
    Left.back().first = &E;
    if (!parse(E.Questions, Left.back().second) ||
        !isAsBefore(Left.back().second))
      Left.pop_back();
  }
  // All that are left ask the same next, as a simulation would.
  const Entry *Found = nullptr;
  for (size_t I = 0; !Left.empty(); ++I) {
    const Record &First = Left.front().second;
    if (I == First.Asks.size()) {
      Found = Left.front().first;
      break;
    }
    FunctionId Callee = First.Asks[I].F;
    Binding Bound = First.Asks[I].B;
    Guard.unlock();
    const Summary *Answered = Ask(Callee, Bound);
    Guard.lock();
    ContentId Answer = answerOf(Answered);
    llvm::erase_if(Left, [&](const auto &Candidate) {
      const std::vector<FunctionMemo::Ask> &Asks = Candidate.second.Asks;
      return I >= Asks.size() || Asks[I].F != Callee || Asks[I].B != Bound ||
             Asks[I].Answer != Answer;
    });
  }
  HeldContext::note(Outer);
  if (!Found || !take(*Found, Result))
    return false;
  keep(Key, *Found, /*IsNew=*/false);
  return true;
}

bool FunctionMemo::take(const Entry &E, Simulated &Result) {
  ByteReader X(E.Result);
  Simulated R;
  R.IsAll = X.number() != 0;
  for (size_t N = X.size(); N; --N)
    R.Reached.insert(R.Reached.end(), ValueId(X.number()));
  StringRef Regions = X.text();
  StringRef Ended = X.text();
  if (X.hasFailed() || !X.atEnd() || !readSummary(Paths, E.Summary, R.S) ||
      !readRegions(Paths, Regions, R.Regions) ||
      !readPlaces(Paths, Ended, R.Ended))
    return false;
  identify(R.S, E.Summary);
  Result = std::move(R);
  return true;
}

// Equal texts are one in the stream, so that summaries and paths are written
// once, however many refer to them.

void FunctionMemo::readOld() {
  if (Kept.Old.empty())
    return;
  ByteReader X(Kept.Old);
  for (size_t N = X.size(); N; --N) {
    StringRef Id = X.text();
    Paths.offer(Id, X.text());
  }
  for (size_t N = X.size(); N; --N) {
    StringRef Key = X.text();
    Entry E;
    E.Questions = X.text();
    E.Result = X.text();
    E.Summary = X.text();
    Old[Key].push_back(E);
    ++NumOld;
  }
  if (X.hasFailed() || !X.atEnd()) {
    Old.clear();
    NumOld = 0;
  }
}

void FunctionMemo::finish() {
  Kept.New.clear();
  if (!IsNews && Now.size() == NumOld)
    return;
  // In an order that does not depend on who was first.
  llvm::sort(Now, [](const auto &L, const auto &R) {
    return std::tie(L.first, L.second.Questions) <
           std::tie(R.first, R.second.Questions);
  });
  ByteWriter X;
  size_t NumPaths = 0;
  Paths.forEach([&](StringRef, StringRef) { ++NumPaths; });
  X.number(NumPaths);
  Paths.forEach([&](StringRef Id, StringRef Bytes) {
    X.text(Id);
    X.text(Bytes);
  });
  X.number(Now.size());
  for (const auto &[Key, E] : Now) {
    X.text(bytesOf(Key));
    X.text(E.Questions);
    X.text(E.Result);
    X.text(E.Summary);
  }
  Kept.New = X.take();
}
