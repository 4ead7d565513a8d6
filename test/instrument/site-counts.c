// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The report of an instrumented build says of each site whether it is proven,
// reported, or checked at run time, and why; and how many there are of each.
// RUN: env "SPINGUARD_INSTRUMENT=output=%t.json;format=json" %sgclang -g -O1 -c %s -o %t.o
// RUN: FileCheck %s --check-prefixes=COUNTS,SITES < %t.json
// RUN: env "SPINGUARD_INSTRUMENT=output=%t.sarif;format=sarif" %sgclang -g -O1 -c %s -o %t.o
// RUN: FileCheck %s --check-prefixes=SARIF,SITES < %t.sarif
// RUN: env "SPINGUARD_INSTRUMENT=output=%t.txt;format=text" %sgclang -g -O1 -c %s -o %t.o
// RUN: FileCheck %s --check-prefix=TEXT < %t.txt
#include <pthread.h>
static pthread_spinlock_t Closed;
pthread_spinlock_t Exported;
static int Count;

// COUNTS: "sites": {
// SARIF: "siteCounts": {
// SITES-NEXT: "proven": 3,
// SITES-NEXT: "reported": 1,
// SITES-NEXT: "unproven": 0,
// SITES-NEXT: "unreached": 0,
// SITES-NEXT: "runtime": {
// SITES-NEXT: "checked": 2,
// SITES-NEXT: "leaf": 0,
// SITES-NEXT: "elided": 2,
// SITES-NEXT: "unchecked": 0
// TEXT: 4 lock sites: 3 proven, 1 reported, 0 not proven; at run time 2 checked, 2 elided
int main(void) {
  pthread_spin_init(&Closed, 0);
  // SITES: "lock": "Closed",
  // SITES: "status": "proven",
  // SITES: "runtime": "elided",
  // SITES-NEXT: "runtimeReason": "all its sections are closed and proven"
  pthread_spin_lock(&Closed);
  ++Count;
  pthread_spin_unlock(&Closed);
  // SITES: "lock": "Exported",
  // SITES: "status": "{{proven|reported}}",
  // SITES: "runtime": "checked",
  // SITES-NEXT: "runtimeReason": "other code may know its lock"
  pthread_spin_lock(&Exported);
  pthread_spin_lock(&Exported);
  return Count;
}
