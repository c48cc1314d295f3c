//! Many files, each a configuration by itself: read and checked by several threads.
//!
//! Each text is read, checked and let go before the next one, unless something is to be shown of it. What comes of the
//! files is put together in the order in which they were found, so that the threads change nothing but the time.

use std::collections::HashSet;
use std::path::PathBuf;

use globset::GlobSet;

use crate::check::{Options, before};
use crate::inputs::beside::{self, location};
use crate::inputs::{Candidate, Content, FoundFiles, InputError, Skipped};
use crate::lint::Outcome;
use crate::text::parallel::{share_out, worthwhile};
use crate::text::{SourceId, Sources};

/// The number of files per thread: starting a thread takes as long as checking a few.
const FILES_PER_THREAD: usize = 16;

/// The first id of the sources that are read beside others.
const BESIDE: u32 = 1 << 30;

/// Hears how many files were begun before, and how many bytes the next one has.
pub type Progress<'a> = &'a (dyn Fn(usize, u64) + Sync);

/// How to check many files.
#[derive(Debug)]
pub struct Many<'a> {
    /// What the run is asked to do.
    pub options: &'a Options,
    /// The texts that findings in any of the files may point into.
    pub beside: &'a Sources,
    /// What to leave out, by path or by name, although a configuration names it.
    pub excludes: &'a GlobSet,
    /// Whether all texts are kept, because they may be changed.
    pub keep_texts: bool,
}

/// What came of many files.
#[derive(Debug, Default)]
pub struct BatchOutcome {
    /// The files; of those of which nothing is to be shown only the names.
    pub sources: Sources,
    /// What was found in them.
    pub outcome: Outcome,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// The files that were skipped, and why.
    pub skipped: Vec<(String, Skipped)>,
}

/// What came of one file.
enum BatchPart {
    Checked { name: String, database: Option<String>, sources: Sources, outcome: Box<Outcome> },
    Skipped(String, Skipped),
}

impl Many<'_> {
    /// Checks files. `progress` hears of each before it is read.
    #[must_use]
    pub fn check(
        &self,
        FoundFiles { candidates, errors, skipped }: FoundFiles,
        progress: Progress<'_>,
    ) -> BatchOutcome {
        let parts = share_out(&candidates, worthwhile(candidates.len() / FILES_PER_THREAD), |index, file| {
            progress(index, file.length);
            self.part(index, file)
        });
        let (sources, outcome) = (self.beside.clone(), before(self.options));
        let mut checked = BatchOutcome { sources, outcome, errors, skipped };
        // A users database that was found, too, is checked with the configuration that names it.
        let parts: Vec<_> = parts.into_iter().collect();
        let databases: HashSet<PathBuf> = parts.iter().filter_map(database).map(location).collect();
        for part in parts {
            checked.add(part, &databases);
        }
        checked.drop_repeated();
        checked
    }

    fn part(&self, index: usize, file: &Candidate) -> Result<BatchPart, InputError> {
        let input = match file.read()? {
            Content::Input(input) => input,
            Content::Skipped(name, why) => return Ok(BatchPart::Skipped(name, why)),
        };
        let mut sources = self.beside.clone();
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let (id, name) = (SourceId(index), input.name.clone());
        let options = self.options.of(&name);
        let source = input.into_source();
        let beside = beside::sources(&source, id, self.excludes);
        let database = beside.users_database.as_ref().map(|source| source.name.clone());
        sources.insert(id, source);
        let ids = (BESIDE.saturating_add(index.saturating_mul(beside::MAX_SOURCES))..).map(SourceId);
        for (id, source) in ids.zip(beside.into_sources()) {
            sources.insert(id, source);
        }
        let mut outcome = crate::check(&sources, options);
        if outcome.is_silent() && !self.keep_texts {
            sources.forget_texts();
            outcome.forget_secrets();
        }
        Ok(BatchPart::Checked { name, database, sources, outcome: Box::new(outcome) })
    }
}

/// The users database that was checked with a configuration.
fn database(part: &Result<BatchPart, InputError>) -> Option<&str> {
    match part {
        Ok(BatchPart::Checked { database, .. }) => database.as_deref(),
        _ => None,
    }
}

impl BatchOutcome {
    /// Drops what was found again in a users database that several configurations name.
    fn drop_repeated(&mut self) {
        let mut seen = HashSet::new();
        let sources = &self.sources;
        self.outcome.findings.retain(|finding| {
            let source = sources.get(finding.span.source);
            let place = (source.name.clone(), finding.span.start, finding.span.end);
            source.beside.is_none() || seen.insert((place, finding.rule.clone(), finding.message.clone()))
        });
    }

    fn add(&mut self, part: Result<BatchPart, InputError>, databases: &HashSet<PathBuf>) {
        match part {
            Ok(BatchPart::Checked { name, .. }) if !databases.is_empty() && databases.contains(&location(&name)) => {}
            Ok(BatchPart::Checked { sources, outcome, .. }) => {
                self.sources.extend(sources);
                self.outcome.extend(*outcome);
            }
            Ok(BatchPart::Skipped(_, Skipped::Unrelated)) => {}
            Ok(BatchPart::Skipped(name, why)) => self.skipped.push((name, why)),
            Err(error) => self.errors.push(error),
        }
    }
}
