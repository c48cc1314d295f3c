//! What templates and placeholders write in values, as far as two values can be compared by it.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, Filters, Node, Style, TemplateLines, Tree, mask, name_of_template};
use crate::text::{Partly, Piece, SourceId, Sources, Span};

use super::value::{Place, Value};

/// The values that hold templates.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    filters: Filters,
    /// What the lines of templates do in the texts whose values stand there as they are written.
    lines: HashMap<SourceId, TemplateLines>,
    /// The values as they are written, without quotes.
    written: HashMap<Span, String>,
}

impl Templates {
    /// For the values of some documents.
    pub(super) fn of(documents: &[Document], tree: &mut Tree, sources: &Sources, filters: Filters) -> Self {
        let is_verbatim = |id: SourceId| documents.iter().all(|other| other.source != id || other.verbatim);
        let ids = documents.iter().map(|document| document.source);
        let ids = ids.filter(|id| is_verbatim(*id) && !sources.get(*id).is_nix());
        let lines = ids.map(|id| (id, tree.template_lines(id, &sources.get(id).text, filters).clone())).collect();
        Self { filters, lines, written: HashMap::new() }
    }

    /// Keeps how a value is written that holds templates.
    pub(super) fn keep(&mut self, place: Place, node: &Node, sources: &Sources) {
        if !self.lines.contains_key(&node.span.source) {
            return;
        }
        let written = sources.slice(node.span);
        let inner = match node.style {
            Style::Plain => Some(written),
            Style::SingleQuoted => written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')),
            Style::DoubleQuoted => written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')),
            Style::Literal | Style::Folded => None,
        };
        if let Some(inner) = inner.filter(|inner| !inner.contains(['\n', '\r', '\\'])) {
            self.written.insert(place.span, inner.to_owned());
        }
    }

    /// A value that stands somewhere, of which `known` is known.
    fn partly<'a>(&'a self, place: Place, known: &str) -> Partly<'a> {
        let named = self.pieces(place).filter(|pieces| pieces.known() == known);
        named.unwrap_or_else(|| Partly::of(known))
    }

    /// What is written at a place, if it holds templates.
    #[must_use]
    pub fn pieces(&self, place: Place) -> Option<Partly<'_>> {
        let written = self.written.get(&place.span)?;
        let lines = self.lines.get(&place.span.source)?;
        let mut pieces = Vec::new();
        let mut done = 0;
        for template in mask(written, self.filters).1 {
            pieces.extend(written[done..template.start].chars().map(Piece::Letter));
            let name = name_of_template(&written[template.start..template.end], lines.rebinds);
            pieces.push(name.map_or(Piece::Unknown, |(sigil, name)| Piece::Named(sigil, name)));
            done = template.end;
        }
        pieces.extend(written[done..].chars().map(Piece::Letter));
        Some(pieces.into_iter().collect())
    }

    /// The text of a value. Returns `None` if nothing is known of it.
    #[must_use]
    pub fn text<'a>(&'a self, value: &'a Value<String>) -> Option<Partly<'a>> {
        if value.is_unknown() {
            let known = value.partly_known();
            return known.map(|known| self.partly(value.place, known));
        }
        value.known().map(|text| Partly::of(text))
    }

    /// A text that two values share exactly where both are certainly the same. Returns `None` if that cannot be known.
    #[must_use]
    pub fn identity(&self, value: &Value<String>) -> Option<String> {
        match value.known() {
            Some(text) => Some(text.clone()),
            None => self.text(value)?.identity(),
        }
    }

    /// From where each condition or loop of a text begins to where it ends, in bytes.
    #[must_use]
    pub fn blocks(&self, source: SourceId) -> &[Range<u32>] {
        self.lines.get(&source).map_or(&[], |lines| &lines.blocks)
    }

    /// Whether two places may stand in branches of a condition that exclude each other.
    #[must_use]
    pub fn may_exclude(&self, one: Span, other: Span) -> bool {
        let (first, last) = if one.start <= other.start { (one, other) } else { (other, one) };
        let is_between = |at: &u32| (first.start..last.start).contains(at);
        let lines = self.lines.get(&one.source).filter(|_| one.source == other.source);
        lines.is_some_and(|lines| lines.branches.iter().any(is_between))
    }
}
