; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; A tail call that must stay one leaves no room for a hook; the report says so.
; A role's exit comes before one.
; RUN: %sgopt -passes='spinguard-instrument<output=%t.json;format=json>,verify' -S %s | FileCheck %s
; RUN: FileCheck %s --check-prefix=JSON < %t.json
; JSON: "api": "pthread_spin_unlock"
; JSON: "runtime": "unchecked",
; JSON-NEXT: "runtimeReason": "nothing can come after a tail call"
target triple = "x86_64-pc-linux-gnu"
declare i32 @pthread_spin_unlock(ptr)
declare i32 @other(ptr)
declare ptr @signal(i32, ptr)

; CHECK-LABEL: define i32 @f(
; CHECK-NEXT: %r = musttail call i32 @pthread_spin_unlock(ptr %l)
define i32 @f(ptr %l) {
  %r = musttail call i32 @pthread_spin_unlock(ptr %l)
  ret i32 %r
}

; CHECK-LABEL: define internal i32 @handler(
; CHECK: call void @__spinguard_role_exit(
; CHECK-NEXT: musttail call i32 @other(
define internal i32 @handler(ptr %l) {
  %r = musttail call i32 @other(ptr %l)
  ret i32 %r
}

define i32 @main() {
  %o = call ptr @signal(i32 2, ptr @handler)
  ret i32 0
}
