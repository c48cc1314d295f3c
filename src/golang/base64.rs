//! Base64 as Go's `encoding/base64` reads it: line breaks are ignored, and so are bits that are left over at the end.

use base64::Engine as _;
use base64::alphabet::{self, Alphabet};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);

/// What a text in the standard alphabet, padded, stands for (`StdEncoding`). Returns `None` if Go refuses it.
#[must_use]
pub fn standard(text: &str) -> Option<Vec<u8>> {
    decode(text, &alphabet::STANDARD)
}

/// The same in the alphabet for URLs and file names (`URLEncoding`).
#[must_use]
pub fn url(text: &str) -> Option<Vec<u8>> {
    decode(text, &alphabet::URL_SAFE)
}

fn decode(text: &str, alphabet: &Alphabet) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|char| !matches!(char, '\r' | '\n')).collect();
    GeneralPurpose::new(alphabet, LENIENT).decode(digits).ok()
}
