//! Which keys Authelia refuses: its check sees the configuration as a flat list of keys with dots between the levels
//! and a single level of each list (`internal/configuration/koanf_util.go` and `validator/keys.go`, 4.39.20).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::document::{Entry, Kind, NodeId, Tree};

use super::Configuration;
use super::declared::Declared;
use super::section::{Field, Section as _, Shape};

/// Keys that Authelia's list holds besides those of its options.
const BESIDES: &[&str] = &[
    "identity_providers.oidc",
    "identity_providers.oidc.clients[]",
    "session",
    "session.cookies[]",
    "storage.postgres.servers[].tls",
];

/// Deeper than any option; what lies below is not told apart.
const MAX_DEPTH: usize = 64;

/// More than this many keys are not looked at, so that aliases within aliases cost little.
const MAX_KEYS: usize = 1_000_000;

/// One key of the flat list.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The key with all that stands around it.
    pub(super) path: String,
    /// The keys from the root down, and the list's item, if it is in one.
    pub(super) passed: Vec<NodeId>,
    /// What is there.
    pub(super) value: NodeId,
}

/// The keys that Authelia expects.
struct ExpectedKeys {
    keys: HashSet<String>,
    /// The keys below a name that the operator chooses: what stands before, between and behind the names.
    patterns: Vec<Vec<String>>,
    /// The sections that never are empty, because Authelia has loaded values of its own into them.
    loaded: HashSet<String>,
}

/// About so many keys there are: a table that need not grow is made sooner.
const KEYS: usize = 1024;

static EXPECTED: LazyLock<ExpectedKeys> = LazyLock::new(|| {
    let keys = HashSet::with_capacity(KEYS);
    let mut expected = ExpectedKeys { keys, patterns: Vec::new(), loaded: HashSet::new() };
    expected.keys.extend(BESIDES.iter().map(|key| (*key).to_owned()));
    expected.add_fields("", Configuration::FIELDS);
    let parts = |key: &String| key.split('*').map(str::to_owned).collect();
    expected.patterns = expected.keys.iter().filter(|key| key.contains(".*")).map(parts).collect();
    expected
});

/// Whether a name that an operator chose has the form that Authelia expects: letters and digits, and some marks between
/// them.
pub(super) fn is_name(name: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let between = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_.:~-".contains(byte);
    ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(between)
}

/// Whether a key consists of the parts of a pattern, in order, with a name between each two of them.
fn fits(parts: &[String], key: &str) -> bool {
    let Some((first, rest)) = parts.split_first() else { return key.is_empty() };
    let Some(behind) = key.strip_prefix(first.as_str()) else { return false };
    match rest {
        [] => behind.is_empty(),
        [last] => behind.strip_suffix(last.as_str()).is_some_and(is_name),
        // A pattern has three names at the most, so that this ends soon.
        [next, ..] => {
            behind.match_indices(next.as_str()).any(|(at, _)| is_name(&behind[..at]) && fits(rest, &behind[at..]))
        }
    }
}

/// A key whose indices are left out: `rules[3]` becomes `rules[]`.
fn without_indices(key: &str) -> String {
    let mut bare = String::with_capacity(key.len());
    let mut pieces = key.split('[');
    bare.extend(pieces.next());
    for piece in pieces {
        bare.push('[');
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        bare.push_str(if piece[digits..].starts_with(']') { &piece[digits..] } else { piece });
    }
    bare
}

impl ExpectedKeys {
    fn add_fields(&mut self, section: &str, fields: &[Field]) {
        for field in fields {
            let key = match (section, field.key) {
                (section, "") => section.to_owned(),
                ("", key) => key.to_owned(),
                (section, key) => [section, ".", key].concat(),
            };
            if field.loaded {
                let ends = section.match_indices('.').map(|(end, _)| end).chain([section.len()]);
                self.loaded.extend(ends.map(|end| section[..end].to_owned()));
            }
            self.add(&key, field.shape);
        }
    }

    fn add(&mut self, key: &str, shape: &Shape) {
        match shape {
            Shape::Scalar | Shape::Secret => {
                self.keys.insert(key.to_owned());
            }
            Shape::Section(fields) => self.add_fields(key, fields),
            Shape::List(item) => {
                self.keys.insert(key.to_owned());
                self.add_item(&[key, "[]"].concat(), item);
            }
            Shape::Map(item) => {
                self.keys.insert(key.to_owned());
                let named = [key, ".*"].concat();
                self.add_item(&named, item);
                self.keys.insert(named);
            }
        }
    }

    fn add_item(&mut self, key: &str, item: &Shape) {
        match item {
            Shape::Scalar | Shape::Secret => {}
            Shape::List(inner) => self.add_item(&[key, "[]"].concat(), inner),
            Shape::Section(_) | Shape::Map(_) => self.add(key, item),
        }
    }

    fn accepts(&self, key: &str, is_empty_mapping: bool) -> bool {
        if self.keys.contains(key) || (is_empty_mapping && self.loaded.contains(key)) {
            return true;
        }
        let key = without_indices(key);
        self.keys.contains(&key) || self.patterns.iter().any(|parts| fits(parts, &key))
    }

    /// Whether some expected key may lie below `key`, of which nothing is known.
    fn may_hold(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
    }
}

/// The leaves that Authelia refuses as not expected.
#[must_use]
pub(super) fn refused(tree: &Tree, root: NodeId) -> Vec<Leaf> {
    let mut walk = KeyWalk { tree, trail: Vec::new(), waiting: Vec::new(), refused: Vec::new() };
    walk.enter(root, None, &KeyPath { text: String::new(), declared: Declared::root() }, 0);
    for _ in 0..MAX_KEYS {
        let Some(step) = walk.waiting.pop() else { break };
        walk.visit(&step);
    }
    walk.refused
}

/// A key on the way down, and which one it stands under.
type Passed = (NodeId, Option<usize>);

/// A key as the flat list has it, and what is declared there.
struct KeyPath {
    text: String,
    declared: Declared,
}

impl KeyPath {
    fn below(&self, key: &str) -> Self {
        let text = if self.text.is_empty() { key.to_owned() } else { [&self.text, ".", key].concat() };
        Self { text, declared: self.declared.at_key(key) }
    }
}

struct KeyStep {
    /// Its key's place in the trail.
    trail: usize,
    path: KeyPath,
    value: NodeId,
    depth: usize,
}

struct KeyWalk<'tree> {
    tree: &'tree Tree,
    trail: Vec<Passed>,
    waiting: Vec<KeyStep>,
    refused: Vec<Leaf>,
}

impl KeyWalk<'_> {
    fn entries(&self, mapping: NodeId) -> &[Entry] {
        match &self.tree[self.tree.resolve(mapping)].kind {
            Kind::Mapping { entries, .. } => entries,
            _ => &[],
        }
    }

    /// Puts the entries of a mapping into the queue.
    fn enter(&mut self, mapping: NodeId, above: Option<usize>, path: &KeyPath, depth: usize) {
        let steps = |(trail, entry): (usize, &Entry)| {
            let path = path.below(self.tree.key_text(entry.key));
            KeyStep { trail, path, value: entry.value, depth }
        };
        let entries = self.entries(mapping).iter().filter(|entry| !self.tree[entry.key].unknown);
        let steps: Vec<KeyStep> = (self.trail.len()..).zip(entries.clone()).map(steps).collect();
        let keys: Vec<Passed> = entries.map(|entry| (entry.key, above)).collect();
        self.trail.extend(keys);
        self.waiting.extend(steps);
    }

    fn visit(&mut self, step: &KeyStep) {
        let node = &self.tree[self.tree.resolve(step.value)];
        let is_mapping = matches!(node.kind, Kind::Mapping { .. });
        if step.depth < MAX_DEPTH && !self.entries(step.value).is_empty() {
            return self.enter(step.value, Some(step.trail), &step.path, step.depth + 1);
        }
        let KeyPath { text: path, declared } = &step.path;
        let accepted =
            declared.expects_value() || EXPECTED.accepts(path, is_mapping) || (node.unknown && EXPECTED.may_hold(path));
        if !accepted {
            let passed = self.passed_on_the_way_to(step.trail);
            self.refused.push(Leaf { path: path.clone(), passed, value: step.value });
        }
        if let Kind::Sequence { items, .. } = &node.kind {
            for item in items {
                self.visit_item(*item, step);
            }
        }
    }

    /// Of a list's item only the first level is looked at.
    fn visit_item(&mut self, item: NodeId, list: &KeyStep) {
        let mut refused = Vec::new();
        for entry in self.entries(item).iter().filter(|entry| !self.tree[entry.key].unknown) {
            let key = self.tree.key_text(entry.key);
            if list.path.declared.item().at_key(key).expects_value() {
                continue;
            }
            let path = format!("{}[].{key}", list.path.text);
            if !EXPECTED.accepts(&path, false) {
                let mut passed = self.passed_on_the_way_to(list.trail);
                passed.extend([item, entry.key]);
                refused.push(Leaf { path, passed, value: entry.value });
            }
        }
        self.refused.append(&mut refused);
    }

    fn passed_on_the_way_to(&self, trail: usize) -> Vec<NodeId> {
        let above = |(_, above): &Passed| above.map(|index| self.trail[index]);
        let mut keys: Vec<NodeId> = std::iter::successors(Some(self.trail[trail]), above).map(|(key, _)| key).collect();
        keys.reverse();
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sections_have_the_keys_that_authelia_lists() {
        let listed: HashSet<&str> = include_str!("../../fixtures/recorded/keys.txt").lines().collect();
        let declared: HashSet<&str> = EXPECTED.keys.iter().map(String::as_str).collect();
        let mut missing: Vec<_> = listed.difference(&declared).collect();
        let mut surplus: Vec<_> = declared.difference(&listed).collect();
        missing.sort_unstable();
        surplus.sort_unstable();
        assert_eq!((missing, surplus), (vec![], vec![]));
    }

    #[test]
    fn what_is_declared_on_the_way_is_what_the_list_has() {
        for key in &EXPECTED.keys {
            let (path, last) = key.split_once("[].").unwrap_or((key, ""));
            let steps = path.trim_end_matches("[]").split('.');
            let mut declared =
                steps.fold(Declared::root(), |declared, step| declared.at_key(if step == "*" { "name" } else { step }));
            if !last.is_empty() {
                declared = declared.item().at_key(last);
            }
            let is_section = BESIDES.contains(&key.as_str());
            assert!(declared.expects_value() || is_section || last.contains('.'), "{key}");
        }
        for key in [
            "session.secrets",
            "storage",
            "identity_providers.oidc.lifespans.custom.a b",
            "access_control.rules.domain",
        ] {
            let declared = key.split('.').fold(Declared::root(), Declared::at_key);
            assert!(!declared.expects_value() && !EXPECTED.accepts(key, false), "{key}");
        }
    }

    #[test]
    fn names_begin_and_end_with_a_letter_or_digit() {
        for name in ["a", "a-b", "a.b", "http://example.com/a", "a~b", "7"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "-a", "a-", "a b", "\u{fc}", "a\n", "a_"] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
