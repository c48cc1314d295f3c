//! A tag with a comma right behind it, as in `[!a, b]`: the YAML crate panics there, if that is in brackets.

use std::io::{BufRead, Read as _};

use libyaml_safer::{Scanner, TokenData};

/// No more bytes are read to tell such tags from texts that look like them. Whatever looks like one after that is taken for one.
const MAX_WORK: usize = 64 << 20;

/// What the crate was reading where it refuses a sign behind a tag.
pub(super) const CONTEXT: &str = "while scanning a tag";

/// Why it refuses that sign.
pub(super) const PROBLEM: &str = "did not find expected whitespace or line break";

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

/// What looks like one, be it in a quoted text or in a comment, in the order of the commas.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = TagComma> {
    let mut at = 0;
    let mut verbatim: Option<TagComma> = None;
    std::iter::from_fn(move || {
        loop {
            let next = memchr::memchr(b'!', &bytes[at..]).map(|offset| at + offset);
            if let Some(passed) = verbatim.take_if(|verbatim| next.is_none_or(|tag| tag > verbatim.comma)) {
                return Some(passed);
            }
            let tag = next?;
            let has_comma = |end: usize| (bytes.get(end) == Some(&b',')).then_some(TagComma { tag, comma: end });
            if bytes.get(tag + 1) == Some(&b'<') {
                // It may be in quotes, and what is in it a tag.
                verbatim = has_comma(tag + verbatim_length(&bytes[tag..]));
                at = tag + 2;
                continue;
            }
            let end = tag + tag_length(&bytes[tag..]);
            // What is in a tag begins no other one that ends elsewhere, unless it is a verbatim one.
            let begins_verbatim = bytes[tag + 1..end].last() == Some(&b'!') && bytes.get(end) == Some(&b'<');
            at = end - usize::from(begins_verbatim);
            if let Some(found) = has_comma(end) {
                return Some(found);
            }
        }
    })
}

/// The length of the tag that some bytes start with, in bytes.
fn tag_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_in_uri(**byte)).count()
}

/// The length of the tag `!<…>` that some bytes start with, in bytes.
fn verbatim_length(bytes: &[u8]) -> usize {
    let inner = bytes[2..].iter().take_while(|byte| is_in_uri(**byte) || b",[]".contains(byte)).count();
    2 + inner + usize::from(bytes.get(2 + inner) == Some(&b'>'))
}

const fn is_in_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_'
                | b';'
                | b'/'
                | b'?'
                | b':'
                | b'@'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b'.'
                | b'%'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
        )
}

/// Whether some bytes end in a tag. That is so if another sign behind them, which ends no tag either, is refused for it; in a
/// verbatim tag that is not closed it is refused for another reason.
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
                return error.context() == Some(CONTEXT) && error.problem() == PROBLEM && at == Some(bytes.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Tree, read};
    use super::*;
    use crate::text::SourceId;

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
            ("['!<'[!x,'1'!\n", 6, 8),
            ("[!<a!b,c> d, !e,]\n", 13, 15),
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
            "[!<a!b,c> d]\n",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    #[ignore = "slow"]
    fn many_that_look_like_one_are_told_apart_in_time() {
        let text = format!("# {}\n", "a!, ".repeat(1 << 20));
        assert!(find(text.as_bytes()).is_some_and(|found| found.comma > 8000));
        assert_eq!(find("!".repeat(1 << 22).as_bytes()), None);
    }

    /// All texts of a few pieces: the crate panics in none of them.
    #[test]
    #[ignore = "slow"]
    fn nothing_that_is_short_is_too_much_for_the_crate() {
        const PIECES: [&str; 9] = ["'!<'", "!", "<", ">", "[", "]", ",", "a", "'"];
        const MOST: u32 = 5;
        let mut refused = 0;
        for mut number in 0..PIECES.len().pow(MOST) {
            let mut text = String::from("[");
            for _ in 0..MOST {
                text.push_str(PIECES[number % PIECES.len()]);
                number /= PIECES.len();
            }
            refused += usize::from(read(&mut Tree::default(), SourceId(0), &text, &[]).is_err());
        }
        assert!(refused > 0, "brackets that are not closed are refused");
    }
}
