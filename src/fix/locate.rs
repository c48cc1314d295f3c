//! From the place of an option to where it is written in the tree of its text.

use std::fmt::Write as _;

use crate::config::section::{Field, Section as _, Shape};
use crate::config::{Config, Configuration, Place};
use crate::document::{Kind, NodeId, Tree};
use crate::edit::{Editor, Obstacle};
use crate::source::Sources;
use crate::span::Span;

/// Where an option is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Site {
    /// An entry of a mapping.
    Entry { mapping: NodeId, index: usize },
    /// An item of a list.
    Item { list: NodeId, index: usize },
    /// Nowhere yet; the mapping that it belongs to.
    Absent { mapping: NodeId },
}

/// A site and what can be done there.
#[derive(Debug)]
pub(super) struct Located<'a> {
    pub(super) editor: Editor<'a>,
    pub(super) site: Site,
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
/// Where it cannot be changed at one place: what stands there belongs to other options, too, or is not known.
pub(super) fn locate<'a>(config: &'a Config, sources: &'a Sources, place: Place) -> Result<Located<'a>, Obstacle> {
    let target = match (place.given, place.key) {
        (true, Some(key)) => Target::Key(key),
        (true, None) => Target::Item(place.span),
        (false, _) => Target::Mapping(place.span),
    };
    let source = target.span().source;
    let document = config.documents.iter().find(|document| document.source == source).ok_or(Obstacle::Nowhere)?;
    let editor = Editor::new(source, sources.get(source), &config.tree, &document.comments);
    let mut walk = Walk { tree: &config.tree, editor: &editor, path: String::new(), shape: Some(&ROOT) };
    let site = walk.to(document.root.ok_or(Obstacle::Nowhere)?, target)?;
    if matches!(site, Site::Absent { .. }) && walk.path != config.paths.spell(config.paths.parent(place.path)) {
        return Err(Obstacle::Nowhere);
    }
    let options = match walk.shape {
        Some(Shape::Section(fields)) => crate::config::section::keys(fields),
        _ => Vec::new(),
    };
    Ok(Located { editor, site, options })
}

impl Target {
    const fn span(self) -> Span {
        match self {
            Self::Key(span) | Self::Item(span) | Self::Mapping(span) => span,
        }
    }
}

/// The way down from the root.
struct Walk<'a> {
    tree: &'a Tree,
    editor: &'a Editor<'a>,
    /// The path of the collection that was reached.
    path: String,
    /// What may stand there.
    shape: Option<&'static Shape>,
}

impl Walk<'_> {
    fn to(&mut self, root: NodeId, target: Target) -> Result<Site, Obstacle> {
        let offset = target.span().start;
        let mut at = root;
        loop {
            let node = &self.tree[at];
            if node.anchor().is_some() {
                return Err(Obstacle::Shared);
            }
            match &node.kind {
                Kind::Alias(_) => return Err(Obstacle::Alias),
                Kind::Mapping { .. } => {
                    if matches!(target, Target::Mapping(span) if span == node.span) {
                        return if node.open || node.unknown {
                            Err(Obstacle::Template)
                        } else {
                            Ok(Site::Absent { mapping: at })
                        };
                    }
                    let own = self.editor.own(at);
                    let after = own.partition_point(|entry| self.tree[entry.key].span.start <= offset);
                    let index = after.checked_sub(1).ok_or(Obstacle::Nowhere)?;
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
