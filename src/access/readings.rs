//! The readings of a query by number, so that a walk through many of them copies and compares numbers only.

use std::cell::RefCell;
use std::collections::HashMap;

use super::queries::{QueryParser, QueryReading};

/// The number of a reading.
pub(super) type ReadingId = u32;

/// All readings that were reached, and what follows each.
#[derive(Debug)]
pub(super) struct Readings<'p> {
    parser: &'p QueryParser,
    known: RefCell<KnownReadings>,
}

#[derive(Debug, Default)]
struct KnownReadings {
    readings: Vec<QueryReading>,
    numbers: HashMap<QueryReading, ReadingId>,
    /// What follows a reading after a byte, and whether that was escaped.
    next: HashMap<(ReadingId, u8, bool), ReadingId>,
}

impl KnownReadings {
    fn number(&mut self, reading: QueryReading) -> ReadingId {
        let next = u32::try_from(self.readings.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(reading.clone()).or_insert(next);
        if number == next {
            self.readings.push(reading);
        }
        number
    }
}

impl<'p> Readings<'p> {
    pub(super) fn of(parser: &'p QueryParser) -> Self {
        Self { parser, known: RefCell::default() }
    }

    /// Nothing was read.
    pub(super) fn start(&self) -> ReadingId {
        self.known.borrow_mut().number(self.parser.start())
    }

    /// Reads one more byte.
    pub(super) fn next(&self, reading: ReadingId, byte: u8, is_escaped: bool) -> ReadingId {
        let mut known = self.known.borrow_mut();
        if let Some(next) = known.next.get(&(reading, byte, is_escaped)) {
            return *next;
        }
        let before = &known.readings[reading as usize];
        let after = if is_escaped { self.parser.read_decoded(before, byte) } else { self.parser.read(before, byte) };
        let number = known.number(after);
        known.next.insert((reading, byte, is_escaped), number);
        number
    }

    /// The class of each parameter's first value if the query ends here.
    pub(super) fn values(&self, reading: ReadingId) -> Vec<Option<Vec<usize>>> {
        self.parser.values(&self.known.borrow().readings[reading as usize])
    }
}
