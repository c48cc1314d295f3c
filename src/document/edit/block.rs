//! Edits of block-style collections.

use std::ops::Range;

use crate::document::{Entry, Kind, NodeId, Style};

use super::spelling::spell_text;
use super::{Edit, Editor, NewValue, Obstacle};

/// The style of a list.
enum ListStyle {
    Flow,
    /// Block style, indented by this many columns relative to its key.
    Block(usize),
}

impl Editor<'_> {
    pub(super) fn insert_in_block(
        &self,
        mapping: NodeId,
        after: usize,
        key: &str,
        value: &NewValue,
    ) -> Result<Vec<Edit>, Obstacle> {
        let neighbour = self.own_entry(mapping, after)?;
        let column = self.column_of_keys(mapping).ok_or(Obstacle::Layout)?;
        let end = self.end_of_lines(neighbour.value, self.end_of(neighbour))?;
        let (line_break, indent) = (self.lines.line_break(end), " ".repeat(column));
        let style = self.usual_style(mapping);
        let key = spell_text(key, self.tree[neighbour.key].style);
        let text = match (value, self.list_style(mapping)) {
            (NewValue::List(items), ListStyle::Block(further)) => {
                let inner = " ".repeat(column + further);
                let item = |item: &String| format!("{line_break}{inner}- {}", spell_text(item, style));
                format!("{line_break}{indent}{key}:{}", items.iter().map(item).collect::<String>())
            }
            _ => format!("{line_break}{indent}{key}:{}", value.spell_in_lines(style, line_break, &indent)),
        };
        Ok(vec![self.edit(end, end, text)])
    }

    /// A key and its value as they are written in a mapping, from the key on.
    pub(super) fn spell_entry(&self, mapping: NodeId, key: &str, value: &NewValue) -> Result<String, Obstacle> {
        let style = self.usual_style(mapping);
        if matches!(self.tree[mapping].kind, Kind::Mapping { flow: true, .. }) {
            return Ok(format!("{key}: {}", value.spell(style)));
        }
        let indent = " ".repeat(self.column_of_keys(mapping).ok_or(Obstacle::Layout)?);
        let line_break = self.lines.line_break(self.tree[mapping].span.range().start);
        Ok(format!("{key}:{}", value.spell_in_lines(style, line_break, &indent)))
    }

    pub(super) fn add_to_block(&self, list: NodeId, items: &[NodeId], new: &str) -> Result<Vec<Edit>, Obstacle> {
        let tail = *items.last().ok_or(Obstacle::Layout)?;
        let span = self.tree[tail].span.range();
        let dash = self.dash_before(list, tail).ok_or(Obstacle::Layout)?;
        let gap = self.lines.text.get(dash + 1..span.start).unwrap_or_default();
        let gap = if gap.is_empty() || gap.contains(|other| other != ' ') { " " } else { gap };
        let end = self.end_of_lines(tail, span.end)?;
        let indent = " ".repeat(self.lines.column(dash));
        let new = spell_text(new, self.style_of(tail));
        Ok(vec![self.edit(end, end, format!("{}{indent}-{gap}{new}", self.lines.line_break(end)))])
    }

    /// The offset of an item's dash: in the list's column, on the item's own line.
    pub(super) fn dash_before(&self, list: NodeId, item: NodeId) -> Option<usize> {
        let column = self.lines.column(self.tree[list].span.range().start);
        let at = self.tree[item].span.range().start;
        let prefix = self.lines.prefix(at);
        let dash = prefix.char_indices().nth(column).filter(|(_, character)| *character == '-')?.0;
        Some(at - prefix.len() + dash)
    }

    /// Where the lines of an item begin, with those of the comments above it.
    pub(super) fn start_of_item(&self, list: NodeId, items: &[NodeId], index: usize) -> Result<usize, Obstacle> {
        let item = *items.get(index).ok_or(Obstacle::Nowhere)?;
        let dash = self.dash_before(list, item).filter(|dash| self.lines.is_first(*dash)).ok_or(Obstacle::Layout)?;
        let mut start = dash - self.lines.prefix(dash).len();
        while let Some(above) = start.checked_sub(1) {
            let begin = above - self.lines.prefix(above).len();
            if !self.lines.text.get(begin..above).unwrap_or_default().trim_start().starts_with('#') {
                break;
            }
            start = begin;
        }
        Ok(start)
    }

    /// Moves whole lines, which begin at the start of a range, to an earlier line.
    pub(super) fn move_lines(&self, range: Range<usize>, target: usize) -> Result<Vec<Edit>, Obstacle> {
        let lines = &self.lines;
        let end = lines.end(range.end);
        if target >= range.start || !lines.ends_line(range.end) {
            return Err(Obstacle::Layout);
        }
        let line_break = lines.line_break(end);
        let moved = lines.text.get(range.start..end).unwrap_or_default();
        let removed = if end < lines.text.len() {
            self.edit(range.start, end + line_break.len(), "")
        } else {
            self.edit(range.start.saturating_sub(line_break.len()), end, "")
        };
        Ok(vec![self.edit(target, target, format!("{moved}{line_break}")), removed])
    }

    /// Removes whole lines but keeps their comments, each on its own line.
    pub(super) fn remove_lines(&self, range: Range<usize>) -> Result<Vec<Edit>, Obstacle> {
        let lines = &self.lines;
        let end = lines.end(range.end);
        if !lines.is_first(range.start) || !lines.ends_line(range.end) {
            return Err(Obstacle::Layout);
        }
        let indent = lines.prefix(range.start);
        let start = range.start - indent.len();
        let line_break = lines.line_break(end);
        let kept: Vec<String> = lines
            .comments_in(&(range.start..end))
            .iter()
            .map(|comment| format!("{indent}{}", lines.text.get(comment.span.range()).unwrap_or_default()))
            .collect();
        Ok(vec![if !kept.is_empty() {
            self.edit(start, end, kept.join(line_break))
        } else if end < lines.text.len() {
            self.edit(start, end + line_break.len(), "")
        } else {
            self.edit(start.saturating_sub(line_break.len()), end, "")
        }])
    }

    /// Removes the first entry of a mapping that starts after a dash; the next entry takes its place.
    pub(super) fn remove_up_to_next(&self, range: Range<usize>, next: Option<&Entry>) -> Result<Vec<Edit>, Obstacle> {
        let next = self.tree[next.ok_or(Obstacle::Layout)?.key].span.range().start;
        let gap = self.lines.text.get(range.end..next).unwrap_or_default();
        let comments = self.lines.comments_in(&(range.start..next));
        if !comments.is_empty() || !gap.trim().is_empty() {
            return Err(Obstacle::Layout);
        }
        Ok(vec![self.edit(range.start, next, "")])
    }

    /// The column of the keys of a mapping.
    fn column_of_keys(&self, mapping: NodeId) -> Option<usize> {
        let is_indent = |prefix: &str| prefix.chars().all(|character| matches!(character, ' ' | '-'));
        let starts = self.own(mapping).iter().map(|entry| self.tree[entry.key].span.range().start);
        starts.map(|start| self.lines.prefix(start)).find(|prefix| is_indent(prefix)).map(str::len)
    }

    /// The end of the line at `end`, the end of `last`: where a new line can be inserted.
    pub(super) fn end_of_lines(&self, last: NodeId, end: usize) -> Result<usize, Obstacle> {
        let tail = &self.tree[self.tail(last)];
        let line_end = self.lines.end(end);
        if matches!(tail.style, Style::Literal | Style::Folded) {
            // The following lines may be part of it.
            let keeps = self.header(tail.span.range().start).contains('+');
            return if keeps || line_end == self.lines.text.len() { Err(Obstacle::Layout) } else { Ok(line_end) };
        }
        if self.lines.ends_line(end) { Ok(line_end) } else { Err(Obstacle::Layout) }
    }

    /// The last scalar of a node.
    fn tail(&self, node: NodeId) -> NodeId {
        let mut at = node;
        loop {
            let next = match &self.tree[at].kind {
                Kind::Sequence { items, flow: false } => items.last().copied(),
                Kind::Mapping { flow: false, .. } => self.own(at).last().map(|entry| entry.value),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => return at,
            }
        }
    }

    /// The style of the lists in a mapping. Defaults to the style of Authelia's documentation.
    fn list_style(&self, mapping: NodeId) -> ListStyle {
        let style = self.own(mapping).iter().find_map(|entry| match &self.tree[entry.value].kind {
            Kind::Sequence { items, .. } if items.is_empty() => None,
            Kind::Sequence { flow: true, .. } => Some(ListStyle::Flow),
            Kind::Sequence { flow: false, .. } => {
                let column = |node: NodeId| self.lines.column(self.tree[node].span.range().start);
                column(entry.value).checked_sub(self.column_of_keys(mapping)?).map(ListStyle::Block)
            }
            _ => None,
        });
        style.unwrap_or(ListStyle::Block(2))
    }

    /// The quoting of most texts in a mapping. Defaults to the quoting of Authelia's documentation.
    pub(super) fn usual_style(&self, mapping: NodeId) -> Style {
        let mut counts = [(Style::SingleQuoted, 0), (Style::DoubleQuoted, 0), (Style::Plain, 0)];
        for entry in self.own(mapping) {
            let values = match &self.tree[entry.value].kind {
                Kind::Sequence { items, .. } => items.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            for value in values.iter().map(|value| &self.tree[*value]) {
                let counted = counts.iter_mut().find(|(style, _)| *style == value.style);
                if let (Kind::Text(_), Some((_, count))) = (&value.kind, counted) {
                    *count += 1;
                }
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        counts.into_iter().find(|(_, count)| *count == most).map_or(Style::SingleQuoted, |(style, _)| style)
    }

    /// The quoting of a text; other values are not an example.
    pub(super) fn style_of(&self, node: NodeId) -> Style {
        let node = &self.tree[node];
        match (&node.kind, node.style) {
            (Kind::Text(_), style @ (Style::Plain | Style::SingleQuoted | Style::DoubleQuoted)) => style,
            _ => Style::SingleQuoted,
        }
    }
}
