// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A section whose release restores what the function itself keeps can be a
// leaf. What is kept where other threads write is checked: the static check
// takes it for its own.
// RUN: env "SPINGUARD_INSTRUMENT=models=%S/programs/Inputs/saving.yaml;output=%t.json;format=json" %sgclang -g -O1 -c %s -o %t.o
// RUN: FileCheck %s < %t.json
struct saving;
int saving_acquire(struct saving *);
void saving_release(struct saving *, int);
struct saving {
  int Taken;
};
static struct saving A, B;
static int Count;
int Kept;
int main(void) {
  // CHECK: "lock": "A",
  // CHECK: "runtime": "elided",
  int Old = saving_acquire(&A);
  ++Count;
  saving_release(&A, Old);
  // CHECK: "lock": "B",
  // CHECK: "runtime": "checked",
  // CHECK-NEXT: "runtimeReason": "what the release restores is not proven"
  Kept = saving_acquire(&B);
  ++Count;
  saving_release(&B, Kept);
  return Count;
}
