//! What some rules can tell about the parameters of a raw query, while it is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::golang::regexp_translation::quote;

use super::automaton::{ANY, Automaton, State, anywhere};
use super::model::{QueryCondition, QueryTest, Rule};

/// Reads raw queries as `url.ParseQuery` does, and keeps the first value of each parameter that rules ask for.
#[derive(Debug)]
pub(super) struct QueryParser {
    keys: Vec<(String, Automaton)>,
}

/// How far a query was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct QueryReading {
    /// For each parameter the class of its first value; `None` if there was none yet.
    values: Vec<Option<Vec<usize>>>,
    pair: Pair,
}

/// The pair that is being read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Pair {
    /// The beginning of a key that may be one of those that rules ask for.
    Key(Vec<u8>),
    /// The value of a parameter.
    Value(usize, State),
    /// A pair that does not matter.
    Other,
}

impl QueryReading {
    /// Where a pair begins.
    fn at_key(values: Vec<Option<Vec<usize>>>) -> Self {
        let pair = if values.iter().all(Option::is_some) { Pair::Other } else { Pair::Key(Vec::new()) };
        Self { values, pair }
    }
}

/// The parameters that some rules ask for, each with the patterns for its value.
pub(super) type Keys = BTreeMap<String, BTreeSet<String>>;

/// The parameters that some rules ask for.
pub(super) fn keys(rules: &[&Rule]) -> Keys {
    let mut keys = Keys::new();
    for QueryCondition { key, test } in rules.iter().flat_map(|rule| rule.conditions()) {
        let pattern = match test {
            QueryTest::Unknown => continue,
            QueryTest::Present(_) => None,
            QueryTest::Equal(text, _) => Some(quote(text)),
            QueryTest::Pattern(pattern, _) => Some(anywhere(&pattern.translated())),
        };
        keys.entry(key.to_owned()).or_default().extend(pattern);
    }
    keys
}

impl QueryParser {
    /// The parser for some parameters. Returns `None` if a pattern of theirs is too large.
    pub(super) fn new(keys: &Keys) -> Option<Self> {
        let automaton = |patterns: &BTreeSet<String>| {
            Automaton::new(&[ANY.to_owned()].into_iter().chain(patterns.iter().cloned()).collect::<Vec<String>>())
        };
        let keys = keys.iter().map(|(key, patterns)| Some((key.clone(), automaton(patterns)?)));
        Some(Self { keys: keys.collect::<Option<_>>()? })
    }

    /// The classes of bytes that it does not tell apart, besides those that mean something in a query.
    pub(super) fn classes(&self) -> Vec<[u8; 256]> {
        let letters: BTreeSet<u8> = self.keys.iter().flat_map(|(key, _)| key.bytes()).chain(*b"&=;+%").collect();
        let alone = std::array::from_fn(|byte| {
            let number = letters.iter().position(|letter| usize::from(*letter) == byte);
            number.and_then(|number| u8::try_from(number + 1).ok()).unwrap_or_default()
        });
        self.keys.iter().map(|(_, automaton)| automaton.classes()).chain([alone]).collect()
    }

    /// Whether no rule asks for a parameter.
    pub(super) const fn is_idle(&self) -> bool {
        self.keys.is_empty()
    }

    /// Nothing was read.
    pub(super) fn start(&self) -> QueryReading {
        QueryReading::at_key(vec![None; self.keys.len()])
    }

    /// Reads a byte as it is written.
    pub(super) fn read(&self, reading: &QueryReading, byte: u8) -> QueryReading {
        match (byte, &reading.pair) {
            (b'&', _) => QueryReading::at_key(self.values(reading)),
            (b';', _) => QueryReading { pair: Pair::Other, ..reading.clone() },
            (b'+', _) => self.read_decoded(reading, b' '),
            (b'=', Pair::Key(text)) => {
                let key = self.keys.iter().position(|(key, _)| key.as_bytes() == text.as_slice());
                let undecided = key.filter(|key| reading.values[*key].is_none());
                let pair = undecided.map_or(Pair::Other, |key| Pair::Value(key, self.keys[key].1.start()));
                QueryReading { pair, ..reading.clone() }
            }
            _ => self.read_decoded(reading, byte),
        }
    }

    /// Reads a byte that was escaped, or that stands for itself.
    pub(super) fn read_decoded(&self, reading: &QueryReading, byte: u8) -> QueryReading {
        let pair = match &reading.pair {
            Pair::Key(text) => {
                let text: Vec<u8> = text.iter().copied().chain([byte]).collect();
                let is_meant = |(index, (key, _)): (usize, &(String, Automaton))| {
                    reading.values[index].is_none() && key.as_bytes().starts_with(&text)
                };
                if self.keys.iter().enumerate().any(is_meant) { Pair::Key(text) } else { Pair::Other }
            }
            Pair::Value(key, state) => Pair::Value(*key, self.keys[*key].1.next(*state, byte)),
            Pair::Other => Pair::Other,
        };
        QueryReading { pair, ..reading.clone() }
    }

    /// The class of each parameter's first value if the query ends here; `None` for a parameter that is absent.
    pub(super) fn values(&self, reading: &QueryReading) -> Vec<Option<Vec<usize>>> {
        let mut values = reading.values.clone();
        let found = match &reading.pair {
            Pair::Key(text) => {
                let key = self.keys.iter().position(|(key, _)| key.as_bytes() == text.as_slice());
                key.map(|key| (key, self.keys[key].1.start()))
            }
            Pair::Value(key, state) => Some((*key, *state)),
            Pair::Other => None,
        };
        if let Some((key, state)) = found.filter(|(key, _)| values[*key].is_none()) {
            values[key] = Some(self.keys[key].1.matched(state));
        }
        values
    }
}
