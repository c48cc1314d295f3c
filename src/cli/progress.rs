//! A sign of life on standard error, where it is a terminal and the work takes long.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::report::sanitize;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// So much text is checked sooner than that.
const QUICK: usize = 4 * 1024 * 1024;

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

    /// A file is read.
    pub(super) fn read(&self, path: &Path) {
        if self.is_terminal && self.started.elapsed() > PATIENCE {
            self.show();
            self.bar.set_message(format!("reading {}", sanitize::line(&path.to_string_lossy())));
        }
    }

    /// The texts, so many bytes of them, are checked.
    pub(super) fn check(&self, files: usize, bytes: usize) {
        if self.is_terminal && (self.started.elapsed() > PATIENCE || bytes > QUICK) {
            self.show();
            self.bar.set_message(format!("checking {files} files"));
        }
    }

    fn show(&self) {
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
