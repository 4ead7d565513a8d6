//===- HoldTime.h - How long locks are held, by estimate --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The simulation tells which blocks and calls run with a lock held that the
// function has acquired. Here the costliest way through them is put a price on:
// instructions by the generic cost model of LLVM, loops by their bounds,
// callees by their own costliest way, delays by their argument. What has no
// bound is told apart from what is long.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_HOLDTIME_H
#define SPINGUARD_ANALYSIS_HOLDTIME_H

#include "analysis/ConstantArguments.h"
#include "analysis/FunctionInfo.h"
#include "analysis/Program.h"
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace spinguard {

/// What runs with a lock held that one call has acquired; over all paths that
/// the simulation found feasible.
struct HeldRegion {
  llvm::StringRef LockText, LockKind, Api; ///< Interned.
  ModuleLoc Acquired;
  std::set<BlockId> Blocks; ///< Entered with it, or the one it is acquired in.
  std::set<BlockId> Loops;  ///< Headers that a next round enters with it.
  std::set<ValueId> Calls;  ///< Made with it.
};
using HeldRegions = std::map<ValueId, HeldRegion>; ///< By acquiring call.

/// Why the time of something is not known.
enum class OpenTime : uint8_t {
  None,
  Loop,  ///< How often it runs is not known.
  Range, ///< How often it runs is bounded by the type of its counter alone.
  Spin,  ///< A loop that waits for memory or a device to change.
  Delay, ///< A delay by an argument that is not known.
  Code,  ///< A call to code that is not known through a pointer.
};

/// "64 ns", "12 us", "3.5 ms": two digits or more, in ASCII, cut.
std::string timeText(uint64_t Ps);

/// A part of the time.
struct Expense {
  uint64_t Ps = 0;
  bool IsDelay = false; ///< Of a delay's argument, not by estimate.
  OpenTime Open = OpenTime::None;
  ModuleLoc At;
  llvm::StringRef Function; ///< Interned.
  std::string What;         ///< "'udelay' waits", "the loop runs 64 times".
};

/// A delay by an argument of the function that it is in.
struct ArgumentDelay {
  unsigned Param = 0;
  DelayUnit Unit = DelayUnit::Microseconds;
  uint64_t Times = 1;
  Expense E; ///< Where; its time is the caller's to say.
};

/// A bound of a loop's rounds that an estimate goes by.
struct LoopBound {
  uint64_t Trips = 0;
  ModuleLoc At;
  llvm::StringRef Function; ///< Interned.
};

/// The costliest way through something.
struct HoldCost {
  /// In picoseconds, so that single instructions count: in all, and of that in
  /// delays outside of loops, and in all delays. They saturate.
  uint64_t Ps = 0, DelayPs = 0, AnyDelayPs = 0;
  std::vector<Expense> Parts;   ///< The costliest first; few.
  std::vector<LoopBound> Loops; ///< On that way; few.
  /// Parts whose time is not known; few.
  std::vector<Expense> Open;
  std::vector<ArgumentDelay> Delays; ///< Few.
};

/// One held section of a function.
struct HeldSection {
  FunctionId Function = 0;
  HeldRegion Region;
  HoldCost Cost;
  /// The time if each loop that has but its counter's type for a bound ran as
  /// often as that allows. Saturates.
  uint64_t MostPs = 0;
};

class HoldTimes {
public:
  /// The estimate is one of magnitude: a processor that retires one instruction
  /// a cycle where nothing stalls it.
  static constexpr unsigned DefaultClockMHz = 2000;

  /// \p Infos: of each function that has a body. \p ClockMHz: cycles per
  /// microsecond, not 0. \p OpenTrips: rounds that a loop without a known bound
  /// counts for.
  HoldTimes(
      const Program &P,
      std::function<std::shared_ptr<const FunctionInfo>(FunctionId)> Infos,
      unsigned ClockMHz, unsigned OpenTrips)
      : P(P), Infos(std::move(Infos)), ClockMHz(ClockMHz),
        OpenTrips(OpenTrips) {
    for (auto &Of : Costs)
      Of.resize(P.functions().size());
    Deciding.resize(P.functions().size());
  }

  /// \p Acquire: the call that acquires the lock of \p R.
  HeldSection section(FunctionId F, ValueId Acquire, const HeldRegion &R);

private:
  /// Whether the range of a counter's type is taken for a bound of a loop.
  enum Bounds : unsigned { Stated, OfTypes };

  /// Of a whole call. Recursion costs what one level does.
  const HoldCost &ofFunction(FunctionId F, Bounds By);
  /// \p Known: what its caller passes; nothing else than a whole call is asked
  /// for with it.
  HoldCost costliest(FunctionId F, Bounds By, const HeldRegion *Within,
                     ValueId Acquire, const ConstantArguments &Known);
  HoldCost ofCall(FunctionId F, Bounds By, ValueId Call,
                  const ConstantArguments &Known);
  /// Of the call of \p Callee in \p PF, where \p Known are passed to that.
  const HoldCost &ofCallee(const ProgramFunction &PF, const FlowCall &C,
                           FunctionId Callee, Bounds By,
                           const ConstantArguments &Known);
  uint64_t decidingParams(FunctionId F) const;
  uint64_t ofBlock(const FlowFunction &F, BlockId B, const HeldRegion *Within,
                   ValueId Acquire) const;
  void delay(HoldCost &To, const ProgramFunction &PF, ValueId Amount,
             ArgumentDelay D) const;
  bool isSpinWait(FunctionId F, const std::vector<BlockId> &Loop) const;

  const Program &P;
  std::function<std::shared_ptr<const FunctionInfo>(FunctionId)> Infos;
  unsigned ClockMHz, OpenTrips;
  std::array<std::vector<std::optional<HoldCost>>, 2> Costs; ///< By Bounds.
  /// Of calls with constant arguments that decide; few of a function.
  std::map<FunctionId, std::map<std::pair<Bounds, ConstantArguments>, HoldCost>>
      Variants;
  /// Parameters that decide a branch of it or of a callee, a bit each; once its
  /// costs are known.
  std::vector<uint64_t> Deciding;
  unsigned Depth = 0; ///< Of variants within each other.
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_HOLDTIME_H
