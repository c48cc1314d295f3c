//! A value of the configuration: what it is as far as that can be known, and where it stands.

use crate::golang::url::Url;
use crate::text::{Span, UNKNOWN};

use super::path::PathId;

/// Where something stands, or would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The value where it is written, else whatever it is missing from.
    pub span: Span,
    /// Its key, where it has one and is written.
    pub key: Option<Span>,
    /// Its configuration path.
    pub path: PathId,
    /// Whether it is written at all.
    pub given: bool,
}

impl Place {
    /// The key and the value together where both are written.
    #[must_use]
    pub fn whole(&self) -> Span {
        match self.key {
            Some(key) if key.source == self.span.source && key.start <= self.span.start => {
                Span::new(key.source, key.start, self.span.end.max(key.end))
            }
            _ => self.span,
        }
    }

    /// The key where it is written, else the value's place: the spot to point at when a whole section is wrong.
    #[must_use]
    pub fn key_or_value(&self) -> Span {
        self.key.unwrap_or(self.span)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Written by the operator.
    Given,
    /// Not written (or written as nothing): Authelia's default.
    Default,
    /// A template, a placeholder, or something that has been reported as unreadable.
    Unknown,
}

/// One option: its effective value, and where it stands.
#[derive(Debug, Clone)]
pub struct Value<T> {
    /// Where it stands, or what it is missing from.
    pub place: Place,
    state: State,
    effective: T,
}

impl<T> Value<T> {
    /// A value that is written.
    pub const fn given(place: Place, value: T) -> Self {
        Self { place, state: State::Given, effective: value }
    }

    /// A value that is not written: Go's zero value until a default is set.
    pub const fn absent(place: Place, zero: T) -> Self {
        Self { place, state: State::Default, effective: zero }
    }

    /// A value that cannot be known.
    pub const fn unknown(place: Place, zero: T) -> Self {
        Self { place, state: State::Unknown, effective: zero }
    }

    /// The effective value, written or by default. Returns `None` if it cannot be known.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        (self.state != State::Unknown).then_some(&self.effective)
    }

    /// The value as written. Returns `None` if it is absent or cannot be known.
    #[must_use]
    pub fn written(&self) -> Option<&T> {
        (self.state == State::Given).then_some(&self.effective)
    }

    /// Whether it cannot be known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.state == State::Unknown
    }

    /// Whether it is certain that the effective value is `expected`.
    #[must_use]
    pub fn is<U: ?Sized>(&self, expected: &U) -> bool
    where
        T: PartialEq<U>,
    {
        self.known().is_some_and(|value| value == expected)
    }

    /// Where it stands, or what it is missing from.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.place.span
    }
}

impl<T: PartialEq + Default> Value<T> {
    /// Sets what Authelia takes where the value is absent or Go's zero value: its validators see no difference.
    #[must_use]
    pub fn or_default(mut self, default: impl Into<T>) -> Self {
        if self.state != State::Unknown && self.effective == T::default() {
            self.state = State::Default;
            self.effective = default.into();
        }
        self
    }

    /// Sets what Authelia takes where the value is absent, zero or negative.
    #[must_use]
    pub fn or_unless_positive(mut self, default: impl Into<T>) -> Self
    where
        T: PartialOrd,
    {
        if self.state != State::Unknown && self.effective <= T::default() {
            self.state = State::Default;
            self.effective = default.into();
        }
        self
    }

    /// Sets what Authelia takes where the key is absent; a zero that is written stays
    /// (`internal/configuration/defaults.go`).
    #[must_use]
    pub fn or_loaded(mut self, default: impl Into<T>) -> Self {
        if self.state == State::Default && !self.place.given {
            self.effective = default.into();
        }
        self
    }

    /// Whether nothing but Go's zero value is there, for certain.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.state != State::Unknown && self.effective == T::default()
    }
}

impl Value<String> {
    /// What is known of the effective text, with [`UNKNOWN`] for each template in it. Returns `None` if nothing is known.
    #[must_use]
    pub fn partly_known(&self) -> Option<&str> {
        let holds_template = self.effective.contains(UNKNOWN);
        (self.state != State::Unknown || holds_template).then_some(self.effective.as_str())
    }

    /// The effective text. Returns `None` if it cannot be known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.known().map(String::as_str)
    }
}

impl Value<Url> {
    /// The effective URL; of one that holds templates, what is known, with [`UNKNOWN`] for each of them. Its scheme is
    /// known, else there is nothing.
    #[must_use]
    pub fn partly_known(&self) -> Option<&Url> {
        let has_scheme = !self.effective.scheme.is_empty();
        (self.state != State::Unknown || has_scheme).then_some(&self.effective)
    }
}

impl Value<bool> {
    /// Whether it is certainly true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.is(&true)
    }

    /// Whether it is certainly false.
    #[must_use]
    pub fn is_false(&self) -> bool {
        self.is(&false)
    }
}
