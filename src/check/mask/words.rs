//! A search for many words at once that is quick to build: a large configuration holds tens of thousands of secrets, and
//! the messages in which they are looked for are short.

use std::ops::Range;

/// Words shorter than this cannot be searched for.
const HEAD: usize = 4;

/// The bits of the filter: so many that few heads share one.
const BITS: usize = 1 << 20;

/// The words that are looked for.
#[derive(Default)]
pub(super) struct Words {
    /// Sorted, each once.
    sorted: Vec<String>,
    /// For each word the longest other one that it starts with.
    shorter: Vec<Option<usize>>,
    /// Whether a word may start with four bytes of this hash.
    heads: Vec<u64>,
}

/// Secrets are looked for: not even a debugger's output shows them.
impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.sorted.len())
    }
}

impl Words {
    /// A search for words of four bytes or more; shorter ones are not found.
    pub(super) fn new(mut words: Vec<String>) -> Self {
        words.retain(|word| word.len() >= HEAD);
        words.sort_unstable();
        words.dedup();
        if words.is_empty() {
            return Self::default();
        }
        let mut heads = vec![0; BITS / 64];
        for bit in words.iter().filter_map(|word| head(word.as_bytes())) {
            heads[bit / 64] |= 1 << (bit % 64);
        }
        let shorter = starts(&words);
        Self { sorted: words, shorter, heads }
    }

    /// The words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().map(String::as_str)
    }

    /// Where the words are in a text that begin within `part` of it and that `counts` is true for: it is asked about the number of
    /// a word, in the order of [`Words::iter`], and its place. The ranges may overlap.
    pub(super) fn find(
        &self,
        text: &str,
        part: Range<usize>,
        counts: impl Fn(usize, &Range<usize>) -> bool,
    ) -> Vec<Range<usize>> {
        if self.sorted.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let heads = text.as_bytes()[part.start..].windows(HEAD).take(part.len());
        for (at, bytes) in (part.start..).zip(heads) {
            if self.may_start_with(bytes) && text.is_char_boundary(at) {
                let words = self.starting(&text[at..]).map(|index| (index, at..at + self.sorted[index].len()));
                found.extend(words.filter(|(index, range)| counts(*index, range)).map(|(_, range)| range));
            }
        }
        found
    }

    /// Whether a word may start with some bytes. It is asked at each byte of a text, and for nearly all it is not so.
    #[inline]
    fn may_start_with(&self, bytes: &[u8]) -> bool {
        head(bytes).is_some_and(|bit| self.heads[bit / 64] & (1 << (bit % 64)) != 0)
    }

    /// The numbers of the words that a text starts with, the longest first. All words between the longest and the text in their
    /// order start with it, too, so the text's predecessor does.
    fn starting<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> {
        let last = self.sorted.partition_point(|word| word.as_str() <= text).checked_sub(1);
        std::iter::successors(last, |index| self.shorter[*index])
            .filter(|index| text.starts_with(self.sorted[*index].as_str()))
    }
}

/// For each of the sorted words the longest other one that it starts with.
fn starts(words: &[String]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            while open.pop_if(|last| !word.starts_with(&words[*last])).is_some() {}
            let shorter = open.last().copied();
            open.push(index);
            shorter
        })
        .collect()
}

/// The bit of the filter for the first four bytes.
#[inline]
fn head(bytes: &[u8]) -> Option<usize> {
    let first = u32::from_le_bytes(*bytes.first_chunk::<HEAD>()?);
    Some((first.wrapping_mul(0x9E37_79B1) >> 12) as usize)
}

/// Whether a range does not lie inside a longer word: the secret `secret` is none in `client_secret_post`.
pub(super) fn is_own_word(text: &str, range: &Range<usize>) -> bool {
    begins_word(text, range.start) && begins_word(text, range.end)
}

/// Whether a word may begin or end at an offset: one of the letters around it is not a part of a word.
fn begins_word(text: &str, at: usize) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    !text[..at].ends_with(is_word) || !text[at..].starts_with(is_word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn find(words: &[&str], text: &str) -> Vec<Range<usize>> {
        Words::new(words.iter().map(|word| (*word).to_owned()).collect()).find(text, 0..text.len(), |_, _| true)
    }

    #[test]
    fn overlapping_words_are_found() {
        assert_eq!(find(&["abcd", "abcdef", "cdefg"], "xabcdefgabcd"), [1..7, 1..5, 3..8, 8..12]);
        assert_eq!(find(&["abcd", "abcdzz"], "abcdefabcd"), [0..4, 6..10]);
        assert!(find(&[], "abcdef").is_empty());
        assert!(find(&["abcdef"], "abc").is_empty());
    }

    #[test]
    fn a_bit_is_within_the_filter() {
        assert!(head(&[0xff; 4]).is_some_and(|bit| bit < BITS));
    }

    proptest! {
        #[test]
        fn as_a_plain_search_would(words in prop::collection::vec("[abé]{4,6}", 0..8), text in "[abé]{0,30}") {
            let expected: Vec<_> = text
                .char_indices()
                .flat_map(|(at, _)| {
                    let here: BTreeSet<_> = words.iter().filter(|word| text[at..].starts_with(word.as_str())).collect();
                    here.into_iter().rev().map(|word| at..at + word.len()).collect::<Vec<_>>()
                })
                .collect();
            prop_assert_eq!(Words::new(words).find(&text, 0..text.len(), |_, _| true), expected);
        }
    }
}
