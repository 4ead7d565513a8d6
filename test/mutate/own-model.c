// RUN: %clang -I %S/../posix -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: rm -rf %t.out && %mutate --models %S/../posix/Inputs/own.yaml -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// What a lock is, is what the models say.
void own_take(int *), own_give(int *);
static int Lock;
int Count;
void add(void) {
  own_take(&Lock);
  Count++;
  own_give(&Lock);
}
// CHECK: "operator": "drop-release"
// CHECK: "callee": "own_give"
