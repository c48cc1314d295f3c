//! The hosts that some rules can tell apart.

use std::collections::BTreeSet;

use crate::golang::regexp::translation::quote;

use super::automaton::{Automaton, BYTES, State, anywhere, cost, representatives};
use super::memory::{Answer, Memory};
use super::model::{Host, Rule, Subject};
use super::pattern::{Named, Pattern};
use super::walk::{Piece, WalkStep, walk};

/// A character of a host that Go accepts in a URL (`validEncoded` and `unescape` in `net/url`). Escapes represent `%` and
/// everything that is not ASCII. `*` and `,` are left out: Go accepts them, but no name of a host contains them.
const CHARACTER: &str = r#"[0-9A-Za-z!$&'()+;=:<>"_.~%\-\x{80}-\x{10FFFF}]"#;

/// The most hosts of a class that are tried if what a pattern captures may tell them apart.
const MAX_HOSTS: usize = 3;

/// Everything that hosts depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HostQuestion {
    /// The pattern for all hosts that Authelia asks the rules about.
    space: String,
    /// The patterns that tell hosts apart.
    patterns: BTreeSet<String>,
    /// The most hosts of a class.
    limit: usize,
}

static MEMORY: Memory<HostQuestion> = Memory::new();

/// One host of each class that the rules can tell apart and that Authelia asks them about; `None` if there are too many.
/// Nothing is known of the hosts if `cookies` is `None`.
pub(super) fn hosts(rules: &[&Rule], cookies: Option<&[String]>) -> Answer {
    let space = match cookies {
        Some(cookies) => {
            let quoted: Vec<String> = cookies.iter().map(|domain| quote(domain)).collect();
            format!("(?:{CHARACTER}*\\.)?(?:{})", quoted.join("|"))
        }
        None => format!("{CHARACTER}+"),
    };
    let mut patterns = BTreeSet::new();
    let people = People::of(rules);
    for host in rules.iter().flat_map(|rule| &rule.hosts.any_of) {
        add_patterns(host, &people, &mut patterns);
    }
    let captures = rules.iter().flat_map(|rule| &rule.hosts.any_of).filter(|host| host.names_somebody()).count();
    let limit = if captures > 1 { MAX_HOSTS } else { 1 };
    let question = HostQuestion { space, patterns, limit };
    MEMORY.recall(&question, || find(&question))
}

fn find(HostQuestion { space, patterns, limit }: &HostQuestion) -> Option<Vec<String>> {
    let space = Automaton::new(std::slice::from_ref(space))?;
    let patterns = Automaton::behind(BYTES, patterns)?;
    let bytes = representatives(&[space.classes(), patterns.classes()], |_| true);
    let start = (space.start(), patterns.start());
    let steps = |state: &(State, State), steps: &mut Vec<WalkStep<(State, State)>>| {
        for byte in &bytes {
            let next = (space.next(state.0, *byte), patterns.next(state.1, *byte));
            if !space.is_dead(next.0) {
                // An empty label is accepted, but rare.
                let extra = if *byte == b'.' && *state == start { 60 } else { 0 };
                steps.push(WalkStep { next, text: Piece::byte(*byte), cost: cost(*byte) + extra });
            }
        }
    };
    let class = |state: &(State, State)| (!space.matched(state.0).is_empty()).then(|| patterns.matched(state.1));
    let found = walk(start, steps, class, *limit)?;
    Some(found.into_iter().filter_map(|found| String::from_utf8(found.text).ok()).collect())
}

/// The users and groups that rules name.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) users: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
}

impl People {
    pub(super) fn of(rules: &[&Rule]) -> Self {
        Self::of_subjects(rules.iter().flat_map(|rule| &rule.subjects.any_of).flatten())
    }

    pub(super) fn of_subjects<'a>(subjects: impl IntoIterator<Item = &'a Subject>) -> Self {
        let mut people = Self::default();
        for subject in subjects {
            match subject {
                Subject::User(name) => drop(people.users.insert(name.clone())),
                Subject::Group(name) => drop(people.groups.insert(name.clone())),
                Subject::Client(_) | Subject::Unknown => {}
            }
        }
        people
    }

    /// Adds those whom a host or a path names.
    pub(super) fn add(&mut self, named: Named) {
        let Named { user, group } = named.known();
        self.users.extend(user);
        self.groups.extend(group);
    }
}

/// The patterns that tell apart which hosts an alternative matches, and whom it names.
fn add_patterns(host: &Host, people: &People, patterns: &mut BTreeSet<String>) {
    match host {
        Host::Exact(name) => drop(patterns.insert(format!("(?i:{})", quote(name)))),
        Host::Suffix(name) => drop(patterns.insert(ending(name))),
        Host::User(name) => {
            patterns.extend([ending(name), format!("(?s-u:.+){}", quote(name))]);
            patterns.extend(people.users.iter().map(|user| format!("{}{}", quote(user), quote(name))));
        }
        Host::Group(name) => {
            patterns.extend([ending(name), format!("(?-u:[^.]*){}", quote(name))]);
            patterns.extend(people.groups.iter().map(|group| format!("(?i:{}){}", quote(group), quote(name))));
        }
        Host::Pattern(pattern) => {
            patterns.insert(anywhere(&pattern.translated()));
            add_people(pattern, people, patterns);
        }
    }
}

/// The patterns that tell apart whether a pattern names somebody whom rules name.
pub(super) fn add_people(pattern: &Pattern, people: &People, patterns: &mut BTreeSet<String>) {
    if pattern.names_somebody() {
        let users = people.users.iter().map(|user| anywhere(&pattern.naming("User", user)));
        patterns.extend(users.filter(|_| pattern.names_user()));
        let groups = people.groups.iter().map(|group| anywhere(&pattern.naming("Group", group)));
        patterns.extend(groups.filter(|_| pattern.names_group()));
    }
}

/// All hosts that are longer than a text and end in it, and the text itself.
fn ending(name: &str) -> String {
    // Other letters that are cases of ASCII letters are longer, so that the end of the host would be another text.
    let flags = if name.is_ascii() { "i-u" } else { "i" };
    format!("{BYTES}(?{flags}:{})", regex::escape(name))
}
