// RUN: %verify %s
// What was locked is an object: a callee that returns it locked, or an error, is
// told by its result.
#include "Inputs/linux.h"
struct tty_struct { int Count; };
static inline void *ERR_PTR(long E) { return (void *)E; }
static inline int IS_ERR(const void *P) {
  return (unsigned long)P >= (unsigned long)-4095;
}
void tty_lock(struct tty_struct *);
void tty_unlock(struct tty_struct *);
struct tty_struct *current_tty(void);
int reopen(struct tty_struct *);
static __attribute__((noinline)) struct tty_struct *get(void) {
  struct tty_struct *T = current_tty();
  if (!T)
    return ERR_PTR(-2);
  tty_lock(T);
  int Err = reopen(T);
  if (Err < 0) {
    tty_unlock(T);
    return ERR_PTR(Err);
  }
  return T; // DEFECT: inconsistent-exit
}
static int open(struct inode *I, struct file *F) {
  struct tty_struct *T = get();
  if (IS_ERR(T))
    return -5;
  T->Count++;
#ifdef SOUND
  tty_unlock(T);
#endif
  return 0;
}
const struct file_operations Operations = {.open = open};
