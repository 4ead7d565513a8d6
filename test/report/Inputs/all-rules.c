/* One finding of each rule. */
typedef int spinlock;
void _raw_spin_lock(spinlock *);
void _raw_spin_unlock(spinlock *);
unsigned long _raw_spin_lock_irqsave(int *);
void _raw_spin_unlock_irqrestore(int *, unsigned long);
spinlock Lock, Other;
int Raw;
volatile int Input;

void doubled(void) {
  _raw_spin_lock(&Lock);
  _raw_spin_lock(&Lock);
  _raw_spin_unlock(&Lock);
}
void given_up_twice(void) {
  _raw_spin_lock(&Lock);
  _raw_spin_unlock(&Lock);
  _raw_spin_unlock(&Lock);
}
int inconsistent(void) {
  _raw_spin_lock(&Other);
  if (Input)
    return 0;
  _raw_spin_unlock(&Other);
  return 0;
}
void wrong_flags(void) {
  _raw_spin_lock_irqsave(&Raw);
  _raw_spin_unlock_irqrestore(&Raw, 0);
}
int init_module(void) {
  _raw_spin_lock(&Other);
  return 0;
}
