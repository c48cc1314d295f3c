//! Breaking text into lines between words only: an address or a name in it can be copied whole.

use textwrap::{Options, WordSeparator, WordSplitter};

/// Where a line may end.
pub(super) const SEPARATOR: WordSeparator = WordSeparator::AsciiSpace;

/// How a word may be divided: not at all.
pub(super) const SPLITTER: WordSplitter = WordSplitter::NoHyphenation;

/// A text in lines of `width` columns, the first one behind `first`, the others behind `further`.
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
