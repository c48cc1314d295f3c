//! Base64 as decoded by Go's `encoding/base64`: line breaks and trailing bits are ignored.

use base64::Engine as _;
use base64::alphabet::{self, Alphabet};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);

/// Decodes padded base64 in the standard alphabet (`StdEncoding`). Returns `None` if Go rejects it.
#[must_use]
pub fn standard(text: &str) -> Option<Vec<u8>> {
    decode(text, &alphabet::STANDARD)
}

/// Decodes padded base64 in the URL-safe alphabet (`URLEncoding`). Returns `None` if Go rejects it.
#[must_use]
pub fn url(text: &str) -> Option<Vec<u8>> {
    decode(text, &alphabet::URL_SAFE)
}

fn decode(text: &str, alphabet: &Alphabet) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|char| !matches!(char, '\r' | '\n')).collect();
    GeneralPurpose::new(alphabet, LENIENT).decode(digits).ok()
}
