// RUN: %verify %s --flags "-I %S/../linux"
// The example of its rule in docs/rules.md.
#include "Inputs/linux.h"
extern struct buffer *Buffers;
static DEFINE_SPINLOCK(buffers_lock);
struct buffer { struct buffer *next; };
void *__kmalloc(size_t Size, unsigned Flags);
#define kmalloc __kmalloc
#define GFP_KERNEL 0xcc0u
#define GFP_ATOMIC 0x820u
// EXAMPLE
int add_buffer(void) {
  struct buffer *new;
  spin_lock(&buffers_lock);
#ifdef SOUND
  new = kmalloc(sizeof(*new), GFP_ATOMIC);
#else
  new = kmalloc(sizeof(*new), GFP_KERNEL); // DEFECT: blocking-while-held
#endif
  if (new) {
    new->next = Buffers;
    Buffers = new;
  }
  spin_unlock(&buffers_lock);
  return new ? 0 : -ENOMEM;
}
// END
