// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: rm -rf %t.1 %t.2 %t.3 && %mutate --limit 2 --operators drop-release -o %t.1 %t.bc
// RUN: %mutate --limit 2 --operators drop-release,double-acquire -o %t.2 %t.bc
// RUN: %mutate --limit 2 --seed 7 --operators drop-release -o %t.3 %t.bc
// RUN: grep -c '"operator"' %t.1/mutants.json | FileCheck --check-prefix=TWO %s
// RUN: cmp %t.1/same-mutants.c.tmp.0000.drop-release.bc %t.2/same-mutants.c.tmp.0000.drop-release.bc
// RUN: cmp %t.1/same-mutants.c.tmp.0001.drop-release.bc %t.2/same-mutants.c.tmp.0001.drop-release.bc
// RUN: not cmp %t.1/mutants.json %t.3/mutants.json
// The places are those of the seed, whatever else is made.
// TWO: 2
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
#define SECTION                                                                \
  pthread_spin_lock(&Lock);                                                    \
  Count++;                                                                     \
  pthread_spin_unlock(&Lock);
void one(void) { SECTION }
void two(void) { SECTION }
void three(void) { SECTION }
void four(void) { SECTION }
void five(void) { SECTION }
void six(void) { SECTION }
void seven(void) { SECTION }
void eight(void) { SECTION }
