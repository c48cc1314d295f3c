//! Writes values as YAML.

use std::fmt::Write as _;

use crate::document::{self, Kind, Style};

/// A single value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Number(i64),
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Bool(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
        }
    }
}

/// The value to write after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A single value.
    Scalar(Literal),
    /// A list of texts.
    List(Vec<String>),
    /// A mapping.
    Section(Vec<(String, Self)>),
    /// A value in YAML, as it is written elsewhere.
    Written(String),
}

impl std::fmt::Display for NewValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Scalar(Literal::Text(text)) if text.is_empty() => f.write_str("''"),
            Self::Scalar(value) => value.fmt(f),
            Self::List(_) | Self::Section(_) => f.write_str(&self.spell(Style::SingleQuoted)),
            Self::Written(text) => f.write_str(text),
        }
    }
}

impl NewValue {
    /// The value as YAML on one line: a text in the given style if possible, a boolean or a number without quotes.
    pub(super) fn spell(&self, style: Style) -> String {
        match self {
            Self::Scalar(Literal::Text(text)) => spell_text(text, style),
            Self::Scalar(value) => value.to_string(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| spell_text(item, style)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Section(entries) => {
                let entry = |(key, value): &(String, Self)| format!("{key}: {}", value.spell(style));
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Self::Written(text) => text.clone(),
        }
    }

    /// The value behind its key and the colon, in lines of which further ones begin with `line_break` and `indent`.
    pub(super) fn spell_in_lines(&self, style: Style, line_break: &str, indent: &str) -> String {
        let Self::Section(entries) = self else { return format!(" {}", self.spell(style)) };
        let inner = format!("{indent}  ");
        let line = |(key, value): &(String, Self)| {
            format!("{line_break}{inner}{key}:{}", value.spell_in_lines(style, line_break, &inner))
        };
        entries.iter().map(line).collect()
    }
}

/// A text as YAML.
pub(super) fn spell_text(text: &str, style: Style) -> String {
    match style {
        _ if text.chars().any(char::is_control) => double_quoted(text),
        Style::DoubleQuoted => double_quoted(text),
        Style::Plain if is_plain(text) => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Whether a text never needs quotes. Conservative: some texts that need none are quoted anyway.
fn is_plain(text: &str) -> bool {
    let is_harmless = |character: char| character.is_ascii_alphanumeric() || "_-./".contains(character);
    text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
        && text.chars().all(is_harmless)
        && matches!(document::resolve_plain(text), Kind::Text(_))
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if character.is_control() => {
                // Writing to a `String` does not fail.
                let _ = write!(quoted, "\\x{:02x}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_used_where_required() {
        for (text, plain, single, double) in [
            ("code", "code", "'code'", "\"code\""),
            ("true", "'true'", "'true'", "\"true\""),
            ("1e3", "'1e3'", "'1e3'", "\"1e3\""),
            ("", "''", "''", "\"\""),
            ("it's", "'it''s'", "'it''s'", "\"it's\""),
            ("a: b", "'a: b'", "'a: b'", "\"a: b\""),
            ("- a", "'- a'", "'- a'", "\"- a\""),
            ("a\"\\", "'a\"\\'", "'a\"\\'", "\"a\\\"\\\\\""),
            ("a\nb", "\"a\\nb\"", "\"a\\nb\"", "\"a\\nb\""),
        ] {
            assert_eq!(spell_text(text, Style::Plain), plain);
            assert_eq!(spell_text(text, Style::SingleQuoted), single);
            assert_eq!(spell_text(text, Style::DoubleQuoted), double);
        }
    }
}
