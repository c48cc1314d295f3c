//! Deterministic automata of several patterns at once: one walk through a text tells which of them it matches as a whole.

use std::collections::BTreeSet;

use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

/// The largest automaton, in bytes.
const MAX_DFA: usize = 48 << 20;

/// The most memory that building one takes, in bytes.
const MAX_DETERMINIZE: usize = 32 << 20;

/// The largest automaton that one is built from, in bytes.
const MAX_NFA: usize = 8 << 20;

/// A state of an automaton.
pub(super) type State = StateID;

/// An automaton of several patterns in the syntax of the crate `regex`.
#[derive(Debug)]
pub(super) struct Automaton {
    dfa: dense::DFA<Vec<u32>>,
    start: State,
}

/// A pattern that matches every text.
pub(super) const ANY: &str = "(?s:.*)";

/// A pattern that matches all bytes. Its automaton is much smaller than that of [`ANY`], which looks for whole characters.
pub(super) const BYTES: &str = "(?s-u:.*)";

/// A pattern that matches the texts in which another one matches anywhere.
pub(super) fn anywhere(pattern: &str) -> String {
    // Of all that patterns are made of, only this can match between the bytes of a character.
    let around = if pattern.contains(r"\B") { ANY } else { BYTES };
    format!("{around}(?:{pattern}){around}")
}

impl Automaton {
    /// Builds the automaton of some patterns, each of which must match a text as a whole. Returns `None` if it is too
    /// large.
    pub(super) fn new(patterns: &[String]) -> Option<Self> {
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(MAX_DFA))
            .determinize_size_limit(Some(MAX_DETERMINIZE));
        let nfa = thompson::Config::new().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_NFA));
        let dfa = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().utf8(false))
            .thompson(nfa)
            .build_many(patterns)
            .ok()?;
        let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
        Some(Self { dfa, start })
    }

    /// The same, behind one that matches everything: it is the first pattern.
    pub(super) fn behind(everything: &str, patterns: &BTreeSet<String>) -> Option<Self> {
        let all: Vec<String> = [everything.to_owned()].into_iter().chain(patterns.iter().cloned()).collect();
        Self::new(&all)
    }

    pub(super) const fn start(&self) -> State {
        self.start
    }

    pub(super) fn next(&self, state: State, byte: u8) -> State {
        self.dfa.next_state(state, byte)
    }

    /// Whether nothing that follows leads to a match.
    pub(super) fn is_dead(&self, state: State) -> bool {
        self.dfa.is_dead_state(state) || self.dfa.is_quit_state(state)
    }

    /// The state after a text.
    #[cfg(test)]
    pub(super) fn after(&self, text: &str) -> State {
        text.bytes().fold(self.start, |state, byte| self.next(state, byte))
    }

    /// The patterns that match a text which ends in a state, in order.
    pub(super) fn matched(&self, state: State) -> Vec<usize> {
        let end = self.dfa.next_eoi_state(state);
        if !self.dfa.is_match_state(end) {
            return Vec::new();
        }
        let mut matched: Vec<usize> =
            (0..self.dfa.match_len(end)).map(|index| self.dfa.match_pattern(end, index).as_usize()).collect();
        matched.sort_unstable();
        matched.dedup();
        matched
    }

    /// For each byte the number of its class: bytes of a class lead to the same states.
    pub(super) fn classes(&self) -> [u8; 256] {
        let classes = self.dfa.byte_classes();
        std::array::from_fn(|byte| classes.get(u8::try_from(byte).unwrap_or_default()))
    }
}

/// The most legible byte of each class of bytes that several automata do not tell apart, the most legible first.
pub(super) fn representatives(classes: &[[u8; 256]], keep: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..=u8::MAX).filter(|byte| keep(*byte)).collect();
    bytes.sort_by_key(|byte| (cost(*byte), *byte));
    let mut seen = std::collections::HashSet::new();
    bytes.retain(|byte| seen.insert(classes.iter().map(|classes| classes[usize::from(*byte)]).collect::<Vec<u8>>()));
    bytes
}

/// How illegible a byte makes a text.
pub(super) const fn cost(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' | b'/' => 2,
        b'0'..=b'9' | b'A'..=b'Z' | b'-' | b'.' => 3,
        b'_' | b'~' | b'=' | b'&' => 5,
        b'!'..=b'~' => 12,
        0x80.. => 20,
        _ => 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(patterns: &[&str], text: &str) -> Vec<usize> {
        let patterns: Vec<String> = patterns.iter().map(|pattern| anywhere(pattern)).collect();
        let automaton = Automaton::new(&patterns).unwrap();
        automaton.matched(automaton.after(text))
    }

    #[test]
    fn all_patterns_that_match_are_found() {
        let patterns = ["^/admin$", "^/admin", "/public/", "min$", r"(?-u:\b)x"];
        assert_eq!(matched(&patterns, "/admin"), [0, 1, 3]);
        assert_eq!(matched(&patterns, "/admin?x=/public/"), [1, 2, 4]);
        assert_eq!(matched(&patterns, "/"), [0; 0]);
    }

    #[test]
    #[ignore = "slow"]
    fn an_expression_that_explodes_is_given_up() {
        assert!(Automaton::new(&[anywhere("a.{20}b.{20}[cd].{15}")]).is_none());
    }
}
