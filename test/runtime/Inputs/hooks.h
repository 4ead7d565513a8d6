//===- hooks.h - Calls of the hooks by hand ---------------------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the pass would insert around spin locks, so that the tests of the
// runtime do not need it.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_TEST_HOOKS_H
#define SPINGUARD_TEST_HOOKS_H

#include "spinguard/RuntimeABI.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/// A spin lock that is free when it is zero. (pthread_spinlock_t is not
/// everywhere.)
typedef struct {
  int Taken;
} Spin;

static inline int spinTry(Spin *L) {
  return !__atomic_exchange_n(&L->Taken, 1, __ATOMIC_ACQUIRE);
}
static inline void spinLock(Spin *L) {
  while (!spinTry(L))
    while (__atomic_load_n(&L->Taken, __ATOMIC_RELAXED))
      ;
}
static inline void spinUnlock(Spin *L) {
  __atomic_store_n(&L->Taken, 0, __ATOMIC_RELEASE);
}

/// A site record at this line. Cls is the address of a class, or 0.
#define SITE(Flags, Api, Lock, Cls)                                            \
  (__extension__({                                                             \
    static const struct spinguard_site S = {                                   \
        (Flags), __LINE__, 3, 0, __func__, __FILE__, Lock, Api, Cls};          \
    &S;                                                                        \
  }))

#define CLASS(Variable, Name)                                                  \
  static struct spinguard_class Variable = {Name, 0, 0}

/// pthread_spin_lock(L) with its hooks: of a lock of class Cls, with flags.
#define LOCK_AS(L, Cls, Flags)                                                 \
  do {                                                                         \
    if (!__spinguard_before_acquire(                                           \
            SITE(SPINGUARD_ACQUIRE | (Flags), "pthread_spin_lock", #L, Cls),   \
            (const void *)(L)))                                                \
      spinLock(L);                                                             \
  } while (0)
#define UNLOCK_AS(L, Cls, Flags)                                               \
  do {                                                                         \
    if (!__spinguard_before_release(                                           \
            SITE(SPINGUARD_RELEASE | (Flags), "pthread_spin_unlock", #L, Cls), \
            (const void *)(L)))                                                \
      spinUnlock(L);                                                           \
  } while (0)

#define LOCK(L) LOCK_AS(L, 0, 0)
#define UNLOCK(L) UNLOCK_AS(L, 0, 0)

/// pthread_spin_trylock(L); its value is whether it succeeded.
#define TRYLOCK_AS(L, Cls)                                                     \
  (__extension__({                                                             \
    int Acquired = spinTry(L);                                                 \
    __spinguard_after_try(                                                     \
        SITE(SPINGUARD_TRY_ACQUIRE, "pthread_spin_trylock", #L, Cls),          \
        (const void *)(L), Acquired);                                          \
    Acquired;                                                                  \
  }))
#define TRYLOCK(L) TRYLOCK_AS(L, 0)

#define INIT_AS(L, Cls)                                                        \
  do {                                                                         \
    __spinguard_init(SITE(SPINGUARD_INIT, "pthread_spin_init", #L, Cls),       \
                     (const void *)(L));                                       \
    spinUnlock(L);                                                             \
  } while (0)
#define INIT(L) INIT_AS(L, 0)
#define DESTROY(L)                                                             \
  do {                                                                         \
    __spinguard_destroy(                                                       \
        SITE(SPINGUARD_DESTROY, "pthread_spin_destroy", #L, 0),                \
        (const void *)(L));                                                    \
    (L)->Taken = 0;                                                            \
  } while (0)

/// A role record at this line; the function's guards are ENTER and LEAVE.
#define ROLE(Flags, Name)                                                      \
  (__extension__({                                                             \
    static const struct spinguard_role R = {                                   \
        (Flags), __LINE__, Name, __func__, __FILE__, 0, 0};                    \
    &R;                                                                        \
  }))
#define ENTER(Flags, Name)                                                     \
  const struct spinguard_role *ThisRole = ROLE(Flags, Name);                   \
  int64_t Cookie = __spinguard_role_enter(ThisRole)
#define LEAVE() __spinguard_role_exit(ThisRole, Cookie)

#endif // SPINGUARD_TEST_HOOKS_H
