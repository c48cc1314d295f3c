//! Declares the sections of the configuration.
//!
//! Each section is declared once, as a struct, with the macro `section!`. The macro generates its parser, its list of known
//! keys and its defaults.

mod declaration;
mod fields;
mod scalar;
mod shape;

use crate::document::{Kind, NodeId};
use crate::text::Span;

use super::decoder::Decoder;
pub use super::list::{List, Unsplit};
pub use super::map::{Map, Name};
use super::path::PathId;

pub(crate) use declaration::{key, loaded, or_default, section, since};
pub use fields::{Fields, read_section};
pub use scalar::Scalar;
pub use shape::{Field, Shape};
pub(crate) use shape::{is_option_name, keys, shape_at, shape_of_option, since_at};
pub(in crate::config) use shape::{nth_key, number_of_keys};

/// One place of the tree before it is read.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The value; `None` if the key is absent.
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
    /// Whether a text is one item of a list, whatever commas it holds.
    pub unsplit: bool,
}

impl Slot {
    /// A place where nothing is written.
    #[must_use]
    pub const fn absent(path: PathId, around: Span, unknown: bool) -> Self {
        Self { node: None, key: None, path, around, unknown, piece: None, unsplit: false }
    }
}

/// Something that reads itself from a place of the tree.
pub trait Read: Sized {
    /// What may stand there.
    const SHAPE: Shape;

    /// Whether a text in place of a list of these is split at its commas.
    const SPLITS: bool = false;

    /// Whether a mapping or a date in place of a list of these is taken, and means nothing.
    const SKIPS_STRUCTURES: bool = false;

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

impl<T: Section + Read> Read for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let absent = match decoder.node(slot) {
            None => !slot.unknown,
            Some(node) => matches!(node.kind, Kind::Null) && !node.unknown,
        };
        if absent {
            let place = decoder.place(slot);
            decoder.empty_section(slot, place);
            return None;
        }
        Some(T::read(decoder, slot))
    }
}
