// RUN: %verify %s
// A callee copies a struct to where its caller's pointer leads: the zeros that
// were there are gone.
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *);
int pthread_spin_unlock(pthread_spinlock_t *);
struct data { long Flags, Count, Id, Owner; };
struct device { pthread_spinlock_t Lock; struct data Data; };
struct save { struct data *To; struct device *From; };
static int save(struct save *S) {
  if (!S->From->Data.Flags)
    return 0;
  *S->To = S->From->Data;
  pthread_spin_lock(&S->From->Lock);
  S->From->Data.Flags = 0;
  pthread_spin_unlock(&S->From->Lock);
  return 1;
}
int handle(struct device *D) {
  struct data Data;
  __builtin_memset(&Data, 0, sizeof Data);
  struct save S = {&Data, D};
  if (!save(&S))
    return 0;
  if (!Data.Count)
    return 1;
  pthread_spin_lock(&D->Lock);
  if (Data.Owner) {
#ifdef SOUND
    pthread_spin_unlock(&D->Lock);
#endif
    return 1; // DEFECT: inconsistent-exit
  }
  D->Data.Id++;
  pthread_spin_unlock(&D->Lock);
  return 1;
}
