; `_IoAcquireCancelSpinLock@4` with and without the \01 in front.
; RUN: not %spinguard check %s | FileCheck %s
; CHECK: error: {{.*}}cancel{{.*}} is acquired again while it is held [double-acquire]
; CHECK-NOT: error:
; CHECK: SpinGuard: 1 error;
target datalayout = "e-m:x-p:32:32-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:32-n8:16:32-a:0:32-S32"
target triple = "i686-pc-windows-msvc19.40.0"
declare dllimport x86_stdcallcc void @"\01_IoAcquireCancelSpinLock@4"(ptr)
declare dllimport x86_stdcallcc void @"\01_IoReleaseCancelSpinLock@4"(i8 zeroext)
define x86_stdcallcc i32 @"\01_DriverEntry@8"(ptr %driver, ptr %path) {
  %p = alloca i8
  %q = alloca i8
  call x86_stdcallcc void @"\01_IoAcquireCancelSpinLock@4"(ptr %p)
  call x86_stdcallcc void @"\01_IoAcquireCancelSpinLock@4"(ptr %q)
  %irql = load i8, ptr %p
  call x86_stdcallcc void @"\01_IoReleaseCancelSpinLock@4"(i8 zeroext %irql)
  ret i32 0
}
