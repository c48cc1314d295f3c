//! How a part of the configuration is declared, and how the declaration reads itself from the tree.
//!
//! A section is written down once, as a struct; the macro [`section!`] makes from it the reading, the list of keys
//! that are allowed there, and the defaults.

use crate::document::{Kind, NodeId};
use crate::span::Span;

use super::decoder::{Decoder, Problem};
use super::path::PathId;
use super::value::{Place, Value};

/// What may stand at some place, for the check of keys and for suggestions.
#[derive(Debug)]
pub enum Shape {
    /// One value.
    Scalar,
    /// A mapping with these keys.
    Section(&'static [Field]),
    /// A list.
    List(&'static Self),
    /// A mapping whose keys the operator chooses.
    Map(&'static Self),
}

/// One key of a section.
#[derive(Debug)]
pub struct Field {
    /// The key; empty where another section's keys stand in the same mapping.
    pub key: &'static str,
    /// What may stand there.
    pub shape: &'static Shape,
}

/// What stands at one place of the tree, before it is read.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The value; nothing where the key is absent.
    pub node: Option<NodeId>,
    /// The key.
    pub key: Option<NodeId>,
    /// Its configuration path.
    pub path: PathId,
    /// What it would be missing from.
    pub around: Span,
    /// Whether what stands around it cannot be known, so that it cannot be either.
    pub unknown: bool,
    /// The bytes of the text that are meant, where the text was split at its commas.
    pub piece: Option<(usize, usize)>,
}

impl Slot {
    /// An item of a list.
    const fn item(node: NodeId, path: PathId, around: Span, piece: Option<(usize, usize)>) -> Self {
        Self { node: Some(node), key: None, path, around, unknown: false, piece }
    }
}

/// Something that reads itself from a place of the tree.
pub trait Read: Sized {
    /// What may stand there.
    const SHAPE: Shape;

    /// Reads it. What is wrong becomes a problem of the decoder, and the value unknown.
    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self;
}

/// A section of the configuration.
pub trait Section: Sized {
    /// Its keys.
    const FIELDS: &'static [Field];

    /// Reads it from the fields of a mapping.
    fn read_fields(decoder: &mut Decoder<'_>, fields: &mut Fields) -> Self;
}

/// The entries of one mapping while a section takes its own from them.
#[derive(Debug)]
pub struct Fields {
    /// Where the section stands.
    pub place: Place,
    entries: Vec<(NodeId, NodeId, bool)>,
    unknown: bool,
}

impl Fields {
    /// Takes the entry of a key: by its exact name, else as Authelia's decoder does, ignoring letter case.
    pub fn take(&mut self, decoder: &mut Decoder<'_>, key: &'static str) -> Slot {
        let path = decoder.paths.key(self.place.path, key);
        let exact = self.entries.iter().position(|(name, _, _)| decoder.tree.key_text(*name) == key);
        let found = exact.or_else(|| {
            self.entries
                .iter()
                .position(|(name, _, taken)| !taken && decoder.tree.key_text(*name).eq_ignore_ascii_case(key))
        });
        let mut slot =
            Slot { node: None, key: None, path, around: self.place.span, unknown: self.unknown, piece: None };
        if let Some(index) = found {
            let (name, node, taken) = &mut self.entries[index];
            // A key in another letter case is read, and yet refused as unknown.
            *taken = exact.is_some();
            slot.node = Some(*node);
            slot.key = Some(*name);
        }
        slot
    }

    /// Reports the entries that no key took.
    fn finish(self, decoder: &mut Decoder<'_>, fields: &'static [Field]) {
        for (name, node, taken) in self.entries {
            if !taken {
                decoder.unknown_key(self.place.path, name, node, fields);
            }
        }
    }
}

/// Reads a section and reports the keys that do not belong there.
pub fn read_section<T: Section>(decoder: &mut Decoder<'_>, slot: &Slot) -> T {
    let place = decoder.place(slot);
    let (entries, unknown) = match decoder.node(slot) {
        None => (Vec::new(), slot.unknown),
        Some(node) if node.unknown => (Vec::new(), true),
        Some(node) => match &node.kind {
            Kind::Mapping { entries, .. } if !entries.is_empty() => {
                (entries.iter().map(|entry| (entry.key, entry.value, false)).collect(), slot.unknown)
            }
            Kind::Mapping { .. } | Kind::Null => {
                decoder.empty_section(slot, place);
                (Vec::new(), slot.unknown)
            }
            _ => {
                decoder.problem(Problem::WrongType { place, expects: "a mapping of options", reason: None });
                (Vec::new(), true)
            }
        },
    };
    let mut fields = Fields { place, entries, unknown };
    let section = T::read_fields(decoder, &mut fields);
    fields.finish(decoder, T::FIELDS);
    section
}

impl<T: Section> Read for Option<T>
where
    T: Read,
{
    const SHAPE: Shape = T::SHAPE;

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let absent = match decoder.node(slot) {
            None => !slot.unknown,
            Some(node) => matches!(node.kind, Kind::Null) && !node.unknown,
        };
        if absent {
            if slot.node.is_some() {
                let place = decoder.place(slot);
                decoder.empty_section(slot, place);
            }
            return None;
        }
        Some(T::read(decoder, slot))
    }
}

/// One value of a kind that decides for itself what it accepts.
pub trait Scalar: Sized + Default + Clone + PartialEq {
    /// What is expected, to end the sentence "this must be …".
    const EXPECTS: &'static str;

    /// Whether it must never be shown.
    const SECRET: bool = false;

    /// What Authelia makes of a node (`go-viper/mapstructure` with `WeaklyTypedInput`, and the decode hooks of
    /// `internal/configuration/decode_hooks.go`, 4.39.20); `None` stands for an absent value.
    ///
    /// # Errors
    /// Why it is refused, in plain words, where there is more to say than what is expected.
    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> Result<Option<Self>, Option<String>>;
}

impl<T: Scalar> Read for Value<T> {
    const SHAPE: Shape = Shape::Scalar;

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let place = decoder.place(slot);
        let Some(node) = decoder.node(slot) else {
            return if slot.unknown { Self::unknown(place, T::default()) } else { Self::absent(place, T::default()) };
        };
        if T::SECRET {
            decoder.secrets.push(place.span);
        }
        if node.unknown {
            return Self::unknown(place, T::default());
        }
        let decoded = match (&node.kind, slot.piece) {
            (Kind::Text(text), Some((start, end))) => {
                T::decode(&Kind::Text(text.get(start..end).unwrap_or_default().to_owned()), decoder)
            }
            (kind, _) => T::decode(kind, decoder),
        };
        match decoded {
            Ok(Some(value)) => Self::given(place, value),
            Ok(None) => Self::absent(place, T::default()),
            Err(reason) => {
                decoder.problem(Problem::WrongType { place, expects: T::EXPECTS, reason });
                Self::unknown(place, T::default())
            }
        }
    }
}

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
    /// The items; nothing where one of them cannot be known.
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
        let place = decoder.place(slot);
        let mut list = Self { place, items: Vec::new(), unknown: slot.unknown };
        let (Some(node), Some(id)) = (decoder.node(slot), slot.node) else {
            return list;
        };
        if node.unknown {
            list.unknown = true;
            return list;
        }
        let items: Vec<(NodeId, Option<(usize, usize)>)> = match &node.kind {
            Kind::Null => return list,
            Kind::Sequence { items, .. } => items.iter().map(|item| (*item, None)).collect(),
            Kind::Mapping { entries, .. } if entries.is_empty() => return list,
            Kind::Text(text) => match slot.piece {
                Some(piece) => vec![(id, Some(piece))],
                None => pieces(text).map(|piece| (id, Some(piece))).collect(),
            },
            _ => vec![(id, None)],
        };
        decoder.enter_list();
        for (index, (item, piece)) in items.into_iter().enumerate() {
            let path = decoder.paths.index(slot.path, index);
            list.items.push(T::read(decoder, &Slot::item(item, path, place.span, piece)));
        }
        decoder.leave_list();
        list
    }
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
        let (Some(node), Some(id)) = (decoder.node(slot), slot.node) else {
            return map;
        };
        if node.unknown {
            map.unknown = true;
            return map;
        }
        // Authelia's decoder merges the mappings of a list into one.
        let mappings = match &node.kind {
            Kind::Null => return map,
            Kind::Mapping { .. } => vec![id],
            Kind::Sequence { items, .. } => items.clone(),
            _ => {
                decoder.problem(Problem::WrongType { place, expects: "a mapping", reason: None });
                map.unknown = true;
                return map;
            }
        };
        for mapping in mappings {
            let Kind::Mapping { entries, .. } = decoder.tree[decoder.tree.resolve(mapping)].kind.clone() else {
                decoder.problem(Problem::WrongType { place, expects: "a mapping", reason: None });
                map.unknown = true;
                continue;
            };
            for entry in entries {
                let text = decoder.tree.key_text(entry.key).to_owned();
                let path = decoder.paths.name(slot.path, &text);
                let item = Slot { key: Some(entry.key), ..Slot::item(entry.value, path, place.span, None) };
                let value = T::read(decoder, &item);
                let span = decoder.tree[entry.key].span;
                map.entries.push((Name { text, span }, value));
            }
        }
        map
    }
}

/// Declares a section: a struct whose fields are Authelia's keys.
///
/// `name: Type` reads the key `name`; `name("key"): Type` reads another key; `= default` is what Authelia takes for an
/// absent or zero value, `=> default` what it takes for an absent key only; `..name: Type` reads the keys of another
/// section from the same mapping.
macro_rules! section {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$doc:meta])* $field:ident $(($key:literal))? : $type:ty $(= $default:expr)? $(=> $loaded:expr)? , )*
            $( .. $(#[$inner_doc:meta])* $inner:ident : $inner_type:ty , )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Where the section stands, or what it is missing from.
            pub place: $crate::config::Place,
            $( #[allow(missing_docs, reason = "named as Authelia documents the option")] $(#[$doc])* pub $field: $type, )*
            $( $(#[$inner_doc])* pub $inner: $inner_type, )*
        }

        impl $crate::config::section::Section for $name {
            const FIELDS: &'static [$crate::config::section::Field] = &[
                $( $crate::config::section::Field {
                    key: $crate::config::section::key!($field $($key)?),
                    shape: &<$type as $crate::config::section::Read>::SHAPE,
                }, )*
                $( $crate::config::section::Field {
                    key: "",
                    shape: &<$inner_type as $crate::config::section::Read>::SHAPE,
                }, )*
            ];

            fn read_fields(
                decoder: &mut $crate::config::decoder::Decoder<'_>,
                fields: &mut $crate::config::section::Fields,
            ) -> Self {
                Self {
                    place: fields.place,
                    $( $field: {
                        let slot = fields.take(decoder, $crate::config::section::key!($field $($key)?));
                        let value = <$type as $crate::config::section::Read>::read(decoder, &slot);
                        $( let value = value.or_default($default); )?
                        $( let value = value.or_loaded($loaded); )?
                        value
                    }, )*
                    $( $inner: <$inner_type as $crate::config::section::Section>::read_fields(decoder, fields), )*
                }
            }
        }

        impl $crate::config::section::Read for $name {
            const SHAPE: $crate::config::section::Shape =
                $crate::config::section::Shape::Section(<Self as $crate::config::section::Section>::FIELDS);

            fn read(
                decoder: &mut $crate::config::decoder::Decoder<'_>,
                slot: &$crate::config::section::Slot,
            ) -> Self {
                $crate::config::section::read_section(decoder, slot)
            }
        }
    };
}

/// The key of a field: its own name, or the one that is given.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

pub(crate) use {key, section};
