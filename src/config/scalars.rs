//! What each kind of option accepts: `go-viper/mapstructure` 2.5.0 with `WeaklyTypedInput`, behind the decode hooks
//! of `internal/configuration/decode_hooks.go` (4.39.20).

use crate::document::Kind;
use crate::golang::net;
use crate::golang::{regexp, strconv};
use crate::text::Secret;

use super::decoder::Decoder;
use super::problem::Expected;
use super::section::Scalar;

/// The result of decoding a node: a value, `None` for an absent value, or the reason why it is not valid.
pub(super) type DecodedScalar<T> = Result<Option<T>, Option<String>>;

/// Decodes a non-string node for an option that Authelia stores as a struct: a mapping or a date yields an empty struct,
/// anything else is an error.
pub(super) fn structure<T: Default>(kind: &Kind) -> DecodedScalar<T> {
    match kind {
        Kind::Null => Ok(None),
        Kind::Mapping { .. } | Kind::Time(_) => Ok(Some(T::default())),
        _ => Err(None),
    }
}

impl Scalar for String {
    const EXPECTS: Expected = Expected::new("a string", "a string");
    const TEXT: bool = true;
    const SPLITS: bool = true;

    fn partly_known(text: &str) -> Self {
        text.to_owned()
    }

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Text(text) => Ok(Some(text.clone())),
            Kind::Bool(value) => Ok(Some(u8::from(*value).to_string())),
            Kind::Int(value) => Ok(Some(value.to_string())),
            Kind::Uint(value) => Ok(Some(value.to_string())),
            Kind::Float(value) => Ok(Some(float_text(*value))),
            Kind::Time(_) => Err(Some("Authelia reads it as a date".to_owned())),
            _ => Err(None),
        }
    }
}

/// A float as Go's `strconv.FormatFloat(value, 'f', -1, 64)` writes it.
fn float_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        value.to_string()
    }
}

impl Scalar for Secret {
    const EXPECTS: Expected = <String as Scalar>::EXPECTS;
    const TEXT: bool = true;
    const SECRET: bool = true;

    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> DecodedScalar<Self> {
        Ok(String::decode(kind, decoder)?.map(Self::new))
    }
}

/// What a boolean option expects.
pub(crate) const BOOLEAN: Expected = Expected::new("a boolean", "`true` or `false`");

impl Scalar for bool {
    const EXPECTS: Expected = BOOLEAN;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Bool(value) => Ok(Some(*value)),
            Kind::Int(value) => Ok(Some(*value != 0)),
            Kind::Uint(value) => Ok(Some(*value != 0)),
            Kind::Float(value) => Ok(Some(*value != 0.0)),
            Kind::Text(text) => match text.as_str() {
                "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Some(true)),
                "" | "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Some(false)),
                _ => Err(looks_like_yaml_1_1(text)),
            },
            _ => Err(None),
        }
    }
}

fn looks_like_yaml_1_1(text: &str) -> Option<String> {
    let old = ["yes", "no", "on", "off", "y", "n"];
    old.contains(&text.to_lowercase().as_str())
        .then(|| "the only booleans in Authelia's YAML are `true` and `false`".to_owned())
}

impl Scalar for i64 {
    const EXPECTS: Expected = Expected::new("a whole number", "a whole number");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Bool(value) => Ok(Some(Self::from(*value))),
            Kind::Int(value) => Ok(Some(*value)),
            Kind::Uint(value) => Ok(Some(value.cast_signed())),
            Kind::Float(value) => Ok(Some(whole_part(*value))),
            Kind::Text(text) if text.is_empty() => Ok(Some(0)),
            Kind::Text(text) => strconv::parse_int(text).map(Some).ok_or(None),
            _ => Err(None),
        }
    }
}

/// Truncates a float; a value out of range becomes the lowest number, as in Go on amd64.
#[expect(clippy::cast_possible_truncation, reason = "values out of range are handled separately")]
fn whole_part(value: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&value) { value as i64 } else { i64::MIN }
}

/// An address or a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cidr(pub String);

impl Scalar for Cidr {
    const EXPECTS: Expected =
        Expected::new("a valid IP address or network", "an IP address or a network in CIDR notation");
    const SKIPS_STRUCTURES: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if net::Network::parse(text).is_some() => Ok(Some(Self(text.clone()))),
            _ => Err(None),
        }
    }
}

/// What an option expects that also accepts the name of a network.
pub(crate) const NETWORK: Expected = Expected::new(
    "a valid IP address, network or network name",
    "an IP address, a network in CIDR notation, or a name from `definitions.network`",
);

/// An address, a network, or the name of a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network(pub String);

impl Scalar for Network {
    const EXPECTS: Expected = NETWORK;
    const SKIPS_STRUCTURES: bool = true;

    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if decoder.networks.has(text) => Ok(Some(Self(text.clone()))),
            _ => Ok(Cidr::decode(kind, decoder)?.map(|network| Self(network.0))),
        }
    }

    fn is_beyond(kind: &Kind, decoder: &Decoder<'_>) -> bool {
        matches!(kind, Kind::Text(_)) && !decoder.networks.are_all() && Self::decode(kind, decoder).is_err()
    }
}

/// A regular expression, and the names of its groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regexp {
    text: String,
    groups: Vec<String>,
}

impl Regexp {
    /// The expression as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of its groups.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(String::as_str)
    }
}

impl Scalar for Regexp {
    const EXPECTS: Expected = Expected::new("a valid regular expression", "a regular expression");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text.is_empty() => Err(Some("it is empty".to_owned())),
            Kind::Text(text) => match regexp::group_names(text) {
                Ok(names) => {
                    let groups = names.into_iter().map(str::to_owned).collect();
                    Ok(Some(Self { text: text.clone(), groups }))
                }
                Err(error) => Err(Some(match regexp::look_around(text) {
                    Some(look_around) => format!("Go's regular expressions do not support {}", look_around.name()),
                    None => error.to_string(),
                })),
            },
            _ => structure(kind),
        }
    }
}
