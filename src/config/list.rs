//! Lists of options, as Authelia's decoder makes them of what is written.

use crate::document::Kind;
use crate::text::UNKNOWN;

use super::decoder::Decoder;
use super::section::{Read, Shape, Slot};
use super::value::{Place, Value};

/// A list.
#[derive(Debug, Clone)]
pub struct List<T> {
    /// Where it stands, or what it is missing from.
    pub place: Place,
    /// Its items; empty where it is absent or cannot be known.
    pub items: Vec<T>,
    /// Whether its items cannot be known.
    pub unknown: bool,
}

impl<T> List<T> {
    /// Whether it is certain that it has no items.
    #[must_use]
    pub const fn is_certainly_empty(&self) -> bool {
        !self.unknown && self.items.is_empty()
    }
}

impl List<Value<String>> {
    /// The items. Returns `None` if one of them cannot be known.
    #[must_use]
    pub fn texts(&self) -> Option<Vec<&str>> {
        if self.unknown {
            return None;
        }
        self.items.iter().map(Value::text).collect()
    }

    /// The items that are known.
    pub fn known_texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(Value::text)
    }

    /// Whether it is certain that no item is `text`.
    #[must_use]
    pub fn certainly_lacks(&self, text: &str) -> bool {
        self.texts().is_some_and(|texts| !texts.contains(&text))
    }

    /// Whether an item is certainly `text`.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.known_texts().any(|item| item == text)
    }

    /// Sets what Authelia takes where no item is given.
    #[must_use]
    pub fn or_default(mut self, default: &[&str]) -> Self {
        if self.is_certainly_empty() {
            let place = Place { given: false, ..self.place };
            self.items = default.iter().map(|text| Value::absent(place, (*text).to_owned())).collect();
        }
        self
    }
}

impl<T: Read> Read for List<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let mut list = Self { place: decoder.place(slot), items: Vec::new(), unknown: slot.unknown };
        let (Some(node), Some(id)) = (decoder.node(slot), slot.node) else {
            return list;
        };
        if node.unknown && !(slot.unsplit && begins_known(&node.kind)) {
            list.unknown = true;
            return list;
        }
        list.unknown |= node.open;
        let single = Slot { around: list.place.span, ..*slot };
        let items = match &node.kind {
            Kind::Null => Vec::new(),
            Kind::Mapping { entries, .. } if entries.is_empty() => Vec::new(),
            Kind::Mapping { .. } | Kind::Time(_) if T::SKIPS_STRUCTURES => Vec::new(),
            Kind::Sequence { items, .. } => {
                items.iter().map(|item| Slot { node: Some(*item), key: None, ..single }).collect()
            }
            Kind::Text(text) if T::SPLITS && !slot.unsplit => {
                pieces(text).map(|piece| Slot { node: Some(id), piece: Some(piece), ..single }).collect()
            }
            _ => vec![single],
        };
        list.items.reserve(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let path = decoder.paths.index(slot.path, index);
            list.items.push(T::read(decoder, &Slot { path, ..item }));
        }
        list
    }
}

/// Whether a text that holds templates begins with something else, so that it is one text whatever they write.
fn begins_known(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(text) if text.contains(UNKNOWN) && !text.starts_with(UNKNOWN))
}

/// The parts of a text between its commas, as Authelia's decoder makes a list of a text; none of an empty text.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut start = 0;
    text.split(',').filter(|_| !text.is_empty()).map(move |piece| {
        let range = (start, start + piece.len());
        start = range.1 + 1;
        range
    })
}

/// A list of texts that is not split at commas where it is written as one text, because Authelia has a type of its
/// own for it (`AccessControlRuleDomains`, `AccessControlRuleMethods`, `IdentityProvidersOpenIDConnectClientURIs`).
#[derive(Debug, Clone)]
pub struct Unsplit<T>(pub T);

impl<T> std::ops::Deref for Unsplit<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Read> Read for Unsplit<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        Self(T::read(decoder, &Slot { unsplit: true, ..*slot }))
    }
}
