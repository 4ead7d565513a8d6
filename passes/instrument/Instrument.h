//===- Instrument.h - Checks at run time for what is not proven -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Puts the runtime's hooks around the lock operations of a module and at the
// entry and exit of its roles. What is a lock operation, and what a role, is
// found by the lowering that the check uses, on a clone; what the check proves
// needs no hook. The steps, one file each:
//
//   Plan      which calls and roles there are, and which lock each is about
//   Elision   which of them can do without a hook, or with a cheap one
//   Weave     hooks around calls        (Operands: a model's operands as IR)
//   Guards    hooks around roles
//   Records   the constant data that the runtime reads, and the constructor
//   Hooks     declarations of the hooks, from the runtime's ABI
//   Inline    the hot part of the hooks in place of their calls
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_INSTRUMENT_H
#define SPINGUARD_INSTRUMENT_INSTRUMENT_H

#include "analysis/Check.h"
#include <optional>

namespace spinguard {

/// Which hooks can be left out.
enum class Elision : uint8_t {
  None,   ///< No hook.
  Leaf,   ///< Sections that are closed in themselves have one cheap hook.
  Proven, ///< Besides, locks of which everything is proven have none.
};

enum class HoldMode : uint8_t { Off, Watchdog, Sampled, Exact };

/// What instrumented code checks.
enum RuntimeChecks : unsigned {
  CheckLocks = 1 << 0,    ///< Acquire, release, order.
  CheckRoles = 1 << 1,    ///< Roles begin and end.
  CheckLifetime = 1 << 2, ///< Locks are initialised, destroyed, freed, copied.
  CheckBlocking = 1 << 3, ///< Calls that wait.
  CheckExits = 1 << 4,    ///< Threads and the process end.
  CheckAll = (1 << 5) - 1,
};

struct InstrumentOptions {
  Elision Elide = Elision::Proven;
  unsigned Checks = CheckAll;
  std::optional<unsigned> HoldUs;
  HoldMode Hold = HoldMode::Off;
  bool Inline = true;       ///< The hot part of the hooks, where it is known.
  bool WantsReport = false; ///< Somebody reads what instrumentModule returns.

  bool wantsHoldTime() const { return Hold != HoldMode::Off || HoldUs; }
};

/// Instruments \p M. The report is that of the check of the module as it was,
/// with what became of each site at run time. It is empty if nobody wants it
/// and no decision depends on it.
Report instrumentModule(llvm::Module &M, const CheckOptions &Check,
                        const InstrumentOptions &Opts);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_INSTRUMENT_H
