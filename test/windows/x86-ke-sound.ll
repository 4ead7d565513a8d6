; Balanced use under the fast-call names; the verdict is Pass.
; RUN: %spinguard check %s | FileCheck %s
; CHECK: DriverEntry {{.*}}double-acquire {{.*}}Pass
; CHECK: held-at-exit {{.*}}Pass
; CHECK: SpinGuard: no findings; 2 lock sites: 2 proven
target datalayout = "e-m:x-p:32:32-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:32-n8:16:32-a:0:32-S32"
target triple = "i686-pc-windows-msvc19.40.0"
@Lock = internal global i32 0
declare dllimport x86_fastcallcc zeroext i8 @"\01@KfAcquireSpinLock@4"(ptr inreg)
declare dllimport x86_fastcallcc void @"\01@KfReleaseSpinLock@8"(ptr inreg, i8 inreg zeroext)
define x86_stdcallcc i32 @"\01_DriverEntry@8"(ptr %driver, ptr %path) {
  %irql = call x86_fastcallcc zeroext i8 @"\01@KfAcquireSpinLock@4"(ptr inreg @Lock)
  call x86_fastcallcc void @"\01@KfReleaseSpinLock@8"(ptr inreg @Lock, i8 inreg zeroext %irql)
  ret i32 0
}
