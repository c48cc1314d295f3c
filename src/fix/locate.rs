//! From the place of an option to where it is written in the tree of its text.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::config::section::{Field, Section as _, Shape};
use crate::config::{Config, Configuration, PathStep, Place};
use crate::document::edit::{Editor, Obstacle};
use crate::document::{Entry, Kind, NodeId, Tree};
use crate::text::{Sources, Span};

/// Where an option is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Site {
    /// An entry of a mapping.
    Entry { mapping: NodeId, index: usize },
    /// An item of a list.
    Item { list: NodeId, index: usize },
    /// Nowhere yet; the mapping that it belongs to.
    Absent { mapping: NodeId },
    /// Somewhere else: the entry of the mapping, or an item of it, comes from a merge key or an alias.
    Borrowed { mapping: NodeId, entry: Entry, item: Option<usize> },
}

/// A site and what can be done there.
#[derive(Debug)]
pub(super) struct Located<'a> {
    pub(super) editor: Editor<'a>,
    /// The root of the document.
    pub(super) root: NodeId,
    pub(super) site: Site,
    /// The entry around it that merge keys bring to other mappings, too.
    pub(super) lent: Option<Entry>,
    /// The options of the mapping around it, in the order in which they usually stand.
    pub(super) options: Vec<&'static str>,
}

/// What is looked for, all by the bytes that it takes.
#[derive(Clone, Copy)]
enum Target {
    Key(Span),
    Item(Span),
    Mapping(Span),
}

static ROOT: Shape = Shape::Section(Configuration::FIELDS);

/// Finds where an option is written, or would be.
///
/// # Errors
/// Where it cannot be changed at one place: what is there belongs to other options, too, or is not known.
pub(super) fn locate<'a>(
    config: &'a Config,
    sources: &'a Sources,
    shared: &Shared,
    place: Place,
) -> Result<Located<'a>, Obstacle> {
    let target = match (place.given, place.key) {
        (true, Some(key)) => Target::Key(key),
        (true, None) => Target::Item(place.span),
        (false, _) => Target::Mapping(place.span),
    };
    let source = target.span().source;
    let mut documents = config.documents.iter().filter(|document| document.source == source);
    let document = documents.find(|document| document.verbatim).ok_or(Obstacle::Reshaped)?;
    let editor = Editor::new(source, sources.get(source), &config.tree, &document.comments);
    let root = document.root.ok_or(Obstacle::Nowhere)?;
    let begin =
        || Walk { tree: &config.tree, editor: &editor, shared, path: String::new(), shape: Some(&ROOT), lent: None };
    let mut walk = begin();
    let site = if let Some(site) = walk.find_borrowed(root, &config.paths.steps(place.path), target) {
        site
    } else {
        walk = begin();
        walk.to(root, target)?
    };
    let is_there = || walk.path == config.paths.spell(config.paths.parent(place.path));
    if matches!(site, Site::Absent { .. }) && !is_there() {
        return Err(Obstacle::Nowhere);
    }
    // What is lent is changed where it stands only for the one that it is in.
    if walk.lent.is_some() && !is_there() {
        return Err(Obstacle::Shared);
    }
    let options = match walk.shape {
        Some(Shape::Section(fields)) => crate::config::section::keys(fields),
        _ => Vec::new(),
    };
    let lent = walk.lent;
    Ok(Located { editor, root, site, lent, options })
}

impl Target {
    const fn span(self) -> Span {
        match self {
            Self::Key(span) | Self::Item(span) | Self::Mapping(span) => span,
        }
    }
}

/// What is used in several places of a text.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The nodes that aliases stand for.
    anchored: HashSet<NodeId>,
    /// Those among them that stand somewhere as a whole, not merged into a mapping.
    repeated: HashSet<NodeId>,
    /// The mappings that each key is merged into.
    mergers: HashMap<NodeId, Vec<NodeId>>,
}

impl Shared {
    pub(super) fn of(config: &Config) -> Self {
        let tree = &config.tree;
        let mut shared = Self::default();
        shared.anchored.extend(tree.ids().filter_map(|id| target(tree, id)));
        if shared.anchored.is_empty() {
            return shared;
        }
        // What a merge key names is not part of the tree any more. A collection comes before its parts.
        let mut parts: HashSet<NodeId> = config.documents.iter().filter_map(|document| document.root).collect();
        for id in tree.ids() {
            match &tree[id].kind {
                Kind::Sequence { items, .. } if parts.contains(&id) => parts.extend(items),
                Kind::Mapping { entries, .. } => {
                    for entry in entries {
                        if entry.merged {
                            shared.mergers.entry(entry.key).or_default().push(id);
                        } else {
                            parts.insert(entry.value);
                        }
                    }
                }
                _ => {}
            }
        }
        shared.repeated.extend(parts.iter().filter_map(|part| target(tree, *part)));
        shared
    }

    pub(super) fn has(&self, node: NodeId) -> bool {
        self.anchored.contains(&node)
    }

    /// Whether a node is used elsewhere by merge keys only.
    fn is_only_merged(&self, node: NodeId) -> bool {
        !self.repeated.contains(&node)
    }

    /// The mappings that an entry is merged into.
    pub(super) fn mergers(&self, entry: Entry) -> &[NodeId] {
        self.mergers.get(&entry.key).map_or(&[], Vec::as_slice)
    }
}

/// What an alias stands for.
fn target(tree: &Tree, node: NodeId) -> Option<NodeId> {
    match tree[node].kind {
        Kind::Alias(target) => Some(target),
        _ => None,
    }
}

/// The way down from the root.
struct Walk<'a> {
    tree: &'a Tree,
    editor: &'a Editor<'a>,
    shared: &'a Shared,
    /// The path of the collection that was reached.
    path: String,
    /// What may stand there.
    shape: Option<&'static Shape>,
    /// The entry on the way that merge keys bring to other mappings, too.
    lent: Option<Entry>,
}

impl Walk<'_> {
    fn to(&mut self, root: NodeId, target: Target) -> Result<Site, Obstacle> {
        let offset = target.span().start;
        let mut at = root;
        loop {
            let node = &self.tree[at];
            let is_lent = self.shared.has(at);
            let is_mapping = matches!(node.kind, Kind::Mapping { .. });
            if is_lent && !(is_mapping && self.shared.is_only_merged(at) && self.lent.is_none()) {
                return Err(Obstacle::Shared);
            }
            match &node.kind {
                Kind::Alias(_) => return Err(Obstacle::Alias),
                Kind::Mapping { .. } => {
                    if matches!(target, Target::Mapping(span) if span == node.span) {
                        return if node.open || node.unknown {
                            Err(Obstacle::Template)
                        } else if is_lent {
                            Err(Obstacle::Shared)
                        } else {
                            Ok(Site::Absent { mapping: at })
                        };
                    }
                    let own = self.editor.own(at);
                    let after = own.partition_point(|entry| self.tree[entry.key].span.start <= offset);
                    let index = after.checked_sub(1).ok_or(Obstacle::Nowhere)?;
                    if is_lent {
                        self.lent = Some(own[index]);
                    }
                    if matches!(target, Target::Key(span) if span == self.tree[own[index].key].span) {
                        return Ok(Site::Entry { mapping: at, index });
                    }
                    self.enter(self.tree.key_text(own[index].key));
                    at = own[index].value;
                }
                Kind::Sequence { items, .. } => {
                    let after = items.partition_point(|item| self.tree[*item].span.start <= offset);
                    let index = after.checked_sub(1).ok_or(Obstacle::Nowhere)?;
                    if matches!(target, Target::Item(span) if span == self.tree[items[index]].span) {
                        return Ok(Site::Item { list: at, index });
                    }
                    self.enter_item(index);
                    at = items[index];
                }
                _ => return Err(Obstacle::Nowhere),
            }
        }
    }

    /// Goes by the keys and indices of a path to an option whose value is written elsewhere. Nothing on the way may be
    /// shared, so that it can be written here without a change anywhere else.
    fn find_borrowed(&mut self, root: NodeId, steps: &[PathStep<'_>], target: Target) -> Option<Site> {
        let (steps, item) = match steps.split_last()? {
            (PathStep::Index(index), steps) => (steps, Some(*index)),
            (PathStep::Key(_), _) => (steps, None),
        };
        let (PathStep::Key(key), around) = steps.split_last()? else { return None };
        let mut mapping = root;
        for step in around {
            mapping = self.own_step(mapping, *step)?;
        }
        let node = &self.tree[mapping];
        let is_shared = self.shared.has(mapping);
        if node.open || node.unknown || (is_shared && !self.shared.is_only_merged(mapping)) {
            return None;
        }
        let entry = self.tree.get(mapping, key)?;
        let is_elsewhere = entry.merged || matches!(self.tree[entry.value].kind, Kind::Alias(_));
        if !is_elsewhere || !self.is_meant(entry, item, target) {
            return None;
        }
        self.lent = is_shared.then_some(entry);
        Some(Site::Borrowed { mapping, entry, item })
    }

    /// A step into what is written at its place.
    fn own_step(&mut self, at: NodeId, step: PathStep<'_>) -> Option<NodeId> {
        if !self.is_closed_to_others(at) {
            return None;
        }
        match (step, &self.tree[at].kind) {
            (PathStep::Key(key), Kind::Mapping { .. }) => {
                self.enter(key);
                let own = self.editor.own(at).iter();
                own.clone().find(|entry| self.tree.key_text(entry.key) == key).map(|entry| entry.value)
            }
            (PathStep::Index(index), Kind::Sequence { items, .. }) => {
                self.enter_item(index);
                items.get(index).copied()
            }
            _ => None,
        }
    }

    /// Whether nothing else has a part in a collection: no alias and no template.
    fn is_closed_to_others(&self, node: NodeId) -> bool {
        !self.shared.has(node) && !self.tree[node].open && !self.tree[node].unknown
    }

    /// Whether an entry, or an item of it, is what is looked for.
    fn is_meant(&self, entry: Entry, item: Option<usize>, target: Target) -> bool {
        match (target, item, &self.tree[self.tree.resolve(entry.value)].kind) {
            (Target::Key(span), None, _) => self.tree[entry.key].span == span,
            (Target::Item(span), Some(index), Kind::Sequence { items, .. }) => {
                items.get(index).is_some_and(|item| self.tree[*item].span == span)
            }
            _ => false,
        }
    }

    fn enter(&mut self, key: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(key);
        self.shape = match self.shape {
            Some(Shape::Section(fields)) => shape_of(fields, key),
            Some(Shape::Map(inner)) => Some(inner),
            _ => None,
        };
    }

    fn enter_item(&mut self, index: usize) {
        // Writing to a text does not fail.
        let _ = write!(self.path, "[{index}]");
        self.shape = match self.shape {
            Some(Shape::List(inner)) => Some(inner),
            _ => None,
        };
    }
}

fn shape_of(fields: &'static [Field], key: &str) -> Option<&'static Shape> {
    fields.iter().find_map(|field| match field.shape {
        Shape::Section(inner) if field.key.is_empty() => shape_of(inner, key),
        shape => (field.key == key).then_some(shape),
    })
}
