//! Mappings whose keys the operator chooses.

use std::collections::HashMap;

use crate::document::{Kind, NodeId};
use crate::text::Span;

use super::decoder::Decoder;
use super::problem::Expected;
use super::section::{Read, Shape, Slot};
use super::value::Place;

/// A key that the operator chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The key.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A mapping whose keys the operator chose.
#[derive(Debug, Clone)]
pub struct Map<T> {
    /// Where it stands, or what it is missing from.
    pub place: Place,
    /// Its entries, in the order in which they are written.
    pub entries: Vec<(Name, T)>,
    /// Whether its entries cannot be known.
    pub unknown: bool,
}

impl<T> Map<T> {
    /// The entry of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.text.as_str())
    }
}

impl<T: Read> Read for Map<T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let place = decoder.place(slot);
        let mut map = Self { place, entries: Vec::new(), unknown: slot.unknown };
        let mut places = HashMap::new();
        for id in mappings(decoder, slot, &mut map.unknown) {
            let Kind::Mapping { entries, .. } = &decoder.tree[id].kind else { continue };
            for entry in entries {
                let name = Name { text: decoder.tree.key_text(entry.key).to_owned(), span: decoder.span(entry.key) };
                let path = decoder.paths.name(slot.path, &name.text);
                let item = Slot { node: Some(entry.value), key: Some(entry.key), path, around: place.span, ..*slot };
                decoder.check_name(&item, &name.text);
                let value = T::read(decoder, &item);
                if decoder.tree[entry.key].unknown {
                    continue;
                }
                let index = *places.entry(name.text.clone()).or_insert(map.entries.len());
                match map.entries.get_mut(index) {
                    Some(earlier) => *earlier = (name, value),
                    None => map.entries.push((name, value)),
                }
            }
        }
        map
    }
}

/// The mappings that are written at a place: one, or those of a list, however deep, which Authelia's decoder merges.
fn mappings(decoder: &mut Decoder<'_>, slot: &Slot, unknown: &mut bool) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut waiting: Vec<NodeId> = slot.node.into_iter().collect();
    while let Some(id) = waiting.pop() {
        let id = decoder.tree.resolve(id);
        let node = &decoder.tree[id];
        match &node.kind {
            _ if node.unknown => *unknown = true,
            Kind::Null => {}
            Kind::Mapping { .. } => {
                *unknown |= node.open;
                found.push(id);
            }
            Kind::Sequence { items, .. } => waiting.extend(items.iter().rev()),
            _ => {
                *unknown = true;
                decoder.wrong_type(&Slot { node: Some(id), ..*slot }, Expected::new("a mapping", "a mapping"), None);
                break;
            }
        }
    }
    found
}
