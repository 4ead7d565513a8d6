//===- Model.cpp - Look-ups in the models ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The look-ups of ModelSet and the words of the schema.
// Reading YAML is ModelLoader.cpp's work.
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

ArrayRef<Api> ModelSet::lookup(StringRef Name, TargetSystem For) const {
  auto It = Apis.find(Name);
  if (It == Apis.end())
    return {};
  // Those that apply are side by side.
  auto Fits = [For](const Api &A) { return applies(A.System, For); };
  return ArrayRef<Api>(It->second).drop_until(Fits).take_while(Fits);
}

const LockKindInfo &ModelSet::findLockKind(StringRef Name) const {
  static const LockKindInfo Unknown;
  for (const LockKindInfo &K : Kinds)
    if (K.Name == Name)
      return K;
  return Unknown;
}

const Role *ModelSet::findRole(StringRef Name) const {
  for (const Role &R : Roles)
    if (R.Name == Name)
      return &R;
  for (const Role &R : Roles)
    if (R.Original == Name || is_contained(R.Aliases, Name))
      return &R;
  return nullptr;
}

StringRef ModelSet::systemOf(StringRef Family) const {
  for (const FamilyInfo &F : Families)
    if (F.Name == Family)
      return F.System;
  return "";
}

StringRef ModelSet::nearestRoleName(StringRef Name) const {
  StringRef Best;
  unsigned BestDistance = ~0u;
  std::string Lower = Name.take_front(200).lower();
  auto Consider = [&](StringRef Candidate) {
    if (Candidate.empty())
      return;
    unsigned D = StringRef(Candidate.lower()).edit_distance(Lower);
    if (D < BestDistance) {
      Best = Candidate;
      BestDistance = D;
    }
  };
  for (const Role &R : Roles) {
    Consider(R.Name);
    Consider(R.Original);
    for (const std::string &A : R.Aliases)
      Consider(A);
  }
  return Best;
}

std::vector<StringRef> ModelSet::apiNames() const {
  std::vector<StringRef> Names;
  Names.reserve(Apis.size());
  for (const auto &Entry : Apis)
    Names.push_back(Entry.first());
  llvm::sort(Names);
  return Names;
}

StringRef spinguard::toString(Effect E) {
  switch (E) {
  case Effect::None:
    return "none";
  case Effect::Acquire:
    return "acquire";
  case Effect::TryAcquire:
    return "try-acquire";
  case Effect::Release:
    return "release";
  case Effect::Use:
    return "use";
  case Effect::Convert:
    return "convert";
  case Effect::Init:
    return "init";
  case Effect::Destroy:
    return "destroy";
  case Effect::AssertHeld:
    return "assert-held";
  case Effect::Call:
    return "call";
  case Effect::Alloc:
    return "alloc";
  case Effect::Free:
    return "free";
  case Effect::NoReturn:
    return "noreturn";
  case Effect::Pure:
    return "pure";
  case Effect::Level:
    return "level";
  case Effect::Opaque:
    return "opaque";
  }
  return "";
}

StringRef spinguard::toString(LockMode M) {
  switch (M) {
  case LockMode::Exclusive:
    return "exclusive";
  case LockMode::Shared:
    return "shared";
  case LockMode::Any:
    return "any";
  }
  return "";
}

StringRef spinguard::toString(Success S) {
  switch (S) {
  case Success::NonZero:
    return "nonzero";
  case Success::Zero:
    return "zero";
  case Success::ZeroOrError:
    return "zero-or-error";
  case Success::NonNegative:
    return "non-negative";
  case Success::Always:
    return "always";
  }
  return "";
}

StringRef spinguard::toString(ExitRule R) {
  return R == ExitRule::Unheld ? "unheld" : "may-hold";
}

StringRef spinguard::toString(RoleLevel L) {
  switch (L) {
  case RoleLevel::None:
    return "none";
  case RoleLevel::Dpc:
    return "dpc";
  case RoleLevel::Isr:
    return "isr";
  case RoleLevel::Signal:
    return "signal";
  case RoleLevel::Thread:
    return "thread";
  }
  return "";
}

StringRef spinguard::toString(ModuleEvent E) {
  switch (E) {
  case ModuleEvent::None:
    return "none";
  case ModuleEvent::Load:
    return "load";
  case ModuleEvent::Unload:
    return "unload";
  }
  return "";
}

StringRef spinguard::toString(Blocks B) {
  switch (B) {
  case Blocks::No:
    return "no";
  case Blocks::Wait:
    return "wait";
  case Blocks::Completion:
    return "completion";
  case Blocks::WaitInThread:
    return "wait-in-thread";
  case Blocks::IrqsOn:
    return "irqs-on";
  case Blocks::WaitPreemptible:
    return "wait-preemptible";
  }
  return "";
}

StringRef spinguard::toString(IrqlLimit L) {
  switch (L) {
  case IrqlLimit::Any:
    return "any";
  case IrqlLimit::Passive:
    return "passive";
  case IrqlLimit::Apc:
    return "apc";
  case IrqlLimit::Dispatch:
    return "dispatch";
  }
  return "";
}

StringRef spinguard::toString(Masked M) {
  switch (M) {
  case Masked::Nothing:
    return "nothing";
  case Masked::Apc:
    return "apc";
  case Masked::Preempt:
    return "preempt";
  case Masked::Dpc:
    return "dpc";
  case Masked::Isr:
    return "isr";
  }
  return "";
}

StringRef spinguard::toString(DelayUnit U) {
  switch (U) {
  case DelayUnit::Nanoseconds:
    return "ns";
  case DelayUnit::Microseconds:
    return "us";
  case DelayUnit::Milliseconds:
    return "ms";
  case DelayUnit::XLoops:
    return "xloops";
  }
  return "";
}

uint64_t spinguard::delayNanoseconds(uint64_t Amount, DelayUnit Unit) {
  switch (Unit) {
  case DelayUnit::Nanoseconds:
    return Amount;
  case DelayUnit::Microseconds:
    return SaturatingMultiply<uint64_t>(Amount, 1000);
  case DelayUnit::Milliseconds:
    return SaturatingMultiply<uint64_t>(Amount, 1000000);
  case DelayUnit::XLoops: {
    // The whole seconds and the rest apart, so that nothing overflows.
    constexpr uint64_t Second = 1000000000;
    return SaturatingAdd(SaturatingMultiply(Amount >> 32, Second),
                         (Amount & UINT32_MAX) * Second >> 32);
  }
  }
  return 0;
}

StringRef spinguard::toString(Registration::Kind K) {
  switch (K) {
  case Registration::Name:
    return "function";
  case Registration::Store:
    return "store";
  case Registration::Exchange:
    return "exchange";
  case Registration::CallArg:
    return "call";
  case Registration::Section:
    return "section";
  case Registration::Table:
    return "table";
  }
  return "";
}

/// What is looked up by another key than the rows have.
void ModelSet::index() {
  StringMap<ModelSystem> Systems;
  for (const FamilyInfo &F : Families)
    Systems[F.Name] = StringSwitch<ModelSystem>(F.System)
                          .Case("windows", ModelSystem::Windows)
                          .Case("linux", ModelSystem::Linux)
                          .Case("posix", ModelSystem::Posix)
                          .Default(ModelSystem::Every);
  for (auto &Rows : Apis) {
    for (Api &A : Rows.second)
      A.System = Systems.lookup(A.Family);
    llvm::stable_sort(Rows.second, [](const Api &A, const Api &B) {
      return A.System < B.System;
    });
  }
  for (Registration &R : Regs)
    R.System = Systems.lookup(R.Family);
  for (const LockKindInfo &K : Kinds)
    for (const std::string &Type : K.Types)
      LockTypes.insert(Type);
  for (const auto &Rows : Apis)
    for (const Api &A : Rows.second)
      if (A.Required)
        InitKinds.insert(A.LockKind);
}
