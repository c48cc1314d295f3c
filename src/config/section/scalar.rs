//! One value of the configuration.

use crate::config::decoder::Decoder;
use crate::config::problem::Expected;
use crate::config::value::Value;
use crate::document::Kind;

use super::{Read, Shape, Slot};

/// One value of a kind that decides for itself what it accepts.
pub trait Scalar: Sized + Default + Clone + PartialEq {
    /// What is expected.
    const EXPECTS: Expected;

    /// Whether it is a text, which a plain number or boolean turns into in a way that may surprise.
    const TEXT: bool = false;

    /// Whether what is written must never be shown.
    const SECRET: bool = false;

    /// Whether a text in place of a list of these is split at its commas.
    const SPLITS: bool = false;

    /// Whether a mapping or a date in place of a list of these is taken, and means nothing.
    const SKIPS_STRUCTURES: bool = false;

    /// What Authelia makes of a node (`go-viper/mapstructure` with `WeaklyTypedInput`, and the decode hooks of
    /// `internal/configuration/decode_hooks.go`, 4.39.20); `None` stands for an absent value.
    ///
    /// # Errors
    /// Returns why the value is not valid, if more is known than what is expected. Never contains any part of a secret.
    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> Result<Option<Self>, Option<String>>;

    /// What is known of a text that holds templates, with [`UNKNOWN`](crate::text::UNKNOWN) for each; rules that ask
    /// for a known value never see it.
    #[must_use]
    fn partly_known(_text: &str) -> Self {
        Self::default()
    }

    /// Whether it depends on something outside the files that were read, so that it cannot be checked.
    #[must_use]
    fn is_beyond(_kind: &Kind, _decoder: &Decoder<'_>) -> bool {
        false
    }
}

/// Whether a value is a mapping with keys that Authelia refuses.
fn has_refused_keys(kind: &Kind, decoder: &Decoder<'_>) -> bool {
    matches!(kind, Kind::Mapping { entries, .. } if entries.iter().any(|entry| decoder.refuses(entry.key)))
}

impl<T: Scalar> Read for Value<T> {
    const SHAPE: Shape = if T::SECRET { Shape::Secret } else { Shape::Scalar };

    const SPLITS: bool = T::SPLITS;

    const SKIPS_STRUCTURES: bool = T::SKIPS_STRUCTURES;

    fn read(decoder: &mut Decoder<'_>, slot: &Slot) -> Self {
        let place = decoder.place(slot);
        let Some(node) = decoder.node(slot) else {
            return if slot.unknown { Self::unknown(place, T::default()) } else { Self::absent(place, T::default()) };
        };
        if T::SECRET {
            decoder.keep_secret(place.span, &node.kind);
            decoder.check_literal(node, place);
        }
        let part = piece_of(&node.kind, slot.piece);
        let kind = part.as_ref().unwrap_or(&node.kind);
        if node.unknown || T::is_beyond(kind, decoder) {
            if !T::SECRET {
                decoder.templates.keep(place, node, decoder.sources);
            }
            let known = if let Kind::Text(text) = kind { T::partly_known(text) } else { T::default() };
            return Self::unknown(place, known);
        }
        match T::decode(kind, decoder) {
            // A follow-up error would duplicate the finding about its unknown keys.
            Ok(Some(_)) if has_refused_keys(kind, decoder) => Self::unknown(place, T::default()),
            Ok(Some(value)) => {
                decoder.check_surprise::<T>(node, place);
                if T::SECRET {
                    decoder.check_path(kind, place);
                }
                Self::given(place, value)
            }
            Ok(None) => Self::absent(place, T::default()),
            Err(reason) => {
                decoder.wrong_type(slot, T::EXPECTS, reason);
                Self::unknown(place, T::default())
            }
        }
    }
}

/// The part of a text that is meant, where only a part is.
fn piece_of(kind: &Kind, piece: Option<(usize, usize)>) -> Option<Kind> {
    match (kind, piece) {
        (Kind::Text(text), Some((start, end))) => Some(Kind::Text(text.get(start..end).unwrap_or_default().to_owned())),
        _ => None,
    }
}
