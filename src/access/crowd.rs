//! Everybody whom some rules can tell apart.

use std::collections::BTreeSet;

use super::Identity;
use super::cells::stranger;
use super::hosts::People;
use super::identity::cases;
use super::model::{Rule, Subject};

/// The most people that are compared.
const MAX_PEOPLE: usize = 2_000;

/// One of each kind of people that rules can tell apart, strangers first; `None` if there are too many kinds.
pub(super) fn crowd(rules: &[&Rule], named: &People) -> Option<Vec<Identity>> {
    let people = People::of(rules);
    let captured = |names: &BTreeSet<String>| names.iter().flat_map(|name| cases(name)).collect::<BTreeSet<String>>();
    let groups: Vec<String> = people.groups.iter().cloned().chain(captured(&named.groups)).collect();
    let groups: Vec<String> = groups.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut all = People { users: people.users.clone(), groups: BTreeSet::new() };
    all.users.extend(named.users.iter().cloned());
    let users: BTreeSet<String> = people.users.into_iter().chain(captured(&named.users)).collect();
    let users: Vec<String> = [stranger(&all)].into_iter().chain(users).collect();
    let sets = u32::try_from(groups.len()).ok().and_then(|count| 1_usize.checked_shl(count))?;
    if users.len().checked_mul(sets)? > MAX_PEOPLE {
        return None;
    }
    let mut crowd = vec![Identity::default()];
    for user in &users {
        for set in 0..sets {
            let members = groups.iter().enumerate().filter(|(index, _)| set & (1 << index) != 0);
            crowd.push(Identity::user(user, members.map(|(_, group)| group.clone())));
        }
    }
    crowd.extend(clients(rules));
    Some(crowd)
}

fn clients(rules: &[&Rule]) -> Vec<Identity> {
    let subjects = rules.iter().flat_map(|rule| &rule.subjects.any_of).flatten();
    let ids: BTreeSet<&String> = subjects
        .filter_map(|subject| match subject {
            Subject::Client(id) => Some(id),
            _ => None,
        })
        .collect();
    ids.into_iter().map(|id| Identity { client: id.clone(), ..Identity::default() }).collect()
}
