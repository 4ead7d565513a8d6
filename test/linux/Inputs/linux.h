/* As much of the Linux kernel's interface as these tests need, in the form in
   which its headers present it to a module: inline functions and macros over
   out-of-line functions on the raw lock. */
#ifndef TEST_LINUX_H
#define TEST_LINUX_H
#define NULL ((void *)0)
#define EBUSY 16
#define EINVAL 22
#define ENOMEM 12
#define offsetof(T, M) __builtin_offsetof(T, M)
#define container_of(P, T, M) ((T *)((char *)(P) - offsetof(T, M)))
typedef unsigned long size_t;
typedef long ssize_t;
typedef long long loff_t;
typedef _Bool bool;

/* --- Locks --- */
typedef struct raw_spinlock { unsigned Val; } raw_spinlock_t;
typedef struct spinlock { struct raw_spinlock rlock; } spinlock_t;
typedef struct { unsigned Cnts, Wait; } rwlock_t;
#define DEFINE_SPINLOCK(L) spinlock_t L = {{0}}
#define DEFINE_RWLOCK(L) rwlock_t L = {0, 0}

void _raw_spin_lock(raw_spinlock_t *);
void _raw_spin_lock_nested(raw_spinlock_t *, int);
void _raw_spin_lock_bh(raw_spinlock_t *);
void _raw_spin_lock_irq(raw_spinlock_t *);
unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *);
int _raw_spin_trylock(raw_spinlock_t *);
int _raw_spin_trylock_bh(raw_spinlock_t *);
void _raw_spin_unlock(raw_spinlock_t *);
void _raw_spin_unlock_bh(raw_spinlock_t *);
void _raw_spin_unlock_irq(raw_spinlock_t *);
void _raw_spin_unlock_irqrestore(raw_spinlock_t *, unsigned long);
void _raw_read_lock(rwlock_t *);
int _raw_read_trylock(rwlock_t *);
void _raw_read_unlock(rwlock_t *);
unsigned long _raw_read_lock_irqsave(rwlock_t *);
void _raw_read_unlock_irqrestore(rwlock_t *, unsigned long);
void _raw_write_lock(rwlock_t *);
int _raw_write_trylock(rwlock_t *);
void _raw_write_unlock(rwlock_t *);
void _raw_write_lock_bh(rwlock_t *);
void _raw_write_unlock_bh(rwlock_t *);
unsigned long _raw_write_lock_irqsave(rwlock_t *);
void _raw_write_unlock_irqrestore(rwlock_t *, unsigned long);
void __raw_spin_lock_init(raw_spinlock_t *, const char *, void *, short);
void __rwlock_init(rwlock_t *, const char *, void *);

#define always_inline static inline __attribute__((always_inline))
always_inline raw_spinlock_t *spinlock_check(spinlock_t *L) { return &L->rlock; }
always_inline void spin_lock(spinlock_t *L) { _raw_spin_lock(&L->rlock); }
always_inline void spin_lock_bh(spinlock_t *L) { _raw_spin_lock_bh(&L->rlock); }
always_inline void spin_lock_irq(spinlock_t *L) { _raw_spin_lock_irq(&L->rlock); }
always_inline int spin_trylock(spinlock_t *L) { return _raw_spin_trylock(&L->rlock); }
always_inline int spin_trylock_bh(spinlock_t *L) { return _raw_spin_trylock_bh(&L->rlock); }
#ifdef INLINE_UNLOCK
#include "linux-inline-unlock.h"
#else
always_inline void spin_unlock(spinlock_t *L) { _raw_spin_unlock(&L->rlock); }
always_inline void spin_unlock_irq(spinlock_t *L) { _raw_spin_unlock_irq(&L->rlock); }
#define read_unlock(L) _raw_read_unlock(L)
#define write_unlock(L) _raw_write_unlock(L)
#endif
always_inline void spin_unlock_bh(spinlock_t *L) { _raw_spin_unlock_bh(&L->rlock); }
always_inline void spin_unlock_irqrestore(spinlock_t *L, unsigned long Flags) {
  _raw_spin_unlock_irqrestore(&L->rlock, Flags);
}
#define spin_lock_init(L) __raw_spin_lock_init(spinlock_check(L), #L, NULL, 2)
#define spin_lock_nested(L, Class) _raw_spin_lock_nested(spinlock_check(L), Class)
#define spin_lock_irqsave(L, Flags)                                            \
  do {                                                                         \
    Flags = _raw_spin_lock_irqsave(spinlock_check(L));                         \
  } while (0)
#define read_lock(L) _raw_read_lock(L)
#define read_trylock(L) _raw_read_trylock(L)
#define write_lock(L) _raw_write_lock(L)
#define write_trylock(L) _raw_write_trylock(L)
#define write_lock_bh(L) _raw_write_lock_bh(L)
#define write_unlock_bh(L) _raw_write_unlock_bh(L)
#define write_lock_irqsave(L, Flags)                                           \
  do {                                                                         \
    Flags = _raw_write_lock_irqsave(L);                                        \
  } while (0)
#define write_unlock_irqrestore(L, Flags) _raw_write_unlock_irqrestore(L, Flags)
#define read_lock_irqsave(L, Flags)                                            \
  do {                                                                         \
    Flags = _raw_read_lock_irqsave(L);                                         \
  } while (0)
#define read_unlock_irqrestore(L, Flags) _raw_read_unlock_irqrestore(L, Flags)
int _atomic_dec_and_lock(int *, spinlock_t *);
int _atomic_dec_and_lock_irqsave(int *, spinlock_t *, unsigned long *);

/* --- Locks that sleep --- */
struct mutex { long owner; unsigned wait_lock; void *next, *prev; };
#define DEFINE_MUTEX(M) struct mutex M = {0}
void mutex_lock(struct mutex *);
int mutex_lock_interruptible(struct mutex *);
int mutex_lock_killable(struct mutex *);
int mutex_trylock(struct mutex *);
void mutex_unlock(struct mutex *);
int atomic_dec_and_mutex_lock(int *, struct mutex *);
struct rw_semaphore { long count, owner; unsigned wait_lock; void *next, *prev; };
#define DECLARE_RWSEM(S) struct rw_semaphore S = {0}
void down_read(struct rw_semaphore *);
int down_read_killable(struct rw_semaphore *);
int down_read_trylock(struct rw_semaphore *);
void up_read(struct rw_semaphore *);
void down_write(struct rw_semaphore *);
int down_write_killable(struct rw_semaphore *);
int down_write_trylock(struct rw_semaphore *);
void up_write(struct rw_semaphore *);
void downgrade_write(struct rw_semaphore *);
struct ww_acquire_ctx;
struct ww_mutex { struct mutex base; struct ww_acquire_ctx *ctx; };
int ww_mutex_lock(struct ww_mutex *, struct ww_acquire_ctx *);
void ww_mutex_unlock(struct ww_mutex *);
struct semaphore { unsigned lock, count; void *next, *prev; };
void down(struct semaphore *);
int down_trylock(struct semaphore *);
int down_interruptible(struct semaphore *);
void up(struct semaphore *);
void rtnl_lock(void);
int rtnl_trylock(void);
void rtnl_unlock(void);
void console_lock(void);
int console_trylock(void);
void console_unlock(void);
struct sock { int Dummy; };
void lock_sock_nested(struct sock *, int);
void release_sock(struct sock *);
always_inline void lock_sock(struct sock *S) { lock_sock_nested(S, 0); }

/* --- RCU, sequence counters, bits --- */
void __rcu_read_lock(void);
void __rcu_read_unlock(void);
always_inline void rcu_read_lock(void) { __rcu_read_lock(); }
always_inline void rcu_read_unlock(void) { __rcu_read_unlock(); }
struct srcu_struct { int Dummy; };
int __srcu_read_lock(struct srcu_struct *);
void __srcu_read_unlock(struct srcu_struct *, int);
always_inline int srcu_read_lock(struct srcu_struct *S) { return __srcu_read_lock(S); }
always_inline void srcu_read_unlock(struct srcu_struct *S, int Idx) {
  __srcu_read_unlock(S, Idx);
}
#ifndef barrier
#define barrier() __asm__ volatile("" ::: "memory")
#endif
typedef struct { unsigned sequence; } seqcount_t;
typedef struct { seqcount_t seqcount; spinlock_t lock; } seqlock_t;
always_inline void write_seqlock(seqlock_t *S) {
  spin_lock(&S->lock);
  S->seqcount.sequence++;
  barrier();
}
always_inline void write_sequnlock(seqlock_t *S) {
  barrier();
  S->seqcount.sequence++;
  spin_unlock(&S->lock);
}
void bit_spin_lock(int, unsigned long *);
void bit_spin_unlock(int, unsigned long *);

/* --- Lists --- */
struct list_head { struct list_head *next, *prev; };

/* --- Memory and messages --- */
#define GFP_ATOMIC 0xa20u
#define GFP_KERNEL 0xcc0u
void *kzalloc(size_t, unsigned);
void *__kmalloc(size_t, unsigned);
always_inline void *kmalloc(size_t Size, unsigned Flags) {
  return __kmalloc(Size, Flags);
}
void kfree(const void *);
int _printk(const char *, ...);
void panic(const char *, ...) __attribute__((noreturn));

/* --- Sleeping, masking --- */
void msleep(unsigned);
void __might_sleep(const char *, int);
#define might_sleep() __might_sleep(__FILE__, __LINE__)
void schedule(void);
unsigned long _copy_to_user(void *, const void *, unsigned long);
#define copy_to_user(To, From, N) _copy_to_user(To, From, N)
void __const_udelay(unsigned long);
void local_irq_disable(void);
void local_irq_enable(void);
unsigned long arch_local_irq_save(void);
void arch_local_irq_restore(unsigned long);
#define local_irq_save(Flags)                                                  \
  do {                                                                         \
    Flags = arch_local_irq_save();                                             \
  } while (0)
#define local_irq_restore(Flags) arch_local_irq_restore(Flags)
void local_bh_disable(void);
void local_bh_enable(void);
void preempt_disable(void);
void preempt_enable(void);
struct completion { unsigned done; raw_spinlock_t lock; void *next, *prev; };
void wait_for_completion(struct completion *);
void complete(struct completion *);

/* --- Interrupts, timers, work --- */
typedef int irqreturn_t;
#define IRQ_NONE 0
#define IRQ_HANDLED 1
typedef irqreturn_t (*irq_handler_t)(int, void *);
int request_threaded_irq(unsigned, irq_handler_t, irq_handler_t, unsigned long,
                         const char *, void *);
always_inline int request_irq(unsigned Irq, irq_handler_t Handler,
                              unsigned long Flags, const char *Name, void *Dev) {
  return request_threaded_irq(Irq, Handler, NULL, Flags, Name, Dev);
}

struct timer_list {
  struct list_head entry;
  unsigned long expires;
  void (*function)(struct timer_list *);
  unsigned flags;
};
void timer_init_key(struct timer_list *, void (*)(struct timer_list *),
                    unsigned, const char *, void *);
#define timer_setup(T, F, Flags) timer_init_key(T, F, Flags, NULL, NULL)
#define DEFINE_TIMER(T, F) struct timer_list T = {.function = (F)}
int del_timer_sync(struct timer_list *);

struct work_struct {
  long data;
  struct list_head entry;
  void (*func)(struct work_struct *);
};
#define DECLARE_WORK(W, F) struct work_struct W = {.func = (F)}
#define INIT_WORK(W, F)                                                        \
  do {                                                                         \
    (W)->data = 0;                                                             \
    (W)->func = (F);                                                           \
  } while (0)
bool queue_work_on(int, void *, struct work_struct *);
bool cancel_work_sync(struct work_struct *);
bool flush_work(struct work_struct *);
struct delayed_work { struct work_struct work; struct timer_list timer; };
#define INIT_DELAYED_WORK(W, F) INIT_WORK(&(W)->work, F)
#define to_delayed_work(W) container_of(W, struct delayed_work, work)
bool cancel_delayed_work_sync(struct delayed_work *);

struct tasklet_struct {
  struct tasklet_struct *next;
  unsigned long state;
  int count;
  bool use_callback;
  void (*callback)(struct tasklet_struct *);
  unsigned long data;
};
void tasklet_setup(struct tasklet_struct *, void (*)(struct tasklet_struct *));

/* --- Threads --- */
struct task_struct;
struct task_struct *kthread_create_on_node(int (*)(void *), void *, int,
                                           const char *, ...);
bool kthread_should_stop(void);
void kthread_exit(long) __attribute__((noreturn));

/* --- Operations tables --- */
struct inode;
struct file { void *private_data; };
struct file_operations {
  void *owner;
  ssize_t (*read)(struct file *, char *, size_t, loff_t *);
  ssize_t (*write)(struct file *, const char *, size_t, loff_t *);
  long (*unlocked_ioctl)(struct file *, unsigned, unsigned long);
  int (*open)(struct inode *, struct file *);
};
struct seq_file { void *private; };
struct seq_operations {
  void *(*start)(struct seq_file *, loff_t *);
  void (*stop)(struct seq_file *, void *);
  void *(*next)(struct seq_file *, void *, loff_t *);
  int (*show)(struct seq_file *, void *);
};
struct device;
int bus_for_each_dev(const void *, struct device *, void *,
                     int (*)(struct device *, void *));

/* --- Modules --- */
typedef int (*initcall_t)(void);
/* As a loadable module ... */
#define module_init(F) int init_module(void) __attribute__((alias(#F)))
#define module_exit(F) void cleanup_module(void) __attribute__((alias(#F)))
/* ... and built into the kernel. */
#define device_initcall(F)                                                     \
  static initcall_t __initcall_##F                                             \
      __attribute__((used, section(".initcall6.init"))) = F
#endif
