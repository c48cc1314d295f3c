//! Many files, each a configuration by itself: read and checked by several threads.
//!
//! Each text is read, checked and let go before the next one, unless something is to be shown of it. What comes of the
//! files is put together in the order in which they were found, so that the threads change nothing but the time.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::collect::{Candidate, Found, Input, InputError};
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::source::{Source, Sources};
use crate::span::SourceId;

/// So many files are worth a thread of their own: to start one takes as long as to check a few.
const WORTH_A_THREAD: usize = 16;

/// Hears how many files were begun before, and how many bytes the next one has.
pub type Progress<'a> = &'a (dyn Fn(usize, u64) + Sync);

/// How to check many files.
#[derive(Debug)]
pub struct Many<'a> {
    /// What the run is asked to do.
    pub settings: &'a Settings,
    /// The texts that findings in any of the files may point into.
    pub beside: &'a Sources,
    /// Whether all texts are kept, because they may be changed.
    pub keep_texts: bool,
}

/// What came of many files.
#[derive(Debug, Default)]
pub struct Checked {
    /// The files; of those of which nothing is to be shown only the names.
    pub sources: Sources,
    /// What was found in them.
    pub outcome: Outcome,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// How many files do not look like Authelia's.
    pub strangers: usize,
}

/// What came of one file; nothing where it does not look like Authelia's.
type Part = Result<Option<(Sources, Outcome)>, InputError>;

impl Many<'_> {
    /// Checks files. `progress` hears of each before it is read.
    #[must_use]
    pub fn check(&self, Found { candidates, errors }: Found, progress: Progress<'_>) -> Checked {
        let next = AtomicUsize::new(0);
        let work = || self.work(&candidates, &next, progress);
        let mut parts = match threads(candidates.len()) {
            1 => work(),
            threads => thread::scope(|scope| {
                let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
                workers
                    .into_iter()
                    .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
                    .collect()
            }),
        };
        parts.sort_unstable_by_key(|(index, _)| *index);
        let mut checked = Checked { sources: self.beside.clone(), errors, ..Checked::default() };
        for (_, part) in parts {
            checked.add(part);
        }
        checked
    }

    /// Takes one file after the other, as long as there are any.
    fn work(&self, files: &[Candidate], next: &AtomicUsize, progress: Progress<'_>) -> Vec<(usize, Part)> {
        let mut parts = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index) else { return parts };
            progress(index, file.length());
            parts.push((index, self.part(index, file)));
        }
    }

    fn part(&self, index: usize, file: &Candidate) -> Part {
        let Some(Input { name, decoded }) = file.read()? else { return Ok(None) };
        let mut sources = self.beside.clone();
        let id = SourceId(u32::try_from(index).unwrap_or(u32::MAX));
        sources.insert(id, Source::new(name, decoded));
        let mut outcome = crate::check(&sources, self.settings);
        if outcome.is_silent() && !self.keep_texts {
            sources.forget_texts();
            outcome.forget_secrets();
        }
        Ok(Some((sources, outcome)))
    }
}

impl Checked {
    fn add(&mut self, part: Part) {
        match part {
            Ok(Some((sources, outcome))) => {
                self.sources.extend(sources);
                self.outcome.extend(outcome);
            }
            Ok(None) => self.strangers += 1,
            Err(error) => self.errors.push(error),
        }
    }
}

/// How many threads are worth their while.
fn threads(files: usize) -> usize {
    match files / WORTH_A_THREAD {
        0 | 1 => 1,
        most => thread::available_parallelism().map_or(1, NonZero::get).min(most),
    }
}
