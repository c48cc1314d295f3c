//! What some rules can tell about the parameters of a raw query, while it is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::golang::regexp::translation::quote;

use super::automaton::{ANY, Automaton, State, anywhere, representatives};
use super::model::{QueryCondition, QueryTest, Rule};
use super::walk::{FoundText, Piece, WalkStep, walk};

/// Reads raw queries as `url.ParseQuery` does, and keeps the first value of each parameter that rules ask for.
#[derive(Debug)]
pub(super) struct QueryParser {
    keys: Vec<(String, Automaton)>,
}

/// The patterns that the first value of a parameter matches; `None` if it is absent.
pub(super) type ValueClass = Option<Vec<usize>>;

/// The most classes of queries that are distinguished.
const MAX_QUERIES: usize = 10_000;

/// How far a query was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct QueryReading {
    /// For each parameter the class of its first value; `None` if there was none yet.
    values: Vec<ValueClass>,
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
    fn at_key(values: Vec<ValueClass>) -> Self {
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
        let keys = keys.iter().map(|(key, patterns)| Some((key.clone(), Automaton::behind(ANY, patterns)?)));
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

    /// One query of each class, none of them empty. Returns `None` if there are too many.
    pub(super) fn queries(&self) -> Option<Vec<FoundText<Vec<ValueClass>>>> {
        let mut queries = vec![FoundText { class: Vec::new(), text: Vec::new(), cost: 0 }];
        for (key, automaton) in &self.keys {
            let values = values_of(automaton)?;
            if queries.len().checked_mul(values.len() + 1)? > MAX_QUERIES {
                return None;
            }
            queries = queries.iter().flat_map(|query| with_parameter(query, key, &values)).collect();
        }
        queries.iter_mut().filter(|query| query.text.is_empty()).for_each(|query| query.text = self.other_key());
        Some(queries)
    }

    /// A key that no rule asks for.
    fn other_key(&self) -> Vec<u8> {
        let is_free = |letter: &u8| self.keys.iter().all(|(key, _)| key.as_bytes() != [*letter]);
        vec![(b'a'..=b'z').find(is_free).unwrap_or(b'_')]
    }

    /// The class of each parameter's first value if the query ends here; `None` for a parameter that is absent.
    pub(super) fn values(&self, reading: &QueryReading) -> Vec<ValueClass> {
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

/// One value of each class, as it is written in a query.
fn values_of(automaton: &Automaton) -> Option<Vec<FoundText<Vec<usize>>>> {
    let bytes = representatives(&[automaton.classes()], |_| true);
    let steps = |state: &State, steps: &mut Vec<WalkStep<State>>| {
        let step = |byte: &u8| WalkStep::over(*byte, in_query(*byte), automaton.next(*state, *byte));
        steps.extend(bytes.iter().map(step));
    };
    walk(automaton.start(), steps, |state| Some(automaton.matched(*state)), 1)
}

/// A query without a parameter, and with each of some values for it.
fn with_parameter(
    query: &FoundText<Vec<ValueClass>>,
    key: &str,
    values: &[FoundText<Vec<usize>>],
) -> Vec<FoundText<Vec<ValueClass>>> {
    let classes = |class: ValueClass| query.class.iter().cloned().chain([class]).collect();
    let absent = FoundText { class: classes(None), text: query.text.clone(), cost: query.cost };
    let with_value = |value: &FoundText<Vec<usize>>| {
        let mut text = query.text.clone();
        if !text.is_empty() {
            text.push(b'&');
        }
        key.bytes().for_each(|byte| text.extend(in_query(byte).as_bytes()));
        if key.is_empty() || !value.text.is_empty() {
            text.push(b'=');
            text.extend(&value.text);
        }
        let cost = query.cost + value.cost + 2 * u32::try_from(key.len()).unwrap_or(u32::MAX);
        FoundText { class: classes(Some(value.class.clone())), text, cost }
    };
    [absent].into_iter().chain(values.iter().map(with_value)).collect()
}

/// A byte of a key or a value as it is written in a URL.
fn in_query(byte: u8) -> Piece {
    Piece::in_url(byte, b"/.-_~!$'()*,:@?")
}
