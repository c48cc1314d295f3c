//! Error messages of `serde` without the values that they quote: a value may be a secret, or come from a file that the person
//! who reads the message must not see.

/// The longest piece of punctuation that is kept, in bytes.
const MAX_PUNCTUATION: usize = 3;

/// The longest name of an option that is kept, in bytes.
const MAX_WORD: usize = 64;

/// A message without quoted values. Words in backticks are kept if they can be the name of an option.
#[must_use]
pub fn without_values(message: &str) -> String {
    let mut kept = String::with_capacity(message.len().min(1024));
    let mut rest = message;
    while let Some(at) = rest.find(['"', '`']) {
        let quote = &rest[at..=at];
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        kept.push_str(before);
        // The text in a message ends at its last quote: what is between may hold some, too.
        let end = if quote == "\"" { end_of_string(behind) } else { behind.find('`') };
        let Some(end) = end else { return kept + "…" };
        match &behind[..end] {
            word if quote == "`" && is_kept(word) => kept.extend(["`", word, "`"]),
            _ => kept.push('…'),
        }
        rest = &behind[end + 1..];
    }
    kept + rest
}

/// The end of a string that Rust's `Debug` wrote: a quote in it has a backslash before it.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

fn is_kept(word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b'.');
    word.len() <= MAX_PUNCTUATION || word.len() <= MAX_WORD && word.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_left_out_and_names_are_kept() {
        for (message, kept) in [
            (r#"invalid type: string "a \"b\" c", expected struct App"#, "invalid type: string …, expected struct App"),
            ("unknown field `nam`, expected `name` or `facts`", "unknown field `nam`, expected `name` or `facts`"),
            ("unknown field `Zq9XvK7w`, expected `name`", "unknown field …, expected `name`"),
            ("invalid type: integer `12345`, expected a map", "invalid type: integer …, expected a map"),
            (r#"invalid type: string "open"#, "invalid type: string …"),
        ] {
            assert_eq!(without_values(message), kept);
        }
    }
}
