//! Text in base64, as in the `data` of a Kubernetes Secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::offsets::Offsets;

/// The text behind a code that is written from byte `at` of the file on, with the places of its bytes. `None` if it
/// is not base64, or not text.
pub(crate) fn decode(raw: &str, at: usize) -> Option<(String, Offsets)> {
    let body = if raw.starts_with(['|', '>']) { raw.find('\n')? } else { 0 };
    let is_code = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let code = || raw.bytes().enumerate().skip(body).filter(|(_, byte)| is_code(byte));
    let decoded = STANDARD.decode(code().map(|(_, byte)| byte).collect::<Vec<_>>()).ok()?;
    let mut places = code().map(|(place, _)| place);
    let mut offsets = Offsets::default();
    for bytes in decoded.chunks(3) {
        let first = places.next()?;
        let last = places.by_ref().take(3).last()?;
        offsets.push(bytes.len(), at + first, last + 1 - first);
    }
    Some((String::from_utf8(decoded).ok()?, offsets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceId, Span};

    #[test]
    fn bytes_are_found_in_the_code_that_they_were_read_from() {
        let (text, offsets) = decode("|\n  YWJj\n  ZGU=", 10).unwrap();
        assert_eq!(text, "abcde");
        assert_eq!(offsets.place(Span::new(SourceId(0), 0, 1)), Span::new(SourceId(0), 14, 18));
        assert_eq!(offsets.place(Span::new(SourceId(0), 4, 5)), Span::new(SourceId(0), 21, 25));
        let (text, offsets) = decode("YWJjZGVmZ2hp", 10).unwrap();
        assert_eq!(text, "abcdefghi");
        assert_eq!(offsets.place(Span::new(SourceId(0), 4, 5)), Span::new(SourceId(0), 14, 18));
        assert_eq!(offsets.place(Span::new(SourceId(0), 3, 7)), Span::new(SourceId(0), 14, 22));
        assert!(decode("'no code'", 0).is_none());
        assert!(decode("/////w==", 0).is_none());
    }
}
