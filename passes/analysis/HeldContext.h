//===- HeldContext.h - What callers may hold, at a glance -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Before anything is simulated: for each function, the classes of locks that
// some caller may hold when it is called, without regard to paths and values.
// A summary need not tell its callers what happens to them only if they hold a
// lock that none of them ever holds; without that, the summaries of functions
// near the roots of a large program would list all that is below them.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_HELDCONTEXT_H
#define SPINGUARD_ANALYSIS_HELDCONTEXT_H

#include "analysis/Program.h"
#include "llvm/ADT/SparseBitVector.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace spinguard {

class HeldContext {
public:
  explicit HeldContext(const Program &P);

  /// Whether a caller of \p F may hold a lock of this class ("": any lock).
  bool mayBeHeld(FunctionId F, llvm::StringRef Class) const;
  /// Whether it, or \p F itself, may do so where that calls something. (This is
  /// no question of those that are noted.)
  bool mayBeHeldAtCalls(FunctionId F, llvm::StringRef Class) const;
  /// Whether a caller of \p F may hold a lock, or have masked something.
  bool mayBeAtomic(FunctionId F) const;

  /// Whether \p F or what it calls releases, or acquires, a lock of the class,
  /// as far as that can be told; true for "".
  bool releases(FunctionId F, llvm::StringRef Class) const;
  bool acquires(FunctionId F, llvm::StringRef Class) const;
  /// Whether some function of the program releases, or acquires, such a lock.
  bool isReleased(llvm::StringRef Class) const;
  bool isAcquired(llvm::StringRef Class) const;
  /// Whether it calls what acquires a lock of this kind. (This is no question
  /// of those that are noted.)
  bool isKindAcquired(llvm::StringRef Kind) const {
    return AcquiredKinds.count(Kind) != 0;
  }

  /// Whether uses of this class in different entry points are compared: some
  /// handler takes it, or it is taken as locks of different kinds.
  bool isCompared(llvm::StringRef Class) const;

  /// The questions above, as numbers: what was asked (of which function) of
  /// which class, and the answer.
  using Question = std::tuple<unsigned, FunctionId, std::string>;
  using Questions = std::map<Question, bool>;
  bool answer(const Question &Q) const;
  /// Notes each question of this thread from here on in \p To; null: no longer.
  /// \returns where they were noted before.
  static Questions *note(Questions *To);

private:
  using Classes = llvm::SparseBitVector<>;
  /// Classes that do not change any more. (A sparse bit vector remembers where
  /// it was asked last: no two threads may ask it at once.)
  class FixedClasses {
  public:
    FixedClasses() = default;
    explicit FixedClasses(const Classes &C);
    bool empty() const { return Words.empty(); }
    bool test(unsigned Number) const;

  private:
    /// Of 64 numbers each, those with any. Sorted.
    std::vector<std::pair<uint32_t, uint64_t>> Words;
  };
  /// What is known of a function, and asked for.
  struct Answers {
    FixedClasses Held, AtCalls, Acquired, Released;
    bool Masks = false;
  };
  /// What is found out about a function.
  struct Facts {
    Classes Leaves;  ///< May be held when it returns; see Parameters.
    Classes Held;    ///< May be held when it is called.
    Classes AtCalls; ///< It may hold where it calls something.
    Classes Acquired, Released; ///< In it and in what it calls.
    /// The classes that callers pass as each parameter.
    std::map<unsigned, Classes> Passed;
    bool Masks = false; ///< It, or a caller of it, masks something.
  };
  /// Numbers of classes: 0 is a lock of which no class is known; then come the
  /// locks that are parameters of a function, then classes by name.
  enum : unsigned { Unknown = 0, FirstParam = 1, NumParams = 32 };
  unsigned number(llvm::StringRef Class);
  unsigned lockOf(const ProgramFunction &PF, const FlowCall &C,
                  const Operand &Lock);
  /// The class that parameter \p I of a call's callee is.
  unsigned argument(const ProgramFunction &PF, const FlowCall &C, unsigned I);
  Classes atCall(const ProgramFunction &PF, const FlowCall &C,
                 const Classes &OfCallee);
  void flow(FunctionId F, bool Record);
  void findCompared();
  void tell(FunctionId Caller, const FlowCall &C, FunctionId Callee,
            const Classes &Now);

  enum : unsigned {
    MayBeHeld,
    MayBeAtomic,
    Releases,
    Acquires,
    IsReleased,
    IsAcquired,
    IsCompared
  };
  bool told(unsigned What, FunctionId F, llvm::StringRef Class,
            bool Answer) const;

  const Program &P;
  std::vector<Facts> All; ///< While it is found out.
  Classes ComparedSoFar;  ///< Likewise.
  std::vector<Answers> Known;
  bool has(const FixedClasses &C, llvm::StringRef Class) const;
  bool mayHave(const FixedClasses &C, llvm::StringRef Class) const;
  FixedClasses Compared, AnyAcquired, AnyReleased;
  std::set<llvm::StringRef> AcquiredKinds; ///< Of the models.
  bool AnyWait = false;                    ///< Some call waits for a handler.
  llvm::StringMap<unsigned> Numbers;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_HELDCONTEXT_H
