//! Whether what follows a text can still change which patterns match it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::automaton::{Automaton, State, representatives};

/// The most states that are looked at, from all texts together. Where it is not known, more may change.
const MAX_STATES: usize = 60_000;

/// The texts behind which any query leaves the patterns that match.
#[derive(Debug)]
pub(super) struct Settled<'a> {
    automaton: &'a Automaton,
    /// The bytes of a query that the automaton tells apart.
    bytes: Vec<u8>,
    known: RefCell<HashMap<State, bool>>,
    /// The number of states that may still be looked at.
    left: Cell<usize>,
}

impl<'a> Settled<'a> {
    /// For an automaton whose first pattern matches every text of whole characters.
    pub(super) fn of(automaton: &'a Automaton) -> Self {
        let bytes = representatives(&[automaton.classes()], |byte| byte > b' ' && byte != 0x7f);
        Self { automaton, bytes, known: RefCell::default(), left: Cell::new(MAX_STATES) }
    }

    /// Whether the same patterns match whatever query follows a text that ends in a state.
    pub(super) fn contains(&self, start: State) -> bool {
        if let Some(known) = self.known.borrow().get(&start) {
            return *known;
        }
        let is_settled = self.find(start);
        self.known.borrow_mut().insert(start, is_settled);
        is_settled
    }

    fn find(&self, start: State) -> bool {
        let matched = self.automaton.matched(start);
        let mut seen = HashSet::from([start]);
        let mut waiting = vec![start];
        while let Some(state) = waiting.pop() {
            let here = self.automaton.matched(state);
            let is_whole = here.first() == Some(&0);
            if (is_whole && here != matched) || self.left.get() == 0 {
                return false;
            }
            self.left.update(|left| left - 1);
            let next = self.bytes.iter().map(|byte| self.automaton.next(state, *byte));
            waiting.extend(next.filter(|next| seen.insert(*next)));
        }
        true
    }
}
