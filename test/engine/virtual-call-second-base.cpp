// RUN: %verify-cxx %s
// A call through the second base's table goes to the override of the class,
// which gives up the lock that its caller gives up, too.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
struct Reader {
  virtual void read() = 0;
  int Reads = 0;
};
struct Writer {
  virtual void open() { work(); }
  virtual void write() = 0;
  int Writes = 0;
};
struct Port : Reader, Writer {
  void read() override { ++Reads; }
  void write() override {
    ++Writes;
#ifndef SOUND
    pthread_spin_unlock(&Lock);
#endif
  }
};
__attribute__((noinline)) void send(Writer &W) {
  pthread_spin_lock(&Lock);
  W.write();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
}
int main() {
  Port P;
  P.read();
  send(P);
  return 0;
}
