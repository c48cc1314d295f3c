//! A text of our own making that may quote a file, and so a secret.

use std::fmt;

/// A text of our own making that may quote a file, and so a secret: it cannot be printed. Only what masks secrets makes a
/// text of it that can.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unmasked(String);

impl Unmasked {
    /// No text yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self(String::new())
    }

    /// The text itself, for comparing and masking it only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a text.
    pub fn push_str(&mut self, text: &str) {
        self.0.push_str(text);
    }
}

impl<T: Into<String>> From<T> for Unmasked {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Write for Unmasked {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(text)
    }
}

/// Not even a debugger's output shows it.
impl fmt::Debug for Unmasked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unmasked({} bytes)", self.0.len())
    }
}
