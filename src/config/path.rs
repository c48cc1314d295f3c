//! Configuration paths, such as `identity_providers.oidc.clients[0].scopes`.

use std::fmt::Write as _;
use std::ops::Range;

use super::section::{Field, nth_key, number_of_keys};

/// A path of one configuration: an index into its [`Paths`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PathId(u32);

impl PathId {
    /// The configuration as a whole.
    pub const ROOT: Self = Self(0);
}

/// Paths below one other, with numbers that follow each other.
#[derive(Debug)]
struct Steps {
    first: PathId,
    parent: PathId,
    last: LastStep,
}

/// The last steps of some paths.
#[derive(Debug)]
enum LastStep {
    Root,
    /// A key that Authelia names.
    Key(&'static str),
    /// The keys of a section, one for each path.
    Options(&'static [Field]),
    /// A key that the operator named.
    Name(Box<str>),
    Index(u32),
}

/// One step of a path, as it is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStep<'a> {
    /// Into the value of a key.
    Key(&'a str),
    /// Into an item of a list.
    Index(usize),
}

/// Paths with numbers that follow each other.
#[derive(Debug)]
pub struct PathRange(Range<u32>);

impl Iterator for PathRange {
    type Item = PathId;

    fn next(&mut self) -> Option<PathId> {
        self.0.next().map(PathId)
    }
}

/// All paths of one configuration, each a step below another: cheap to make by the thousand, spelled out only for findings.
#[derive(Debug)]
pub struct Paths {
    /// In the order of their numbers.
    steps: Vec<Steps>,
    /// The number of the next path.
    next: u32,
}

impl Default for Paths {
    fn default() -> Self {
        let root = Steps { first: PathId::ROOT, parent: PathId::ROOT, last: LastStep::Root };
        Self { steps: vec![root], next: 1 }
    }
}

impl Paths {
    fn push(&mut self, parent: PathId, last: LastStep, count: usize) -> PathId {
        let first = PathId(self.next);
        self.next = self.next.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.steps.push(Steps { first, parent, last });
        first
    }

    /// The path of one of Authelia's keys below `parent`.
    pub fn key(&mut self, parent: PathId, key: &'static str) -> PathId {
        self.push(parent, LastStep::Key(key), 1)
    }

    /// The paths of all options of a section, in the order of their declaration.
    pub fn options(&mut self, section: PathId, fields: &'static [Field]) -> PathRange {
        let PathId(first) = self.push(section, LastStep::Options(fields), number_of_keys(fields));
        PathRange(first..self.next)
    }

    /// The path of an operator's own key below `parent`.
    pub fn name(&mut self, parent: PathId, name: &str) -> PathId {
        self.push(parent, LastStep::Name(name.into()), 1)
    }

    /// The path of a list's item.
    pub fn index(&mut self, parent: PathId, index: usize) -> PathId {
        self.push(parent, LastStep::Index(u32::try_from(index).unwrap_or(u32::MAX)), 1)
    }

    /// The path of what stands around.
    #[must_use]
    pub fn parent(&self, path: PathId) -> PathId {
        self.steps_of(path).parent
    }

    /// The key that a path ends with; `None` for an item of a list.
    #[must_use]
    pub fn last_key(&self, path: PathId) -> Option<&str> {
        match self.last_step(path)? {
            PathStep::Key(key) => Some(key),
            PathStep::Index(_) => None,
        }
    }

    /// The keys and indices from the root to a path.
    #[must_use]
    pub fn steps(&self, path: PathId) -> Vec<PathStep<'_>> {
        let outwards = std::iter::successors(Some(path), |path| (*path != PathId::ROOT).then(|| self.parent(*path)));
        let mut steps: Vec<_> = outwards.filter_map(|path| self.last_step(path)).collect();
        steps.reverse();
        steps
    }

    /// The steps that a path is one of.
    fn steps_of(&self, path: PathId) -> &Steps {
        &self.steps[self.steps.partition_point(|steps| steps.first <= path) - 1]
    }

    /// The last step of a path. Returns `None` for the configuration as a whole.
    fn last_step(&self, path: PathId) -> Option<PathStep<'_>> {
        let steps = self.steps_of(path);
        match &steps.last {
            LastStep::Root => None,
            LastStep::Key(key) => Some(PathStep::Key(key)),
            LastStep::Options(fields) => nth_key(fields, (path.0 - steps.first.0) as usize).map(PathStep::Key),
            LastStep::Name(name) => Some(PathStep::Key(name)),
            LastStep::Index(index) => Some(PathStep::Index(*index as usize)),
        }
    }

    /// The path in words.
    #[must_use]
    pub fn spell(&self, path: PathId) -> String {
        let mut text = String::new();
        for step in self.steps(path) {
            match step {
                PathStep::Key(key) => push_key(&mut text, key),
                PathStep::Index(index) => {
                    let _ = write!(text, "[{index}]");
                }
            }
        }
        text
    }
}

fn push_key(text: &mut String, key: &str) {
    if !text.is_empty() {
        text.push('.');
    }
    text.push_str(key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_authelia_writes_it() {
        let mut paths = Paths::default();
        let clients = paths.key(PathId::ROOT, "clients");
        let first = paths.index(clients, 0);
        let scopes = paths.key(first, "scopes");
        assert_eq!(paths.spell(scopes), "clients[0].scopes");
        assert_eq!(paths.spell(PathId::ROOT), "");
        let name = paths.name(clients, "my.policy");
        assert_eq!(paths.spell(name), "clients.my.policy");
    }
}
