//! The paths and queries that some rules can tell apart on a host.

use std::collections::{BTreeSet, HashMap};

use super::automaton::{ANY, Automaton, State, anywhere, cost, representatives};
use super::hosts::{People, add_people};
use super::memory::{Answer, Memory};
use super::model::Rule;
use super::queries::{Keys, QueryParser, ValueClass, keys};
use super::readings::{ReadingId, Readings};
use super::settled::Settled;
use super::walk::{FoundText, Piece, UPPER, WalkStep, walk};

/// The paths that `path.Clean` leaves, with a last `/` where there was one. That their characters are whole is looked at elsewhere.
const CLEAN: &str = r"(?-u)\.|//|/|(?:/(?:[^/.][^/]*|\.[^/.][^/]*|\.\.[^/]+))+/?";

/// The most locations of a class that are tried if what a pattern captures may tell them apart.
const MAX_LOCATIONS: usize = 3;

/// The most whole locations that are compared.
const MAX_WHOLE: usize = 60_000;

/// Everything that locations depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LocationQuestion {
    /// The patterns for paths.
    patterns: BTreeSet<String>,
    /// The patterns for the parameters of a query.
    keys: Keys,
    /// The most locations of a class.
    limit: usize,
}

static MEMORY: Memory<LocationQuestion> = Memory::new();

/// How far a location was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum LocationState {
    Path(State, State),
    /// Of the query, and whether any of it was read.
    Query(State, ReadingId, bool),
    /// All of the path. Whatever the query is, it matters for its parameters only.
    AnyQuery(State),
}

/// One path and query of each class that the rules can tell apart, as it is written in a URL; `None` if there are too many.
pub(super) fn locations(rules: &[&Rule], people: &People) -> Answer {
    let mut patterns = BTreeSet::new();
    let mut captures = 0;
    for pattern in rules.iter().flat_map(|rule| &rule.resources.any_of) {
        patterns.insert(anywhere(&pattern.translated()));
        add_people(pattern, people, &mut patterns);
        captures += usize::from(pattern.names_somebody());
    }
    let limit = if captures > 1 { MAX_LOCATIONS } else { 1 };
    let question = LocationQuestion { patterns, keys: keys(rules), limit };
    MEMORY.recall(&question, || find(&question))
}

fn find(LocationQuestion { patterns, keys, limit }: &LocationQuestion) -> Option<Vec<String>> {
    let parser = QueryParser::new(keys)?;
    if patterns.is_empty() && parser.is_idle() {
        return Some(vec!["/".to_owned()]);
    }
    let clean = Automaton::new(&[CLEAN.to_owned()])?;
    let seen = Automaton::behind(ANY, patterns)?;
    let (readings, settled) = (Readings::of(&parser), Settled::of(&seen));
    let walker = Walker { clean: &clean, seen: &seen, parser: &parser, readings, settled };
    let mut found = with_queries(walker.walk(*limit)?, &parser.queries()?)?;
    found.sort_by_key(|found| found.cost);
    let mut counts: HashMap<Class, usize> = HashMap::new();
    found.retain(|found| {
        let count = counts.entry(found.class.clone()).or_default();
        *count += 1;
        *count <= *limit
    });
    Some(found.into_iter().filter_map(|found| String::from_utf8(found.text).ok()).collect())
}

/// Whole locations, where each query follows the paths that any may follow. Returns `None` if there are too many.
fn with_queries(
    found: Vec<FoundText<Location>>,
    queries: &[FoundText<Vec<ValueClass>>],
) -> Option<Vec<FoundText<Class>>> {
    let open = found.iter().filter(|found| matches!(found.class, Location::Before(_))).count();
    if open.checked_mul(queries.len())? > MAX_WHOLE {
        return None;
    }
    let mut whole = Vec::new();
    for FoundText { class, text, cost } in found {
        match class {
            Location::Whole(class) => whole.push(FoundText { class, text, cost }),
            Location::Before(matched) => whole.extend(queries.iter().map(|query| FoundText {
                class: (matched.clone(), query.class.clone()),
                text: [text.as_slice(), &query.text].concat(),
                cost: cost + query.cost,
            })),
        }
    }
    Some(whole)
}

/// The patterns that match a location, and the class of each parameter's first value.
type Class = (Vec<usize>, Vec<ValueClass>);

/// What is known of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Location {
    /// It is a location.
    Whole(Class),
    /// It is one with any query behind it, and these patterns match it then.
    Before(Vec<usize>),
}

struct Walker<'p> {
    clean: &'p Automaton,
    /// What rules see: the path, and the query behind a `?`.
    seen: &'p Automaton,
    parser: &'p QueryParser,
    readings: Readings<'p>,
    settled: Settled<'p>,
}

impl Walker<'_> {
    fn walk(&self, limit: usize) -> Option<Vec<FoundText<Location>>> {
        let path_bytes = representatives(&[self.clean.classes(), self.seen.classes()], |_| true);
        let query_classes: Vec<[u8; 256]> = self.parser.classes().into_iter().chain([self.seen.classes()]).collect();
        let raw = representatives(&query_classes, |byte| byte > b' ' && byte != 0x7f && byte != b'%');
        let escaped = representatives(&self.parser.classes(), |_| !self.parser.is_idle());
        let steps = |place: &LocationState, steps: &mut Vec<WalkStep<LocationState>>| match place {
            LocationState::Path(clean, seen) => {
                self.path_steps((*clean, *seen), &path_bytes, steps);
            }
            LocationState::AnyQuery(_) => {}
            LocationState::Query(seen, reading, _) => {
                let written = raw.iter().map(|byte| self.raw(*seen, *reading, *byte));
                let escaped = escaped.iter().flat_map(|byte| self.escapes(*seen, *reading, *byte));
                // Most escapes lead where a more legible byte does.
                for step in written.chain(escaped) {
                    if !steps.iter().any(|known| known.next == step.next && known.cost <= step.cost) {
                        steps.push(step);
                    }
                }
            }
        };
        let start = LocationState::Path(self.clean.start(), self.seen.start());
        walk(start, steps, |place| self.class(place), limit)
    }

    fn path_steps(&self, (clean, seen): (State, State), bytes: &[u8], steps: &mut Vec<WalkStep<LocationState>>) {
        let is_start = clean == self.clean.start();
        for byte in bytes {
            let next = self.clean.next(clean, *byte);
            if !self.clean.is_dead(next) {
                // An empty path, seen as `.`, is legal and rare.
                let is_empty = is_start && *byte == b'.';
                let text = if is_empty { Piece::default() } else { in_path(*byte) };
                steps.push(WalkStep::over(*byte, text, LocationState::Path(next, self.seen.next(seen, *byte))));
            }
        }
        if !self.clean.matched(clean).is_empty() {
            let seen = self.seen.next(seen, b'?');
            let next = if self.settled.contains(seen) {
                LocationState::AnyQuery(seen)
            } else {
                LocationState::Query(seen, self.readings.start(), false)
            };
            steps.push(WalkStep { next, text: Piece::byte(b'?'), cost: 4 });
        }
    }

    fn raw(&self, seen: State, reading: ReadingId, byte: u8) -> WalkStep<LocationState> {
        let next = LocationState::Query(self.seen.next(seen, byte), self.readings.next(reading, byte, false), true);
        WalkStep { next, text: Piece::byte(byte), cost: cost(byte) }
    }

    fn escapes(&self, seen: State, reading: ReadingId, byte: u8) -> impl Iterator<Item = WalkStep<LocationState>> {
        let reading = self.readings.next(reading, byte, true);
        let step = |digits| {
            let text = Piece::escaped(byte, digits);
            let seen = text.as_bytes().iter().fold(seen, |seen, byte| self.seen.next(seen, *byte));
            WalkStep { next: LocationState::Query(seen, reading, true), text, cost: 40 }
        };
        [step(UPPER), step(LOWER)].into_iter()
    }

    /// What the rules can tell about a location that ends here, if it may.
    fn class(&self, place: &LocationState) -> Option<Location> {
        let (seen, reading) = match place {
            LocationState::Path(clean, seen) if !self.clean.matched(*clean).is_empty() => {
                (*seen, Some(self.readings.start()))
            }
            LocationState::Query(seen, reading, true) => (*seen, Some(*reading)),
            LocationState::AnyQuery(seen) => (*seen, None),
            LocationState::Path(..) | LocationState::Query(..) => return None,
        };
        let matched = self.seen.matched(seen);
        if matched.first() != Some(&0) {
            return None;
        }
        Some(match reading {
            Some(reading) => Location::Whole((matched, self.readings.values(reading))),
            None => Location::Before(matched),
        })
    }
}

/// The digits of an escaped byte, as some clients write them.
const LOWER: &[u8; 16] = b"0123456789abcdef";

/// A byte of a path as it is written in a URL.
fn in_path(byte: u8) -> Piece {
    Piece::in_url(byte, b"/.-_~!$'()*+,;=:@&")
}
