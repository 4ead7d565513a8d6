//===- SummaryFile.cpp - Summaries and their paths as bytes ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryFile.h"
#include "report/ByteStream.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace spinguard;

ContentId spinguard::contentIdOf(StringRef Bytes) {
  BLAKE3 Hasher;
  Hasher.update(Bytes);
  ContentId Id;
  BLAKE3Result<std::tuple_size<ContentId>::value> Hash =
      Hasher.final<std::tuple_size<ContentId>::value>();
  std::copy(Hash.begin(), Hash.end(), Id.begin());
  return Id;
}

StringRef spinguard::bytesOf(const ContentId &Id) {
  return {reinterpret_cast<const char *>(Id.data()), Id.size()};
}

namespace {

/// The fields of every struct, for both directions. (Taken apart like this, a
/// struct that gains a field does not compile.)
template <typename IO> class Fields {
public:
  Fields(IO &X, PathTable &T) : X(X), T(T), P(T.program()) {}

  template <typename... V> void all(V &...Values) { (one(Values), ...); }

  void one(Ref<IO, Summary> S) {
    auto &[Pool, Labels, Tags, LockParams, CallsOneOfSeveral, Factors,
           Incidents, Uses, Edges, HeldAtCalls, Demands, Calls, GaveUp, Partial,
           Assumptions, Id] = S;
    // (Contracts are of runs that keep nothing.)
    (void)Demands;
    (void)Calls;
    (void)Id;
    all(Pool, Labels, Tags, LockParams, CallsOneOfSeveral, Factors, Incidents,
        Uses, Edges);
    list(HeldAtCalls, [&](auto &Call) {
      function(Call.first);
      one(Call.second);
    });
    all(GaveUp, Partial, Assumptions);
  }
  void one(Ref<IO, HeldRegion> R) {
    auto &[LockText, LockKind, Api, Acquired, Blocks, Loops, Calls] = R;
    all(LockText, LockKind, Api, Acquired);
    set(Blocks);
    set(Loops);
    set(Calls);
  }
  void one(Ref<IO, TraceStep> S) {
    auto &[Kind, At, Function, Text, Sub, Doubts] = S;
    one(Kind);
    place(At);
    all(Function, Text, Sub, Doubts);
  }
  void one(Ref<IO, HeldRegions> R) {
    if constexpr (IO::Writes) {
      X.number(R.size());
      for (const auto &[Site, Region] : R)
        all(Site, Region);
    } else {
      for (size_t N = X.size(); N && !X.hasFailed(); --N) {
        ValueId Site = 0;
        one(Site);
        one(R[Site]);
      }
    }
  }
  template <typename V> void one(std::vector<V> &L) {
    list(L, [&](auto &E) { one(E); });
  }
  template <typename V> void one(const std::vector<V> &L) {
    list(L, [&](auto &E) { one(E); });
  }

private:
  template <typename L, typename Fn> void list(L &List, Fn Each) {
    sizeOf(X, List);
    for (auto &E : List)
      Each(E);
  }
  template <typename A, typename B> void one(std::pair<A, B> &V) {
    all(V.first, V.second);
  }
  template <typename A, typename B> void one(const std::pair<A, B> &V) {
    all(V.first, V.second);
  }
  template <typename V>
  std::enable_if_t<std::is_arithmetic_v<V> || std::is_enum_v<V>> one(V &N) {
    io(X, N);
  }
  void one(Ref<IO, std::string> S) { io<IO>(X, S); }
  void one(Ref<IO, StringRef> S) {
    if constexpr (IO::Writes)
      X.text(S);
    else
      S = P.intern(X.text());
  }
  template <typename S> void set(S &Ids) {
    if constexpr (IO::Writes) {
      X.number(Ids.size());
      for (uint32_t Id : Ids)
        X.number(Id);
    } else {
      for (size_t N = X.size(); N && !X.hasFailed(); --N)
        Ids.insert(Ids.end(), uint32_t(X.number()));
    }
  }

  /// A function, which has a body.
  void function(Ref<IO, uint32_t> F) {
    if constexpr (IO::Writes) {
      X.number(P.functions()[F].Symbol);
    } else {
      uint64_t Symbol = X.number();
      F = Symbol < P.symbols().size() ? P.symbols()[Symbol].Function : NoId;
      if (F == NoId) {
        X.fail();
        F = 0;
      }
    }
  }
  void place(Ref<IO, ModuleLoc> L) {
    if constexpr (IO::Writes) {
      X.number(L.M ? T.indexOf(L.M) + 1 : 0);
      if (!L.M)
        return;
      auto [Function, Number] = T.inFunction(L);
      X.number(L.Loc ? uint64_t(Number) + 1 : 0);
      if (L.Loc)
        X.number(Function);
    } else {
      uint64_t Module = X.number();
      ArrayRef<const FlowModule *> All = P.modules();
      L = ModuleLoc();
      if (Module > All.size())
        return X.fail();
      if (Module == 0)
        return;
      L.M = All[Module - 1];
      if (uint64_t Number = X.number()) {
        L.Loc =
            T.locOf(Module - 1, {uint32_t(X.number()), uint32_t(Number) - 1});
        if (L.Loc == 0)
          X.fail();
      }
    }
  }
  /// A caller may look at the function that a place of its callee's is in.
  void one(Ref<IO, ModuleLoc> L) {
    place(L);
    if constexpr (IO::Writes)
      X.text(L.M ? L.M->str(L.M->Locs[L.Loc].Function) : "");
    else
      X.text();
  }
  void one(Ref<IO, PathRef> Path) {
    if constexpr (IO::Writes) {
      X.text(bytesOf(T.add(Path)));
    } else {
      StringRef Id = X.text();
      Path = T.get(Id);
      if (!Path && Id != bytesOf(ContentId()))
        X.fail();
    }
  }

  void one(Ref<IO, Term> V) {
    auto &[Kind, Op, Width, Gen, Flags, Depth, A, B, C, Aux, Imm] = V;
    all(Kind, Op, Width, Gen, Flags, Depth, A, B, C, Aux, Imm);
    if constexpr (!IO::Writes)
      if ((Kind == TermKind::Global || Kind == TermKind::Function ||
           Kind == TermKind::Apply) &&
          Aux >= P.symbols().size())
        X.fail();
  }
  void one(Ref<IO, Range> R) {
    all(R.Lo, R.Hi);
    list(R.Not, [&](auto &V) { one(V); });
  }
  void one(Ref<IO, PoolFact> F) {
    auto &[Of, R] = F;
    std::conditional_t<IO::Writes, const Range &, Range> Kept = R;
    all(Of, Kept);
    if constexpr (!IO::Writes)
      R = Kept;
  }
  void one(Ref<IO, MaskState> M) {
    auto &[Kind, Level, Saved, Depth] = M;
    all(Kind, Level, Saved);
    for (auto &D : Depth)
      one(D);
  }
  void one(Ref<IO, LockEffect> L) {
    auto &[Lock, Entry, Exit, Mode, Depth, Many, Draining, Recursive, Ended,
           Doubts, Handle, Saved, Restored, Variant, At, Text, Kind, Api,
           Class] = L;
    all(Lock, Entry, Exit, Mode, Depth, Many, Draining, Recursive, Ended,
        Doubts, Handle, Saved, Restored, Variant, At, Text, Kind, Api, Class);
  }
  void one(Ref<IO, LifeEffect> L) {
    auto &[Lock, Alive, Text, Kind, Api, Class] = L;
    all(Lock, Alive, Text, Kind, Api, Class);
  }
  void one(Ref<IO, SavedMask> S) {
    auto &[Saved, Mask, OpenBits] = S;
    all(Saved, Mask, OpenBits);
  }
  void one(Ref<IO, ExitCase> C) {
    auto &[Unwinds, ThreadExit, Return, Locks, Lives, Freed, Given, Wiped,
           Facts, Mask, Saves, Mem, Clobbered, Path, Loc] = C;
    all(Unwinds, ThreadExit, Return, Locks, Lives, Freed, Given, Wiped, Facts,
        Mask, Saves, Mem, Clobbered, Path, Loc);
  }
  void one(Ref<IO, Incident> I) {
    auto &[Kind, Loc, Acquired, Function, LockText, LockKind, Api, Class,
           AccessPath, Detail, Path, Needs, Lock, Dropped, DroppedKinds, Mask,
           Highest, Mode, Doubts, InThread, IrqsOn, Recursive, Inconsistent,
           Facts, Must] = I;
    all(Kind, Loc, Acquired, Function, LockText, LockKind, Api, Class,
        AccessPath, Detail, Path, Needs, Lock, Dropped, DroppedKinds, Mask,
        Highest, Mode, Doubts, InThread, IrqsOn, Recursive, Inconsistent, Facts,
        Must);
  }
  void one(Ref<IO, LockIdentity> L) {
    auto &[Class, Instance, Text, Kind, Mode, Handler] = L;
    all(Class, Instance, Text, Kind, Mode, Handler);
  }
  void one(Ref<IO, LockUse> U) {
    auto &[What, Lock, Try, Ordered, Sleeps, Born, Mask, Dropped, Loc, Function,
           Path, Facts] = U;
    all(What, Lock, Try, Ordered, Sleeps, Born, Mask, Dropped, Loc, Function,
        Path, Facts);
  }
  void one(Ref<IO, AcquisitionEdge> E) {
    auto &[From, To, Loc, Function, Gates, Path, OfOneObject] = E;
    all(From, To, Loc, Function, Gates, Path, OfOneObject);
  }

  IO &X;
  PathTable &T;
  const Program &P;
};

template <typename V> std::string write(PathTable &T, const V &Value) {
  ByteWriter X;
  Fields<ByteWriter>(X, T).one(Value);
  return X.take();
}

template <typename V> bool read(PathTable &T, StringRef Bytes, V &Value) {
  ByteReader X(Bytes);
  Fields<ByteReader>(X, T).one(Value);
  return !X.hasFailed() && X.atEnd();
}

} // namespace

PathTable::PathTable(const Program &P) : P(P), Places(P.modules().size()) {
  for (unsigned I = 0; I < P.modules().size(); ++I)
    Index[P.modules()[I]] = I;
}

const PathTable::ModulePlaces &PathTable::places(unsigned Module) {
  std::unique_ptr<ModulePlaces> &Known = Places[Module];
  if (Known)
    return *Known;
  Known = std::make_unique<ModulePlaces>();
  const FlowModule &M = *P.modules()[Module];
  Known->ByLoc.resize(M.Locs.size());
  for (LocId L = 1; L < M.Locs.size(); ++L) {
    const FlowLoc &Loc = M.Locs[L];
    PlaceInFunction &At = Known->ByLoc[L];
    // (Outer ones come first.)
    At.Function = Loc.InlinedAt ? Known->ByLoc[Loc.InlinedAt].Function
                                : uint32_t(xxh3_64bits(M.str(Loc.Function)));
    // (Those that a map reserves.)
    At.Function = std::min(At.Function, ~uint32_t(0) - 2);
    std::vector<LocId> &There = Known->ByFunction[At.Function];
    At.Number = There.size();
    There.push_back(L);
  }
  return *Known;
}

PathTable::PlaceInFunction PathTable::inFunction(const ModuleLoc &L) {
  return places(indexOf(L.M)).ByLoc[L.Loc];
}

LocId PathTable::locOf(unsigned Module, const PlaceInFunction &At) {
  const ModulePlaces &Known = places(Module);
  auto It = Known.ByFunction.find(At.Function);
  return It != Known.ByFunction.end() && At.Number < It->second.size()
             ? It->second[At.Number]
             : 0;
}

ContentId PathTable::add(const PathRef &Path) {
  if (!Path)
    return ContentId();
  auto Found = Ids.find(Path.get());
  if (Found != Ids.end())
    return Found->second;
  std::string Bytes = write(*this, *Path);
  ContentId Id = contentIdOf(Bytes);
  auto [It, New] = Known.try_emplace(bytesOf(Id), Path, std::move(Bytes));
  if (New)
    InUse.push_back(It->getKey());
  else
    Alike.push_back(Path);
  Ids[Path.get()] = Id;
  return Id;
}

PathRef PathTable::get(StringRef Id) {
  if (auto It = Known.find(Id); It != Known.end())
    return It->second.first;
  auto Old = Offered.find(Id);
  if (Old == Offered.end() || Id.size() != std::tuple_size<ContentId>::value)
    return nullptr;
  StringRef Bytes = Old->second;
  Offered.erase(Old); // (No path is part of itself.)
  auto Steps = std::make_shared<std::vector<TraceStep>>();
  if (!read(*this, Bytes, *Steps))
    return nullptr;
  PathRef Path = std::move(Steps);
  auto It = Known.try_emplace(Id, Path, Bytes.str()).first;
  InUse.push_back(It->getKey());
  ContentId Copy;
  std::copy(Id.begin(), Id.end(), Copy.begin());
  Ids[Path.get()] = Copy;
  return Path;
}

void PathTable::forEach(function_ref<void(StringRef, StringRef)> Fn) const {
  std::vector<StringRef> Sorted = InUse;
  llvm::sort(Sorted);
  for (StringRef Id : Sorted)
    Fn(Id, Known.find(Id)->second.second);
}

std::string spinguard::writeSummary(PathTable &T, const Summary &S) {
  return write(T, S);
}

bool spinguard::readSummary(PathTable &T, StringRef Bytes, Summary &S) {
  S.Pool.clear();
  if (!read(T, Bytes, S) || S.Pool.empty() || S.Labels.empty() ||
      S.Labels.size() != S.Tags.size())
    return false;
  llvm::sort(S.HeldAtCalls);
  return true;
}

std::string spinguard::writeRegions(PathTable &T, const HeldRegions &R) {
  return write(T, R);
}

bool spinguard::readRegions(PathTable &T, StringRef Bytes, HeldRegions &R) {
  return read(T, Bytes, R);
}

std::string spinguard::writePlaces(PathTable &T,
                                   const std::set<ModuleLoc> &Places) {
  std::vector<ModuleLoc> Sorted(Places.begin(), Places.end());
  llvm::sort(Sorted, [&](const ModuleLoc &A, const ModuleLoc &B) {
    return std::make_pair(T.indexOf(A.M), A.Loc) <
           std::make_pair(T.indexOf(B.M), B.Loc);
  });
  return write(T, Sorted);
}

bool spinguard::readPlaces(PathTable &T, StringRef Bytes,
                           std::set<ModuleLoc> &Places) {
  std::vector<ModuleLoc> Sorted;
  if (!read(T, Bytes, Sorted))
    return false;
  Places.insert(Sorted.begin(), Sorted.end());
  return true;
}
