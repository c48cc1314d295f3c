//! Optional elements as `encoding/asn1` of Go reads them: where something else stands, the element is absent, but what stands
//! there must begin with a tag and a length all the same.

use x509_cert::der::asn1::AnyRef;
use x509_cert::der::{Decode, FixedTag, Length, Reader as _, SliceReader, Tag, Tagged as _};

use super::key::KeyError;

/// The first byte of an element with an explicit context-specific tag is this and the number of the tag.
const EXPLICIT: u8 = 0b1010_0000;

/// What is in the sequence that bytes begin with.
///
/// # Errors
/// Where there is no sequence.
pub(super) fn sequence(bytes: &[u8]) -> Result<SliceReader<'_>, KeyError> {
    let mut reader = SliceReader::new(bytes).map_err(|_| KeyError::Malformed)?;
    contents(AnyRef::decode(&mut reader).map_err(|_| KeyError::Malformed)?)
}

/// What is in the sequence that bytes consist of.
///
/// # Errors
/// Where there is no sequence, or something behind it.
pub(super) fn whole_sequence(bytes: &[u8]) -> Result<SliceReader<'_>, KeyError> {
    contents(AnyRef::from_der(bytes).map_err(|_| KeyError::Malformed)?)
}

fn contents(sequence: AnyRef<'_>) -> Result<SliceReader<'_>, KeyError> {
    if sequence.tag() != Tag::Sequence {
        return Err(KeyError::Malformed);
    }
    SliceReader::new(sequence.value()).map_err(|_| KeyError::Malformed)
}

/// An element that may be absent.
///
/// # Errors
/// Where there is an element that is not valid, or no element at all.
pub(super) fn optional<'a, T: Decode<'a> + FixedTag>(reader: &mut SliceReader<'a>) -> Result<Option<T>, KeyError> {
    match tag(reader)? {
        Some((tag, _)) if tag == u8::from(T::TAG) => T::decode(reader).map(Some).map_err(|_| KeyError::Malformed),
        _ => Ok(None),
    }
}

/// An element that may be absent, within another one with a number.
///
/// # Errors
/// The same as of [`optional`].
pub(super) fn numbered<'a, T: Decode<'a> + FixedTag>(
    reader: &mut SliceReader<'a>,
    number: u8,
) -> Result<Option<T>, KeyError> {
    let Some((_, mut inside)) = tag(reader)?.filter(|(tag, _)| *tag == EXPLICIT | number) else { return Ok(None) };
    let element = optional(&mut inside)?;
    if element.is_some() {
        *reader = inside;
    }
    Ok(element)
}

/// The tag of the next element, and a reader behind its length. Returns `None` at the end.
fn tag<'a>(reader: &SliceReader<'a>) -> Result<Option<(u8, SliceReader<'a>)>, KeyError> {
    if reader.is_finished() {
        return Ok(None);
    }
    let mut inside = reader.clone();
    let tag = inside.read_byte().map_err(|_| KeyError::Malformed)?;
    Length::decode(&mut inside).map_err(|_| KeyError::Malformed)?;
    Ok(Some((tag, inside)))
}
