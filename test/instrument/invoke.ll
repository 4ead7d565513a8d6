; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Hooks around invokes: what comes after is on the normal edge; on the other one
; the acquire has failed.
; RUN: split-file %s %t
; RUN: %sgopt -passes='spinguard-instrument<models=%t/mine.yaml;inline=off>,verify' -S %t/invoke.ll | FileCheck %t/invoke.ll
;--- mine.yaml
family: mine
lock-kind: mine
apis:
  - { name: my_lock, effect: acquire, lock: arg0, saved: return }
  - { name: my_unlock, effect: release, lock: arg0, restore: arg1 }
;--- invoke.ll
target triple = "x86_64-pc-linux-gnu"
declare i64 @my_lock(ptr)
declare void @my_unlock(ptr, i64)
declare i32 @__gxx_personality_v0(...)
declare void @other()

; CHECK-LABEL: define i64 @f(
; CHECK: [[S:%.*]] = call i32 @__spinguard_before_acquire(ptr @__spinguard_sites, ptr %l)
; CHECK-NEXT: [[C:%.*]] = icmp ne i32 [[S]], 0
; CHECK-NEXT: br i1 [[C]], label %[[CONT:.*]], label %[[DO:.*]], !prof
; CHECK: [[DO]]:
; CHECK-NEXT: %v = invoke i64 @my_lock(ptr %l)
; CHECK-NEXT: to label %[[EDGE:.*]] unwind label %[[PAD:.*]]
; CHECK: [[EDGE]]:
; CHECK-NEXT: call void @__spinguard_after_acquire_saved(ptr @__spinguard_sites, ptr %l, i64 %v)
; CHECK-NEXT: br label %[[CONT]]
; CHECK: [[CONT]]:
; CHECK-NEXT: [[PHI:%.*]] = phi i64 [ %v, %[[EDGE]] ], [ 2, %entry ]
; CHECK-NEXT: br label %held
; CHECK: held:
; CHECK-NEXT: phi i64 [ [[PHI]], %[[CONT]] ], [ 7, %
; CHECK: [[PAD]]:
; CHECK-NEXT: landingpad
; CHECK-NEXT: cleanup
; CHECK-NEXT: call void @__spinguard_acquire_failed(ptr @__spinguard_sites, ptr %l)
define i64 @f(ptr %l) personality ptr @__gxx_personality_v0 {
entry:
  %v = invoke i64 @my_lock(ptr %l)
          to label %held unwind label %pad

held:
  %x = phi i64 [ %v, %entry ], [ 7, %again ]
  invoke void @other()
          to label %done unwind label %pad

done:
  invoke void @my_unlock(ptr %l, i64 %x)
          to label %out unwind label %pad

out:
  ret i64 %x

again:
  br label %held

pad:
  %p = landingpad { ptr, i32 }
          cleanup
  resume { ptr, i32 } %p
}
