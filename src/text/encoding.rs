//! From bytes to text, as Go's YAML reader decodes them: UTF-8, or UTF-16 with a byte order mark.

/// A text, and where it cannot be what was meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decoded {
    /// The text, with a replacement character for each byte that is none.
    pub text: String,
    /// The offset in bytes of the first replacement character.
    pub undecodable: Option<usize>,
}

impl From<String> for Decoded {
    fn from(text: String) -> Self {
        Self { text, undecodable: None }
    }
}

/// The text that the bytes stand for. A UTF-8 byte order mark is kept, so that offsets are those of the file.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes[..] {
        [0xff, 0xfe, ref rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, ref rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_or_else(
            |error| Decoded {
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                undecodable: Some(error.utf8_error().valid_up_to()),
            },
            Decoded::from,
        ),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut decoded = Decoded { text: String::with_capacity(bytes.len()), undecodable: None };
    let half = (!rest.is_empty()).then_some(None);
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(Result::ok).chain(half) {
        if read.is_none() {
            decoded.undecodable.get_or_insert(decoded.text.len());
        }
        decoded.text.push(read.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    decoded
}
