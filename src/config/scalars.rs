//! What each kind of option accepts.

use crate::document::Kind;

use super::decoder::Decoder;
use super::section::Scalar;

/// A text that must never be shown.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes a text in custody.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for judging it only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(•••)")
    }
}

impl Scalar for String {
    const EXPECTS: &'static str = "a text";

    fn decode(kind: &Kind, _: &Decoder<'_>) -> Result<Option<Self>, Option<String>> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Text(text) => Ok(Some(text.clone())),
            Kind::Bool(value) => Ok(Some(if *value { "1" } else { "0" }.to_owned())),
            Kind::Int(value) => Ok(Some(value.to_string())),
            Kind::Uint(value) => Ok(Some(value.to_string())),
            Kind::Float(value) => Ok(Some(value.to_string())),
            _ => Err(None),
        }
    }
}

impl Scalar for Secret {
    const EXPECTS: &'static str = String::EXPECTS;
    const SECRET: bool = true;

    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> Result<Option<Self>, Option<String>> {
        Ok(String::decode(kind, decoder)?.map(Self))
    }
}

impl Scalar for bool {
    const EXPECTS: &'static str = "`true` or `false`";

    fn decode(kind: &Kind, _: &Decoder<'_>) -> Result<Option<Self>, Option<String>> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Bool(value) => Ok(Some(*value)),
            _ => Err(None),
        }
    }
}

impl Scalar for i64 {
    const EXPECTS: &'static str = "a whole number";

    fn decode(kind: &Kind, _: &Decoder<'_>) -> Result<Option<Self>, Option<String>> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Int(value) => Ok(Some(*value)),
            _ => Err(None),
        }
    }
}
