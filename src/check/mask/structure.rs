//! Secrets that are known by where they stand in a tree, however they are written there.
//!
//! - An option that Authelia keeps secret, also through an alias, and an unknown key that is most likely a slip of one.
//! - All values below any other key that refers to a secret (`names.rs`): single values and lists; of mappings all that is
//!   not certainly harmless.
//! - `data` of a Kubernetes Secret, and `value` beside a `name` or `key` that refers to a secret.
//! - A text in place of a section.
//! - A text that looks random, unless it is the value of an option of Authelia.

use std::path::Path;

use crate::config::Configuration;
use crate::config::section::{Section as _, Shape, keys};
use crate::document::{Entry, Kind, Node, NodeId, Style, Tree};
use crate::text::{Secret, Span, paths, suggestion};

use super::harmless;
use super::names::{Names, Speaks};
use super::patterns;

static ROOT: Shape = Shape::Section(Configuration::FIELDS);

/// What must not be shown of a tree.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// Where it stands.
    pub(crate) spans: Vec<Span>,
    /// The same as it was read.
    pub(crate) texts: Vec<Secret>,
    /// Keys that seem to refer to a secret, but are options that do not.
    pub(crate) plain_keys: Vec<Span>,
}

/// Finds all that must not be shown.
pub(crate) fn hidden(tree: &Tree) -> Hidden {
    let mut walk = Walk {
        tree,
        seen: vec![0; tree.len()],
        names: Names::default(),
        waiting: Vec::new(),
        hidden: Hidden::default(),
    };
    for root in roots(tree) {
        walk.waiting.push((root, Standing::Open(None)));
        walk.run();
    }
    walk.hidden
}

/// What is known of a node from what stands around it.
#[derive(Debug, Clone, Copy)]
enum Standing {
    /// Nothing refers to a secret; what Authelia expects here, if that is known.
    Open(Option<&'static Shape>),
    /// It is an item or an entry below a key that refers to a secret.
    Below,
    /// It is a secret, or a token or the time that one lives.
    Secret(Speaks),
}

impl Standing {
    /// A node is visited once with each of these.
    const fn bit(self) -> u8 {
        match self {
            Self::Open(None) => 1,
            Self::Open(Some(_)) => 2,
            Self::Below => 4,
            Self::Secret(Speaks::OfAToken) => 8,
            Self::Secret(Speaks::OfASecret) => 16,
        }
    }
}

/// The nodes that stand in no other.
fn roots(tree: &Tree) -> Vec<NodeId> {
    let mut is_inside = vec![false; tree.len()];
    for node in tree.nodes() {
        match &node.kind {
            Kind::Sequence { items, .. } => items.iter().for_each(|item| is_inside[item.index()] = true),
            Kind::Mapping { entries, .. } => {
                for entry in entries {
                    is_inside[entry.key.index()] = true;
                    is_inside[entry.value.index()] = true;
                }
            }
            _ => {}
        }
    }
    tree.ids().filter(|id| !is_inside[id.index()]).collect()
}

struct Walk<'tree> {
    tree: &'tree Tree,
    /// How each node was visited.
    seen: Vec<u8>,
    names: Names<'tree>,
    waiting: Vec<(NodeId, Standing)>,
    hidden: Hidden,
}

impl<'tree> Walk<'tree> {
    fn run(&mut self) {
        while let Some((id, standing)) = self.waiting.pop() {
            let id = self.tree.resolve(id);
            let seen = &mut self.seen[id.index()];
            if *seen & standing.bit() == 0 {
                *seen |= standing.bit();
                self.visit(&self.tree[id], standing);
            }
        }
    }

    fn visit(&mut self, node: &'tree Node, standing: Standing) {
        match &node.kind {
            Kind::Mapping { entries, .. } => self.mapping(entries, standing),
            Kind::Sequence { items, .. } => self.sequence(items, standing),
            _ if is_secret(node, standing) => self.hide(node),
            _ => {}
        }
    }

    fn sequence(&mut self, items: &'tree [NodeId], standing: Standing) {
        let inner = match standing {
            Standing::Open(Some(Shape::List(item))) => Standing::Open(Some(item)),
            Standing::Open(Some(Shape::Map(_))) | Standing::Below | Standing::Secret(_) => standing,
            Standing::Open(_) => Standing::Open(None),
        };
        let mut flag = None;
        for item in items {
            let standing = flag.take().map_or(inner, Standing::Secret);
            self.waiting.push((*item, standing));
            // `--password`, `hunter2`
            flag = self.text(*item).filter(|text| text.starts_with('-')).and_then(|text| self.names.speaks(text));
        }
    }

    fn mapping(&mut self, entries: &'tree [Entry], standing: Standing) {
        let is_kubernetes = self.value(entries, "kind").is_some_and(|kind| kind == "Secret");
        let has_value = entries.iter().any(|entry| self.tree.key_text(entry.key) == "value");
        let name_of_value = self.value(entries, "name").or_else(|| self.value(entries, "key")).filter(|_| has_value);
        let named = name_of_value.and_then(|name| self.names.speaks(name));
        for entry in entries {
            let name = self.tree.key_text(entry.key);
            let inner = match (name, named) {
                ("data" | "stringData", _) if is_kubernetes => Standing::Secret(Speaks::OfASecret),
                ("value", Some(speaks)) => Standing::Secret(speaks),
                ("key", _) if has_value && matches!(standing, Standing::Open(_)) => {
                    self.hidden.plain_keys.push(self.tree[entry.key].span);
                    Standing::Open(None)
                }
                _ => self.at_key(name, entry, standing),
            };
            self.waiting.push((entry.value, inner));
            self.key(entry.key, inner);
        }
    }

    fn at_key(&mut self, name: &'tree str, entry: &Entry, standing: Standing) -> Standing {
        let Standing::Open(around) = standing else {
            // The text of a file is judged by itself.
            let is_file = paths::is_yaml(Path::new(name));
            let is_long = self.text(entry.value).is_some_and(|text| text.contains('\n'));
            let below = if is_file && is_long { Standing::Open(None) } else { Standing::Below };
            return self.names.speaks(name).map_or(below, Standing::Secret);
        };
        let Some(shape) = around.and_then(|around| around.at_key(name)) else {
            return self.unknown_key(name, around);
        };
        match shape {
            Shape::Secret => Standing::Secret(Speaks::OfASecret),
            Shape::Scalar | Shape::List(Shape::Scalar) if self.names.speaks(name) == Some(Speaks::OfASecret) => {
                Standing::Below
            }
            _ => {
                if self.names.speaks(name).is_some() {
                    self.hidden.plain_keys.push(self.tree[entry.key].span);
                }
                Standing::Open(Some(shape))
            }
        }
    }

    fn unknown_key(&mut self, name: &'tree str, around: Option<&'static Shape>) -> Standing {
        if let Some(speaks) = self.names.speaks(name) {
            return Standing::Secret(speaks);
        }
        match around {
            Some(around) if is_slip_of_a_secret(name, around) => Standing::Secret(Speaks::OfASecret),
            Some(_) => Standing::Open(None),
            // A section of Authelia's, wherever it stands.
            None => Standing::Open(ROOT.at_key(name).filter(|shape| matches!(shape, Shape::Section(_)))),
        }
    }

    /// A key that looks random is hidden unless it is an option.
    fn key(&mut self, key: NodeId, standing: Standing) {
        let node = &self.tree[self.tree.resolve(key)];
        let is_option = matches!(standing, Standing::Open(Some(_)));
        let Kind::Text(text) = &node.kind else { return };
        if has_secret(node, text) || (!is_option && !node.unknown && has_random_word(text)) {
            self.hide(node);
        }
    }

    fn hide(&mut self, node: &Node) {
        self.hidden.spans.push(node.span);
        if let Kind::Text(text) = &node.kind {
            self.hidden.texts.push(Secret::new(text.clone()));
        }
    }

    fn text(&self, node: NodeId) -> Option<&'tree str> {
        match &self.tree[self.tree.resolve(node)].kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    fn value(&self, entries: &'tree [Entry], key: &str) -> Option<&'tree str> {
        let entry = entries.iter().find(|entry| self.tree.key_text(entry.key) == key)?;
        self.text(entry.value)
    }
}

/// Whether only mappings may stand at a place, so that a text is a slip.
fn takes_mappings(shape: &Shape) -> bool {
    match shape {
        Shape::Section(_) | Shape::Map(_) => true,
        Shape::List(item) => takes_mappings(item),
        Shape::Scalar | Shape::Secret => false,
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '+' | '=')
}

/// Whether the option that a misspelt key is most likely meant to be is secret.
fn is_slip_of_a_secret(name: &str, around: &'static Shape) -> bool {
    let Shape::Section(fields) = around else { return false };
    let meant = suggestion::nearest(&name.replace('-', "_"), keys(fields));
    meant.and_then(|meant| around.at_key(meant)).is_some_and(|shape| matches!(shape, Shape::Secret))
}

/// Whether a number is certainly no secret.
fn is_small(node: &Node, standing: Standing) -> bool {
    match (&node.kind, standing) {
        (Kind::Int(number), Standing::Below) => (0..100_000).contains(number),
        (Kind::Int(_), Standing::Secret(Speaks::OfAToken)) => true,
        _ => false,
    }
}

/// Whether a text has the shape of a secret that cannot be seen as it is written.
fn has_secret(node: &Node, text: &str) -> bool {
    matches!(node.style, Style::SingleQuoted | Style::DoubleQuoted) && !patterns::find(text).is_empty()
}

/// Whether one of the words of a text on a single line looks random.
fn is_random(node: &Node, text: &str) -> bool {
    !node.unknown && !text.contains('\n') && has_random_word(text)
}

fn has_random_word(text: &str) -> bool {
    text.split(|letter: char| !is_of_word(letter)).any(harmless::is_random)
}

fn is_secret(node: &Node, standing: Standing) -> bool {
    let Kind::Text(text) = &node.kind else {
        let is_plain = matches!(node.kind, Kind::Null | Kind::Bool(_));
        return !is_plain && matches!(standing, Standing::Secret(_) | Standing::Below) && !is_small(node, standing);
    };
    // Where a template writes a part, the text tells what is literal.
    if node.unknown || text.is_empty() {
        return false;
    }
    match standing {
        Standing::Secret(Speaks::OfASecret) => true,
        Standing::Secret(Speaks::OfAToken) => !harmless::is_lifespan(text),
        Standing::Below => !harmless::is_value(text),
        Standing::Open(Some(shape)) if takes_mappings(shape) => !harmless::is_value(text),
        Standing::Open(Some(_)) => has_secret(node, text),
        Standing::Open(None) => has_secret(node, text) || is_random(node, text),
    }
}
