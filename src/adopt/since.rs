//! Which lines changed since a revision in git, and what is found in them.
//!
//! The files as they stand in the revision are compared with what was read, line by line; git itself compares nothing, so
//! that no program runs which a repository's settings name.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::{DiffOp, TextDiff};

use crate::adopt::git::{self, GitError};
use crate::inputs::MAX_FILE;
use crate::lint::{Finding, Outcome};
use crate::text::{Source, SourceId, Sources, Span, decode};

/// After so long the rest of two texts counts as changed.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The lines that changed, from 1. A source that is not in it is new as a whole.
#[derive(Debug)]
pub struct ChangedLines(HashMap<SourceId, Vec<Range<usize>>>);

impl ChangedLines {
    /// Compares each file that findings refer to with the same file in a revision. A file that the revision does not hold
    /// is new, as is what comes from standard input.
    ///
    /// # Errors
    /// Where a file lies in no git repository, or the repository does not know the revision.
    pub fn since(revision: &str, outcome: &Outcome, sources: &Sources) -> Result<Self, GitError> {
        let mut commits: HashMap<PathBuf, String> = HashMap::new();
        let mut changes = HashMap::new();
        let spans = outcome.findings.iter().flat_map(spans);
        for id in spans.map(|span| span.source).collect::<BTreeSet<_>>() {
            let source = sources.get(id);
            // A link leads to the file that git knows.
            let Ok(path) = fs::canonicalize(&source.name) else { continue };
            let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
            if !commits.contains_key(folder) {
                match git::commit(folder, revision) {
                    Ok(commit) => commits.insert(folder.to_owned(), commit),
                    // The other side need not be in git; then nothing tells that it changed.
                    Err(_) if Sources::is_beside(id) => {
                        changes.insert(id, Vec::new());
                        continue;
                    }
                    Err(error) => return Err(error),
                };
            }
            if let Some(old) = before(folder, &commits[folder], name)? {
                changes.insert(id, changed(&old, &source.text));
            }
        }
        Ok(Self(changes))
    }

    /// Takes out of an outcome what refers to no line that changed.
    pub fn limit(&self, outcome: &mut Outcome, sources: &Sources) {
        let before = outcome.findings.len();
        outcome.findings.retain(|finding| spans(finding).any(|span| self.touch(span, sources.get(span.source))));
        outcome.unchanged = before - outcome.findings.len();
    }

    fn touch(&self, span: Span, source: &Source) -> bool {
        let (first, last) = (source.position(span.start).line, source.position(span.end).line);
        let touches = |range: &Range<usize>| range.start <= last && first < range.end;
        self.0.get(&span.source).is_none_or(|ranges| ranges.iter().any(touches))
    }
}

/// The places that a finding refers to.
fn spans(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span))
}

/// A file as it is in a commit, as a text.
fn before(folder: &Path, commit: &str, name: &OsStr) -> Result<Option<String>, GitError> {
    Ok(git::file(folder, commit, name, MAX_FILE)?.map(|bytes| decode(bytes).text))
}

/// The lines of a new text, from 1, that an old one does not have, and those around what is gone.
#[must_use]
pub fn changed(old: &str, new: &str) -> Vec<Range<usize>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let diff = TextDiff::configure().timeout(TIMEOUT).diff_slices(&old, &new);
    let changed = diff.ops().iter().filter_map(|operation| match *operation {
        DiffOp::Equal { .. } => None,
        DiffOp::Delete { new_index, .. } => Some(new_index..new_index + 2),
        DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
            Some(new_index + 1..new_index + 1 + new_len)
        }
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one_and_line_ends_do_not_count() {
        assert_eq!(changed("a\nb\nc\n", "a\r\nB\r\nc\r\nd\r\n"), [2..3, 4..5]);
        assert_eq!(changed("a\nb\nc\nd\n", "a\nc\nD\n"), [1..3, 3..4]);
        assert!(changed("a\n", "a").is_empty());
    }
}
