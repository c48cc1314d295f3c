//! PEM blocks as Go's `encoding/pem` finds them (RFC 7468, read leniently).

use crate::golang::base64;

/// A block with its label and content.
pub(super) struct PemBlock<'a> {
    pub(super) label: &'a str,
    pub(super) bytes: Vec<u8>,
    /// The text after the last line of the block.
    pub(super) rest: &'a str,
}

/// The first well-formed block in a text.
pub(super) fn first_block(text: &str) -> Option<PemBlock<'_>> {
    let mut rest = text;
    loop {
        let end = rest.find("\n-----END ")?;
        if let Some(block) = block_before(rest, end) {
            return Some(block);
        }
        rest = &rest[end + "\n-----END ".len()..];
    }
}

/// The block whose last line starts after `end`.
fn block_before(text: &str, end: usize) -> Option<PemBlock<'_>> {
    let begin = text[..end].rfind("-----BEGIN ").filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')?;
    // In a block without a body, its two markers share a line break.
    let head = &text[begin + "-----BEGIN ".len()..];
    let (first_line, after) = head.split_once('\n')?;
    let label = first_line.trim_end().strip_suffix("-----")?;
    let body = text.get(text.len() - after.len()..end).unwrap_or_default();
    let body = without_headers(body)?;
    let trailer = &text[end + "\n-----END ".len()..];
    let after_label = trailer.strip_prefix(label)?.strip_prefix("-----")?;
    let (last_line, rest) = after_label.split_once('\n').unwrap_or((after_label, ""));
    if !last_line.trim_end().is_empty() {
        return None;
    }
    let digits: String = body.chars().filter(|char| !matches!(char, ' ' | '\t')).collect();
    Some(PemBlock { label, bytes: base64::standard(&digits)?, rest })
}

/// The body after the header lines, which contain a colon.
fn without_headers(body: &str) -> Option<&str> {
    let mut rest = body;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if !line.contains(':') {
            return Some(rest);
        }
        rest = after;
        if rest.is_empty() {
            return None;
        }
    }
}
