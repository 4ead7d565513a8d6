//===- MaskState.h - What a context has masked ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The interrupt state of a path, relative to the function's entry: the level
// that was set (an IRQL, or interrupts on and off), which a saved value brings
// back, and counts of what nests (preempt_disable, local_bh_disable). Locks
// that forbid sleeping mask other threads as well; that is seen from the locks.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_MASKSTATE_H
#define SPINGUARD_ANALYSIS_MASKSTATE_H

#include "model/Model.h"
#include <algorithm>
#include <array>

namespace spinguard {

struct MaskState {
  enum LevelKind : uint8_t {
    AsEntry,  ///< As it was when the function was called.
    Known,    ///< Level.
    Restored, ///< What was in force when the value Saved was saved.
    Unknown,
  };
  LevelKind Kind = AsEntry;
  Masked Level = Masked::Nothing; ///< Known.
  uint32_t Saved = 0;             ///< Restored: a term, or an id of a pool.
  /// How often each was masked by nesting calls more than unmasked.
  std::array<int8_t, size_t(Masked::Isr) + 1> Depth{};

  bool operator==(const MaskState &O) const {
    return Kind == O.Kind && Level == O.Level && Saved == O.Saved &&
           Depth == O.Depth;
  }
  bool operator!=(const MaskState &O) const { return !(*this == O); }

  /// Whatever the caller has masked: what is \p M or more is masked.
  bool surelyMasks(Masked M) const {
    if (Kind == Known && Level >= M)
      return true;
    for (size_t I = size_t(M); I < Depth.size(); ++I)
      if (Depth[I] > 0)
        return true;
    return false;
  }
  /// In an interrupt, or with softirqs masked by a count: in_interrupt().
  bool isInterrupt() const {
    return Depth[size_t(Masked::Dpc)] > 0 || Depth[size_t(Masked::Isr)] > 0;
  }
  /// Nothing from \p M on is masked, if the caller has nothing masked that
  /// nests.
  bool surelyOpen(Masked M) const {
    return Kind == Known && Level < M && !surelyMasks(M);
  }

  /// The two mask the same themselves, whatever the caller has masked.
  bool masksAlike(const MaskState &O) const {
    auto Own = [](const MaskState &M) {
      return M.Kind == Known ? M.Level : Masked::Nothing;
    };
    return Own(*this) == Own(O) && Depth == O.Depth;
  }
  /// What can be said of both; they mask alike.
  void merge(const MaskState &O) {
    if (*this == O)
      return;
    // That one way has unmasked everything is lost; the other way shows what
    // happens where it has not.
    auto MayBeEntry = [](const MaskState &M) {
      return M.Kind == AsEntry || M.Kind == Known;
    };
    Kind = MayBeEntry(*this) && MayBeEntry(O) ? AsEntry : Unknown;
    Level = Masked::Nothing;
    Saved = 0;
  }

  void mask(Masked M, bool Nested) {
    if (Nested)
      count(M, 1);
    else if (Kind != Known || Level < M)
      set(M);
  }
  void unmask(Masked M, bool Nested) {
    if (Nested)
      count(M, -1);
    else
      set(Masked::Nothing);
  }
  /// This state of a callee where its caller is in state \p Outer.
  MaskState after(const MaskState &Outer) const {
    MaskState R = *this;
    if (Kind == AsEntry) {
      R.Kind = Outer.Kind;
      R.Level = Outer.Level;
      R.Saved = Outer.Saved;
    }
    for (size_t I = 0; I < Depth.size(); ++I)
      R.count(Masked(I), Outer.Depth[I]);
    return R;
  }
  /// Takes over the level, which \p From saved, and keeps the counts.
  void restore(const MaskState &From) {
    Kind = From.Kind;
    Level = From.Level;
    Saved = From.Saved;
  }
  void set(Masked M) {
    Kind = Known;
    Level = M;
    Saved = 0;
  }
  void forget() {
    Kind = Unknown;
    Level = Masked::Nothing;
    Saved = 0;
  }

  /// Counts end here. Few programs nest deeper; what goes on is a way that
  /// leaves something masked, taken again and again, and each count would be a
  /// state of its own in all that calls it.
  static constexpr int MinDepth = -6, MaxDepth = 6;
  bool isAtLimit() const {
    return std::any_of(Depth.begin(), Depth.end(),
                       [](int8_t N) { return N == MinDepth || N == MaxDepth; });
  }

private:
  void count(Masked M, int By) {
    int N = Depth[size_t(M)] + By;
    Depth[size_t(M)] = int8_t(std::clamp<int>(N, MinDepth, MaxDepth));
  }
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_MASKSTATE_H
