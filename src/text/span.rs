//! Where something is in the text.

/// Which of the sources that were read: an index into the list of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source that the range lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from byte `start` up to byte `end` of `source`.
    #[must_use]
    pub const fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The same for byte indices. No text is so long that they do not fit.
    #[must_use]
    pub fn of(source: SourceId, range: std::ops::Range<usize>) -> Self {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self::new(source, fit(range.start), fit(range.end))
    }

    /// The range as byte indices into the source's text.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether no byte lies in the range.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether all of another range lies in this one.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.source.0 == other.source.0 && self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a byte of the same source.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.source.0 == other.source.0 && self.start < other.end && other.start < self.end
    }
}
