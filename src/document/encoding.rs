//! From bytes to text, as Go's YAML reader decodes them: UTF-8, or UTF-16 with a byte order mark.

use thiserror::Error;

/// Bytes that are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncodingError {
    /// A byte that is not UTF-8, at this offset in bytes.
    #[error("not UTF-8: the byte at offset {0} cannot be read as text")]
    NotUtf8(usize),
    /// A UTF-16 text that is cut short or holds half a character, at this offset in bytes.
    #[error("not UTF-16 in spite of its byte order mark, at offset {0}")]
    NotUtf16(usize),
}

/// The text that the bytes stand for. A UTF-8 byte order mark is kept, so that offsets are those of the file.
///
/// # Errors
/// Where the bytes are neither.
pub fn decode(bytes: &[u8]) -> Result<String, EncodingError> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(EncodingError::NotUtf8(error.valid_up_to())),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, EncodingError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(EncodingError::NotUtf16(bytes.len() + 1));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let char = decoded.map_err(|_| EncodingError::NotUtf16(offset))?;
        offset += 2 * char.len_utf16();
        text.push(char);
    }
    Ok(text)
}
