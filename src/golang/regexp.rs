//! Regular expressions: checks what Go's `regexp.Compile` accepts (RE2, Go 1.26), and returns the group names.
//!
//! There is no matching. Of Go's limits on compiled size, only those on repetition and nesting are checked.

use std::str::Chars;

use thiserror::Error;

/// Maximum repeat count in Go; nested counts are multiplied.
const MAX_REPEATS: u32 = 1000;

/// Maximum nesting depth of capturing groups in Go.
const MAX_DEPTH: usize = 999;

/// The classes of `\p{…}`, in lower case and without `_`, `-` and spaces, which Go ignores. Two-word scripts are
/// missing because Go 1.26 does not find them.
const UNICODE_CLASSES: &str = include_str!("unicode_classes.txt");

/// The classes of `[[:…:]]`.
const POSIX_CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

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

/// A look-ahead or look-behind, which other regular expression engines support, and the pattern around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAround<'a> {
    /// `(?=`, `(?!`, `(?<=` or `(?<!`.
    opening: &'static str,
    before: &'a str,
    inner: &'a str,
    after: &'a str,
}

/// The first look-around of a pattern.
#[must_use]
pub fn look_around(pattern: &str) -> Option<LookAround<'_>> {
    let starts =
        |at: usize| ["(?=", "(?!", "(?<=", "(?<!"].into_iter().find(|opening| pattern[at..].starts_with(opening));
    let places = || unescaped(pattern);
    let (start, opening) = places().find_map(|(at, _)| Some((at, starts(at)?)))?;
    let mut depth = 0_usize;
    let end = places().skip_while(|(at, _)| *at < start).find(|(_, character)| {
        depth = match character {
            '(' => depth + 1,
            ')' => depth - 1,
            _ => depth,
        };
        depth == 0
    });
    let (end, _) = end?;
    Some(LookAround {
        opening,
        before: &pattern[..start],
        inner: &pattern[start + opening.len()..end],
        after: pattern.get(end + 1..).unwrap_or_default(),
    })
}

/// The characters of a pattern that are literals or operators: none after a backslash or in a class.
fn unescaped(pattern: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut is_escaped, mut is_in_class) = (false, false);
    pattern.char_indices().filter(move |(_, character)| {
        let counts = !is_escaped && !is_in_class && *character != '\\';
        if !is_escaped && matches!(character, '[' | ']') {
            is_in_class = *character == '[';
        }
        is_escaped = *character == '\\' && !is_escaped;
        counts
    })
}

impl LookAround<'_> {
    /// The name of the construct.
    #[must_use]
    pub fn name(&self) -> &'static str {
        if self.opening.contains('<') { "look-behind" } else { "look-ahead" }
    }

    /// Splits a pattern that excludes something after a fixed text into a pattern of what it excludes, and one of
    /// everything that it matches or excludes. Returns `None` if a simple pair does not exist.
    #[must_use]
    pub fn as_two_patterns(&self) -> Option<[String; 2]> {
        let is_fixed = self.before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"^/\\._-".contains(&byte));
        let is_repeated = self.after.starts_with(['*', '+', '?', '{']);
        let is_quotable = !self.inner.is_empty() && !self.inner.contains('\'') && !self.after.contains('\'');
        if self.opening != "(?!" || !is_fixed || is_repeated || !is_quotable {
            return None;
        }
        let Self { before, inner, after, .. } = self;
        let excluded = if inner.contains('|') { format!("{before}({inner})") } else { format!("{before}{inner}") };
        let rest = format!("{before}{after}");
        (group_names(&excluded).is_ok() && group_names(&rest).is_ok()).then_some([excluded, rest])
    }
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

    /// Parses a repetition of `length` bytes, with its minimum and maximum count if given.
    fn repeat(
        &mut self,
        length: usize,
        range: Option<Repetition>,
        repeated: Option<&'a str>,
    ) -> Result<&'a str, Error> {
        let before = self.rest;
        let operator = self.take(length);
        if range.is_some_and(|range| !range.is_valid()) {
            return Err(Error::RepeatCount(operator.to_owned()));
        }
        if self.rest.starts_with('?') {
            self.take(1);
        }
        if let Some(earlier) = repeated {
            let both = &earlier[..earlier.len() - self.rest.len()];
            return Err(Error::NestedRepetition(both.to_owned()));
        }
        let Some(inside) = self.level.operand else { return Err(Error::NothingToRepeat(operator.to_owned())) };
        let total = range.map_or(inside, |range| range.times(inside));
        if range.is_some_and(Repetition::is_many) && total > MAX_REPEATS {
            return Err(Error::RepeatCount(operator.to_owned()));
        }
        self.level.push(total);
        Ok(before)
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

    fn backslash(&mut self) -> Result<(), Error> {
        match self.rest[1..].chars().next() {
            Some('A' | 'b' | 'B' | 'z') => self.literal(2),
            Some('Q') => {
                let text = &self.rest[2..];
                let (quoted, rest) = text.split_once("\\E").unwrap_or((text, ""));
                self.rest = rest;
                if !quoted.is_empty() {
                    self.level.push(1);
                }
            }
            _ => {
                if !self.unicode_class()? && !self.perl_class() {
                    self.escape()?;
                }
                self.level.push(1);
            }
        }
        Ok(())
    }

    /// Parses `\d` and similar classes.
    fn perl_class(&mut self) -> bool {
        let is_class = self.rest.starts_with(['\\']) && self.rest[1..].starts_with(['d', 'D', 's', 'S', 'w', 'W']);
        if is_class {
            self.take(2);
        }
        is_class
    }

    /// Parses `\pN` or `\p{Name}`.
    fn unicode_class(&mut self) -> Result<bool, Error> {
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

    fn bad_escape<T>(&self, length: usize) -> Result<T, Error> {
        Err(Error::Escape(self.rest.chars().take(length).collect()))
    }

    /// Parses the character after a backslash.
    fn escape(&mut self) -> Result<char, Error> {
        let mut chars = self.rest[1..].chars();
        let Some(first) = chars.next() else { return self.bad_escape(1) };
        let char = match first {
            '0' => octal(&mut chars, 0),
            '1'..='7' if chars.as_str().starts_with(|next| matches!(next, '0'..='7')) => {
                octal(&mut chars, first as u32 - '0' as u32)
            }
            'x' => match hexadecimal(&mut chars) {
                Some(char) => char,
                None => return self.bad_escape(4),
            },
            _ if first.is_ascii() && !first.is_ascii_alphanumeric() => first,
            _ => match control_character(first) {
                Some(char) => char,
                None => return self.bad_escape(2),
            },
        };
        self.rest = chars.as_str();
        Ok(char)
    }

    /// Parses `[…]`; a leading `]` is a literal.
    fn class(&mut self) -> Result<(), Error> {
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

/// The counts of a repetition. `None` means "or more", or a number far too large.
#[derive(Debug, Clone, Copy)]
struct Repetition {
    least: Option<u32>,
    most: Option<u32>,
    open: bool,
}

impl Repetition {
    fn is_valid(self) -> bool {
        let (Some(least), true) = (self.least, self.open || self.most.is_some()) else { return false };
        least <= MAX_REPEATS && self.most.is_none_or(|most| most <= MAX_REPEATS && least <= most)
    }

    fn is_many(self) -> bool {
        self.least.is_some_and(|least| least >= 2) || self.most.is_some_and(|most| most >= 2)
    }

    /// The total repeat count of an operand that is repeated `inside` times itself.
    fn times(self, inside: u32) -> u32 {
        match if self.open { self.least } else { self.most } {
            Some(0) if self.open => inside,
            Some(0) | None => 1,
            Some(count) => count.saturating_mul(inside),
        }
    }
}

/// The length and counts of `{n}`, `{n,}` or `{n,m}`. Returns `None` for anything else: the brace is a literal.
fn count(text: &str) -> Option<(usize, Repetition)> {
    let (least, rest) = number(text.strip_prefix('{')?)?;
    let (range, rest) = match rest.strip_prefix(',') {
        None => (Repetition { least, most: least, open: false }, rest),
        Some(rest) if rest.starts_with('}') => (Repetition { least, most: None, open: true }, rest),
        Some(rest) => {
            let (most, rest) = number(rest)?;
            (Repetition { least, most, open: false }, rest)
        }
    };
    let rest = rest.strip_prefix('}')?;
    Some((text.len() - rest.len(), range))
}

/// A number without leading zeros, or `None` if it is far too large, and the rest of the text.
fn number(text: &str) -> Option<(Option<u32>, &str)> {
    let length = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(length);
    let well_formed = !digits.is_empty() && (digits == "0" || !digits.starts_with('0'));
    well_formed.then(|| (digits.parse().ok(), rest))
}

/// Parses up to two more octal digits.
fn octal(chars: &mut Chars<'_>, first: u32) -> char {
    let mut value = first;
    for _ in 0..2 {
        let Some(digit) = chars.as_str().chars().next().and_then(|next| next.to_digit(8)) else { break };
        chars.next();
        value = value * 8 + digit;
    }
    char::from_u32(value).unwrap_or_default()
}

/// Parses two hexadecimal digits, or any number of them in braces.
fn hexadecimal(chars: &mut Chars<'_>) -> Option<char> {
    let mut value = 0;
    if chars.as_str().starts_with('{') {
        chars.next();
        let (digits, rest) = chars.as_str().split_once('}')?;
        for digit in digits.chars() {
            value = value * 16 + digit.to_digit(16)?;
            if value > u32::from(char::MAX) {
                return None;
            }
        }
        *chars = rest.chars();
        // Go also accepts a lone surrogate.
        return (!digits.is_empty()).then(|| char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    for _ in 0..2 {
        value = value * 16 + chars.next()?.to_digit(16)?;
    }
    char::from_u32(value)
}

/// The control character that a letter stands for after a backslash.
pub(super) const fn control_character(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_accepted_like_in_go() {
        for line in include_str!("../../fixtures/recorded/golang/regexp.tsv").lines() {
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

    #[test]
    fn a_simple_exclusion_becomes_two_patterns() {
        let two = |pattern: &str| look_around(pattern).and_then(|look_around| look_around.as_two_patterns());
        let pair = |one: &str, two: &str| Some([one.to_owned(), two.to_owned()]);
        assert_eq!(two("^/(?!admin).*$"), pair("^/admin", "^/.*$"));
        assert_eq!(two("^/api/(?!v1|v2).*$"), pair("^/api/(v1|v2)", "^/api/.*$"));
        assert_eq!(two("^/(?!(admin|staff)/).*"), pair("^/((admin|staff)/)", "^/.*"));
        for pattern in ["^/(?=admin).*$", "^/.*(?<!png)$", "^/(a|b)(?!c).*$", "(?!a)(?!b).*"] {
            assert!(look_around(pattern).is_some() && two(pattern).is_none(), "{pattern}");
        }
        for pattern in ["^/admin$", "^/(?!admin", r"^/\(\?!x", "[(?!]", "(?i)a", "(?P<name>a)"] {
            assert_eq!(look_around(pattern), None, "{pattern}");
        }
    }
}
