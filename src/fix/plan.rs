//! From what a fix changes to the edits that do it.

use std::collections::HashSet;

use crate::config::{Config, Place};
use crate::document::edit::{Edit, Literal, Moved, NewValue, Obstacle};
use crate::document::{Entry, Kind, Node, NodeId};
use crate::lint::{Change, Finding, Fix, MovedOption};
use crate::text::{Secret, Sources};

use super::fresh_digests::WantedDigest;
use super::locate::{Located, Locator, Site};
use super::variables::ChangedVariable;
use super::{FreshDigests, nix, variables};

/// Makes the edits of all fixes. A fix that cannot be made is taken away, and the finding's help says why.
pub fn plan(config: &Config, sources: &Sources, fresh_digests: Option<&FreshDigests>, findings: &mut [Finding]) {
    if findings.iter().all(|finding| finding.fix.is_none()) {
        return;
    }
    if let Some(digests) = fresh_digests {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        digests.derive(fixes.flat_map(|fix| &fix.changes).filter_map(|change| wanted(change, config)));
    }
    let planner = Planner { config, sources, locator: Locator::of(config, sources), fresh_digests };
    for finding in findings {
        let Some(mut fix) = finding.fix.take() else { continue };
        let makes_digest = fix.changes.iter().any(|change| matches!(change, Change::Digest { .. }));
        if makes_digest && planner.fresh_digests.is_none() {
            continue;
        }
        match planner.fill(&mut fix) {
            Ok(()) => finding.fix = Some(fix),
            // The help says what to write instead.
            Err(Obstacle::Last | Obstacle::Reshaped) => {}
            Err(obstacle) => {
                let help = finding.help.take().unwrap_or_default();
                finding.help = Some(format!("{} (by hand: {obstacle})", help.expose()).into());
            }
        }
    }
}

/// The digest that a change writes.
fn wanted(change: &Change, config: &Config) -> Option<WantedDigest> {
    let Change::Digest { place, secret } = change else { return None };
    Some((config.paths.spell(place.path), secret.clone()))
}

struct Planner<'a> {
    config: &'a Config,
    sources: &'a Sources,
    locator: Locator<'a>,
    fresh_digests: Option<&'a FreshDigests>,
}

impl Planner<'_> {
    fn fill(&self, fix: &mut Fix) -> Result<(), Obstacle> {
        let titles: Vec<String> = fix.changes.iter().map(|change| self.title(change)).collect();
        fix.title = titles.join(" and ").into();
        for change in &fix.changes {
            fix.edits.extend(self.edits(change)?);
        }
        Ok(())
    }

    fn edits(&self, change: &Change) -> Result<Vec<Edit>, Obstacle> {
        if self.is_nix(change) {
            return self.edits_in_nix(change);
        }
        if let Some(changed) = variables::changed(self.config, change) {
            let edits = changed.iter().map(|variable| variable.edits(self.sources)).collect::<Result<Vec<_>, _>>()?;
            return Ok(edits.concat());
        }
        let located = self.locator.locate(change.place())?;
        let mut edits = self.edits_at(&located, change)?;
        if let Some(entry) = located.lent {
            edits.extend(self.keep_for_others(&located, entry, change)?);
        }
        Ok(edits)
    }

    fn is_nix(&self, change: &Change) -> bool {
        self.sources.get(change.place().span.source).is_nix()
    }

    fn edits_in_nix(&self, change: &Change) -> Result<Vec<Edit>, Obstacle> {
        let value = match change {
            Change::Set { value, .. } => value.clone(),
            Change::Digest { place, secret } => self.digest(*place, secret)?,
            _ => return Err(Obstacle::Expression),
        };
        nix::set(self.config, self.sources, change.place(), &value).map(|edit| vec![edit])
    }

    fn moves(&self, section: &str, options: &[MovedOption]) -> Result<Vec<Edit>, Obstacle> {
        let located =
            options.iter().map(|option| self.locator.locate(option.place)).collect::<Result<Vec<_>, Obstacle>>()?;
        let mut moved = Vec::new();
        for (option, located) in options.iter().zip(&located) {
            let Located { site: Site::Entry { mapping, index }, lent: None, .. } = located else {
                return Err(Obstacle::Alias);
            };
            moved.push(Moved { entry: (*mapping, *index), key: &option.key, value: option.value.as_ref() });
        }
        let first = located.first().ok_or(Obstacle::Nowhere)?;
        let keys: Vec<&str> = section.split('.').filter(|key| !key.is_empty()).collect();
        let blocks = self.config.templates.blocks(options[0].place.span.source);
        first.editor.move_keys(first.root, &keys, &moved, blocks)
    }

    /// A fresh digest of a secret.
    fn digest(&self, place: Place, secret: &Secret) -> Result<NewValue, Obstacle> {
        let digests = self.fresh_digests.ok_or(Obstacle::NoDigest)?;
        let wanted = (self.config.paths.spell(place.path), secret.clone());
        let reason = if digests.is_full() { Obstacle::ManyDigests } else { Obstacle::NoDigest };
        let digest = digests.of(&wanted).ok_or(reason)?;
        Ok(NewValue::Scalar(Literal::Text(digest.expose().to_owned())))
    }

    /// Writes the present value of an entry into the mappings that merge it, so that the change is none for them.
    fn keep_for_others(&self, located: &Located<'_>, entry: Entry, change: &Change) -> Result<Vec<Edit>, Obstacle> {
        if matches!(change, Change::Rename { .. } | Change::Replace { .. } | Change::Wrap { .. } | Change::Move { .. })
        {
            return Err(Obstacle::Shared);
        }
        let tree = &self.config.tree;
        let node = &tree[tree.resolve(entry.value)];
        let value = match &node.kind {
            _ if node.unknown => return Err(Obstacle::Template),
            Kind::Text(text) => NewValue::from(text.as_str()),
            Kind::Bool(value) => NewValue::from(*value),
            Kind::Int(value) => NewValue::from(*value),
            Kind::Sequence { .. } => NewValue::List(self.texts(entry.value)?),
            _ => return Err(Obstacle::Shared),
        };
        let key = tree.key_text(entry.key);
        let mut edits = Vec::new();
        // Where files are merged, several nodes stand for one mapping of a text.
        let mut seen = HashSet::new();
        if let Site::Borrowed { mapping, .. } = located.site {
            seen.insert(tree[mapping].span);
        }
        for mapping in self.locator.shared.mergers(entry).iter().filter(|mapping| seen.insert(tree[**mapping].span)) {
            edits.extend(self.insert(located, *mapping, key, &value)?);
        }
        Ok(edits)
    }

    fn edits_at(&self, located: &Located<'_>, change: &Change) -> Result<Vec<Edit>, Obstacle> {
        let place = change.place();
        match change {
            Change::Set { value, .. } => self.set(located, place, value),
            Change::Digest { secret, .. } => self.set(located, place, &self.digest(place, secret)?),
            Change::Include { default, item, .. } => self.include(located, place, default, item),
            Change::Remove { .. } => match located.site {
                Site::Entry { mapping, index } => located.editor.remove_key(mapping, index),
                Site::Item { list, index } => located.editor.remove_item(list, index),
                Site::Borrowed { entry, item: Some(index), .. } => {
                    let mut texts = self.texts(entry.value)?;
                    if texts.len() < 2 {
                        return Err(Obstacle::Last);
                    }
                    texts.remove(index);
                    self.write_here(located, place, &NewValue::List(texts))
                }
                Site::Borrowed { item: None, .. } => Err(Obstacle::Alias),
                Site::Absent { .. } => Err(Obstacle::Nowhere),
            },
            Change::Rename { key, .. } => match located.site {
                Site::Entry { mapping, index } => located.editor.rename_key(mapping, index, key),
                Site::Borrowed { .. } => Err(Obstacle::Alias),
                Site::Item { .. } | Site::Absent { .. } => Err(Obstacle::Nowhere),
            },
            Change::Replace { key, value, .. } => match located.site {
                Site::Entry { mapping, index } => {
                    let entry = self.config.tree.own(mapping).get(index).ok_or(Obstacle::Nowhere)?;
                    let mut edits = located.editor.rename_key(mapping, index, key)?;
                    edits.extend(self.overwrite(located, entry.value, value)?);
                    Ok(edits)
                }
                Site::Borrowed { .. } => Err(Obstacle::Alias),
                Site::Item { .. } | Site::Absent { .. } => Err(Obstacle::Nowhere),
            },
            Change::Wrap { options, list } => self.wrap(located, options, list),
            Change::Reorder { before, .. } => match (located.site, self.locator.locate(*before)?.site) {
                (Site::Item { list, index }, Site::Item { list: other, index: first }) if list == other => {
                    located.editor.move_item(list, index, first)
                }
                _ => Err(Obstacle::Layout),
            },
            Change::Move { section, options } => self.moves(section, options),
        }
    }

    /// Writes entries of one mapping as the only item of a list.
    fn wrap(&self, located: &Located<'_>, options: &[(Place, String)], list: &str) -> Result<Vec<Edit>, Obstacle> {
        let mut entries: Vec<(usize, &str)> = Vec::new();
        for (place, key) in options {
            match (located.site, self.locator.locate(*place)?.site) {
                (Site::Entry { mapping, .. }, Site::Entry { mapping: same, index }) if mapping == same => {
                    entries.push((index, key));
                }
                (Site::Borrowed { .. }, _) | (_, Site::Borrowed { .. }) => return Err(Obstacle::Alias),
                _ => return Err(Obstacle::Nowhere),
            }
        }
        entries.sort_unstable();
        match located.site {
            Site::Entry { mapping, .. } => located.editor.wrap_keys(mapping, &entries, list),
            _ => Err(Obstacle::Nowhere),
        }
    }

    /// Writes another value in place of one.
    fn overwrite(&self, located: &Located<'_>, node: NodeId, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        match &self.config.tree[node] {
            known if known.unknown => Err(Obstacle::Template),
            _ if self.locator.shared.has(node) => Err(Obstacle::Shared),
            _ => located.editor.set_value(node, value),
        }
    }

    /// Writes a value at the place that borrows it: over the merge key, or instead of the alias.
    fn write_here(&self, located: &Located<'_>, place: Place, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        match located.site {
            Site::Borrowed { mapping, entry, .. } if entry.merged => {
                self.insert(located, mapping, self.key(place)?, value)
            }
            Site::Borrowed { entry, .. } => located.editor.set_value(entry.value, value),
            _ => Err(Obstacle::Nowhere),
        }
    }

    /// The items of a list of texts that may be written elsewhere.
    fn texts(&self, list: NodeId) -> Result<Vec<String>, Obstacle> {
        let tree = &self.config.tree;
        let text = |node: &NodeId| match &tree[tree.resolve(*node)] {
            node if node.unknown => Err(Obstacle::Template),
            Node { kind: Kind::Text(text), .. } => Ok(text.clone()),
            _ => Err(Obstacle::Layout),
        };
        match &tree[tree.resolve(list)] {
            node if node.unknown || node.open => Err(Obstacle::Template),
            Node { kind: Kind::Sequence { items, .. }, .. } => items.iter().map(text).collect(),
            _ => Err(Obstacle::Layout),
        }
    }

    fn set(&self, located: &Located<'_>, place: Place, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        let tree = &self.config.tree;
        let node = match located.site {
            Site::Absent { mapping } => return self.insert(located, mapping, self.key(place)?, value),
            Site::Borrowed { item: None, .. } => return self.write_here(located, place, value),
            Site::Borrowed { entry, item: Some(index), .. } => {
                let NewValue::Scalar(Literal::Text(text)) = value else { return Err(Obstacle::Layout) };
                let mut texts = self.texts(entry.value)?;
                text.clone_into(texts.get_mut(index).ok_or(Obstacle::Nowhere)?);
                return self.write_here(located, place, &NewValue::List(texts));
            }
            Site::Item { list, index } => match &tree[list].kind {
                Kind::Sequence { items, .. } => *items.get(index).ok_or(Obstacle::Nowhere)?,
                _ => return Err(Obstacle::Nowhere),
            },
            Site::Entry { mapping, index } => {
                let entry = tree.own(mapping).get(index).ok_or(Obstacle::Nowhere)?;
                let named = self.config.paths.last_key(place.path);
                if named.is_some_and(|key| !tree.key_text(entry.key).eq_ignore_ascii_case(key)) {
                    return Err(Obstacle::OtherKey);
                }
                // One of several items that are written as one text.
                if named.is_none() && matches!(&tree[entry.value].kind, Kind::Text(text) if text.contains(',')) {
                    return Err(Obstacle::Layout);
                }
                entry.value
            }
        };
        self.overwrite(located, node, value)
    }

    fn include(
        &self,
        located: &Located<'_>,
        place: Place,
        default: &[String],
        item: &str,
    ) -> Result<Vec<Edit>, Obstacle> {
        let whole = || NewValue::List(default.iter().cloned().chain([item.to_owned()]).collect());
        let tree = &self.config.tree;
        let entry = match located.site {
            Site::Absent { mapping } => return self.insert(located, mapping, self.key(place)?, &whole()),
            Site::Borrowed { entry, .. } => {
                return self.write_here(located, place, &self.list_with(entry.value, item)?);
            }
            Site::Entry { mapping, index } => *tree.own(mapping).get(index).ok_or(Obstacle::Nowhere)?,
            Site::Item { .. } => return Err(Obstacle::Nowhere),
        };
        let node = &tree[entry.value];
        match &node.kind {
            _ if node.unknown || node.open => Err(Obstacle::Template),
            _ if self.locator.shared.has(entry.value) => Err(Obstacle::Shared),
            Kind::Alias(_) => located.editor.set_value(entry.value, &self.list_with(entry.value, item)?),
            Kind::Null => self.set(located, place, &whole()),
            Kind::Text(text) if text.is_empty() => self.set(located, place, &whole()),
            Kind::Sequence { items, .. } if items.is_empty() => self.set(located, place, &whole()),
            _ => located.editor.add_to_list(entry.value, item),
        }
    }

    /// A list that may be written elsewhere, with one more item.
    fn list_with(&self, list: NodeId, item: &str) -> Result<NewValue, Obstacle> {
        let mut texts = self.texts(list)?;
        texts.push(item.to_owned());
        Ok(NewValue::List(texts))
    }

    /// Writes an option that is not written in a mapping itself behind the one that usually stands before it.
    fn insert(
        &self,
        located: &Located<'_>,
        mapping: NodeId,
        key: &str,
        value: &NewValue,
    ) -> Result<Vec<Edit>, Obstacle> {
        let rank = |key: &str| located.options.iter().position(|option| option.eq_ignore_ascii_case(key));
        let wanted = rank(key);
        let own = self.config.tree.own(mapping);
        let blocks = self.config.templates.blocks(self.config.tree[mapping].span.source);
        let can_be_before = |index: &usize| {
            let rank = rank(self.config.tree.key_text(own[*index].key));
            wanted.zip(rank).filter(|(wanted, rank)| rank < wanted).map(|(_, rank)| rank)
        };
        let mut places = located.editor.unconditional(mapping, blocks).peekable();
        let first = *places.peek().ok_or(Obstacle::Template)?;
        let after = places.filter_map(|index| Some((can_be_before(&index)?, index))).max().map_or(first, |(_, at)| at);
        located.editor.insert_key(mapping, after, key, value)
    }

    /// The key of an option; an item is written with its whole list.
    fn key(&self, place: Place) -> Result<&str, Obstacle> {
        let paths = &self.config.paths;
        paths.last_key(place.path).or_else(|| paths.last_key(paths.parent(place.path))).ok_or(Obstacle::Nowhere)
    }

    /// A change as an order.
    fn title(&self, change: &Change) -> String {
        if let Some(changed) = variables::changed(self.config, change) {
            return changed.iter().map(ChangedVariable::title).collect::<Vec<_>>().join(" and ");
        }
        let path = change.place().path;
        let paths = &self.config.paths;
        let key = paths.last_key(path).unwrap_or_default();
        match change {
            Change::Set { value, .. } if key.is_empty() => format!("write `{value}`"),
            Change::Set { value, .. } => format!("write `{key}: {value}`"),
            Change::Digest { .. } => format!("write a fresh digest as `{key}`"),
            Change::Include { item, .. } => format!("add `{item}` to `{key}`"),
            Change::Remove { .. } if key.is_empty() => "remove it".to_owned(),
            Change::Remove { .. } => format!("remove `{key}`"),
            Change::Rename { key: new, .. } => format!("write `{new}` instead of `{key}`"),
            Change::Replace { key: new, value, .. } => format!("write `{new}: {value}` instead of `{key}`"),
            Change::Wrap { options, list } => {
                let old = |place: &Place| paths.last_key(place.path).unwrap_or_default();
                let wrapped = options.iter().map(|(place, new)| format!("`{}` as its `{new}`", old(place)));
                format!("write `{list}` with {}", wrapped.collect::<Vec<_>>().join(" and "))
            }
            Change::Reorder { before, .. } => {
                let line = self.sources.get(before.span.source).line_at(before.span.start);
                format!("move it before line {line}")
            }
            Change::Move { section, options } => {
                let old = |option: &MovedOption| paths.last_key(option.place.path).unwrap_or_default();
                let moved = options.iter().map(|option| format!("`{}` to `{section}.{}`", old(option), option.key));
                format!("move {}", moved.collect::<Vec<_>>().join(", "))
            }
        }
    }
}
