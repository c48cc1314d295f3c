//! From the place of an option to where it is written in the tree of its text.

use crate::config::section::{Shape, keys, shape_at};
use crate::config::{Config, PathStep, Place};
use crate::document::edit::{Editor, Obstacle};
use crate::document::{Entry, Kind, NodeId, Tree};
use crate::text::{Sources, Span};

use super::outline::{Holder, Outline};
use super::shared::Shared;

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

impl Site {
    /// The mapping or the list that it is in.
    const fn collection(self) -> NodeId {
        match self {
            Self::Entry { mapping, .. } | Self::Absent { mapping } | Self::Borrowed { mapping, .. } => mapping,
            Self::Item { list, .. } => list,
        }
    }
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

/// Finds where the options of a configuration are written.
#[derive(Debug)]
pub(super) struct Locator<'a> {
    config: &'a Config,
    sources: &'a Sources,
    outline: Outline<'a>,
    pub(super) shared: Shared,
}

impl<'a> Locator<'a> {
    pub(super) fn of(config: &'a Config, sources: &'a Sources) -> Self {
        let outline = Outline::of(config);
        Self { config, sources, shared: Shared::of(&config.tree, &outline), outline }
    }

    const fn tree(&self) -> &'a Tree {
        &self.config.tree
    }

    /// Finds where an option is written, or would be.
    ///
    /// # Errors
    /// Where it cannot be changed at one place: what is there belongs to other options, too, or is not known.
    pub(super) fn locate(&self, place: Place) -> Result<Located<'a>, Obstacle> {
        let source = place.key.filter(|_| place.given).unwrap_or(place.span).source;
        let mut documents = self.config.documents.iter().filter(|document| document.source == source);
        let document = documents.find(|document| document.verbatim).ok_or(Obstacle::Reshaped)?;
        let root = document.root.ok_or(Obstacle::Nowhere)?;
        let (site, lent) = match self.borrowed(root, place) {
            Some(found) => found,
            None => self.written(place)?,
        };
        if self.outline.root(site.collection()) != root {
            return Err(Obstacle::Nowhere);
        }
        let steps = self.outline.steps(site.collection());
        let is_there = steps == self.config.paths.steps(self.config.paths.parent(place.path));
        if !is_there && matches!(site, Site::Absent { .. }) {
            return Err(Obstacle::Nowhere);
        }
        // What is lent is changed where it stands only for the one that it is in.
        if !is_there && lent.is_some() {
            return Err(Obstacle::Shared);
        }
        let options = match shape_at(steps) {
            Some(Shape::Section(fields)) => keys(fields),
            _ => Vec::new(),
        };
        let text = self.sources.get(source);
        let mut editor = Editor::new(source, text, self.tree(), &document.comments);
        // What is open in it may be so because of a template.
        if document.is_excerpt() && !["{{", "{%"].iter().any(|template| text.text.contains(template)) {
            editor = editor.of_excerpt();
        }
        Ok(Located { editor, root, site, lent, options })
    }

    /// The site of an option that is written, or absent from a mapping that is, and the entry that is lent.
    fn written(&self, place: Place) -> Result<(Site, Option<Entry>), Obstacle> {
        if !place.given {
            return self.absent(place.span);
        }
        let mut nodes = self.outline.at(place.key.unwrap_or(place.span));
        let found = nodes.find_map(|(node, holder)| match holder {
            Holder::Entry { mapping, index, is_key: true } if place.key.is_some() => {
                Some((node, Site::Entry { mapping, index }))
            }
            Holder::Item { list, index } if place.key.is_none() => Some((node, Site::Item { list, index })),
            _ => None,
        });
        let (node, site) = found.ok_or(Obstacle::Nowhere)?;
        Ok((site, self.lent(node)?))
    }

    /// The site of an option that is absent from the mapping of a span.
    fn absent(&self, span: Span) -> Result<(Site, Option<Entry>), Obstacle> {
        let mut nodes =
            self.outline.at(span).filter(|(_, holder)| !matches!(holder, Holder::Entry { is_key: true, .. }));
        let (mapping, _) = nodes.next().ok_or(Obstacle::Nowhere)?;
        let lent = self.lent(mapping)?;
        let node = &self.tree()[mapping];
        match node.kind {
            Kind::Alias(_) => Err(Obstacle::Alias),
            Kind::Mapping { .. } if self.shared.has(mapping) => Err(Obstacle::Shared),
            Kind::Mapping { .. } if node.open || node.unknown => Err(Obstacle::Template),
            Kind::Mapping { .. } => Ok((Site::Absent { mapping }, lent)),
            _ => Err(Obstacle::Nowhere),
        }
    }

    /// The entry around a node that merge keys bring to other mappings, too.
    ///
    /// # Errors
    /// If something around the node is used elsewhere in another way.
    fn lent(&self, node: NodeId) -> Result<Option<Entry>, Obstacle> {
        let mut lent = None;
        for (collection, holder) in self.outline.around(node).filter(|(collection, _)| self.shared.has(*collection)) {
            let Holder::Entry { mapping, index, .. } = holder else { return Err(Obstacle::Shared) };
            if lent.is_some() || !self.shared.is_only_merged(collection) {
                return Err(Obstacle::Shared);
            }
            lent = Some(self.tree().own(mapping)[index]);
        }
        Ok(lent)
    }

    /// The site of an option whose value is written elsewhere, and the entry that is lent. Nothing around it may be shared,
    /// so that it can be written here without a change anywhere else.
    fn borrowed(&self, root: NodeId, place: Place) -> Option<(Site, Option<Entry>)> {
        let steps = self.config.paths.steps(place.path);
        let (steps, item) = match steps.split_last()? {
            (PathStep::Index(index), steps) => (steps, Some(*index)),
            (PathStep::Key(_), _) => (steps.as_slice(), None),
        };
        let (PathStep::Key(key), around) = steps.split_last()? else { return None };
        let mapping = around.iter().try_fold(root, |node, step| self.own_step(node, *step))?;
        let node = &self.tree()[mapping];
        let is_shared = self.shared.has(mapping);
        if node.open || node.unknown || (is_shared && !self.shared.is_only_merged(mapping)) {
            return None;
        }
        let entry = self.tree().get(mapping, key)?;
        let is_elsewhere = entry.merged || matches!(self.tree()[entry.value].kind, Kind::Alias(_));
        let is_meant = place.given && self.is_meant(entry, item, place);
        (is_elsewhere && is_meant).then(|| (Site::Borrowed { mapping, entry, item }, is_shared.then_some(entry)))
    }

    /// A step into what is written at its place, if nothing else has a part in it: no alias and no template.
    fn own_step(&self, at: NodeId, step: PathStep<'_>) -> Option<NodeId> {
        let node = &self.tree()[at];
        if self.shared.has(at) || node.open || node.unknown {
            return None;
        }
        match (step, &node.kind) {
            (PathStep::Key(key), Kind::Mapping { .. }) => {
                let mut own = self.tree().own(at).iter();
                own.find(|entry| self.tree().key_text(entry.key) == key).map(|entry| entry.value)
            }
            (PathStep::Index(index), Kind::Sequence { items, .. }) => items.get(index).copied(),
            _ => None,
        }
    }

    /// Whether an entry, or an item of it, is what is written at a place.
    fn is_meant(&self, entry: Entry, item: Option<usize>, place: Place) -> bool {
        let tree = self.tree();
        match (place.key, item, &tree[tree.resolve(entry.value)].kind) {
            (Some(key), None, _) => tree[entry.key].span == key,
            (None, Some(index), Kind::Sequence { items, .. }) => {
                items.get(index).is_some_and(|item| tree[*item].span == place.span)
            }
            _ => false,
        }
    }
}
