//! Tags that a comma follows directly, as in `[!a,b]`. The YAML crate panics at them between brackets, and nowhere else.

use super::events::tag_at_end;

/// How many bytes are read at most to look at tags: for each, everything before it is read once more.
const MAX_WORK: usize = 64 << 20;

/// The offset in bytes of the first such tag between brackets; where there are too many to look at, that of the line with
/// the first one that was not looked at.
pub(super) fn first_tag_before_comma(text: &[u8]) -> Option<usize> {
    let mut work = 0;
    for comma in (Commas { text, at: 0 }) {
        work += comma;
        if work > MAX_WORK {
            let line_break = memchr::memrchr(b'\n', &text[..comma]);
            return Some(line_break.map_or(0, |line_break| line_break + 1));
        }
        if let Some(tag) = tag_at_end(&text[..comma]) {
            return Some(tag);
        }
    }
    None
}

/// The commas that directly follow what looks like a tag, whether or not it is one.
struct Commas<'a> {
    text: &'a [u8],
    at: usize,
}

impl Iterator for Commas<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let start = self.at + memchr::memchr(b'!', &self.text[self.at..])?;
            self.at = start + 1;
            // Behind a letter it is a part of a plain text.
            if start > 0 && self.text[start - 1].is_ascii_alphanumeric() {
                continue;
            }
            self.at += length(&self.text[self.at..]);
            if self.text.get(self.at) == Some(&b',') {
                return Some(self.at);
            }
        }
    }
}

/// The length of a tag behind its `!`, in bytes.
fn length(rest: &[u8]) -> usize {
    if rest.starts_with(b"<") {
        let end = rest.iter().position(|byte| *byte == b'>' || byte.is_ascii_whitespace());
        return end.filter(|end| rest[*end] == b'>').map_or(0, |end| end + 1);
    }
    rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-;/?:@&=+$.%!~*'()".contains(byte)).count()
}
