/* What the headers make of the unlock functions in a kernel that is not
   preemptible: a store between barriers on x86, an atomic addition for readers.
   The functions are those that the compiler sees, the outermost last. */
#define barrier() __asm__ volatile("" ::: "memory")
#define store_release(P, V)                                                    \
  do {                                                                         \
    barrier();                                                                 \
    *(volatile __typeof__(*(P)) *)(P) = (V);                                   \
  } while (0)

always_inline void queued_spin_unlock(raw_spinlock_t *L) {
  store_release((unsigned char *)L, 0);
}
always_inline void do_raw_spin_unlock(raw_spinlock_t *L) { queued_spin_unlock(L); }
always_inline void __raw_spin_unlock(raw_spinlock_t *L) {
  do_raw_spin_unlock(L);
  barrier(); /* preempt_enable() */
}
always_inline void __raw_spin_unlock_irq(raw_spinlock_t *L) {
  do_raw_spin_unlock(L);
  __asm__ volatile("sti" ::: "memory");
  barrier();
}
always_inline void spin_unlock(spinlock_t *L) { __raw_spin_unlock(&L->rlock); }
always_inline void spin_unlock_irq(spinlock_t *L) { __raw_spin_unlock_irq(&L->rlock); }

always_inline void queued_write_unlock(rwlock_t *L) {
  store_release((unsigned char *)&L->Cnts, 0);
}
always_inline void __raw_write_unlock(rwlock_t *L) {
  queued_write_unlock(L);
  barrier();
}
#define write_unlock(L) __raw_write_unlock(L)

always_inline int arch_atomic_add_return(int By, unsigned *Counter) {
  int Old = By;
  __asm__ volatile("lock; xaddl %0, %1\n" : "+r"(Old), "+m"(*Counter) : : "memory", "cc");
  return Old + By;
}
always_inline void queued_read_unlock(rwlock_t *L) {
  (void)arch_atomic_add_return(-512, &L->Cnts);
}
always_inline void __raw_read_unlock(rwlock_t *L) {
  queued_read_unlock(L);
  barrier();
}
#define read_unlock(L) __raw_read_unlock(L)
