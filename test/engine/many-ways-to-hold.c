// After thirty other locks, thirty that are held or not as numbers say, and
// much to do meanwhile: more ways to hold locks than are told apart, and too
// many locks to look at each alone. The function is told in part: that is no
// Pass, and none of its lock sites is proven, as it is lost which locks are
// held; but what happens to another lock on the way is found, with a doubt.
//
// RUN: %clang -O0 -g -S -emit-llvm %s -o %t.ll
// RUN: %python %S/../cli/Inputs/exit-status.py 3 \
// RUN:   %spinguard check --budget 4500 --confidence low --stats %t.ll > %t.txt
// RUN: FileCheck --check-prefix=SOUND --input-file %t.txt %s
// RUN: %clang -O0 -g -S -emit-llvm -DDEFECT %s -o %t.ll
// RUN: not %spinguard check --budget 4500 --confidence low %t.ll > %t.txt
// RUN: FileCheck --check-prefix=DEFECT --input-file %t.txt %s
//
// SOUND-NOT: Pass
// SOUND: Inconclusive: the analysis gave up on 'main':
// SOUND-NEXT: more ways to hold locks meet in it than are
// SOUND-NOT: Pass
// SOUND: no findings
// SOUND-SAME: 0 proven
// SOUND: 1 function given up
// SOUND: runs, lock states merged {{ *}}1{{$}}
// DEFECT: 'Other' is acquired again while it is held [double-acquire] (low
// DEFECT: doubt: more ways to hold locks meet on the way than are told apart
#include <pthread.h>
int rnd(void);
#define TEN(X, N)                                                              \
  X(N##0)                                                                      \
  X(N##1) X(N##2) X(N##3) X(N##4) X(N##5) X(N##6) X(N##7) X(N##8) X(N##9)
#define LOCK(N) pthread_spinlock_t Lock##N;
#define TAKE(N)                                                                \
  int Has##N = rnd();                                                          \
  if (Has##N)                                                                  \
    pthread_spin_lock(&Lock##N);
#define GIVE(N)                                                                \
  if (Has##N)                                                                  \
    pthread_spin_unlock(&Lock##N);
#define BOTH(N)                                                                \
  pthread_spin_lock(&Lock##N);                                                 \
  pthread_spin_unlock(&Lock##N);
#define WORK(N) rnd();
TEN(LOCK, 1)
TEN(LOCK, 2) TEN(LOCK, 3) TEN(LOCK, 4) TEN(LOCK, 5)
    TEN(LOCK, 6) pthread_spinlock_t Other;
int main(void) {
  TEN(BOTH, 4)
  TEN(BOTH, 5) TEN(BOTH, 6) TAKE(10) TAKE(11) TAKE(12) TAKE(13) TAKE(14)
      TEN(WORK, 1) TEN(WORK, 2) TEN(WORK, 3) TEN(WORK, 4) TEN(WORK, 5)
          TEN(WORK, 6) TEN(WORK, 7) TEN(WORK, 8) TEN(WORK, 9) TAKE(15) TAKE(16)
              TAKE(17) TAKE(18) TAKE(19) TEN(TAKE, 2) TEN(TAKE, 3)
                  pthread_spin_lock(&Other);
#ifdef DEFECT
  pthread_spin_lock(&Other);
#endif
  pthread_spin_unlock(&Other);
  TEN(GIVE, 3) TEN(GIVE, 2) TEN(GIVE, 1) return 0;
}
