//! Regular expressions: checks what Go's `regexp.Compile` accepts (RE2, Go 1.26), and returns the group names.
//!
//! There is no matching. Of Go's limits on compiled size, only those on repetition and nesting are checked.

mod classes;
mod escapes;
mod look_around;
mod repetition;
pub mod translation;

use thiserror::Error;

pub use look_around::{LookAround, look_around};

use repetition::count;

/// Maximum nesting depth of capturing groups in Go.
const MAX_DEPTH: usize = 999;

/// Why a text is not a regular expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegexpError {
    /// A repetition operator, such as `*`, without an operand.
    #[error("`{0}` has nothing to repeat")]
    NothingToRepeat(String),
    /// A repetition of a repetition.
    #[error("`{0}` repeats another repetition")]
    NestedRepetition(String),
    /// A count that is too large, or a reversed range.
    #[error("`{0}` repeats too many times")]
    RepeatCount(String),
    /// `(` without `)`.
    #[error("missing `)`")]
    MissingParenthesis,
    /// `)` without `(`.
    #[error("unmatched `)`")]
    UnexpectedParenthesis,
    /// `[` without `]`.
    #[error("missing `]`")]
    MissingBracket,
    /// An invalid range or class in brackets.
    #[error("`{0}` is not a valid character range or class")]
    CharacterRange(String),
    /// An unknown escape sequence.
    #[error("`{0}` is not a valid escape sequence")]
    Escape(String),
    /// Unknown syntax after `(?`, such as a look-ahead.
    #[error("`{0}` is not supported")]
    Group(String),
    /// A group name that is not a word.
    #[error("`{0}` is not a valid group name")]
    GroupName(String),
    /// Groups nested too deeply.
    #[error("it is nested too deeply")]
    Nesting,
}

use RegexpError as Error;

/// Parses a pattern and returns its group names.
///
/// # Errors
/// Returns an error if Go rejects the pattern.
pub fn group_names(pattern: &str) -> Result<Vec<&str>, RegexpError> {
    let mut parser = RegexpParser {
        rest: pattern,
        names: Vec::new(),
        open: Vec::new(),
        level: GroupState::default(),
        lacks_posix_end: false,
    };
    let mut repeated = None;
    while let Some(first) = parser.rest.chars().next() {
        repeated = parser.step(first, repeated)?;
    }
    if parser.open.is_empty() { Ok(parser.names) } else { Err(Error::MissingParenthesis) }
}

/// State of the group being parsed, or of the top level.
#[derive(Debug, Clone, Copy, Default)]
struct GroupState {
    /// The repeat count inside the last operand; `None` if there is nothing to repeat.
    operand: Option<u32>,
    /// The highest repeat count inside the group.
    repeats: u32,
    /// Number of enclosing capturing groups.
    depth: usize,
}

impl GroupState {
    fn push(&mut self, repeats: u32) {
        self.operand = Some(repeats);
        self.repeats = self.repeats.max(repeats);
    }
}

struct RegexpParser<'a> {
    rest: &'a str,
    names: Vec<&'a str>,
    /// The levels around this one.
    open: Vec<GroupState>,
    level: GroupState,
    /// Whether no `:]` follows; avoids repeated searches.
    lacks_posix_end: bool,
}

impl<'a> RegexpParser<'a> {
    /// Parses one item. `repeated` is the text starting at the repetition that was parsed just before, if any; the
    /// return value is the same for the next step.
    fn step(&mut self, first: char, repeated: Option<&'a str>) -> Result<Option<&'a str>, Error> {
        match first {
            '(' => self.open_group()?,
            ')' => self.close_group()?,
            '|' => {
                self.take(1);
                self.level.operand = None;
            }
            '[' => self.class()?,
            '*' | '+' | '?' => return self.repeat(1, None, repeated).map(Some),
            '{' => match count(self.rest) {
                Some((length, range)) => return self.repeat(length, Some(range), repeated).map(Some),
                None => self.literal(1),
            },
            '\\' => self.backslash()?,
            other => self.literal(other.len_utf8()),
        }
        Ok(None)
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn literal(&mut self, length: usize) {
        self.take(length);
        self.level.push(1);
    }

    fn open_group(&mut self) -> Result<(), Error> {
        let opens = if let Some(after) = self.rest.strip_prefix("(?") {
            self.special_group(after)?
        } else {
            self.take(1);
            Some(true)
        };
        if let Some(captures) = opens {
            let depth = self.level.depth + usize::from(captures);
            let inside = GroupState { depth, ..GroupState::default() };
            self.open.push(std::mem::replace(&mut self.level, inside));
        }
        if self.level.depth > MAX_DEPTH { Err(Error::Nesting) } else { Ok(()) }
    }

    /// Parses a named group, or flags for the rest of the level or for a group. Returns whether the group captures, or
    /// `None` if no group starts.
    fn special_group(&mut self, after: &'a str) -> Result<Option<bool>, Error> {
        let named = after.strip_prefix("P<").or_else(|| after.strip_prefix('<')).filter(|rest| !rest.is_empty());
        if let Some(rest) = named {
            let name = rest.split_once('>').map(|(name, _)| name);
            let word =
                |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let Some(name) = name.filter(word) else {
                return Err(Error::GroupName(name.unwrap_or(rest).chars().take(40).collect()));
            };
            self.names.push(name);
            self.take(self.rest.len() - rest.len() + name.len() + 1);
            return Ok(Some(true));
        }
        let end = flags_end(after).ok_or_else(|| Error::Group(self.rest.chars().take(4).collect()))?;
        self.take("(?".len() + end + 1);
        Ok((after.as_bytes()[end] == b':').then_some(false))
    }

    fn close_group(&mut self) -> Result<(), Error> {
        let outer = self.open.pop().ok_or(Error::UnexpectedParenthesis)?;
        self.take(1);
        let inside = std::mem::replace(&mut self.level, outer);
        self.level.push(inside.repeats.max(1));
        Ok(())
    }
}

/// The offset where flags such as `i-s` end, at the following `:` or `)`.
fn flags_end(text: &str) -> Option<usize> {
    let mut negative = false;
    let mut any = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'i' | b'm' | b's' | b'U' => any = true,
            b'-' if !negative => (negative, any) = (true, false),
            b':' | b')' if !negative || any => return Some(index),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_accepted_like_in_go() {
        for line in include_str!("../../../fixtures/recorded/golang/regexp.tsv").lines() {
            let (verdict, pattern) = line.split_once('\t').unwrap();
            let pattern: String = serde_json::from_str(pattern).unwrap();
            let found = group_names(&pattern).map_or_else(|_| "-".to_owned(), |names| format!("+{}", names.join(",")));
            assert_eq!(found, verdict, "{pattern:?}");
        }
    }

    #[test]
    fn long_and_deep_patterns_are_parsed_in_time() {
        assert_eq!(group_names(&"(".repeat(1_000_000)), Err(RegexpError::Nesting));
        assert_eq!(group_names(&"(?:".repeat(1_000_000)), Err(RegexpError::MissingParenthesis));
        assert_eq!(group_names(&"{1,".repeat(100_000)), Ok(vec![]));
        assert_eq!(group_names(&format!("[{}", "[:".repeat(100_000))), Err(RegexpError::MissingBracket));
    }
}
