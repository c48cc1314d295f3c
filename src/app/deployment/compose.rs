//! What Docker Compose puts in place of variables, and the files of variables for its services.

use std::collections::HashMap;
use std::fmt;

use crate::embedded::dotenv;
use crate::text::Decoded;

/// A file of variables for services.
pub struct EnvFile {
    /// Its path as the Compose file writes it.
    pub written: String,
    /// Its name.
    pub name: String,
    /// Its text.
    pub decoded: Decoded,
}

/// The text may hold secrets.
impl fmt::Debug for EnvFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnvFile({})", self.name)
    }
}

/// Variables with their values.
#[derive(Clone, Default)]
pub struct ComposeVariables(HashMap<String, String>);

impl ComposeVariables {
    /// The variables of a file `.env`. Those that take others in are left out.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let variables = dotenv::parse(text).unwrap_or_default().into_iter().filter(|variable| !variable.unknown);
        Self(variables.map(|variable| (variable.name.to_owned(), variable.value)).collect())
    }

    /// A text of a Compose file with the values of its variables. Returns `None` if one of them is not known.
    #[must_use]
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            filled.push_str(&rest[..at]);
            let (value, behind) = self.value(&rest[at + 1..])?;
            filled.push_str(value);
            rest = behind;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// The value of the variable at the beginning of a text without its `$`, and what follows.
    fn value<'v>(&'v self, text: &'v str) -> Option<(&'v str, &'v str)> {
        if let Some(rest) = text.strip_prefix('$') {
            return Some(("$", rest));
        }
        if let Some(braced) = text.strip_prefix('{') {
            let (inner, rest) = braced.split_once('}')?;
            let end = inner.find(|letter| !is_of_name(letter)).unwrap_or(inner.len());
            let (name, operator) = inner.split_at(end);
            let set = self.0.get(name).map(String::as_str);
            let value = match operator.split_at_checked(2).unwrap_or((operator, "")) {
                ("", _) => set?,
                (":-", default) => set.filter(|set| !set.is_empty()).unwrap_or(default),
                (":?", _) => set.filter(|set| !set.is_empty())?,
                _ => match (operator.strip_prefix('-'), operator.strip_prefix('?')) {
                    (Some(default), _) => set.unwrap_or(default),
                    (None, Some(_)) => set?,
                    (None, None) => return None,
                },
            };
            return (!value.contains('$')).then_some((value, rest));
        }
        let end = text.find(|letter| !is_of_name(letter)).unwrap_or(text.len());
        Some((self.0.get(&text[..end])?, &text[end..]))
    }
}

/// The values may be secrets.
impl fmt::Debug for ComposeVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Variables({})", self.0.len())
    }
}

const fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_and_their_defaults_are_filled_in() {
        let variables = ComposeVariables::of("HOST=example.org\nEMPTY=\nOTHER=$HOST\n");
        for (text, filled) in [
            ("https://$HOST/a", Some("https://example.org/a")),
            ("${HOST}", Some("example.org")),
            ("${HOST:-x}${EMPTY:-y}${EMPTY-z}", Some("example.orgy")),
            ("${MISSING:-a}${MISSING-b}", Some("ab")),
            ("a$$b", Some("a$b")),
            ("${HOST:?must be set}", Some("example.org")),
            ("${MISSING}", None),
            ("${EMPTY:?must be set}", None),
            ("${OTHER}", None),
            ("${HOST:+x}", None),
            ("${HOST", None),
            ("$", None),
        ] {
            assert_eq!(variables.fill(text).as_deref(), filled, "{text}");
        }
    }
}
