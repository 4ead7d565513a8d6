//===- FlowPrinter.cpp - Flow IR as text ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Flow.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static const char *opName(FlowOp Op) {
  static const char *const Names[] = {
      "const",    "undef",   "param",    "global", "function", "ptradd",
      "ptrindex", "binary",  "icmp",     "select", "zext",     "sext",
      "trunc",    "extract", "insert",   "alloca", "phi",      "load",
      "store",    "call",    "exchange", "update", "cmpxchg",  "clobber",
      "copy",     "opaque"};
  return Names[unsigned(Op)];
}

static void printValue(raw_ostream &OS, const FlowModule &M,
                       const FlowFunction &F, ValueId V) {
  const FlowValue &X = F.Values[V];
  OS << "    ";
  if (X.Width)
    OS << "%" << V << ":" << unsigned(X.Width) << " = ";
  OS << opName(X.Op);
  for (ValueId O : {X.A, X.B, X.C})
    if (O != NoId)
      OS << " %" << O;
  if (X.Op == FlowOp::Call) {
    const FlowCall &C = F.Calls[X.Aux];
    if (C.Callee != NoId)
      OS << " @" << M.Symbols[C.Callee].Name;
    else
      OS << " %" << C.CalleeValue;
    OS << "(";
    for (size_t I = 0; I < C.Args.size(); ++I)
      OS << (I ? ", %" : "%") << C.Args[I];
    OS << ")";
    if (C.Slot)
      OS << " slot " << M.str(C.Slot);
  } else if (X.Op == FlowOp::Phi) {
    for (const auto &[B, In] : F.Phis[X.Aux].Incoming)
      OS << " [b" << B << ": %" << In << "]";
  } else if (X.Imm) {
    OS << " " << X.Imm;
  }
  if (X.Name)
    OS << "  ; " << M.str(X.Name);
  if (X.Loc)
    OS << "  ; line " << M.Locs[X.Loc].Line;
  OS << "\n";
}

void spinguard::printFlow(raw_ostream &OS, const FlowModule &M) {
  OS << "flow module '" << M.Name << "'\n";
  for (const FlowRole &R : M.Roles)
    OS << "role " << R.Role << ": " << M.Symbols[R.Function].Name
       << (R.Object || R.Global != NoId ? " of " : "") << M.str(R.Object)
       << (R.Global != NoId ? StringRef(M.Symbols[R.Global].Name) : "") << "\n";
  for (const FlowSlot &S : M.Slots)
    OS << "slot " << S.Slot << ": " << M.Symbols[S.Function].Name << "\n";
  for (const FlowFunction &F : M.Functions) {
    OS << "function '" << M.Symbols[F.Symbol].Name << "'\n";
    for (ValueId V = 0; V < F.Values.size(); ++V) {
      const FlowValue &X = F.Values[V];
      if (X.Op == FlowOp::Const)
        OS << "    %" << V << ":" << unsigned(X.Width) << " = " << X.Imm
           << "\n";
      else if (X.Op == FlowOp::Global || X.Op == FlowOp::Function)
        OS << "    %" << V << " = @" << M.Symbols[X.Aux].Name << "\n";
      else if (X.Op == FlowOp::Param)
        printValue(OS, M, F, V);
    }
    for (size_t B = 0; B < F.Blocks.size(); ++B) {
      const FlowBlock &FB = F.Blocks[B];
      OS << "  b" << B << ":\n";
      for (ValueId V : FB.Phis)
        printValue(OS, M, F, V);
      for (ValueId V : FB.Insts)
        printValue(OS, M, F, V);
      static const char *const Terms[] = {"jump",   "branch",     "switch",
                                          "invoke", "any of",     "return",
                                          "resume", "unreachable"};
      OS << "    " << Terms[unsigned(FB.Term)];
      if (FB.Cond != NoId)
        OS << " %" << FB.Cond;
      for (BlockId S : FB.Succs)
        OS << " b" << S;
      OS << "\n";
    }
  }
}
