//! The shortest texts that lead through an automaton to each of its answers.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;

use super::automaton::cost;

/// The most states that are looked at.
const MAX_STATES: usize = 60_000;

/// The digits of an escaped byte (RFC 3986, section 2.1).
pub(super) const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// At most three bytes: one, or an escaped one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Piece {
    bytes: [u8; 3],
    length: u8,
}

impl Piece {
    /// One byte as it is.
    pub(super) const fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0], length: 1 }
    }

    /// A byte as `%` and two of the hexadecimal `digits`.
    pub(super) const fn escaped(byte: u8, digits: &[u8; 16]) -> Self {
        Self { bytes: [b'%', digits[(byte >> 4) as usize], digits[(byte & 15) as usize]], length: 3 }
    }

    /// A byte as a URL holds it: as it is if it is a letter, a digit or one of the `plain` bytes, else escaped.
    pub(super) fn in_url(byte: u8, plain: &[u8]) -> Self {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            Self::byte(byte)
        } else {
            Self::escaped(byte, UPPER)
        }
    }

    /// The bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// A step to another state.
#[derive(Debug)]
pub(super) struct WalkStep<S> {
    /// The state.
    pub(super) next: S,
    /// What is read on the way.
    pub(super) text: Piece,
    /// How illegible that is.
    pub(super) cost: u32,
}

impl<S> WalkStep<S> {
    /// A step over a byte, which is written as `text`.
    pub(super) fn over(byte: u8, text: Piece, next: S) -> Self {
        let is_plain = text.as_bytes().len() == 1;
        Self { next, text, cost: cost(byte) + if is_plain { 0 } else { 40 } }
    }
}

/// How a state was reached: the state before it, and what was read.
type Arrival = Option<(usize, Piece)>;

/// A text that has an answer.
#[derive(Debug)]
pub(super) struct FoundText<C> {
    /// The answer.
    pub(super) class: C,
    /// The text.
    pub(super) text: Vec<u8>,
    /// How illegible it is.
    pub(super) cost: u32,
}

/// Walks through all states from `start` on. `steps` gives the steps from a state, and `class` the answer for a text that
/// ends there, if it may end there. Returns up to `limit` texts for each answer, the most legible first; `None` if there are
/// too many states.
pub(super) fn walk<S: Clone + Eq + Hash, C: Clone + Eq + Hash>(
    start: S,
    mut steps: impl FnMut(&S, &mut Vec<WalkStep<S>>),
    mut class: impl FnMut(&S) -> Option<C>,
    limit: usize,
) -> Option<Vec<FoundText<C>>> {
    let mut numbers = HashMap::from([(start.clone(), 0)]);
    let mut states: Vec<(S, u32, Arrival)> = vec![(start, 0, None)];
    let mut heap = BinaryHeap::from([Reverse((0_u32, 0_usize))]);
    let mut counts: HashMap<C, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    while let Some(Reverse((cost, number))) = heap.pop() {
        if cost > states[number].1 {
            continue;
        }
        if let Some(class) = class(&states[number].0) {
            let count = counts.entry(class.clone()).or_default();
            if *count < limit {
                *count += 1;
                found.push(FoundText { class, text: text(&states, number), cost });
            }
        }
        steps(&states[number].0.clone(), &mut buffer);
        for step in buffer.drain(..) {
            let cost = cost.saturating_add(step.cost);
            let next = *numbers.entry(step.next.clone()).or_insert_with(|| {
                states.push((step.next, u32::MAX, None));
                states.len() - 1
            });
            if cost < states[next].1 {
                states[next].1 = cost;
                states[next].2 = Some((number, step.text));
                heap.push(Reverse((cost, next)));
            }
        }
        if states.len() > MAX_STATES {
            return None;
        }
    }
    Some(found)
}

fn text<S>(states: &[(S, u32, Arrival)], mut number: usize) -> Vec<u8> {
    let mut pieces = Vec::new();
    while let Some((before, piece)) = &states[number].2 {
        pieces.push(piece.as_bytes());
        number = *before;
    }
    pieces.reverse();
    pieces.concat()
}
