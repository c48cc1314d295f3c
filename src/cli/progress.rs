//! Progress spinner on standard error, shown only on a terminal and if the work takes long.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::text::sanitize;

/// Faster work shows no spinner.
const MIN_ELAPSED: Duration = Duration::from_millis(500);

/// Text size in bytes above which checking is expected to take longer than [`MIN_ELAPSED`].
const MIN_BYTES: u64 = 4 * 1024 * 1024;

/// A spinner that appears only if the work takes long.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_terminal: bool,
}

impl Progress {
    pub(super) fn new(enabled: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, started: Instant::now(), is_terminal: enabled && io::stderr().is_terminal() }
    }

    /// When the work started.
    pub(super) const fn started(&self) -> Instant {
        self.started
    }

    /// Reports that a path is being searched.
    pub(super) fn find(&self, path: &Path) {
        if self.is_long(0) {
            self.show(format!("searching {}", sanitize::line(&path.to_string_lossy())));
        }
    }

    /// Reports that `done` of the files are done, and that the next one has a size of `bytes`.
    pub(super) fn check(&self, done: usize, files: usize, bytes: u64) {
        if self.is_long(bytes) {
            self.show(format!("checking file {} of {files}", done + 1));
        }
    }

    /// Reports that `done` of the digests are compared.
    pub(super) fn verify(&self, done: usize, digests: usize) {
        if self.is_long(0) {
            self.show(format!("comparing digest {} of {digests}", done + 1));
        }
    }

    /// Whether a spinner can be shown, and the work takes long or is expected to.
    fn is_long(&self, bytes: u64) -> bool {
        self.is_terminal && (self.started.elapsed() > MIN_ELAPSED || bytes > MIN_BYTES)
    }

    fn show(&self, message: String) {
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
        self.bar.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
