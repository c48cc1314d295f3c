//! Panics of the YAML crate, of which a few are known (`[!,]`): made errors, without a word on standard error.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is expected.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// What `call` gives; nothing where it panics. What it works on must not be used after that.
pub(super) fn call<T>(call: impl FnOnce() -> T) -> Option<T> {
    keep_quiet();
    EXPECTED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(call));
    EXPECTED.set(false);
    result.ok()
}

/// Tells of panics as before, but not of those that are expected.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                told(info);
            }
        }));
    });
}
