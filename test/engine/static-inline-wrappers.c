// RUN: %verify %s
// Linux-like: spin_lock is a static inline over _raw_spin_lock.
void _raw_spin_lock(void *);
void _raw_spin_unlock(void *);
int rnd(void);
typedef struct {
  struct {
    unsigned Val;
  } rlock;
} spinlock_t;
static inline __attribute__((always_inline)) void spin_lock(spinlock_t *L) {
  _raw_spin_lock(&L->rlock);
}
static inline __attribute__((always_inline)) void spin_unlock(spinlock_t *L) {
  _raw_spin_unlock(&L->rlock);
}
struct dev {
  int Irq;
  spinlock_t Lock;
} Dev;
int init_module(void) {
  spin_lock(&Dev.Lock);
  if (rnd()) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return -1; // DEFECT: held-at-exit
  }
  spin_unlock(&Dev.Lock);
  return 0;
}
