//! What follows a backslash: assertions, quoted text, classes and characters.

use std::str::Chars;

use super::{Error, RegexpParser};

impl RegexpParser<'_> {
    pub(super) fn backslash(&mut self) -> Result<(), Error> {
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

    pub(super) fn bad_escape<T>(&self, length: usize) -> Result<T, Error> {
        Err(Error::Escape(self.rest.chars().take(length).collect()))
    }

    /// Parses the character after a backslash.
    pub(super) fn escape(&mut self) -> Result<char, Error> {
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
