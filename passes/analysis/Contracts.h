//===- Contracts.h - What functions and callers owe each other --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lock contract of a function, as its own code and its callers show it:
// which locks it expects to be held, gives up for a while, leaves held, or
// releases for its caller, and on what that depends. How many calls hold a lock
// is evidence to rank a contract by. Nothing is proven by it, and no finding
// rests on it.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_CONTRACTS_H
#define SPINGUARD_ANALYSIS_CONTRACTS_H

#include "analysis/HeldContext.h"
#include "analysis/Program.h"
#include "analysis/Summary.h"
#include <map>
#include <set>

namespace spinguard {

struct LockContract {
  enum Kind : uint8_t {
    Expects,     ///< The lock is held by the caller.
    Retakes,     ///< The caller's lock is given up, and taken again.
    ReturnsHeld, ///< It is acquired for the caller.
    Releases     ///< The caller's lock is given up.
  };
  enum Dependence : uint8_t {
    Always,
    Result, ///< Where the function returns a value of When.
    Value,  ///< Where On, of parameters or memory, is in When.
    Untold  ///< On some paths: a caller cannot tell which.
  };
  FunctionId Function = 0;
  Kind K = Expects;
  std::string Lock; ///< As the function's source calls it.
  LockMode Mode = LockMode::Exclusive;
  Dependence Depends = Always;
  std::string On;
  Range When;
  bool Asserted = false; ///< The program asserts that the lock is held.
  /// Calls of the function that the analysis met, the system's among them, and
  /// those at which the lock is held on all ways. Those at which it is up to
  /// the caller's callers do not count.
  unsigned NumCalls = 0, NumHeld = 0;
};

/// Reads contracts out of summaries.
class ContractFinder {
public:
  ContractFinder(const Program &P, const HeldContext &Context)
      : P(P), Context(Context) {}

  /// The calls in \p Caller (NoId: by the system). All come before findIn().
  void addCalls(FunctionId Caller, const std::vector<CallHold> &Calls);
  void findIn(FunctionId F, const Summary &S);
  std::vector<LockContract> take();

private:
  /// A lock by the name of its function's parameters, and its class.
  using Name = std::pair<llvm::StringRef, llvm::StringRef>;
  void demands(FunctionId F, const Summary &S);
  void exits(FunctionId F, const Summary &S);
  void majority(FunctionId F, const Summary &S);
  void add(LockContract C, const Name &Lock);
  void count(LockContract &C, const Name &Lock) const;
  Name nameOf(PoolId Lock, llvm::StringRef Class) const;
  std::string display(PoolId Lock, llvm::StringRef Text,
                      llvm::StringRef Class) const;
  bool condition(const Summary &S, llvm::ArrayRef<const ExitCase *> Cases,
                 llvm::ArrayRef<const ExitCase *> Others,
                 LockContract &C) const;

  const Program &P;
  const HeldContext &Context;
  struct Call {
    std::set<Name> Held;
    std::set<llvm::StringRef> PassedOn;
  };
  /// By callee, caller and site (of the system's calls, their number).
  std::map<FunctionId, std::map<std::pair<FunctionId, uint32_t>, Call>> Calls;
  std::vector<LockContract> Found;
  // Of the function that is looked at.
  std::vector<std::string> Texts;   ///< Of the pool's terms.
  std::vector<bool> Nameable;       ///< A caller knows what it is.
  std::set<std::string> LocksKnown; ///< Names of those that the code tells of.
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_CONTRACTS_H
