//! Classes of characters: `[…]`, `[[:alpha:]]`, `\d` and `\p{Greek}`.

use super::{Error, RegexpParser};

/// The classes of `\p{…}`, in lower case and without `_`, `-` and spaces, which Go ignores. Two-word scripts are
/// missing because Go 1.26 does not find them.
const UNICODE_CLASSES: &str = include_str!("unicode_classes.txt");

/// The classes of `[[:…:]]`.
const POSIX_CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

impl RegexpParser<'_> {
    /// Parses `[…]`; a leading `]` is a literal.
    pub(super) fn class(&mut self) -> Result<(), Error> {
        self.take(1);
        if self.rest.starts_with('^') {
            self.take(1);
        }
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            if self.posix_class()? || self.unicode_class()? || self.perl_class() {
                continue;
            }
            let start = self.rest;
            let low = self.class_character()?;
            if self.rest.starts_with('-') && self.rest.len() > 1 && !self.rest[1..].starts_with(']') {
                self.take(1);
                let high = self.class_character()?;
                if high < low {
                    return Err(Error::CharacterRange(start[..start.len() - self.rest.len()].to_owned()));
                }
            }
        }
        self.literal(1);
        Ok(())
    }

    fn class_character(&mut self) -> Result<char, Error> {
        match self.rest.chars().next() {
            None => Err(Error::MissingBracket),
            Some('\\') => self.escape(),
            Some(char) => {
                self.take(char.len_utf8());
                Ok(char)
            }
        }
    }

    /// Parses `[:name:]`.
    fn posix_class(&mut self) -> Result<bool, Error> {
        let Some(after) = self.rest.strip_prefix("[:").filter(|_| !self.lacks_posix_end) else { return Ok(false) };
        let Some((name, _)) = after.split_once(":]") else {
            self.lacks_posix_end = true;
            return Ok(false);
        };
        let taken = self.take(name.len() + 4);
        if POSIX_CLASSES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            Ok(true)
        } else {
            Err(Error::CharacterRange(taken.to_owned()))
        }
    }

    /// Parses `\d` and similar classes.
    pub(super) fn perl_class(&mut self) -> bool {
        let is_class = self.rest.starts_with(['\\']) && self.rest[1..].starts_with(['d', 'D', 's', 'S', 'w', 'W']);
        if is_class {
            self.take(2);
        }
        is_class
    }

    /// Parses `\pN` or `\p{Name}`.
    pub(super) fn unicode_class(&mut self) -> Result<bool, Error> {
        let Some(after) = self.rest.strip_prefix("\\p").or_else(|| self.rest.strip_prefix("\\P")) else {
            return Ok(false);
        };
        let Some(first) = after.chars().next() else { return self.bad_escape(2) };
        let (name, length) = match (first, after.find('}')) {
            ('{', Some(end)) => (&after[1..end], end + 1),
            ('{', None) => return Err(Error::CharacterRange(self.rest.chars().take(20).collect())),
            _ => (&after[..first.len_utf8()], first.len_utf8()),
        };
        let taken = self.take(2 + length);
        let name = name.strip_prefix('^').unwrap_or(name).to_ascii_lowercase().replace(['_', '-', ' '], "");
        if UNICODE_CLASSES.split_ascii_whitespace().any(|known| known == name) {
            Ok(true)
        } else {
            Err(Error::CharacterRange(taken.to_owned()))
        }
    }
}
