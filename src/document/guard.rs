//! Panics of the YAML crate, of which one is known (`[!,]`): made errors, without a word on standard error. Where a panic ends
//! the program, they cannot be caught.

/// What `call` gives. Returns `None` if it panics. What it works on must not be used after that.
#[cfg(panic = "unwind")]
pub(super) fn call<T>(call: impl FnOnce() -> T) -> Option<T> {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    quiet::keep_quiet();
    quiet::EXPECTED.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    quiet::EXPECTED.set(false);
    result.ok()
}

/// What `call` gives.
#[cfg(not(panic = "unwind"))]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere a panic is caught")]
pub(super) fn call<T>(call: impl FnOnce() -> T) -> Option<T> {
    Some(call())
}

#[cfg(panic = "unwind")]
mod quiet {
    use std::cell::Cell;
    use std::panic;
    use std::sync::Once;

    thread_local! {
        /// Whether a panic on this thread is expected.
        pub(super) static EXPECTED: Cell<bool> = const { Cell::new(false) };
    }

    /// Reports panics as before, except expected ones.
    pub(super) fn keep_quiet() {
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
}
