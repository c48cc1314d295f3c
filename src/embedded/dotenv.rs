//! A file of `NAME=value` lines, as Docker Compose reads it with `env_file`.

use std::ops::Range;

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where the name stands, in bytes.
    pub name_at: usize,
    /// Its value.
    pub value: String,
    /// Where the value stands with its quotes, in bytes.
    pub value_at: Range<usize>,
    /// Whether another variable has a part in it.
    pub unknown: bool,
}

/// The variables of a file, in order. A name alone, which is taken from the environment of anyone who starts Docker Compose,
/// is left out.
///
/// # Errors
/// The offset in bytes of a line that is not a variable.
pub(crate) fn parse(text: &str) -> Result<Vec<Variable<'_>>, usize> {
    let mut variables = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim();
        let mut next = end + 1;
        if !line.is_empty() && !line.starts_with('#') {
            let start = at + text[at..end].len() - text[at..end].trim_start().len();
            match variable(text, start, start + line.len()) {
                Some(variable) => {
                    next = next.max(line_end(text, variable.value_at.end) + 1);
                    variables.push(variable);
                }
                None if line.contains(char::is_whitespace) => return Err(at),
                None => {}
            }
        }
        at = next;
    }
    Ok(variables)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// The variable between two offsets; its value may go on beyond, in quotes.
fn variable(text: &str, start: usize, end: usize) -> Option<Variable<'_>> {
    let line = &text[start..end];
    let assignment = line.strip_prefix("export ").map_or(line, str::trim_start);
    let (name, value) = assignment.split_once('=')?;
    let value_start = end - value.trim_start().len();
    let (value, value_end, unknown) = value_at(text, value_start, end);
    let name_at = end - assignment.len();
    Some(Variable { name: name.trim_end(), name_at, value, value_at: value_start..value_end, unknown })
}

/// A value, its end, and whether another variable has a part in it: literal in single quotes, with escapes in double
/// quotes, bare up to a comment.
fn value_at(text: &str, start: usize, line_end: usize) -> (String, usize, bool) {
    let rest = &text[start..];
    let quoted = |quote: char| {
        let inner = rest.strip_prefix(quote)?;
        let mut escaped = false;
        let length = inner.find(|letter| {
            let closes = letter == quote && !escaped;
            escaped = letter == '\\' && quote == '"' && !escaped;
            closes
        })?;
        Some((&inner[..length], start + length + 2))
    };
    if let Some((inner, end)) = quoted('\'') {
        return (inner.to_owned(), end, false);
    }
    if let Some((inner, end)) = quoted('"') {
        let plain = inner.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
        return (plain, end, inner.contains('$'));
    }
    let line = &text[start..line_end];
    let bare = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
    (bare.to_owned(), start + bare.len(), bare.contains('$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(&str, String, bool)> {
        parse(text).unwrap().into_iter().map(|variable| (variable.name, variable.value, variable.unknown)).collect()
    }

    #[test]
    fn values_are_bare_or_quoted() {
        let text = "# a\nA=1 # one\n  export B='$x # y'\nC=\"a\\nb\"\nD\nE=${F}\nG=\nH='two\nlines'\n";
        let known = |name, value: &str| (name, value.to_owned(), false);
        let expected = [
            known("A", "1"),
            known("B", "$x # y"),
            known("C", "a\nb"),
            ("E", "${F}".to_owned(), true),
            known("G", ""),
            known("H", "two\nlines"),
        ];
        assert_eq!(pairs(text), expected);
        assert_eq!(parse("A=1\nnot a variable\n"), Err(4));
    }

    #[test]
    fn places_are_those_of_name_and_value() {
        let text = "\n export A = 'b'\n";
        let variable = &parse(text).unwrap()[0];
        assert_eq!((&text[variable.name_at..][..1], &text[variable.value_at.clone()]), ("A", "'b'"));
    }
}
