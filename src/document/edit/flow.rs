//! Edits inside `{…}` and `[…]`.

use std::ops::Range;

use crate::document::{NodeId, Style};

use super::spelling::spell_text;
use super::{Edit, Editor, NewValue, Obstacle};

impl Editor<'_> {
    pub(super) fn insert_in_flow(
        &self,
        mapping: NodeId,
        after: usize,
        key: &str,
        value: &NewValue,
    ) -> Result<Vec<Edit>, Obstacle> {
        let value = value.spell(self.usual_style(mapping));
        let neighbour = self.own_entry(mapping, after)?;
        let (key_node, value_span) = (&self.tree[neighbour.key], self.tree[neighbour.value].span);
        if value_span.is_empty() {
            return Err(Obstacle::Layout);
        }
        let new = format!("{}: {value}", spell_text(key, key_node.style));
        Ok(self.insert_behind(key_node.span.range().start..self.end_of(neighbour), &new))
    }

    pub(super) fn add_to_flow(&self, list: NodeId, items: &[NodeId], new: &str) -> Result<Vec<Edit>, Obstacle> {
        let Some(tail) = items.last() else {
            let behind = self.tree[list].span.range().start + 1;
            return Ok(vec![self.edit(behind, behind, spell_text(new, Style::SingleQuoted))]);
        };
        let span = self.tree[*tail].span;
        if span.is_empty() {
            return Err(Obstacle::Layout);
        }
        Ok(self.insert_behind(span.range(), &spell_text(new, self.style_of(*tail))))
    }

    /// Inserts an element after another: on its own line if the other one is alone on its line.
    fn insert_behind(&self, element: Range<usize>, new: &str) -> Vec<Edit> {
        let lines = &self.lines;
        let next = lines.skip(element.end);
        let comma = (lines.byte(next) == Some(b',') && !lines.breaks_in(element.end..next)).then_some(next + 1);
        let behind = comma.unwrap_or(element.end);
        if !lines.is_first(element.start) || !lines.ends_line(behind) {
            return vec![self.edit(element.end, element.end, format!(", {new}"))];
        }
        let end = lines.end(behind);
        let line = format!("{}{}{new}", lines.line_break(end), lines.prefix(element.start));
        match comma {
            Some(_) => vec![self.edit(end, end, line + ",")],
            None => vec![self.edit(element.end, element.end, ","), self.edit(end, end, line)],
        }
    }

    /// Removes an element, which must not be the only one, and its comma.
    pub(super) fn remove_from_flow(&self, element: Range<usize>) -> Result<Vec<Edit>, Obstacle> {
        let lines = &self.lines;
        if !lines.comments_in(&element).is_empty() {
            return Err(Obstacle::Layout);
        }
        let next = lines.skip(element.end);
        if lines.byte(next) == Some(b',') {
            let mut end = next + 1;
            if lines.is_first(element.start) && lines.text[end..lines.end(end)].trim().is_empty() {
                let start = element.start - lines.prefix(element.start).len();
                let line_end = lines.end(end);
                return Ok(vec![self.edit(start, line_end + lines.line_break(line_end).len(), "")]);
            }
            end += lines.text[end..].bytes().take_while(|byte| *byte == b' ').count();
            return Ok(vec![self.edit(element.start, end, "")]);
        }
        let before = lines.skip_back(element.start);
        match before.checked_sub(1).filter(|at| lines.byte(*at) == Some(b',')) {
            Some(comma) => Ok(vec![self.edit(comma, element.end, "")]),
            None => Err(Obstacle::Layout),
        }
    }
}
