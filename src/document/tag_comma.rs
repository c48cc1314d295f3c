//! A tag with a comma right behind it, as in `[!a, b]`: the YAML crate panics there, if that is in brackets.

use std::io::{BufRead, Read as _};

use libyaml_safer::{Scanner, TokenData};

/// No more bytes are read to tell such tags from texts that look like them. Whatever looks like one after that is taken for one.
const MAX_WORK: usize = 64 << 20;

/// Where a tag and its comma are, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagComma {
    pub(super) tag: usize,
    pub(super) comma: usize,
}

/// The first such tag.
pub(super) fn find(bytes: &[u8]) -> Option<TagComma> {
    let mut work = 0;
    candidates(bytes).find(|candidate| {
        work += candidate.comma;
        work > MAX_WORK || ends_in_tag(&bytes[..candidate.comma])
    })
}

/// What looks like one, be it in a quoted text or in a comment.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = TagComma> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(tag) = memchr::memchr(b'!', &bytes[at..]).map(|offset| at + offset) {
            at = tag + tag_length(&bytes[tag..]);
            if bytes.get(at) == Some(&b',') {
                return Some(TagComma { tag, comma: at });
            }
            // What is in a tag begins no other one that ends elsewhere, unless it is a verbatim one.
            if bytes[tag + 1..at].last() == Some(&b'!') && bytes.get(at) == Some(&b'<') {
                at -= 1;
            }
        }
        None
    })
}

/// The length of the tag that some bytes start with, in bytes.
fn tag_length(bytes: &[u8]) -> usize {
    let is_in_uri = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_;/?:@&=+$.%!~*'()".contains(byte);
    if bytes.get(1) == Some(&b'<') {
        let inner = bytes[2..].iter().take_while(|byte| is_in_uri(byte) || b",[]".contains(byte)).count();
        return 2 + inner + usize::from(bytes.get(2 + inner) == Some(&b'>'));
    }
    bytes.iter().take_while(|byte| is_in_uri(byte)).count()
}

/// Whether some bytes end in a tag. That is so if another sign behind them, which ends no tag either, is refused for it.
fn ends_in_tag(bytes: &[u8]) -> bool {
    // With a line break, because the crate panics in a block scalar that ends with the text.
    let mut input = bytes.chain(&b"`\n"[..]);
    let mut scanner = Scanner::new();
    scanner.set_input(&mut input as &mut dyn BufRead);
    scanner.set_encoding(libyaml_safer::Encoding::Utf8);
    loop {
        match Scanner::scan(&mut scanner) {
            Ok(token) if matches!(token.data, TokenData::StreamEnd) => return false,
            Ok(_) => {}
            Err(error) => {
                let at = error.problem_mark().and_then(|mark| usize::try_from(mark.index).ok());
                return error.context() == Some("while scanning a tag") && at == Some(bytes.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_tag_counts() {
        for (text, tag, comma) in [
            ("[!,]\n", 1, 2),
            ("a: {b: !c,}\n", 7, 9),
            ("a: ['x!,', !!str, b]\n", 11, 16),
            ("# Hello!, you\n- [a, &b !<c,d>,]\n", 23, 29),
            ("[\"a\"!b,]\n", 4, 6),
            ("['!'!<a>,]\n", 4, 8),
            ("a: 1\n[!x,y]: 2\n", 6, 8),
            ("- a\n[[!x,y]]\n", 6, 8),
            ("a: !b,\n", 3, 5),
        ] {
            assert_eq!(find(text.as_bytes()), Some(TagComma { tag, comma }), "{text}");
        }
        for text in [
            "a: b!,\n",
            "a: >\n  b !c,\n",
            "a: 'b!, c'\n",
            "a: [b!,]\n",
            "a: |\n  [!,]\n",
            "# [!,]\n",
            "[!a ,]\n",
            "a: \"[!,\n",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn many_that_look_like_one_are_told_apart_in_time() {
        let text = format!("# {}\n", "a!, ".repeat(1 << 20));
        assert!(find(text.as_bytes()).is_some_and(|found| found.comma > 8000));
        assert_eq!(find("!".repeat(1 << 22).as_bytes()), None);
    }
}
