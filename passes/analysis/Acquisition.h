//===- Acquisition.h - Which locks are acquired, in which order -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function's summary says of acquisitions: each class of locks that it
// or a callee acquires, with what is masked then, and the edges of the
// acquisition graph that it adds (one lock held, another acquired). A class is
// a field of a type or a global variable: locks of one class are treated alike
// by the program (the validator of the Linux kernel does the same).
//
// A call that waits until the handler of a timer or a work item has ended is
// like an acquire: whoever waits for it waits for all that the handler waits
// for. So the run of a handler is a node of the graph as a lock is.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_ACQUISITION_H
#define SPINGUARD_ANALYSIS_ACQUISITION_H

#include "analysis/State.h"

namespace spinguard {

/// Index into Summary::Pool; 0 is none.
using PoolId = uint32_t;

/// A fact of a case or incident: the value of a term is in a range.
struct PoolFact {
  PoolId T = 0;
  UniqueRange R;
  bool operator==(const PoolFact &O) const { return T == O.T && R == O.R; }
};

/// A lock as the acquisition graph knows it. Texts are interned.
struct LockIdentity {
  llvm::StringRef Class;    ///< "" if it is not known.
  llvm::StringRef Instance; ///< The one lock, where it is a global's; or "".
  llvm::StringRef Text, Kind;
  LockMode Mode = LockMode::Exclusive;
  /// Not empty: it is no lock but the run of the handler of an object, of which
  /// Class, Instance and Text tell; this is what waits for its end, or, where
  /// it is what is held, the handler.
  llvm::StringRef Handler;

  bool isHandler() const { return !Handler.empty(); }

  /// The two are not surely different locks.
  bool mayBe(const LockIdentity &O) const {
    return Class == O.Class && isHandler() == O.isHandler() &&
           (Instance.empty() || O.Instance.empty() || Instance == O.Instance);
  }
};

/// An acquisition in a function or below it.
struct LockUse {
  LockIdentity What;
  PoolId Lock = 0;  ///< 0 if no caller can name it.
  bool Try = false; ///< It does not wait.
  /// The program says that it keeps an order among the locks of this class.
  bool Ordered = false;
  /// A wait for a handler that may sleep: with a spin lock held it is wrong,
  /// whatever the handler does.
  bool Sleeps = false;
  /// Its life began on the way there, or may have: how it was before is no
  /// matter.
  bool Born = false;
  MaskState Mask;              ///< What is masked then; Saved is of the pool.
  std::vector<PoolId> Dropped; ///< The caller's locks that are given up before.
  ModuleLoc Loc;
  llvm::StringRef Function;    ///< Source name of the function Loc is in.
  PathRef Path;                ///< The calls that lead there.
  std::vector<PoolFact> Facts; ///< Path condition, as far as it can be named.
};

/// "To is acquired while From is held."
struct AcquisitionEdge {
  LockIdentity From, To;
  ModuleLoc Loc;                      ///< Of the acquisition of To.
  llvm::StringRef Function;           ///< In which both meet.
  std::vector<llvm::StringRef> Gates; ///< Classes that are held as well.
  PathRef Path;
  /// Both are parts of one object. (Of a handler and a lock.)
  bool OfOneObject = false;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_ACQUISITION_H
