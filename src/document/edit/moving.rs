//! Moving keys from one section to another.

use std::ops::Range;

use crate::document::{Kind, NodeId, Style};

use super::{Edit, Editor, NewValue, Obstacle};

/// A key that is moved.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    /// The mapping that it is in, and its index there.
    pub entry: (NodeId, usize),
    /// Its new name.
    pub key: &'a str,
    /// Its new value; the present one, as it is written, if it is `None`.
    pub value: Option<&'a NewValue>,
}

impl Editor<'_> {
    /// Moves keys into the section at a path below `root`. A section that is absent is written in place of the first key
    /// where that is in the section around it, else at the end of that, but in none of the `blocks` of templates.
    ///
    /// # Errors
    /// Where a key cannot be removed or its value cannot be written elsewhere, and where the section is not a mapping that
    /// is written here.
    pub fn move_keys(
        &self,
        root: NodeId,
        section: &[&str],
        keys: &[Moved<'_>],
        blocks: &[Range<u32>],
    ) -> Result<Vec<Edit>, Obstacle> {
        let (around, missing) = self.nearest(root, section)?;
        let in_flow = matches!(self.tree[around].kind, Kind::Mapping { flow: true, .. });
        let moved = |key: &Moved<'_>| Ok((key.key.to_owned(), self.moved_value(key, in_flow)?));
        let leaves = keys.iter().map(moved).collect::<Result<Vec<_>, Obstacle>>()?;
        let last = self.unconditional(around, blocks).last().ok_or(Obstacle::Template)?;
        let stays = !missing.is_empty() && keys.first().is_some_and(|first| first.entry.0 == around);
        if !stays && !self.are_as_conditional(keys, (around, last), blocks) {
            return Err(Obstacle::Template);
        }
        let Some((new, missing)) = missing.split_first() else {
            let mut edits = self.remove_all(keys)?;
            edits.extend(self.insert_all(around, last, &leaves)?);
            return Ok(edits);
        };
        let nest = |inner, key: &&str| NewValue::Section(vec![((*key).to_owned(), inner)]);
        let value = missing.iter().rev().fold(NewValue::Section(leaves), nest);
        match keys {
            [first, others @ ..] if stays => {
                let mut edits = self.replace_entry(first.entry, new, &value, missing.len() + 1)?;
                edits.extend(self.remove_all(others)?);
                Ok(edits)
            }
            _ => {
                let mut edits = self.remove_all(keys)?;
                edits.extend(self.insert_key(around, last, new, &value)?);
                Ok(edits)
            }
        }
    }

    /// Whether keys are in the same conditions and loops as another entry.
    fn are_as_conditional(&self, keys: &[Moved<'_>], other: (NodeId, usize), blocks: &[Range<u32>]) -> bool {
        let at = |(mapping, index): (NodeId, usize)| {
            self.own(mapping).get(index).map_or(0, |entry| self.tree[entry.key].span.start)
        };
        let around = |entry| blocks.iter().filter(move |block| block.contains(&at(entry)));
        keys.iter().all(|key| around(key.entry).eq(around(other)))
    }

    /// The innermost section of a path that is written, and the keys that are missing below it.
    fn nearest<'p>(&self, root: NodeId, path: &'p [&'p str]) -> Result<(NodeId, &'p [&'p str]), Obstacle> {
        let mut at = root;
        for (depth, key) in path.iter().enumerate() {
            self.may_be_changed(at)?;
            let Some(entry) = self.tree.get(at, key) else {
                return if self.is_left_out(at, key) { Err(Obstacle::Exists) } else { Ok((at, &path[depth..])) };
            };
            if entry.merged {
                return Err(Obstacle::Alias);
            }
            at = entry.value;
        }
        self.may_be_changed(at)?;
        Ok((at, &[]))
    }

    /// Whether the text of a mapping may have a key that the tree leaves out.
    fn is_left_out(&self, mapping: NodeId, key: &str) -> bool {
        let text = self.lines.text.get(self.tree[mapping].span.range()).unwrap_or_default();
        self.is_excerpt && text.contains(key)
    }

    fn may_be_changed(&self, mapping: NodeId) -> Result<(), Obstacle> {
        let node = &self.tree[mapping];
        match node.kind {
            _ if node.unknown || node.open && !self.is_excerpt => Err(Obstacle::Template),
            _ if node.anchor().is_some() => Err(Obstacle::Shared),
            Kind::Alias(_) => Err(Obstacle::Alias),
            Kind::Mapping { .. } => Ok(()),
            _ => Err(Obstacle::Layout),
        }
    }

    fn moved_value(&self, key: &Moved<'_>, in_flow: bool) -> Result<NewValue, Obstacle> {
        if let Some(value) = key.value {
            return Ok(value.clone());
        }
        let value = self.own_entry(key.entry.0, key.entry.1)?.value;
        self.is_bare(value)?;
        let node = &self.tree[value];
        let written = self.lines.text.get(node.span.range()).unwrap_or_default();
        let is_one_line = !written.is_empty() && !written.contains(['\n', '\r']);
        let is_plain_in_flow = in_flow && node.style == Style::Plain && written.contains([',', '[', ']', '{', '}']);
        let is_scalar = !matches!(node.kind, Kind::Alias(_) | Kind::Mapping { .. } | Kind::Sequence { .. });
        if is_scalar && is_one_line && !is_plain_in_flow {
            Ok(NewValue::Written(written.to_owned()))
        } else {
            Err(Obstacle::Layout)
        }
    }

    fn remove_all(&self, keys: &[Moved<'_>]) -> Result<Vec<Edit>, Obstacle> {
        let removed = keys.iter().map(|key| self.remove_key(key.entry.0, key.entry.1));
        Ok(removed.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Writes several keys behind an entry, as one edit for each place.
    fn insert_all(&self, mapping: NodeId, after: usize, keys: &[(String, NewValue)]) -> Result<Vec<Edit>, Obstacle> {
        let mut edits: Vec<Edit> = Vec::new();
        for (key, value) in keys {
            for edit in self.insert_key(mapping, after, key, value)? {
                match edits.iter_mut().find(|other| other.span == edit.span) {
                    Some(other) => other.text.push_str(&edit.text),
                    None => edits.push(edit),
                }
            }
        }
        Ok(edits)
    }

    /// Writes another key and value in place of an entry, whose own value is then on the line `own_line`, from 0.
    fn replace_entry(
        &self,
        (mapping, index): (NodeId, usize),
        key: &str,
        value: &NewValue,
        own_line: usize,
    ) -> Result<Vec<Edit>, Obstacle> {
        let entry = self.own_entry(mapping, index)?;
        self.is_bare(entry.key)?;
        self.is_bare(entry.value)?;
        if self.is_explicit(entry) {
            return Err(Obstacle::Layout);
        }
        let (start, mut end) = (self.tree[entry.key].span.range().start, self.end_of(entry));
        let mut written = self.spell_entry(mapping, key, value)?;
        // Behind the last of several keys, a comment would be about another one.
        let behind = self.lines.text.get(end..self.lines.end(end)).unwrap_or_default();
        let own_end = written.match_indices(self.lines.line_break(start)).nth(own_line).map(|(at, _)| at);
        if let Some(own_end) = own_end.filter(|_| behind.trim_start().starts_with('#')) {
            written.insert_str(own_end, behind);
            end += behind.len();
        }
        Ok(vec![self.edit(start, end, written)])
    }
}
