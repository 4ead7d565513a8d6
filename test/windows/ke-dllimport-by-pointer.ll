; A call through the import table's pointer is a call of the function.
; RUN: not %spinguard check %s | FileCheck %s
; CHECK: error: 'Lock' is acquired again while it is held [double-acquire]
; CHECK-NOT: error:
; CHECK: SpinGuard: 1 error;
target triple = "x86_64-pc-windows-msvc19.40.0"
@Lock = internal global i64 0
@__imp_KeAcquireSpinLockRaiseToDpc = external dllimport global ptr
declare dllimport i8 @KeAcquireSpinLockRaiseToDpc(ptr)
declare dllimport void @KeReleaseSpinLock(ptr, i8)
define i32 @DriverEntry(ptr %driver, ptr %path) {
  %irql = call i8 @KeAcquireSpinLockRaiseToDpc(ptr @Lock)
  %f = load ptr, ptr @__imp_KeAcquireSpinLockRaiseToDpc
  %again = call i8 %f(ptr @Lock)
  call void @KeReleaseSpinLock(ptr @Lock, i8 %irql)
  ret i32 0
}
