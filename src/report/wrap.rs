//! Wraps text between words only, so that URLs and names can be copied whole.

use textwrap::{Options, WordSeparator, WordSplitter};

/// Where a line may be broken.
pub(super) const SEPARATOR: WordSeparator = WordSeparator::AsciiSpace;

/// How a word may be split: never.
pub(super) const SPLITTER: WordSplitter = WordSplitter::NoHyphenation;

/// Wraps a text to `width` columns. The first line is indented by `first`, all others by `further`.
#[must_use]
pub fn fill(text: &str, width: usize, first: &str, further: &str) -> String {
    let options = Options::new(width).initial_indent(first).subsequent_indent(further);
    textwrap::fill(text, options.word_separator(SEPARATOR).word_splitter(SPLITTER).break_words(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        let address = "https://mail.example.net/a-long-path/of-many-parts";
        assert_eq!(fill(&format!("write {address}"), 20, "", "  "), format!("write\n  {address}"));
    }
}
