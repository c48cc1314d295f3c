//! Writing keys of a mapping as the only item of a list.

use crate::document::{Entry, Kind, NodeId, Style};

use super::{Edit, Editor, Obstacle};

/// How much further right the keys in an item of a list are than the list's own key.
const IN_ITEM: &str = "    ";

impl Editor<'_> {
    /// Writes entries as the only item of a list in place of the first one: `key: value` becomes `list:` with `- key: value` below it,
    /// or `list: [{ key: value }]` in flow style. The indices of the entries are sorted.
    ///
    /// # Errors
    /// Where the lines of the values cannot be moved.
    pub fn wrap_keys(&self, mapping: NodeId, entries: &[(usize, &str)], list: &str) -> Result<Vec<Edit>, Obstacle> {
        let own = |(index, key): &(usize, &'_ str)| Ok((self.wrappable(mapping, *index)?, (*key).to_owned()));
        let wrapped = entries.iter().map(own).collect::<Result<Vec<(Entry, String)>, Obstacle>>()?;
        let Some(((first, key), others)) = wrapped.split_first() else { return Err(Obstacle::Nowhere) };
        if matches!(self.tree[mapping].kind, Kind::Mapping { flow: true, .. }) {
            return self.wrap_in_flow(*first, key, others, list);
        }
        let name = self.tree[first.key].span.range();
        let (line_break, indent) = (self.lines.line_break(name.start), " ".repeat(self.lines.column(name.start)));
        let mut edits = vec![self.edit(name.start, name.end, format!("{list}:{line_break}{indent}  - {key}"))];
        edits.extend(self.further_right(*first, name.end));
        let are_neighbours = entries.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1);
        for (entry, key) in others {
            if are_neighbours {
                let name = self.tree[entry.key].span.range();
                edits.push(self.edit(name.start, name.end, format!("{IN_ITEM}{key}")));
                edits.extend(self.further_right(*entry, name.end));
            } else {
                edits.extend(self.bring(*entry, key, *first)?);
            }
        }
        Ok(edits)
    }

    /// An entry whose lines can be moved.
    fn wrappable(&self, mapping: NodeId, index: usize) -> Result<Entry, Obstacle> {
        let entry = self.own_entry(mapping, index)?;
        self.is_bare(entry.key)?;
        self.is_bare(entry.value)?;
        let value = &self.tree[entry.value];
        let is_indented_by_number = matches!(value.style, Style::Literal | Style::Folded)
            && self.header(value.span.range().start).contains(|letter: char| letter.is_ascii_digit());
        let written = self.lines.text.get(value.span.range()).unwrap_or_default();
        // A template may write lines that are indented for where it is now.
        if value.unknown && written.contains("indent") {
            return Err(Obstacle::Template);
        }
        let in_flow = matches!(self.tree[mapping].kind, Kind::Mapping { flow: true, .. });
        let is_first = in_flow || self.lines.is_first(self.tree[entry.key].span.range().start);
        if is_indented_by_number || self.is_explicit(entry) || !is_first || (in_flow && written.is_empty()) {
            return Err(Obstacle::Layout);
        }
        Ok(entry)
    }

    fn wrap_in_flow(
        &self,
        first: Entry,
        key: &str,
        others: &[(Entry, String)],
        list: &str,
    ) -> Result<Vec<Edit>, Obstacle> {
        let (name, end) = (self.tree[first.key].span.range(), self.end_of(first));
        let mut behind = String::new();
        let mut edits = vec![self.edit(name.start, name.end, format!("{list}: [{{ {key}"))];
        for (entry, key) in others {
            let (name, end) = (self.tree[entry.key].span.range(), self.end_of(*entry));
            let value = self.lines.text.get(name.end..end).ok_or(Obstacle::Layout)?;
            behind = format!("{behind}, {key}{value}");
            edits.extend(self.remove_from_flow(name.start..end)?);
        }
        edits.push(self.edit(end, end, format!("{behind} }}]")));
        Ok(edits)
    }

    /// Moves an entry with its comment behind the first one in an item.
    fn bring(&self, entry: Entry, key: &str, first: Entry) -> Result<Vec<Edit>, Obstacle> {
        let lines = &self.lines;
        let name = self.tree[entry.key].span.range();
        let (indent, target) = (lines.prefix(name.start), self.end_of_lines(first.value, self.end_of(first))?);
        let (start, end) = (name.start - indent.len(), self.end_of_lines(entry.value, self.end_of(entry))?);
        let line_break = lines.line_break(end);
        let written = lines.text.get(name.end..end).unwrap_or_default();
        let mut moved = format!("{line_break}{indent}{IN_ITEM}{key}");
        for (number, line) in written.split(line_break).enumerate() {
            if number > 0 {
                moved.push_str(line_break);
                moved.push_str(if line.trim().is_empty() { "" } else { IN_ITEM });
            }
            moved.push_str(line);
        }
        let removed = if end < lines.text.len() {
            self.edit(start, end + line_break.len(), "")
        } else {
            self.edit(start.saturating_sub(line_break.len()), end, "")
        };
        Ok(vec![self.edit(target, target, moved), removed])
    }

    /// Moves the lines of an entry's value below its key to the right, as far as the item of a new list is.
    fn further_right(&self, entry: Entry, key_end: usize) -> Vec<Edit> {
        let (line_break, end) = (self.lines.line_break(key_end), self.end_of(entry));
        let mut edits = Vec::new();
        let mut at = self.lines.end(key_end) + line_break.len();
        while at < end {
            let line_end = self.lines.end(at);
            if !self.lines.text.get(at..line_end).unwrap_or_default().trim().is_empty() {
                edits.push(self.edit(at, at, IN_ITEM));
            }
            at = line_end + line_break.len();
        }
        edits
    }
}
