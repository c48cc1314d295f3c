//! Text of which no tree is known: it is shown as keys, marks and values that are certainly harmless.

use std::ops::Range;

use super::{harmless, names};

/// Finds all words in a part of a text that must not be shown.
pub(super) fn find(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = part.start;
    for line in text.get(part).unwrap_or_default().split_inclusive('\n') {
        let (code, comment) = line.split_at(comment_start(line));
        found.extend(values(code).map(|range| at + range.start..at + range.end));
        let start = at + code.len();
        let words = words(comment).filter(|word| !harmless::is_word(&comment[word.clone()]));
        found.extend(words.map(|range| start + range.start..start + range.end));
        at += line.len();
    }
    found
}

/// The values of environment variables, but for those whose name is known to be harmless.
pub(super) fn variables(text: &str, is_harmless: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut variable = "";
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let assignment = line.trim_start().strip_prefix("export ").unwrap_or(line.trim_start());
        let name = assignment.split_once('=').map(|(name, _)| name.trim()).filter(|name| harmless::is_key(name));
        // A line without a name continues the value before it.
        variable = name.unwrap_or(variable);
        let start = name.map_or(at, |name| at + line.find(name).unwrap_or(0) + name.len() + 1);
        if !is_harmless(variable) && !line.trim_start().starts_with('#') {
            let value = &text[start..at + line.len()];
            let is_secret = names::speaks(variable).is_some();
            let words = words(value).filter(|word| is_secret || !harmless::is_value(&value[word.clone()]));
            found.extend(words.map(|range| start + range.start..start + range.end));
        }
        at += line.len();
    }
    found
}

/// Where a comment begins: at a `#` at the start of a line or behind a blank.
fn comment_start(line: &str) -> usize {
    let hash = |(at, _): &(usize, &str)| line[..*at].trim_end().is_empty() || line[..*at].ends_with([' ', '\t']);
    line.match_indices('#').find(hash).map_or(line.len(), |(at, _)| at)
}

/// The values in a line: its words that are neither keys nor harmless.
fn values(line: &str) -> impl Iterator<Item = Range<usize>> {
    let is_shown = |word: &Range<usize>| {
        let (text, rest) = (&line[word.clone()], line[word.end..].trim_start_matches(['"', '\'']));
        let rest = rest.trim_start_matches([' ', '\t']);
        (rest.starts_with([':', '=']) && harmless::is_key(text)) || harmless::is_value(text)
    };
    words(line).filter(move |word| !is_shown(word))
}

/// What stands between blanks and the marks of YAML.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_mark = |letter: char| letter.is_whitespace() || "{}[],:='\"|>&*!#?%@`".contains(letter);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(|letter| !is_mark(letter))?;
        let length = text[start..].find(is_mark).unwrap_or(text.len() - start);
        rest = start + length;
        Some(start..rest)
    })
    // What stands before an item of a list, and the lines around a document.
    .filter(move |word| !matches!(&text[word.clone()], "-" | "---" | "..."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::mask::hide;

    fn shown(text: &str) -> String {
        hide(text, &find(text, 0..text.len()))
    }

    #[test]
    fn keys_and_marks_stay() {
        assert_eq!(shown("session:\n  secret: {SSHA}abc # why Zq9Xv\n"), "session:\n  secret: {••••}••• # why •••••\n");
        assert_eq!(shown("- { port: 9091, host: 'db', on: true }"), "- { port: 9091, host: '••', on: true }");
        assert_eq!(shown("secret: *abc\nZq9XvK7w: 1"), "secret: *•••\n••••••••: 1");
        assert_eq!(shown("password = \"a b\";"), "password = \"• •\"•");
    }

    #[test]
    fn the_values_of_other_variables_are_hidden() {
        let text = "A_B=x\nTHEME=dark\nC='y\nz'\n# why\n";
        assert_eq!(hide(text, &variables(text, |name| name == "THEME")), "A_B=•\nTHEME=dark\nC='•\n•'\n# why\n");
    }
}
