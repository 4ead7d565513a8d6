//===- Term.h - Symbolic values and access paths ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hash-consed symbolic terms: what a value is, in terms of the function's
// parameters, globals and the memory at its entry. The identity of a lock is
// its term: `(init (param 0) + 64) + 8` is the access path
// `DeviceObject->DeviceExtension->Lock`. Terms simplify when they are made, so
// that equal values mostly are equal terms.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_TERM_H
#define SPINGUARD_ANALYSIS_TERM_H

#include "ir/Flow.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>
#include <vector>

namespace spinguard {

using TermId = uint32_t; ///< Index into a TermArena. 0 is "no term".

enum class TermKind : uint8_t {
  None,
  Const,      ///< Imm.
  Undef,      ///< Never set.
  Param,      ///< Parameter Imm of the function under analysis.
  Global,     ///< Address of program symbol Aux.
  Function,   ///< Address of program symbol Aux.
  SystemLock, ///< The one lock of name Aux (a program string).
  Token,      ///< A lock without address: name Aux, told apart by A, B.
  HandleLock, ///< The lock acquired with the queue handle at address A.
  Object,     ///< A fresh object: stack slot or allocation at site Imm.
  InitMem,    ///< What memory at address A held on entry to the function.
  Sym,        ///< An unknown; see SymKind. Imm: site, A: discriminator.
  PtrAdd,     ///< A + Imm.
  PtrIndex,   ///< A + B * Imm.
  Binary,     ///< Op is a BinaryOp.
  Compare,    ///< Op is a ComparePred: EQ, ULT, ULE, SLT or SLE only.
  Select,     ///< A ? B : C.
  ZExt,
  SExt,
  Trunc,
  Apply, ///< Result of the pure function Aux on A, B, C.
  Tuple, ///< A struct's value: its field A (0: unknown), and B, the fields
         ///< after it as a Tuple, or 0.
};

enum class SymKind : uint8_t {
  Result,   ///< Result of the call at value Imm.
  Opaque,   ///< The unknown value Imm.
  Memory,   ///< What a load found after unknown changes; A: address.
  Join,     ///< Merged at block Imm; Aux: slot of the environment.
  JoinMem,  ///< Merged at block Imm; A: address.
  JoinLock, ///< Merged saved value of lock A at block Imm.
  Saved,    ///< The IRQL or flags that the acquire at value Imm saved.
  Imported, ///< Unknown Aux of the callee's summary at call Imm.
};

/// Flags that a term inherits from its operands.
enum TermFlags : uint8_t {
  TermHasSym = 1,    ///< Mentions a Sym: no caller can name it.
  TermHasObject = 2, ///< Mentions a fresh object.
  TermHasParam = 4,  ///< Mentions a parameter or the memory at entry.
};

struct Term {
  TermKind Kind = TermKind::None;
  uint8_t Op = 0;     ///< BinaryOp, ComparePred or SymKind.
  uint8_t Width = 64; ///< Bits.
  uint8_t Gen = 0;    ///< Sym: age in loop iterations, saturating.
  uint8_t Flags = 0;  ///< TermFlags; derived, not part of the identity.
  uint8_t Depth = 0;  ///< Height of the term, saturating; derived likewise.
  uint32_t A = 0, B = 0, C = 0;
  uint32_t Aux = 0;
  int64_t Imm = 0;

  bool operator==(const Term &O) const {
    return Kind == O.Kind && Op == O.Op && Width == O.Width && Gen == O.Gen &&
           A == O.A && B == O.B && C == O.C && Aux == O.Aux && Imm == O.Imm;
  }
};

/// Terms higher than this are not handed to callers: recursion would build
/// ever longer access paths.
constexpr uint8_t MaxExportDepth = 14;
/// The same for what a caller must not do: locks that are farther away are not
/// met again by the same way.
constexpr uint8_t MaxWitnessDepth = 9;

/// Oldest generation of a Sym; it stands for that and all older iterations.
constexpr uint8_t MaxGen = 3;

/// The terms of one function's analysis.
class TermArena {
public:
  TermArena();

  const Term &operator[](TermId Id) const { return Terms[Id]; }
  size_t size() const { return Terms.size(); }

  TermId intern(Term T);
  TermId constant(int64_t V, unsigned Width);
  TermId param(unsigned I, unsigned Width);
  TermId sym(SymKind K, int64_t Site, TermId A, uint32_t Aux, unsigned Width,
             uint8_t Gen = 0);
  TermId object(int64_t Site);
  TermId leaf(TermKind K, uint32_t Aux);
  TermId initMem(TermId Addr, unsigned Width);
  /// \p Label is the member's source name, \p Tag names the field
  /// ("file_operations+16"); neither is part of the identity.
  TermId ptrAdd(TermId Base, int64_t Off, llvm::StringRef Label = "",
                llvm::StringRef Tag = "");
  TermId ptrIndex(TermId Base, TermId Index, int64_t Scale);
  TermId binary(BinaryOp Op, TermId A, TermId B, unsigned Width);
  TermId compare(ComparePred P, TermId A, TermId B);
  TermId select(TermId C, TermId T, TermId F);
  TermId cast(TermKind K, TermId A, unsigned Width);
  TermId apply(uint32_t Fn, llvm::ArrayRef<TermId> Args, unsigned Width);
  TermId token(uint32_t Name, TermId A, TermId B);
  TermId handleLock(TermId Handle);
  /// A struct of these fields; 0 for a field of which nothing is known.
  TermId tuple(llvm::ArrayRef<TermId> Fields);
  /// Field \p I of a Tuple; 0 if it is not known.
  TermId element(TermId Id, uint64_t I) const;
  TermId notOf(TermId Bool);

  bool isConst(TermId Id, int64_t &V) const {
    if (Terms[Id].Kind != TermKind::Const)
      return false;
    V = Terms[Id].Imm;
    return true;
  }
  bool hasSym(TermId Id) const { return Terms[Id].Flags & TermHasSym; }
  /// A caller can name the term: it is made of what was there at entry.
  bool isEntryTerm(TermId Id) const {
    return !(Terms[Id].Flags & (TermHasSym | TermHasObject)) &&
           Terms[Id].Kind != TermKind::Undef;
  }
  /// A place in something a caller can name, perhaps at an unknown index.
  bool isEntryPlace(TermId Id) const {
    return Terms[Id].Kind == TermKind::Token ||
                   Terms[Id].Kind == TermKind::HandleLock
               ? isEntryTerm(Id)
               : isEntryTerm(rootOf(Id));
  }
  /// The address without its offsets and indexes.
  TermId rootOf(TermId Id) const;
  /// Splits PtrAdd; Off is 0 for other terms.
  TermId splitOffset(TermId Id, int64_t &Off) const;

  /// Rebuilds \p Id with every leaf and InitMem mapped through \p F (return 0
  /// to keep the term and look into its operands). \p Memo is per use.
  TermId rewrite(TermId Id, llvm::DenseMap<TermId, TermId> &Memo,
                 llvm::function_ref<TermId(TermId)> F);

  /// Same path but for unknowns: the two may be one address, and the program
  /// gives a reason to think so. Identical terms match.
  bool mayEqual(TermId A, TermId B, unsigned Depth = 0) const;
  /// The two are the same field of two objects, of which \p B's was found
  /// through memory: a way back (`Request->Endpoint->Device`) may lead to the
  /// other. Two fields of one object are taken to point to different things.
  /// \p SameName: the source calls the fields alike, which decides where a
  /// field at offset 0 leaves no trace in the address.
  bool mayBeSameField(TermId A, TermId B, bool SameName) const;
  /// The two addresses are certainly different.
  bool mustDiffer(TermId A, TermId B) const;

  /// For people and fingerprints: `arg0->64->8`, or with member names where
  /// known. \p Name gives the name of a leaf.
  std::string text(TermId Id,
                   llvm::function_ref<std::string(const Term &)> Name,
                   unsigned Depth = 0) const;
  llvm::StringRef label(TermId Id) const;
  llvm::StringRef tag(TermId Id) const;

private:
  struct Key {
    static Term getEmptyKey() {
      Term T;
      T.Kind = TermKind::None;
      T.Imm = -1;
      return T;
    }
    static Term getTombstoneKey() {
      Term T;
      T.Kind = TermKind::None;
      T.Imm = -2;
      return T;
    }
    static unsigned getHashValue(const Term &T);
    static bool isEqual(const Term &L, const Term &R) { return L == R; }
  };

  std::vector<Term> Terms;
  llvm::DenseMap<Term, TermId, Key> Index;
  llvm::DenseMap<TermId, std::string> Labels, Tags;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_TERM_H
