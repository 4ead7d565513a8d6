//===- Printer.cpp - Lock states, summaries and hold times as text --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `print<spinguard>`, `print<spinguard-summaries>`, `print<spinguard-hold>` and
// `print<spinguard-contracts>`: for tests and for people who want to see what
// the analysis sees. Stable forms; the lit tests read them.
//
//===----------------------------------------------------------------------===//

#include "analysis/Analysis.h"
#include "analysis/Check.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

using namespace llvm;
using namespace spinguard;

static const char *holdText(Hold H) {
  switch (H) {
  case Hold::Unheld:
    return "unheld";
  case Hold::Held:
    return "held";
  case Hold::Unknown:
    return "unknown";
  }
  return "";
}

static std::string stateText(Simulation &Sim, const State &S) {
  std::string Out = "{";
  for (const LockEntry &E : S.Locks) {
    if (Out.size() > 1)
      Out += ", ";
    Out += Sim.lockName(E.Lock, E.Text).str() + ": ";
    Out += holdText(E.Now);
    if (E.Now == Hold::Held && E.Mode == LockMode::Shared)
      Out += " shared";
    if (E.Depth > 1)
      Out += " x" + std::to_string(E.Depth);
    if (E.Many)
      Out += E.Draining ? " (some of many)" : " (many)";
    if (E.Entry == EntryHold::Held)
      Out += E.Now == Hold::Held ? " since entry" : ", held on entry";
  }
  return Out + "}";
}

void spinguard::printLockStates(raw_ostream &OS,
                                ArrayRef<const FlowModule *> Modules,
                                const CheckOptions &Opts) {
  Program P(Modules, *Opts.Models, Opts.Roles);
  Analysis A(P, Opts.Budget);
  A.run();
  for (FunctionId F = 0; F < P.functions().size(); ++F) {
    const ProgramFunction &PF = P.functions()[F];
    if (!PF.ReachesLockEvent || !A.isAnalysed(F))
      continue;
    OS << "lock states of '" << P.symbols()[PF.Symbol].SourceName << "'";
    for (const Role *R : PF.Roles)
      OS << " (" << R->Name << ")";
    OS << ":\n";
    // By place, in the order of lines; equal states once.
    std::map<std::tuple<unsigned, unsigned, std::string>, std::set<std::string>>
        Lines;
    A.observe(F, [&](Simulation &Sim, LocId L, StringRef What, const State &S) {
      SourceLoc Loc = P.loc(*PF.M, L);
      Lines[{Loc.Line, Loc.Column, What.str()}].insert(stateText(Sim, S));
    });
    for (const auto &[Key, States] : Lines)
      for (const std::string &S : States)
        OS << "  " << std::get<0>(Key) << ":" << std::get<1>(Key) << " "
           << (std::get<2>(Key) == "exit" || std::get<2>(Key) == "unwind"
                   ? "at "
                   : "before ")
           << std::get<2>(Key) << ": " << S << "\n";
  }
}

static std::string poolText(const Program &P, const ProgramFunction &PF,
                            const Summary &S, PoolId Id, unsigned Depth = 0) {
  if (!Id || Depth > 7)
    return "?";
  const Term &X = S.Pool[Id];
  auto Sub = [&](PoolId I) { return poolText(P, PF, S, I, Depth + 1); };
  switch (X.Kind) {
  case TermKind::Const:
    return std::to_string(X.Imm);
  case TermKind::Param:
    if (size_t(X.Imm) < PF.F->ParamNames.size())
      return PF.M->str(PF.F->ParamNames[X.Imm]).str();
    return "arg" + std::to_string(X.Imm);
  case TermKind::Global:
  case TermKind::Function:
    return P.symbols()[X.Aux].SourceName;
  case TermKind::SystemLock:
  case TermKind::Token: {
    std::string R = P.nameText(X.Aux).str();
    if (X.A)
      R += "(" + Sub(X.A) + (X.B ? ", " + Sub(X.B) : "") + ")";
    return R;
  }
  case TermKind::PtrAdd:
    if (!S.Labels[X.Aux].empty())
      return Sub(X.A) + "->" + S.Labels[X.Aux];
    return Sub(X.A) + "+" + std::to_string(X.Imm);
  case TermKind::PtrIndex:
    return Sub(X.A) + "[" + Sub(X.B) + "]";
  case TermKind::InitMem:
    return "*" + Sub(X.A);
  case TermKind::HandleLock:
    return "lock of handle " + Sub(X.A);
  case TermKind::Compare: {
    const char *Op = ComparePred(X.Op) == ComparePred::EQ ? " == "
                     : ComparePred(X.Op) == ComparePred::SLE ||
                             ComparePred(X.Op) == ComparePred::ULE
                         ? " <= "
                         : " < ";
    return "(" + Sub(X.A) + Op + Sub(X.B) + ")";
  }
  case TermKind::Binary: {
    static const char *const Ops[] = {" + ", " - ",  " * ",  " & ", " | ",
                                      " ^ ", " << ", " >> ", " >> "};
    return "(" + Sub(X.A) + Ops[X.Op] + Sub(X.B) + ")";
  }
  case TermKind::ZExt:
  case TermKind::SExt:
  case TermKind::Trunc:
    return Sub(X.A);
  case TermKind::Sym:
  case TermKind::Object:
    return "#" + std::to_string(Id);
  case TermKind::Undef:
    return "undef";
  case TermKind::Tuple:
    return "{" + (X.A ? Sub(X.A) : "?") + (X.B ? ", " + Sub(X.B) : "") + "}";
  default:
    return "...";
  }
}

static std::string rangeText(const Range &R) {
  if (R.isSingle())
    return " is " + std::to_string(R.Lo);
  std::string S = " in [";
  S += R.Lo == INT64_MIN ? "-inf" : std::to_string(R.Lo);
  S += ", ";
  S += R.Hi == INT64_MAX ? "inf" : std::to_string(R.Hi);
  S += "]";
  for (int64_t V : R.Not)
    S += " without " + std::to_string(V);
  return S;
}

void spinguard::printSummaries(raw_ostream &OS,
                               ArrayRef<const FlowModule *> Modules,
                               const CheckOptions &Opts) {
  Program P(Modules, *Opts.Models, Opts.Roles);
  Analysis A(P, Opts.Budget);
  A.run();
  for (FunctionId F = 0; F < P.functions().size(); ++F) {
    const ProgramFunction &PF = P.functions()[F];
    if (!PF.ReachesLockEvent || !A.isAnalysed(F))
      continue;
    OS << "summary of '" << P.symbols()[PF.Symbol].SourceName << "':\n";
    const Summary *S = A.summaryOf(F, Binding());
    if (!S)
      continue;
    if (!S->Partial.empty())
      OS << "  told in part: " << S->Partial << "\n";
    if (!S->GaveUp.empty()) {
      OS << "  gave up: " << S->GaveUp << "\n";
      continue;
    }
    auto Text = [&](PoolId Id) { return poolText(P, PF, *S, Id); };
    for (const auto &Factor : S->Factors)
      for (const ExitCase &C : Factor) {
        OS << (C.Unwinds ? "  unwinds" : "  returns");
        if (C.Return)
          OS << " " << Text(C.Return);
        OS << ":";
        if (C.Locks.empty())
          OS << " no lock changes";
        for (const LockEffect &L : C.Locks) {
          OS << " " << Text(L.Lock) << " ";
          switch (L.Entry) {
          case EntryHold::Any:
            break;
          case EntryHold::Held:
            OS << "held -> ";
            break;
          case EntryHold::Unheld:
            OS << "unheld -> ";
            break;
          }
          OS << holdText(L.Exit);
          if (L.Mode == LockMode::Shared)
            OS << " shared";
          OS << ";";
        }
        const char *Sep = " when ";
        for (const PoolFact &Fact : C.Facts) {
          OS << Sep << Text(Fact.T) << rangeText(Fact.R);
          Sep = " and ";
        }
        OS << "\n";
      }
    for (const Incident &I : S->Incidents) {
      static const char *const Kinds[] = {
          "double-acquire",        "release-unheld",      "held-at-exit",
          "inconsistent-exit",     "wrong-irql-restored", "blocking-while-held",
          "completion-while-held", "wrong-variant",       "lock-lifetime"};
      OS << "  " << Kinds[unsigned(I.Kind)] << " of '" << I.LockText
         << "' at line " << P.loc(I.Loc).Line;
      switch (I.Needs) {
      case Need::Nothing:
        break;
      case Need::Held:
      case Need::Unheld:
        OS << " if " << Text(I.Lock) << " is "
           << (I.Needs == Need::Held ? "held" : "unheld") << " on entry";
        break;
      case Need::Inside:
        OS << " if a lock in " << Text(I.Lock) << " is held on entry";
        break;
      case Need::Initialised:
        OS << " if " << Text(I.Lock) << " was initialised on entry";
        break;
      case Need::Open:
        OS << " if it is called below '" << toString(I.Highest) << "'";
        break;
      case Need::Thread:
        OS << " if it is called in a thread";
        break;
      case Need::Atomic:
        OS << " if a spin lock is held on entry";
        break;
      }
      for (PoolId D : I.Dropped)
        OS << " that is not " << Text(D);
      for (StringRef Kind : I.DroppedKinds)
        OS << " that is no '" << Kind << "'";
      const char *Sep = " when ";
      for (const PoolFact &Fact : I.Facts) {
        OS << Sep << Text(Fact.T) << rangeText(Fact.R);
        Sep = " and ";
      }
      OS << "\n";
    }
  }
}

/// "is not 0", as one says it of the range.
static std::string rangeWords(const Range &R) {
  std::string Lo = std::to_string(R.Lo), Hi = std::to_string(R.Hi);
  if (R.isSingle())
    return "is " + Lo;
  std::string Not;
  for (int64_t V : R.Not)
    Not += (Not.empty() ? "not " : " or ") + std::to_string(V);
  std::string Words;
  if (R.Lo == INT64_MIN && R.Hi == INT64_MAX)
    return "is " + Not;
  if (R.Hi == INT64_MAX)
    Words = "is at least " + Lo;
  else if (R.Lo == INT64_MIN)
    Words = "is at most " + Hi;
  else
    Words = "is " + Lo + " to " + Hi;
  return Not.empty() ? Words : Words + ", " + Not;
}

static std::string dependenceText(const LockContract &C) {
  switch (C.Depends) {
  case LockContract::Always:
    break;
  case LockContract::Result:
    // (Of what it returns, not of what it is.)
    return " when it returns " +
           StringRef(rangeWords(C.When)).drop_front(3).str();
  case LockContract::Value:
    return " if '" + C.On + "' " + rangeWords(C.When);
  case LockContract::Untold:
    return " on some paths";
  }
  return "";
}

void spinguard::printContracts(raw_ostream &OS,
                               ArrayRef<const FlowModule *> Modules,
                               const CheckOptions &Opts) {
  Program P(Modules, *Opts.Models, Opts.Roles);
  Analysis A(P, Opts.Budget);
  A.noteContracts();
  LockStateResult R = A.run();
  FunctionId Last = NoId;
  for (const LockContract &C : A.contracts(R)) {
    const ProgramFunction &PF = P.functions()[C.Function];
    if (C.Function != Last)
      OS << "contracts of '" << P.symbols()[PF.Symbol].SourceName << "':\n";
    Last = C.Function;
    std::string Lock = "'" + C.Lock + "'";
    StringRef Shared = C.Mode == LockMode::Shared ? " shared" : "";
    std::string Depends = dependenceText(C);
    switch (C.K) {
    case LockContract::Expects:
      OS << "  expects " << Lock << " held" << Shared << Depends;
      break;
    case LockContract::Retakes:
      OS << "  releases and retakes " << Lock << Shared << Depends;
      break;
    case LockContract::ReturnsHeld:
      if (C.Depends == LockContract::Value)
        OS << "  acquires " << Lock << Shared << Depends;
      else
        OS << "  returns with " << Lock << " held" << Shared << Depends;
      break;
    case LockContract::Releases:
      OS << "  releases " << Lock << Shared << " of its caller" << Depends;
      break;
    }
    std::string Evidence = C.Asserted ? "asserted" : "";
    if (C.NumCalls)
      Evidence += (Evidence.empty() ? "held at " : "; held at ") +
                  std::to_string(C.NumHeld) + " of " +
                  std::to_string(C.NumCalls) +
                  (C.NumCalls == 1 ? " call" : " calls");
    if (!Evidence.empty())
      OS << " (" << Evidence << ")";
    OS << "\n";
  }
}

void spinguard::printHoldTimes(raw_ostream &OS,
                               ArrayRef<const FlowModule *> Modules,
                               const CheckOptions &Opts) {
  Program P(Modules, *Opts.Models, Opts.Roles);
  Analysis A(P, Opts.Budget, Opts.ClockMHz);
  A.run();
  auto Place = [&](const ModuleLoc &At) {
    SourceLoc Loc = P.loc(At);
    return std::to_string(Loc.Line) + ":" + std::to_string(Loc.Column);
  };
  const FunctionId *Last = nullptr;
  // What compilers guess of a loop that they know nothing of, or near it.
  constexpr unsigned OpenTrips = 16;
  std::vector<HeldSection> Sections =
      A.sections(/*OfAllLocks=*/true, OpenTrips);
  for (const HeldSection &S : Sections) {
    const ProgramSymbol &Symbol = P.symbols()[P.functions()[S.Function].Symbol];
    if (!Last || *Last != S.Function)
      OS << "held sections of '" << Symbol.SourceName << "' ("
         << P.loc(S.Region.Acquired).File << "):\n";
    Last = &S.Function;
    const HoldCost &C = S.Cost;
    OS << "  " << Place(S.Region.Acquired) << " '" << S.Region.LockText << "' ("
       << S.Region.LockKind
       << "): " << (C.Open.empty() ? "" : "no bound, about ") << timeText(C.Ps);
    auto Where = [&](const ModuleLoc &At, StringRef Function) {
      OS << " at " << Place(At);
      if (Function != Symbol.SourceName)
        OS << " in '" << Function << "'";
    };
    for (const Expense &E : C.Parts) {
      OS << "; " << timeText(E.Ps) << ": " << E.What;
      Where(E.At, E.Function);
    }
    for (const LoopBound &L : C.Loops) {
      OS << "; a loop of at most " << L.Trips << " rounds";
      Where(L.At, L.Function);
    }
    for (const Expense &E : C.Open) {
      OS << "; " << E.What;
      Where(E.At, E.Function);
    }
    OS << "\n";
  }
}
