//! A sign of life on standard error, where it is a terminal and the work takes long.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::text::sanitize;

/// Work that is done sooner shows nothing.
const MIN_DELAY: Duration = Duration::from_millis(500);

/// Checking fewer bytes is faster than that.
const MIN_BYTES: u64 = 4 * 1024 * 1024;

/// A spinner that appears only when the work takes long.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_terminal: bool,
}

impl Progress {
    pub(super) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, started: Instant::now(), is_terminal: wanted && io::stderr().is_terminal() }
    }

    /// Since when the work has been going on.
    pub(super) const fn started(&self) -> Instant {
        self.started
    }

    /// A file is found.
    pub(super) fn find(&self, path: &Path) {
        if self.is_long(0) {
            self.show(format!("looking at {}", sanitize::line(&path.to_string_lossy())));
        }
    }

    /// `done` of `files` are checked; the next one has `bytes` bytes.
    pub(super) fn check(&self, done: usize, files: usize, bytes: u64) {
        if self.is_long(bytes) {
            self.show(format!("checking file {} of {files}", done + 1));
        }
    }

    /// Whether there is somebody to tell, and the work takes long or will take long.
    fn is_long(&self, bytes: u64) -> bool {
        self.is_terminal && (self.started.elapsed() > MIN_DELAY || bytes > MIN_BYTES)
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
