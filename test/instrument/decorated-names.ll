; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Windows on x86 decorates names, and passes IRQLs in registers.
; RUN: %sgopt -passes='spinguard-instrument,verify' -S %s | FileCheck %s
target datalayout = "e-m:x-p:32:32-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:32-n8:16:32-a:0:32-S32"
target triple = "i686-w64-windows-gnu"

declare x86_fastcallcc i8 @"\01@KfAcquireSpinLock@4"(ptr inreg)
declare x86_fastcallcc void @"\01@KfReleaseSpinLock@8"(ptr inreg, i8 inreg)

; Pointers are four bytes in the records, too.
; CHECK: @__spinguard_module = private constant {{.*}} { i32 2, i32 36,
; CHECK-LABEL: define void @f(
; CHECK: call i32 @__spinguard_before_acquire(
; CHECK: call x86_fastcallcc i8 @"\01@KfAcquireSpinLock@4"
; CHECK: call void @__spinguard_after_acquire_saved(
; CHECK: call i32 @__spinguard_before_release_saved(ptr getelementptr {{.*}}@__spinguard_sites, i32 36)
; CHECK: call x86_fastcallcc void @"\01@KfReleaseSpinLock@8"
define void @f(ptr %l) {
  %i = call x86_fastcallcc i8 @"\01@KfAcquireSpinLock@4"(ptr inreg %l)
  call x86_fastcallcc void @"\01@KfReleaseSpinLock@8"(ptr inreg %l, i8 inreg %i)
  ret void
}
