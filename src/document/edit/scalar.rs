//! Edits of scalar values.

use crate::document::{Kind, NodeId, Style};

use super::spelling::spell_text;
use super::{Edit, Editor, NewValue, Obstacle};

impl Editor<'_> {
    /// Replaces a value, keeping its quotes; writes a list in brackets. Replaces an alias itself, not its target.
    ///
    /// # Errors
    /// Returns an obstacle if the value spans lines that contain anything else.
    pub fn set_value(&self, node: NodeId, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        let span = self.tree[node].span;
        let range = span.range();
        match &self.tree[node].kind {
            Kind::Alias(_) => Ok(vec![self.edit(range.start, range.end, value.spell(Style::SingleQuoted))]),
            _ if self.tree[node].tag().is_some() => Err(Obstacle::Tag),
            Kind::Null if span.is_empty() => self.fill(range.start, &value.spell(Style::SingleQuoted)),
            Kind::Sequence { flow: false, .. } | Kind::Mapping { flow: false, .. } => Err(Obstacle::Layout),
            Kind::Sequence { .. } | Kind::Mapping { .. } if !self.lines.comments_in(&range).is_empty() => {
                Err(Obstacle::Layout)
            }
            Kind::Sequence { .. } | Kind::Mapping { .. } => {
                Ok(vec![self.edit(range.start, range.end, value.spell(Style::SingleQuoted))])
            }
            _ => self.replace_scalar(node, value),
        }
    }

    pub(super) fn replace_scalar(&self, node: NodeId, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        let node = &self.tree[node];
        let range = node.span.range();
        if matches!(node.kind, Kind::Alias(_)) {
            return Err(Obstacle::Alias);
        }
        if node.tag().is_some() || range.is_empty() {
            return Err(Obstacle::Tag);
        }
        let style = match (node.style, &node.kind) {
            // The comment after the header would be lost.
            (Style::Literal | Style::Folded, _) if self.header(range.start).contains('#') => {
                return Err(Obstacle::Layout);
            }
            (style @ (Style::SingleQuoted | Style::DoubleQuoted), _) | (style, Kind::Text(_)) => style,
            // A value that is not text does not show how texts are quoted.
            _ => Style::SingleQuoted,
        };
        Ok(vec![self.edit(range.start, range.end, value.spell(style))])
    }

    /// The first line of a block scalar.
    pub(super) fn header(&self, start: usize) -> &str {
        let line = self.lines.text.get(start..self.lines.end(start)).unwrap_or_default();
        line.split([' ', '\t']).next().unwrap_or_default()
    }

    /// Writes a missing value after its colon or dash.
    fn fill(&self, at: usize, value: &str) -> Result<Vec<Edit>, Obstacle> {
        let behind = self.lines.skip_back(at);
        match behind.checked_sub(1).and_then(|before| self.lines.byte(before)) {
            Some(b':' | b'-') => Ok(vec![self.edit(behind, behind, format!(" {value}"))]),
            _ => Err(Obstacle::Layout),
        }
    }

    /// Turns a single text into a list with one more item.
    pub(super) fn make_list(&self, node: NodeId, item: &str) -> Result<Vec<Edit>, Obstacle> {
        let node = &self.tree[node];
        let range = node.span.range();
        if node.tag().is_some() || node.anchor().is_some() || matches!(node.style, Style::Literal | Style::Folded) {
            return Err(Obstacle::Layout);
        }
        // A plain value may need quotes in brackets.
        let Kind::Text(text) = &node.kind else { return Err(Obstacle::Layout) };
        let first = match node.style {
            Style::Plain => spell_text(text, Style::Plain),
            _ => self.lines.text.get(range.clone()).unwrap_or_default().to_owned(),
        };
        Ok(vec![self.edit(range.start, range.end, format!("[{first}, {}]", spell_text(item, node.style)))])
    }
}
