//! Configuration paths, such as `identity_providers.oidc.clients[0].scopes`.

use std::fmt::Write as _;

/// A path of one configuration: an index into its [`Paths`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PathId(u32);

impl PathId {
    /// The configuration as a whole.
    pub const ROOT: Self = Self(0);
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StoredStep {
    Root,
    /// A key that Authelia names.
    Key(&'static str),
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

/// All paths of one configuration, each a step below another: cheap to make by the thousand, spelled out only for findings.
#[derive(Debug)]
pub struct Paths(Vec<(PathId, StoredStep)>);

impl Default for Paths {
    fn default() -> Self {
        Self(vec![(PathId::ROOT, StoredStep::Root)])
    }
}

impl Paths {
    fn push(&mut self, parent: PathId, step: StoredStep) -> PathId {
        let id = PathId(u32::try_from(self.0.len()).unwrap_or(0));
        self.0.push((parent, step));
        id
    }

    /// The path of one of Authelia's keys below `parent`.
    pub fn key(&mut self, parent: PathId, key: &'static str) -> PathId {
        self.push(parent, StoredStep::Key(key))
    }

    /// The path of an operator's own key below `parent`.
    pub fn name(&mut self, parent: PathId, name: &str) -> PathId {
        self.push(parent, StoredStep::Name(name.into()))
    }

    /// The path of a list's item.
    pub fn index(&mut self, parent: PathId, index: usize) -> PathId {
        self.push(parent, StoredStep::Index(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The path of what stands around.
    #[must_use]
    pub fn parent(&self, path: PathId) -> PathId {
        self.0.get(path.0 as usize).map_or(PathId::ROOT, |(parent, _)| *parent)
    }

    /// The key that a path ends with; `None` for an item of a list.
    #[must_use]
    pub fn last_key(&self, path: PathId) -> Option<&str> {
        match &self.0.get(path.0 as usize)?.1 {
            StoredStep::Key(key) => Some(key),
            StoredStep::Name(name) => Some(name),
            StoredStep::Root | StoredStep::Index(_) => None,
        }
    }

    /// The keys and indices from the root to a path.
    #[must_use]
    pub fn steps(&self, path: PathId) -> Vec<PathStep<'_>> {
        let mut steps = Vec::new();
        let mut at = path;
        while at != PathId::ROOT {
            let (parent, step) = &self.0[at.0 as usize];
            steps.extend(match step {
                StoredStep::Root => None,
                StoredStep::Key(key) => Some(PathStep::Key(key)),
                StoredStep::Name(name) => Some(PathStep::Key(name)),
                StoredStep::Index(index) => Some(PathStep::Index(*index as usize)),
            });
            at = *parent;
        }
        steps.reverse();
        steps
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
