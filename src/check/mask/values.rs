//! The ways in which a secret may be written again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Document;

use super::digests;

/// Values shorter than this, in bytes, are not looked for in messages: they would be found in innocent words.
const MIN_SECRET: usize = 6;

/// Words of our own messages, which applications often have as the name of a provider.
const OWN_WORDS: [&str; 2] = ["authelia", "Authelia"];

/// Values of this length, in bytes, are looked for in base64, too.
const MIN_ENCODED: usize = 12;

/// All secret values, each as written, as read, in its lines, in its parts between `$`, and in base64.
pub(super) fn values<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut values = Vec::new();
    for text in texts {
        let text = text.trim();
        let text = &text[digests::readable_prefix(text)..];
        values.push(text.to_owned());
        if text.contains("''") {
            values.push(text.replace("''", "'"));
        }
        if text.contains('\\') {
            values.push(unescaped(text));
        }
        if text.contains('&') {
            values.extend(without_entities(text));
        }
        if text.contains('$') {
            values.extend(text.split('$').filter(|part| !digests::is_parameter(part)).map(str::to_owned));
        }
        if text.contains('\n') {
            values.extend(text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.starts_with("-----")));
        }
        if text.len() >= MIN_ENCODED {
            // Without its last group, which depends on what follows.
            values.push(STANDARD.encode(&text[..text.floor_char_boundary(text.len() / 3 * 3)]));
        }
    }
    values.retain(|value| value.chars().nth(MIN_SECRET - 1).is_some() && !OWN_WORDS.contains(&value.as_str()));
    values
}

/// A text of XML as a reader gets it. Returns `None` if it cannot be one.
fn without_entities(text: &str) -> Option<String> {
    let element = format!("<value>{text}</value>");
    Document::parse(&element).ok()?.root_element().text().map(str::to_owned)
}

/// A double-quoted scalar's text as a reader gets it, near enough: a message may quote it so.
pub(super) fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        read.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    read
}
