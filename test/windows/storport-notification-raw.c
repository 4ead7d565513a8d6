// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The notification codes without any header: the lock type and the handle are
// variadic arguments.
void StorPortNotification(int Type, void *Device, ...);
unsigned StorPortInitialize(void *A, void *B, void *Data, void *Context);
struct Handle {
  void *Reserved[4];
};
int DriverEntry(void *Driver, void *Path) {
  struct Handle A, B;
  StorPortNotification(0x1003, Driver, 3, (void *)0, &A);
#ifndef SOUND
  StorPortNotification(0x1003, Driver, 3, (void *)0, &B); // DEFECT: double-acquire
#endif
  StorPortNotification(0x1004, Driver, &A);
  return 0;
}
