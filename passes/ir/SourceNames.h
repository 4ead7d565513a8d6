//===- SourceNames.h - Names and types as the user wrote them ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recovers source expressions (`DevExt->QueueLock`) and struct field
// references for IR values from debug information, from the types of GEPs,
// from TBAA and from hints of the models. Names are for people and for the
// recognition of registration fields; no verdict rests on them.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_SOURCENAMES_H
#define SPINGUARD_IR_SOURCENAMES_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <string>

namespace llvm {
class DataLayout;
class DIType;
class Function;
class Instruction;
class LoadInst;
class Module;
class Value;
} // namespace llvm

namespace spinguard {

class ModelSet;

/// A field of a struct, as an address names it.
struct FieldRef {
  const llvm::Value *Base = nullptr;
  std::string Struct;     ///< Struct tag, "" when unknown.
  int64_t Offset = 0;     ///< From Base.
  std::string Field;      ///< Member path, "" when unknown.
  bool IsWrapper = false; ///< The struct has no other member.
  bool IsInLock = false;  ///< The struct is part of a lock.
  /// Of the struct, if it is an object around Base.
  const llvm::DIType *Outer = nullptr;
};

class SourceNames {
public:
  SourceNames(const llvm::Module &M, const ModelSet &Models);

  /// Collects the variables of a function; call once per function, after it
  /// was brought into SSA form.
  void enterFunction(const llvm::Function &F);

  /// Name of the local variable that \p V is the value of, or "".
  llvm::StringRef variableOf(const llvm::Value *V) const;

  /// The object that \p Ptr points to, as a source expression.
  std::string objectText(const llvm::Value *Ptr, unsigned Depth = 0) const;
  /// The value itself as a source expression.
  std::string valueText(const llvm::Value *V, unsigned Depth = 0) const;

  /// Splits an address into base, constant offset and struct field.
  FieldRef fieldOf(const llvm::Value *Ptr,
                   const llvm::Instruction *Access = nullptr) const;

  /// The field as fieldOf() has it, and after it the same place as a field of
  /// each struct that is a member around it: `Device->Work.Function` is a field
  /// of the device, and of the work item in it.
  llvm::SmallVector<FieldRef, 2>
  fieldsOf(const llvm::Value *Ptr,
           const llvm::Instruction *Access = nullptr) const;

  /// The member that the lock at \p Address is: of the innermost struct around
  /// it that is neither the lock nor a wrapper of it. Its Struct is "" where
  /// there is none. A lock that is known by a handle only is the field that
  /// keeps the handle.
  FieldRef lockField(const llvm::Value *Address, unsigned Depth = 0) const;
  /// Likewise for an object whose member, \p Offset bytes further, has the
  /// address \p Member.
  FieldRef objectField(const llvm::Value *Member, int64_t Offset) const;
  /// The lock at \p Address as a source expression: of an object that begins
  /// with it, that member.
  std::string lockText(const llvm::Value *Address) const;

  /// Member path at \p Offset of what \p Base points to, or "".
  std::string memberPath(const llvm::Value *Base, int64_t Offset) const;

  /// States that a value points to a struct of this tag (from models).
  void hintPointee(const llvm::Value *V, llvm::StringRef Struct);
  /// Typedef of the function that \p V points to, DRIVER_CANCEL, or "".
  llvm::StringRef functionTypeOf(const llvm::Value *V) const;
  /// What \p V points to, as the debug information has it, or null.
  const llvm::DIType *typeAt(const llvm::Value *V) const {
    return pointeeType(V);
  }
  /// Tag of the struct that \p V points to, or "".
  std::string pointeeTag(const llvm::Value *V, unsigned Depth = 0) const;
  /// Bytes of the struct that \p V points to; 0 if that is not known.
  uint64_t pointeeSize(const llvm::Value *V) const;

private:
  bool isLock(const llvm::DIType *T) const;
  const llvm::DIType *readFrom(const llvm::LoadInst &L, unsigned Depth) const;
  const llvm::DIType *pointeeType(const llvm::Value *V,
                                  unsigned Depth = 0) const;
  /// Whether what \p V points to says nothing of itself, nor is it a lock.
  bool isHandle(const llvm::Value *V) const;

  const llvm::DataLayout &DL;
  const ModelSet &Models;
  unsigned PointerSize;
  llvm::DenseMap<const llvm::Value *, std::string> Vars;
  llvm::DenseMap<const llvm::Value *, const llvm::DIType *> Pointee;
  llvm::DenseMap<const llvm::Value *, std::string> Hints;
  /// Of a member's address: the objects around it (container_of), each with
  /// its distance.
  struct Container {
    int64_t At;               ///< Where it begins: negative.
    const llvm::Value *Outer; ///< Null: the optimiser has left no pointer.
    const llvm::DIType *Type;
    llvm::StringRef Variable; ///< Of the user's, if there is no pointer; or "".
  };
  llvm::DenseMap<const llvm::Value *, llvm::SmallVector<Container, 1>> Around;
};

} // namespace spinguard

#endif // SPINGUARD_IR_SOURCENAMES_H
