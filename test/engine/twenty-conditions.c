// RUN: %verify %s
// Twenty independent conditions around twenty locks: more paths than can be
// walked one by one.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t L0, L1, L2, L3, L4, L5, L6, L7, L8, L9,
    L10, L11, L12, L13, L14, L15, L16, L17, L18, L19;
int main(void) {
  int C0 = rnd();
  int C1 = rnd();
  int C2 = rnd();
  int C3 = rnd();
  int C4 = rnd();
  int C5 = rnd();
  int C6 = rnd();
  int C7 = rnd();
  int C8 = rnd();
  int C9 = rnd();
  int C10 = rnd();
  int C11 = rnd();
  int C12 = rnd();
  int C13 = rnd();
  int C14 = rnd();
  int C15 = rnd();
  int C16 = rnd();
  int C17 = rnd();
  int C18 = rnd();
  int C19 = rnd();
  if (C0)
    pthread_spin_lock(&L0);
  if (C1)
    pthread_spin_lock(&L1);
  if (C2)
    pthread_spin_lock(&L2);
  if (C3)
    pthread_spin_lock(&L3);
  if (C4)
    pthread_spin_lock(&L4);
  if (C5)
    pthread_spin_lock(&L5);
  if (C6)
    pthread_spin_lock(&L6);
  if (C7)
    pthread_spin_lock(&L7);
  if (C8)
    pthread_spin_lock(&L8);
  if (C9)
    pthread_spin_lock(&L9);
  if (C10)
    pthread_spin_lock(&L10);
  if (C11)
    pthread_spin_lock(&L11);
  if (C12)
    pthread_spin_lock(&L12);
  if (C13)
    pthread_spin_lock(&L13);
  if (C14)
    pthread_spin_lock(&L14);
  if (C15)
    pthread_spin_lock(&L15);
  if (C16)
    pthread_spin_lock(&L16);
  if (C17)
    pthread_spin_lock(&L17);
  if (C18)
    pthread_spin_lock(&L18);
  if (C19)
    pthread_spin_lock(&L19);
  work();
  if (C0)
    pthread_spin_unlock(&L0);
  if (C1)
    pthread_spin_unlock(&L1);
  if (C2)
    pthread_spin_unlock(&L2);
  if (C3)
    pthread_spin_unlock(&L3);
  if (C4)
    pthread_spin_unlock(&L4);
  if (C5)
    pthread_spin_unlock(&L5);
  if (C6)
    pthread_spin_unlock(&L6);
  if (C7)
    pthread_spin_unlock(&L7);
  if (C8)
    pthread_spin_unlock(&L8);
  if (C9)
    pthread_spin_unlock(&L9);
  if (C10)
    pthread_spin_unlock(&L10);
  if (C11)
    pthread_spin_unlock(&L11);
  if (C12)
    pthread_spin_unlock(&L12);
#ifdef SOUND
  if (C13)
#else
  if (C13 && C5)
#endif
    pthread_spin_unlock(&L13);
  if (C14)
    pthread_spin_unlock(&L14);
  if (C15)
    pthread_spin_unlock(&L15);
  if (C16)
    pthread_spin_unlock(&L16);
  if (C17)
    pthread_spin_unlock(&L17);
  if (C18)
    pthread_spin_unlock(&L18);
  if (C19)
    pthread_spin_unlock(&L19);
  return 0; // DEFECT: held-at-exit LOCK: L13
}
