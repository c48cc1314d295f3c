//! Go's regular expressions as those of the crate `regex`, which mean the same: both are RE2, with few differences in what
//! they write.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use super::escapes::control_character;

/// Writes a pattern that Go accepts in the syntax of the crate `regex`. Of the groups only `User` and
/// `Group` keep their names. A group for whose name `fixed` returns a text matches that text only, whatever its letter case.
#[must_use]
pub fn translate(pattern: &str, fixed: impl Fn(&str) -> Option<String>) -> String {
    let mut translator = PatternTranslator { rest: pattern.chars().peekable(), out: String::new(), open: Vec::new() };
    while let Some(next) = translator.rest.next() {
        translator.step(next, &fixed);
    }
    translator.out
}

/// A text as a pattern of the crate `regex` that matches it literally.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::new();
    text.chars().for_each(|next| push_literal(&mut out, next));
    out
}

fn push_literal(out: &mut String, next: char) {
    if next.is_ascii_alphanumeric() || !next.is_ascii() {
        out.push(next);
    } else {
        let _ = write!(out, "\\x{{{:x}}}", u32::from(next));
    }
}

struct PatternTranslator<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    /// For each open group where its content begins and what replaces it, if anything does.
    open: Vec<(usize, Option<String>)>,
}

impl PatternTranslator<'_> {
    fn step(&mut self, next: char, fixed: &impl Fn(&str) -> Option<String>) {
        match next {
            '(' => self.open_group(fixed),
            ')' => self.close_group(),
            '[' => self.class(),
            '\\' => self.escape(false),
            '{' if !self.is_repetition() => push_literal(&mut self.out, '{'),
            '|' | '*' | '+' | '?' | '.' | '^' | '$' | '{' | '}' => self.operator(next),
            other => push_literal(&mut self.out, other),
        }
    }

    fn operator(&mut self, next: char) {
        match next {
            '{' => {
                self.out.push('{');
                self.copy_through('}');
            }
            '}' => push_literal(&mut self.out, '}'),
            other => self.out.push(other),
        }
    }

    /// Whether what follows a `{` makes it a repetition.
    fn is_repetition(&self) -> bool {
        let rest: String = self.rest.clone().take_while(|next| *next != '}').collect();
        let is_closed = self.rest.clone().nth(rest.chars().count()) == Some('}');
        let number =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
        let (least, most) = rest.split_once(',').unwrap_or((&rest, ""));
        is_closed && !least.is_empty() && number(least) && number(most)
    }

    fn copy_through(&mut self, end: char) {
        for next in self.rest.by_ref() {
            self.out.push(next);
            if next == end {
                break;
            }
        }
    }

    fn take_until(&mut self, end: char) -> String {
        self.rest.by_ref().take_while(|next| *next != end).collect()
    }

    fn open_group(&mut self, fixed: &impl Fn(&str) -> Option<String>) {
        self.out.push('(');
        let mut replacement = None;
        if self.rest.next_if_eq(&'?').is_some() {
            let is_named = self.rest.next_if_eq(&'P').is_some() | self.rest.next_if_eq(&'<').is_some();
            if is_named {
                self.rest.next_if_eq(&'<');
                let name = self.take_until('>');
                if ["User", "Group"].contains(&&*name) {
                    let _ = write!(self.out, "?P<{name}>");
                }
                replacement = fixed(&name);
            } else {
                self.out.push('?');
                for next in self.rest.by_ref() {
                    self.out.push(next);
                    match next {
                        ')' => return,
                        ':' => break,
                        _ => {}
                    }
                }
            }
        }
        self.open.push((self.out.len(), replacement));
    }

    fn close_group(&mut self) {
        if let Some((start, Some(text))) = self.open.pop() {
            self.out.truncate(start);
            let _ = write!(self.out, "(?i:{})", quote(&text));
        }
        self.out.push(')');
    }

    /// What follows a backslash, outside a class or in one.
    fn escape(&mut self, in_class: bool) {
        let Some(next) = self.rest.next() else { return };
        match next {
            'Q' if !in_class => self.quoted(),
            'b' | 'B' => {
                let _ = write!(self.out, "(?-u:\\{next})");
            }
            'A' | 'z' => {
                self.out.push('\\');
                self.out.push(next);
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                let characters = match next.to_ascii_lowercase() {
                    'd' => "0-9",
                    's' => "\\t\\n\\x0C\\r\\x20",
                    _ => "0-9A-Za-z_",
                };
                let negation = if next.is_ascii_uppercase() { "^" } else { "" };
                let _ = write!(self.out, "[{negation}{characters}]");
            }
            'p' | 'P' => self.unicode_class(next),
            _ => {
                let character = self.escaped(next);
                push_literal(&mut self.out, character);
            }
        }
    }

    fn quoted(&mut self) {
        while let Some(next) = self.rest.next() {
            if next == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            push_literal(&mut self.out, next);
        }
    }

    fn unicode_class(&mut self, letter: char) {
        let name = match self.rest.next() {
            Some('{') => self.take_until('}'),
            other => other.into_iter().collect(),
        };
        let (name, is_negated) = name.strip_prefix('^').map_or((name.as_str(), false), |name| (name, true));
        let letter = match (letter, is_negated) {
            ('p', true) | ('P', false) => 'P',
            _ => 'p',
        };
        let _ = write!(self.out, "\\{letter}{{{name}}}");
    }

    /// The character that an escape stands for.
    fn escaped(&mut self, next: char) -> char {
        match next {
            'x' => self.hexadecimal(),
            '0'..='7' => {
                let mut value = next.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    let Some(digit) = self.rest.peek().and_then(|next| next.to_digit(8)) else { break };
                    self.rest.next();
                    value = value * 8 + digit;
                }
                char::from_u32(value).unwrap_or_default()
            }
            other => control_character(other).unwrap_or(other),
        }
    }

    fn hexadecimal(&mut self) -> char {
        let digits = if self.rest.next_if_eq(&'{').is_some() {
            self.take_until('}')
        } else {
            self.rest.by_ref().take(2).collect()
        };
        let value = u32::from_str_radix(&digits, 16).ok();
        value.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn class(&mut self) {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut is_first = true;
        while let Some(next) = self.rest.next() {
            match next {
                ']' if !is_first => {
                    self.out.push(']');
                    return;
                }
                '[' if self.is_posix() => {
                    self.out.push('[');
                    self.copy_through(']');
                }
                '\\' if self.rest.peek().is_some_and(|after| "dDsSwWpP".contains(*after)) => self.escape(true),
                other => self.class_range(other),
            }
            is_first = false;
        }
    }

    /// A character of a class, or a range of them.
    fn class_range(&mut self, first: char) {
        let low = self.class_character(first);
        push_literal(&mut self.out, low);
        let mut ahead = self.rest.clone();
        if ahead.next() == Some('-') && ahead.next().is_some_and(|after| after != ']') {
            self.rest.next();
            self.out.push('-');
            let next = self.rest.next().unwrap_or_default();
            let high = self.class_character(next);
            push_literal(&mut self.out, high);
        }
    }

    fn class_character(&mut self, first: char) -> char {
        match first {
            '\\' => {
                let next = self.rest.next().unwrap_or_default();
                self.escaped(next)
            }
            other => other,
        }
    }

    fn is_posix(&self) -> bool {
        let rest: String = self.rest.clone().take(12).collect();
        rest.starts_with(':') && rest.contains(":]")
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn compiled(pattern: &str) -> Regex {
        Regex::new(&translate(pattern, |_| None)).unwrap()
    }

    #[test]
    fn nearly_all_that_go_accepts_is_translated() {
        let mut untranslated = Vec::new();
        for line in include_str!("../../../fixtures/recorded/golang/regexp.tsv").lines() {
            let (verdict, pattern) = line.split_once('\t').unwrap();
            let pattern: String = serde_json::from_str(pattern).unwrap();
            let made = Regex::new(&translate(&pattern, |_| None));
            if verdict.starts_with('+') && matches!(made, Err(regex::Error::Syntax(_))) {
                untranslated.push(pattern);
            }
        }
        // A repetition behind flags repeats what is before them.
        assert_eq!(untranslated, [".(?-i){1000}|"]);
    }

    #[test]
    fn classes_are_those_of_ascii() {
        assert!(!compiled(r"^\d$").is_match("٣"));
        assert!(!compiled(r"^\s$").is_match("\u{a0}"));
        assert!(compiled(r"^[^\w]$").is_match("é"));
        assert!(compiled(r"^[\d.-]+$").is_match("1.2-3"));
        assert!(compiled(r"^[a-c&&d]$").is_match("&"));
        assert!(compiled(r"^[[:alpha:]_]$").is_match("_"));
        assert!(compiled(r"^[]a]$").is_match("]"));
        assert!(compiled(r"^[a\-c]$").is_match("-"));
        assert!(compiled(r"^[\w-.]$").is_match("-") && !compiled(r"^[a-c-9]$").is_match("5"));
    }

    #[test]
    fn texts_stay_texts() {
        assert!(compiled(r"^\Qa.b\E$").is_match("a.b"));
        assert!(!compiled(r"^\Qa.b\E$").is_match("axb"));
        assert!(compiled("^a{,2}$").is_match("a{,2}"));
        assert!(compiled("^a{1,2}$").is_match("aa"));
        assert!(compiled(r"^\x{41}\x42\103$").is_match("ABC"));
        assert!(compiled("^#a b$").is_match("#a b"));
    }

    #[test]
    fn a_group_can_be_fixed() {
        let fixed = |name: &str| (name == "User").then(|| "a.b".to_owned());
        let pattern = Regex::new(&translate(r"^/u/(?P<User>(\w|\.)+)/(?P<Other>x)$", fixed)).unwrap();
        assert!(pattern.is_match("/u/A.b/x") && !pattern.is_match("/u/axb/x"));
    }
}
