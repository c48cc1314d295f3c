//! Declares the sections of the configuration.
//!
//! Each section is declared once, as a struct, with the macro `section!`. The macro generates its parser, its list of known
//! keys and its defaults.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::document::{Kind, NodeId};
use crate::text::Span;
use crate::text::suggestion::nearest;

use super::Configuration;
use super::decoder::Decoder;
pub use super::list::{List, Unsplit};
pub use super::map::{Map, Name};
use super::path::{PathId, PathStep};
use super::problem::Expected;
use super::value::{Place, Value};
use super::version::Version;

/// What may stand at some place, for the check of keys and for suggestions.
#[derive(Debug)]
pub enum Shape {
    /// One value.
    Scalar,
    /// One value that must never be shown.
    Secret,
    /// A mapping with these keys.
    Section(&'static [Field]),
    /// A list.
    List(&'static Self),
    /// A mapping whose keys the operator chooses.
    Map(&'static Self),
}

impl Shape {
    /// What may stand at a key, which Authelia's decoder finds in any letter case. Returns `None` if it is not an option.
    #[must_use]
    pub fn at_key(&'static self, key: &str) -> Option<&'static Self> {
        match self {
            Self::Section(fields) => {
                shape_of(fields, |name| name == key).or_else(|| shape_of(fields, |name| name.eq_ignore_ascii_case(key)))
            }
            Self::Map(inner) => Some(inner),
            Self::List(inner) => inner.at_key(key),
            Self::Scalar | Self::Secret => None,
        }
    }
}

fn shape_of(fields: &'static [Field], is_it: impl Fn(&str) -> bool + Copy) -> Option<&'static Shape> {
    field_of(fields, is_it).map(|field| field.shape)
}

fn field_of(fields: &'static [Field], is_it: impl Fn(&str) -> bool + Copy) -> Option<&'static Field> {
    fields.iter().find_map(|field| match field.shape {
        Shape::Section(inner) if field.key.is_empty() => field_of(inner, is_it),
        _ => is_it(field.key).then_some(field),
    })
}

/// What may stand at a path from the root of a configuration. Returns `None` if Authelia has nothing there.
#[must_use]
pub(crate) fn shape_at<'a>(steps: impl IntoIterator<Item = PathStep<'a>>) -> Option<&'static Shape> {
    static ROOT: Shape = Shape::Section(Configuration::FIELDS);
    steps.into_iter().try_fold(&ROOT, |shape, step| match (shape, step) {
        (Shape::List(inner), PathStep::Index(_)) => Some(*inner),
        (Shape::Section(_) | Shape::Map(_), PathStep::Key(key)) => shape.at_key(key),
        _ => None,
    })
}

/// The first version of Authelia that has all options of a path from the root of a configuration.
#[must_use]
pub(crate) fn since_at<'a>(steps: impl IntoIterator<Item = PathStep<'a>>) -> Version {
    static ROOT: Shape = Shape::Section(Configuration::FIELDS);
    let (mut shape, mut since) = (&ROOT, Version::OLDEST);
    for step in steps {
        shape = match (shape, step) {
            (Shape::Section(fields), PathStep::Key(key)) => {
                let Some(field) = field_of(fields, |name| name == key) else { break };
                since = since.max(field.since);
                field.shape
            }
            (Shape::Map(inner), PathStep::Key(_)) | (Shape::List(inner), PathStep::Index(_)) => inner,
            _ => break,
        };
    }
    since
}

/// Whether some section has an option of this name.
#[must_use]
pub(crate) fn is_option_name(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let mut names = HashSet::new();
        add_names(Configuration::FIELDS, &mut names);
        names
    });
    NAMES.contains(name)
}

fn add_names(fields: &'static [Field], names: &mut HashSet<&'static str>) {
    for field in fields {
        names.insert(field.key);
        let mut shape = field.shape;
        while let Shape::List(inner) | Shape::Map(inner) = shape {
            shape = inner;
        }
        if let Shape::Section(fields) = shape {
            add_names(fields, names);
        }
    }
}

/// One key of a section.
#[derive(Debug)]
pub struct Field {
    /// The key; empty where another section's keys stand in the same mapping.
    pub key: &'static str,
    /// What may stand there.
    pub shape: &'static Shape,
    /// Whether Authelia lays a value of its own below the files, so that the section around it is never empty
    /// (`internal/configuration/defaults.go`).
    pub loaded: bool,
    /// The first version of Authelia that has it.
    pub since: Version,
}

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

/// The entries of one mapping while a section takes its own from them.
#[derive(Debug)]
pub struct Fields {
    /// Where the section stands.
    pub place: Place,
    entries: Vec<(NodeId, NodeId, bool)>,
    /// Entries whose key is not an option, each with the option that was most likely meant.
    misspelt: Vec<(NodeId, &'static str)>,
    unknown: bool,
}

impl Fields {
    /// Takes the entry of a key: by its exact name, else as Authelia's decoder does, ignoring letter case.
    #[must_use]
    pub fn take(&mut self, decoder: &mut Decoder<'_>, key: &'static str, since: Version) -> Slot {
        let path = decoder.paths.key(self.place.path, key);
        let named = |test: &dyn Fn(&str) -> bool| {
            self.entries.iter().position(|(name, _, taken)| !taken && test(decoder.tree.key_text(*name)))
        };
        let exact = named(&|text| text == key);
        let mut slot = Slot::absent(path, self.place.span, self.unknown);
        if let Some(index) = exact.or_else(|| named(&|text| text.eq_ignore_ascii_case(key))) {
            let (name, node, taken) = &mut self.entries[index];
            // A key in another letter case is read, and yet refused as unknown.
            *taken = exact.is_some();
            slot.unknown = false;
            slot.node = Some(*node);
            slot.key = Some(*name);
            if since > decoder.version {
                slot = decoder.newer_key(slot, since);
            }
        } else if let Some((name, _)) = self.misspelt.iter().find(|(_, meant)| *meant == key) {
            // What the option is meant to be cannot be known; but Authelia starts where it overlooks the slip.
            slot.unknown |= decoder.refuses(*name);
            slot.around = decoder.span(*name);
        }
        slot
    }

    /// Finds keys that are not an option but resemble one.
    fn look_for_slips(&mut self, decoder: &Decoder<'_>, fields: &'static [Field]) {
        let written: Vec<&str> = self.entries.iter().map(|(name, _, _)| decoder.tree.key_text(*name)).collect();
        if written.iter().all(|text| is_key(fields, text)) {
            return;
        }
        let mut missing = keys(fields);
        missing.retain(|key| !written.contains(key));
        let slips = written.iter().zip(&self.entries).filter(|(text, _)| !is_key(fields, text));
        let meant = |text: &str| nearest(&text.to_lowercase().replace('-', "_"), missing.iter().copied());
        self.misspelt = slips.take(MAX_TYPOS).filter_map(|(text, (name, _, _))| Some((*name, meant(text)?))).collect();
    }

    /// Reports the entries that no key took.
    fn finish(self, decoder: &mut Decoder<'_>, fields: &'static [Field]) {
        for (name, node, taken) in self.entries {
            if !taken && !decoder.tree[name].unknown {
                decoder.unknown_key(self.place.path, name, node, fields);
            }
        }
    }
}

/// The keys of a section, those of sections in the same mapping among them.
pub(crate) fn keys(fields: &'static [Field]) -> Vec<&'static str> {
    fields
        .iter()
        .flat_map(|field| match field.shape {
            Shape::Section(inner) if field.key.is_empty() => keys(inner),
            _ => vec![field.key],
        })
        .collect()
}

fn is_key(fields: &'static [Field], text: &str) -> bool {
    fields.iter().any(|field| match field.shape {
        Shape::Section(inner) if field.key.is_empty() => is_key(inner, text),
        _ => field.key == text,
    })
}

/// At most this many unknown keys of a mapping are compared with the options: more are not typos.
const MAX_TYPOS: usize = 64;

/// Reads a section and reports the keys that do not belong there.
pub fn read_section<T: Section>(decoder: &mut Decoder<'_>, slot: &Slot) -> T {
    let place = decoder.place(slot);
    let mut fields = Fields { place, entries: Vec::new(), misspelt: Vec::new(), unknown: slot.unknown };
    match decoder.node(slot) {
        None => {}
        Some(node) if node.unknown => fields.unknown = true,
        Some(node) => match &node.kind {
            Kind::Mapping { entries, .. } if !entries.is_empty() => {
                fields.unknown |= node.open;
                fields.entries = entries.iter().map(|entry| (entry.key, entry.value, false)).collect();
                fields.look_for_slips(decoder, T::FIELDS);
                // Its options are below a name, so none of them is missing.
                fields.unknown |= fields.entries.iter().any(|(name, value, _)| {
                    !is_key(T::FIELDS, decoder.tree.key_text(*name))
                        && decoder.names_item(place.path, *value, T::FIELDS)
                });
            }
            // To Authelia's decoder a date is a structure without any of the options.
            Kind::Mapping { .. } | Kind::Null | Kind::Time(_) => decoder.empty_section(slot, place),
            _ => {
                decoder.wrong_type(slot, Expected::new("a mapping", "a mapping of options"), None);
                fields.unknown = true;
            }
        },
    }
    if fields.unknown {
        decoder.unknown_sections.insert(place.path);
    }
    let section = T::read_fields(decoder, &mut fields);
    fields.finish(decoder, T::FIELDS);
    section
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

/// Declares a section: a struct whose fields are Authelia's keys.
///
/// `name: Type` reads the key `name`; `name("key"): Type` reads another key; `..name: Type` reads the keys of another
/// section from the same mapping. An option's default follows its type: `= default` replaces an absent or zero value,
/// `= default; unless_positive` a negative one, too, `= default; if_absent` an absent key only, and `=> default` is one that
/// Authelia loads below the files, so that the section around it is never empty. `[since "4.39.2"]` before the name says which
/// version brought the option, if that is known (`internal/configuration/schema/keys.go` of each version).
///
/// This is the one place for Authelia's defaults that do not depend on other options (`internal/configuration/schema`,
/// applied by `internal/configuration/validator` and `defaults.go`, 4.39.20).
macro_rules! section {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$doc:meta])* $([since $since:literal])? $field:ident $(($key:literal))? : $type:ty $(= $default:expr $(; $unless:ident)?)? $(=> $loaded:expr)? , )*
            $( .. $(#[$inner_doc:meta])* $inner:ident : $inner_type:ty , )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Where the section stands, or what it is missing from.
            pub place: $crate::config::Place,
            $( #[allow(missing_docs, reason = "named as Authelia documents the option")] $(#[$doc])* pub $field: $type, )*
            $( #[allow(missing_docs, reason = "named as Authelia documents the option")] $(#[$inner_doc])* pub $inner: $inner_type, )*
        }

        impl $crate::config::section::Section for $name {
            const FIELDS: &'static [$crate::config::section::Field] = &[
                $( $crate::config::section::Field {
                    key: $crate::config::section::key!($field $($key)?),
                    shape: &<$type as $crate::config::section::Read>::SHAPE,
                    loaded: $crate::config::section::loaded!($($loaded)?),
                    since: $crate::config::section::since!($($since)?),
                }, )*
                $( $crate::config::section::Field {
                    key: "",
                    shape: &<$inner_type as $crate::config::section::Read>::SHAPE,
                    loaded: false,
                    since: $crate::config::section::since!(),
                }, )*
            ];

            fn read_fields(
                decoder: &mut $crate::config::decoder::Decoder<'_>,
                fields: &mut $crate::config::section::Fields,
            ) -> Self {
                Self {
                    place: fields.place,
                    $( $field: {
                        let slot = fields.take(
                            decoder,
                            $crate::config::section::key!($field $($key)?),
                            const { $crate::config::section::since!($($since)?) },
                        );
                        let value = <$type as $crate::config::section::Read>::read(decoder, &slot);
                        $( let value = $crate::config::section::or_default!(value, $default $(, $unless)?); )?
                        $( let value = value.or_loaded($loaded); )?
                        value
                    }, )*
                    $( $inner: <$inner_type as $crate::config::section::Section>::read_fields(decoder, fields), )*
                }
            }
        }

        impl $crate::config::view::ViewedSection for $name {
            fn add_fields(
                &self,
                look: $crate::config::view::Look<'_>,
                fields: &mut Vec<(std::sync::Arc<str>, $crate::config::view::View)>,
            ) {
                $( fields.push((
                    std::sync::Arc::from($crate::config::section::key!($field $($key)?)),
                    $crate::config::view::Viewed::view(&self.$field, look),
                )); )*
                $( $crate::config::view::ViewedSection::add_fields(&self.$inner, look, fields); )*
            }
        }

        impl $crate::config::view::Viewed for $name {
            const TYPE: $crate::config::view::Type = $crate::config::view::Type::Section(&[
                $( (
                    $crate::config::section::key!($field $($key)?),
                    &<$type as $crate::config::view::Viewed>::TYPE,
                ), )*
                $( ("", &<$inner_type as $crate::config::view::Viewed>::TYPE), )*
            ]);

            fn view(&self, look: $crate::config::view::Look<'_>) -> $crate::config::view::View {
                let mut fields = Vec::new();
                $crate::config::view::ViewedSection::add_fields(self, look, &mut fields);
                $crate::config::view::View::Map(std::sync::Arc::new(fields))
            }

            fn place_of(&self, path: &[&str]) -> Option<$crate::config::Place> {
                if path.is_empty() {
                    return Some(self.place);
                }
                $( if path[0] == $crate::config::section::key!($field $($key)?) {
                    return $crate::config::view::Viewed::place_of(&self.$field, &path[1..]);
                } )*
                $( if let Some(place) = $crate::config::view::Viewed::place_of(&self.$inner, path) {
                    return Some(place);
                } )*
                None
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

/// Applies a default.
macro_rules! or_default {
    ($value:ident, $default:expr) => {
        $value.or_default($default)
    };
    ($value:ident, $default:expr, unless_positive) => {
        $value.or_unless_positive($default)
    };
    ($value:ident, $default:expr, if_absent) => {
        $value.or_loaded($default)
    };
}

/// The version that brought an option; the oldest one that is known if none is given.
macro_rules! since {
    () => {
        $crate::config::Version::OLDEST
    };
    ($since:literal) => {
        $crate::config::Version::literal($since)
    };
}

/// Whether a default is given.
macro_rules! loaded {
    () => {
        false
    };
    ($loaded:expr) => {
        true
    };
}

pub(crate) use {key, loaded, or_default, section, since};
