//! Keys of a mapping: their names, keys that are given twice, and merge keys (`decode.go` of go.yaml.in/yaml/v3 3.0.4).

use std::collections::{HashMap, HashSet};

use super::error::SyntaxError;
use super::masked_text::MaskedText;
use super::scalar;
use super::template::Role;
use super::tree::{Entry, Kind, NodeId, Style, Tree};

impl<'a> MaskedText<'a> {
    fn of(self, tree: &Tree, node: NodeId) -> &'a str {
        self.text.get(tree[node].span.range()).unwrap_or_default()
    }

    /// Whether a line of a template stands between two keys: two branches of a condition may well set one key.
    fn parts(self, tree: &Tree, one: NodeId, other: NodeId) -> bool {
        let (from, to) = (tree[one].span.end as usize, tree[other].span.start as usize);
        let after = self.masks.partition_point(|mask| mask.start < from);
        self.masks[after..].iter().take_while(|mask| mask.end <= to).any(|mask| mask.role != Role::Value)
    }

    /// What the last line of a template between two places does, if there is one.
    fn last_role(self, from: u32, to: u32) -> Option<Role> {
        let before = self.masks.partition_point(|mask| mask.end <= to as usize);
        let between = self.masks[..before].iter().rev().take_while(|mask| mask.start >= from as usize);
        between.map(|mask| mask.role).find(|role| *role != Role::Value)
    }
}

/// The effective entries of a mapping.
///
/// # Errors
/// Where Go's reader gives up; keys that are given twice are added to `errors` instead, so that all of them are reported.
pub(super) fn finish(
    tree: &mut Tree,
    entries: Vec<Entry>,
    is_root: bool,
    source: MaskedText<'_>,
    errors: &mut Vec<SyntaxError>,
) -> Result<Vec<Entry>, SyntaxError> {
    if are_different_texts(tree, &entries) {
        doubt_alternatives(tree, &entries, source);
        return Ok(entries);
    }
    let entries = without_twins(tree, entries, source, errors);
    doubt_alternatives(tree, &entries, source);
    let (merges, own): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| is_merge(tree, entry.key));
    let mut effective = Vec::with_capacity(own.len());
    for entry in own {
        if name(tree, entry.key, is_root, source)? {
            effective.push(entry);
        }
    }
    let mut effective = last_wins(tree, effective);
    for merge in merges {
        add_merged(tree, merge, &mut effective)?;
    }
    Ok(effective)
}

/// Whether the keys are texts, each of them another one, as in nearly every mapping: then there is nothing to do. It is found out
/// without hashing them where they are few.
fn are_different_texts(tree: &Tree, entries: &[Entry]) -> bool {
    const MAX_COMPARED: usize = 32;
    let text = |entry: &Entry| match &tree[entry.key].kind {
        Kind::Text(text) if !tree[entry.key].unknown && text != "<<" => Some(text.as_str()),
        _ => None,
    };
    entries.len() <= MAX_COMPARED
        && (0..entries.len()).all(|index| {
            let own = text(&entries[index]);
            own.is_some() && entries[..index].iter().all(|before| text(before) != own)
        })
}

fn is_merge(tree: &Tree, key: NodeId) -> bool {
    let node = &tree[key];
    let tagged = node.tag().is_some_and(|tag| tag != "!");
    let merge_tag = node.tag() == Some("tag:yaml.org,2002:merge");
    let plain = node.style == Style::Plain && !tagged;
    (plain || merge_tag) && matches!(&node.kind, Kind::Text(text) if text == "<<")
}

/// Names a key as Go does. Nothing, in the root, has no name and is dropped.
fn name(tree: &mut Tree, key: NodeId, is_root: bool, source: MaskedText<'_>) -> Result<bool, SyntaxError> {
    let target = tree.resolve(key);
    let node = &tree[target];
    if node.unknown {
        return Ok(true);
    }
    let text = match &node.kind {
        Kind::Text(_) => return Ok(true),
        Kind::Null if is_root => return Ok(false),
        Kind::Bool(_) | Kind::Int(_) | Kind::Uint(_) | Kind::Float(_) | Kind::Time(_) if is_root => {
            source.of(tree, target).to_owned()
        }
        Kind::Null => "<nil>".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Int(value) => value.to_string(),
        Kind::Uint(value) => value.to_string(),
        Kind::Float(value) => scalar::float_text(*value),
        Kind::Time(value) => value.clone(),
        Kind::Sequence { .. } | Kind::Mapping { .. } | Kind::Alias(_) => {
            let span = tree[key].span;
            let help = "quote the key; a value that begins with `{{` must be quoted, too";
            return Err(SyntaxError::new(span, "a key must be a text, not a list or a mapping", help));
        }
    };
    tree.name_key(key, text);
    Ok(true)
}

/// Of keys with one name that are written differently (`1` and `0x1`, a key and its alias), the last one counts.
fn last_wins(tree: &Tree, entries: Vec<Entry>) -> Vec<Entry> {
    let mut places: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match places.get(tree.key_text(entry.key)) {
            Some(place) if !tree[entry.key].unknown => kept[*place] = entry,
            _ => {
                places.insert(tree.key_text(entry.key).to_owned(), kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}

/// The entries without those whose key is given again further on. Go compares the kinds and texts of keys.
fn without_twins(
    tree: &mut Tree,
    entries: Vec<Entry>,
    source: MaskedText<'_>,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Entry> {
    let mut first: HashMap<String, NodeId> = HashMap::with_capacity(entries.len());
    let mut last: HashMap<NodeId, NodeId> = HashMap::new();
    let mut dropped: HashSet<NodeId> = HashSet::new();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(written) = compared(tree, entry.key, source) else {
            kept.push(entry);
            continue;
        };
        let Some(twin) = first.get(&written).copied() else {
            first.insert(written, entry.key);
            kept.push(entry);
            continue;
        };
        if source.parts(tree, twin, entry.key) {
            let chosen = kept.iter().find(|kept: &&Entry| kept.key == twin).map_or(entry.value, |kept| kept.value);
            tree.node_mut(chosen).unknown = true;
        } else {
            errors.push(SyntaxError::duplicate_key(tree[entry.key].span, tree[twin].span));
            dropped.insert(last.insert(twin, entry.key).unwrap_or(twin));
            kept.push(entry);
        }
    }
    kept.retain(|entry| !dropped.contains(&entry.key));
    kept
}

/// Makes unknown what is in a further branch of a condition: it excludes what is in the first one.
fn doubt_alternatives(tree: &mut Tree, entries: &[Entry], source: MaskedText<'_>) {
    let mut doubtful = false;
    for pair in entries.windows(2) {
        let (from, to) = (tree[pair[0].value].span.end, tree[pair[1].key].span.start);
        if let Some(role) = source.last_role(from, to) {
            doubtful = role == Role::Alternative;
        }
        if doubtful {
            tree.node_mut(pair[1].value).unknown = true;
        }
    }
}

/// What Go compares of a key; `None` if the key cannot be known.
fn compared(tree: &Tree, key: NodeId, source: MaskedText<'_>) -> Option<String> {
    let node = &tree[key];
    if node.unknown {
        return None;
    }
    Some(match &node.kind {
        Kind::Text(text) => text.clone(),
        _ => source.of(tree, key).to_owned(),
    })
}

/// Adds the entries of a merge key's mappings, the first of which wins; the mapping's own entries win over all.
fn add_merged(tree: &Tree, merge: Entry, effective: &mut Vec<Entry>) -> Result<(), SyntaxError> {
    let refused = || {
        SyntaxError::new(tree[merge.value].span, "`<<` needs a mapping or a list of mappings", "write `<<: *anchor`")
    };
    let sources = match &tree[tree.resolve(merge.value)].kind {
        Kind::Mapping { .. } => vec![merge.value],
        Kind::Sequence { items, .. } if tree.resolve(merge.value) == merge.value => items.clone(),
        _ => return Err(refused()),
    };
    let mut taken: HashSet<String> = effective.iter().map(|entry| tree.key_text(entry.key).to_owned()).collect();
    for source in sources {
        let Kind::Mapping { entries, .. } = &tree[tree.resolve(source)].kind else {
            return Err(refused());
        };
        for entry in entries {
            if taken.insert(tree.key_text(entry.key).to_owned()) {
                effective.push(Entry { merged: true, ..*entry });
            }
        }
    }
    Ok(())
}
