//! The macro that declares a section.

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
