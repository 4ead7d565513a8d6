// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A spin lock of the program's own, with and without a guard.
#![no_std]
#![no_main]
use core::sync::atomic::{AtomicBool, Ordering};

#[repr(C)]
pub struct Lock(AtomicBool);

#[no_mangle]
#[inline(never)]
pub extern "C" fn own_acquire(lock: &Lock) {
    while lock.0.swap(true, Ordering::Acquire) {}
}
#[no_mangle]
#[inline(never)]
pub extern "C" fn own_release(lock: &Lock) {
    lock.0.store(false, Ordering::Release);
}

struct Guard<'a>(&'a Lock);
impl<'a> Guard<'a> {
    fn new(lock: &'a Lock) -> Self {
        own_acquire(lock);
        Guard(lock)
    }
}
impl Drop for Guard<'_> {
    fn drop(&mut self) {
        own_release(self.0);
    }
}

static QUEUE: Lock = Lock(AtomicBool::new(false));

#[no_mangle]
#[inline(never)]
pub fn pending() -> i32 {
    let _guard = Guard::new(&QUEUE);
    1
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    pending();
    #[cfg(faulty)]
    {
        let _guard = Guard::new(&QUEUE);
        pending();
    }
    #[cfg(faulty)]
    own_release(&QUEUE);
    0
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
