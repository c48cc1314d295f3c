//! The character that stands for what cannot be known within a text.

/// What stands for text that cannot be known, as that of a template, in a text that is otherwise known. It is a character
/// for private use, so that a URL may hold it.
pub const UNKNOWN: char = '\u{e000}';
