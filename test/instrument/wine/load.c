// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loads the driver whose path is in SPINGUARD_DRIVER as a kernel service, opens
// its device, reads from it, and unloads it. The exit status tells which step
// failed.
#include <windows.h>

enum { PathSize = 1024 };

void start(void) {
  char Path[PathSize], Byte;
  DWORD Got = 0;
  SERVICE_STATUS State;
  if (!GetEnvironmentVariableA("SPINGUARD_DRIVER", Path, PathSize))
    ExitProcess(1);
  SC_HANDLE Manager = OpenSCManagerA(0, 0, SC_MANAGER_ALL_ACCESS);
  if (!Manager)
    ExitProcess(2);
  SC_HANDLE Service = CreateServiceA(
      Manager, "SpinGuardTest", "SpinGuardTest", SERVICE_ALL_ACCESS,
      SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, Path,
      0, 0, 0, 0, 0);
  if (!Service)
    ExitProcess(3);
  if (!StartServiceA(Service, 0, 0))
    ExitProcess(4);
  HANDLE Device =
      CreateFileA("\\\\.\\SpinGuardTest", GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
  if (Device == INVALID_HANDLE_VALUE)
    ExitProcess(5);
  if (!ReadFile(Device, &Byte, 1, &Got, 0))
    ExitProcess(6);
  CloseHandle(Device);
  ControlService(Service, SERVICE_CONTROL_STOP, &State);
  DeleteService(Service);
  ExitProcess(0);
}
