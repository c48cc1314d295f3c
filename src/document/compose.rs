//! From events to a tree: anchors, tags, keys and merge keys as Go's reader treats them, without recursion.

use std::collections::HashMap;

use crate::text::{SourceId, Span};

use super::aliasing::Sizes;
use super::error::SyntaxError;
use super::events::{Data, Event};
use super::keys;
use super::masked_text::MaskedText;
use super::strict;
use super::tags;
use super::template::Role;
use super::tree::{Entry, Kind, Node, NodeId, Properties, Style, Tree};

/// How deep collections may be nested, as in Go's reader.
const MAXIMUM_DEPTH: usize = 10_000;

/// No configuration has so many keys and values; reading more would take memory without end.
const MAX_NODES: usize = 1_000_000;

/// No list and no mapping of a configuration is longer.
const MAX_ENTRIES: usize = 32_768;

/// A collection that is being read.
enum Frame {
    Sequence { items: Vec<NodeId> },
    Mapping { entries: Vec<Entry>, key: Option<NodeId> },
}

struct Open {
    node: NodeId,
    frame: Frame,
    flow: bool,
    start: usize,
}

/// Builds the nodes of one document.
pub(super) struct Composer<'a> {
    tree: &'a mut Tree,
    /// How many nodes the tree may have.
    most_nodes: usize,
    source: SourceId,
    written: MaskedText<'a>,
    /// The first of the masks that was not passed yet.
    next_mask: usize,
    anchors: HashMap<Box<str>, NodeId>,
    open: Vec<Open>,
    sizes: Sizes,
    root: Option<NodeId>,
    /// The end of the last node, in bytes: where a collection ends.
    last_end: usize,
    /// The scalars' ranges: what stands between them may hold comments.
    scalars: Vec<(usize, usize)>,
    errors: Vec<SyntaxError>,
    /// Whether the document may be something other than a configuration.
    any_kind: bool,
}

/// A document that was read whole.
pub(super) struct Composed {
    pub(super) root: Option<NodeId>,
    pub(super) scalars: Vec<(usize, usize)>,
    pub(super) errors: Vec<SyntaxError>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(tree: &'a mut Tree, source: SourceId, written: MaskedText<'a>) -> Self {
        Self {
            most_nodes: tree.len() + MAX_NODES,
            tree,
            source,
            written,
            next_mask: 0,
            anchors: HashMap::new(),
            open: Vec::new(),
            sizes: Sizes::default(),
            root: None,
            last_end: 0,
            scalars: Vec::new(),
            errors: Vec::new(),
            any_kind: false,
        }
    }

    /// Takes whatever is in the document, which begins at byte `at`.
    pub(super) fn of_any_kind(mut self, at: usize) -> Self {
        self.any_kind = true;
        self.skip_masks(at);
        self
    }

    pub(super) fn finish(self) -> Composed {
        Composed { root: self.root, scalars: self.scalars, errors: self.errors }
    }

    /// Takes an event of the document.
    ///
    /// # Errors
    /// Where Go's reader gives up.
    pub(super) fn take(&mut self, event: Event) -> Result<(), SyntaxError> {
        let Event { data, start, end } = event;
        if self.tree.len() >= self.most_nodes {
            return Err(SyntaxError::limit(self.span(start, end), "it holds more than 1,000,000 keys and values"));
        }
        self.pass_masks(start);
        if matches!(data, Data::Scalar { .. }) {
            self.skip_masks(end);
        }
        match data {
            Data::Scalar { properties, value, style } => self.scalar(properties, value, style, start, end),
            Data::Alias(name) => self.alias(&name, start, end),
            Data::SequenceStart { properties, flow } => {
                self.open(properties, Frame::Sequence { items: Vec::new() }, flow, start)
            }
            Data::MappingStart { properties, flow } => {
                self.open(properties, Frame::Mapping { entries: Vec::new(), key: None }, flow, start)
            }
            Data::End => self.close(end),
            Data::DocumentStart | Data::DocumentEnd | Data::StreamEnd => Ok(()),
        }
    }

    /// Passes the templates before `at`: what they insert may belong to any collection that is not closed yet.
    fn pass_masks(&mut self, at: usize) {
        while let Some(mask) = self.written.masks.get(self.next_mask).filter(|mask| mask.start < at) {
            self.next_mask += 1;
            if mask.role == Role::Insertion {
                for open in self.open.iter().rev() {
                    let node = self.tree.node_mut(open.node);
                    // What stands around it was told with it.
                    if std::mem::replace(&mut node.open, true) {
                        break;
                    }
                }
            }
        }
    }

    /// Passes the templates within a scalar.
    fn skip_masks(&mut self, end: usize) {
        self.next_mask += self.written.masks[self.next_mask..].partition_point(|mask| mask.start < end);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let within = |offset: usize| offset.min(self.written.text.len());
        Span::of(self.source, within(start)..within(end.max(start)))
    }

    fn scalar(
        &mut self,
        properties: Properties,
        value: String,
        style: Style,
        start: usize,
        end: usize,
    ) -> Result<(), SyntaxError> {
        let start = self.written.after_properties(&properties, start, end);
        let end = self.written.trimmed(start, end, style);
        let span = self.span(start, end);
        let value = strict::show_marks(value);
        let value = match style {
            Style::DoubleQuoted => {
                strict::escapes(self.written.text.get(start..end).unwrap_or_default()).map_err(|at| {
                    SyntaxError::new(self.span(start + at, start + at + 2), strict::ESCAPE.0, strict::ESCAPE.1)
                })?;
                strict::show_escaped_quotes(value)
            }
            Style::Literal | Style::Folded if self.written.ends_with_text(end) && !self.written.has_break(&value) => {
                value.strip_suffix('\n').map_or(value.clone(), str::to_owned)
            }
            Style::Plain if self.open.last().is_some_and(|open| open.flow) => {
                let written = self.written.text.get(start..end).unwrap_or_default();
                strict::in_flow(written).map_err(|at| {
                    SyntaxError::new(self.span(start + at, start + at + 1), strict::IN_FLOW.0, strict::IN_FLOW.1)
                })?;
                // A colon in it may have been hidden.
                if written.contains(':') && !written.contains('\n') { written.to_owned() } else { value }
            }
            _ => value,
        };
        let unknown = self.written.is_masked(start, end)
            || self.written.is_inserted(&value, style, end)
            || (start == end && self.written.is_filled(end))
            || properties.tag.as_deref().is_some_and(tags::is_vault);
        let kind = if unknown {
            // A key keeps its filler, since paths show it.
            let is_key = self.expects_key();
            Kind::Text(if is_key { value } else { self.written.known_parts(start, end, style, value) })
        } else {
            tags::resolve(properties.tag.as_deref(), style, value)
                .map_err(|error| SyntaxError::new(span, error, "write a value that fits the tag, or remove the tag"))?
        };
        if end > start {
            self.last_end = end;
            self.scalars.push((start, end));
        } else {
            self.last_end = self.last_end.max(start);
        }
        let anchor = properties.anchor.clone();
        let node = self.tree.push(Node { kind, style, span, properties: properties.kept(), unknown, open: false });
        self.sizes.add(1, 0);
        self.remember(anchor, node);
        self.attach(node)
    }

    /// Whether the next node is a key.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { frame: Frame::Mapping { key: None, .. }, .. }))
    }

    fn alias(&mut self, name: &str, start: usize, end: usize) -> Result<(), SyntaxError> {
        let span = self.span(start, end);
        let Some(target) = self.anchors.get(name).copied() else {
            let help = format!("define it before, with `&{name}`, or quote the value if it is meant as text");
            return Err(SyntaxError::new(span, format!("no anchor is called `{name}`"), help));
        };
        if self.open.iter().any(|open| open.node == target) {
            return Err(SyntaxError::new(span, "a value contains itself", "remove the alias"));
        }
        self.last_end = end;
        self.sizes.add_alias(target);
        let node = self.tree.push(Node {
            kind: Kind::Alias(target),
            style: Style::Plain,
            span,
            properties: None,
            unknown: false,
            open: false,
        });
        self.attach(node)
    }

    fn open(&mut self, properties: Properties, frame: Frame, flow: bool, start: usize) -> Result<(), SyntaxError> {
        if self.open.len() >= MAXIMUM_DEPTH {
            let span = self.span(start, start);
            return Err(SyntaxError::new(span, "more than 10,000 levels of nesting", "nest less deeply"));
        }
        let anchor = properties.anchor.clone();
        let unknown = properties.tag.as_deref().is_some_and(tags::is_vault);
        let kind = Kind::Null;
        let span = self.span(start, start);
        let node = self.tree.push(Node {
            kind,
            style: Style::Plain,
            span,
            properties: properties.kept(),
            unknown,
            open: false,
        });
        self.sizes.open();
        self.remember(anchor, node);
        self.open.push(Open { node, frame, flow, start });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), SyntaxError> {
        let Some(Open { node, frame, flow, start }) = self.open.pop() else {
            return Ok(());
        };
        let end = if flow { end } else { self.last_end.max(start) };
        let span = self.span(start, end);
        let kind = match frame {
            Frame::Sequence { items } => Kind::Sequence { items, flow },
            Frame::Mapping { entries, .. } => {
                let is_root = self.open.is_empty();
                let open = entries.iter().any(|entry| self.tree[entry.key].unknown);
                let entries = keys::finish(self.tree, entries, is_root, self.written, &mut self.errors)?;
                self.tree.node_mut(node).open |= open;
                Kind::Mapping { entries, flow }
            }
        };
        let done = self.tree.node_mut(node);
        done.kind = kind;
        done.span = span;
        self.last_end = end;
        self.sizes.close(node);
        if self.sizes.is_excessive() {
            let help = "repeat the values instead of the aliases";
            return Err(SyntaxError::new(span, "too many values come from aliases", help));
        }
        self.attach(node)
    }

    fn remember(&mut self, anchor: Option<Box<str>>, node: NodeId) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
            self.sizes.watch(node);
        }
    }

    /// Puts a finished node where it belongs. A collection attaches itself when it is closed.
    fn attach(&mut self, node: NodeId) -> Result<(), SyntaxError> {
        match self.open.last_mut() {
            None => {
                self.root = Some(node);
                self.check_root(node)
            }
            Some(Open { frame: Frame::Sequence { items }, .. }) => {
                items.push(node);
                let length = items.len();
                self.check_length(length, node)
            }
            Some(Open { frame: Frame::Mapping { entries, key }, .. }) => {
                match key.take() {
                    None => *key = Some(node),
                    Some(key) => entries.push(Entry { key, value: node, merged: false }),
                }
                let length = entries.len();
                self.check_length(length, node)
            }
        }
    }

    fn check_length(&self, entries: usize, last: NodeId) -> Result<(), SyntaxError> {
        if entries <= MAX_ENTRIES {
            return Ok(());
        }
        let span = self.tree[last].span;
        Err(SyntaxError::limit(span, "a list or a mapping in it has more than 32,768 entries"))
    }

    /// Authelia's configuration is a mapping, or nothing at all.
    fn check_root(&self, node: NodeId) -> Result<(), SyntaxError> {
        let node = &self.tree[node];
        match node.kind {
            Kind::Mapping { .. } | Kind::Null => Ok(()),
            _ if node.unknown || self.any_kind => Ok(()),
            _ => Err(SyntaxError::new(
                node.span,
                "the file is not a mapping of options",
                "begin with an option at the start of a line, such as `theme: 'light'`",
            )),
        }
    }
}
