//! Repetitions: `*`, `+`, `?` and counts in braces, and how often Go lets an operand be repeated.

use super::{Error, RegexpParser};

/// Maximum repeat count in Go; nested counts are multiplied.
const MAX_REPEATS: u32 = 1000;

impl<'a> RegexpParser<'a> {
    /// Parses a repetition of `length` bytes, with its minimum and maximum count if given.
    pub(super) fn repeat(
        &mut self,
        length: usize,
        range: Option<Repetition>,
        repeated: Option<&'a str>,
    ) -> Result<&'a str, Error> {
        let before = self.rest;
        let operator = self.take(length);
        if range.is_some_and(|range| !range.is_valid()) {
            return Err(Error::RepeatCount(operator.to_owned()));
        }
        if self.rest.starts_with('?') {
            self.take(1);
        }
        if let Some(earlier) = repeated {
            let both = &earlier[..earlier.len() - self.rest.len()];
            return Err(Error::NestedRepetition(both.to_owned()));
        }
        let Some(inside) = self.level.operand else { return Err(Error::NothingToRepeat(operator.to_owned())) };
        let total = range.map_or(inside, |range| range.times(inside));
        if range.is_some_and(Repetition::is_many) && total > MAX_REPEATS {
            return Err(Error::RepeatCount(operator.to_owned()));
        }
        self.level.push(total);
        Ok(before)
    }
}

/// The counts of a repetition. `None` means "or more", or a number far too large.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repetition {
    least: Option<u32>,
    most: Option<u32>,
    open: bool,
}

impl Repetition {
    pub(super) fn is_valid(self) -> bool {
        let (Some(least), true) = (self.least, self.open || self.most.is_some()) else { return false };
        least <= MAX_REPEATS && self.most.is_none_or(|most| most <= MAX_REPEATS && least <= most)
    }

    pub(super) fn is_many(self) -> bool {
        self.least.is_some_and(|least| least >= 2) || self.most.is_some_and(|most| most >= 2)
    }

    /// The total repeat count of an operand that is repeated `inside` times itself.
    pub(super) fn times(self, inside: u32) -> u32 {
        match if self.open { self.least } else { self.most } {
            Some(0) if self.open => inside,
            Some(0) | None => 1,
            Some(count) => count.saturating_mul(inside),
        }
    }
}

/// The length and counts of `{n}`, `{n,}` or `{n,m}`. Returns `None` for anything else: the brace is a literal.
pub(super) fn count(text: &str) -> Option<(usize, Repetition)> {
    let (least, rest) = number(text.strip_prefix('{')?)?;
    let (range, rest) = match rest.strip_prefix(',') {
        None => (Repetition { least, most: least, open: false }, rest),
        Some(rest) if rest.starts_with('}') => (Repetition { least, most: None, open: true }, rest),
        Some(rest) => {
            let (most, rest) = number(rest)?;
            (Repetition { least, most, open: false }, rest)
        }
    };
    let rest = rest.strip_prefix('}')?;
    Some((text.len() - rest.len(), range))
}

/// A number without leading zeros, or `None` if it is far too large, and the rest of the text.
fn number(text: &str) -> Option<(Option<u32>, &str)> {
    let length = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(length);
    let well_formed = !digits.is_empty() && (digits == "0" || !digits.starts_with('0'));
    well_formed.then(|| (digits.parse().ok(), rest))
}
