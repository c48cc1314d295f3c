//! `unused-definition`; see the rule's page for what, why and examples.

use std::collections::HashSet;

use crate::config::claims::STANDARD_SCOPES;
use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unused-definition", Check::Config(check));

/// The authorization policies that need no definition; an absent option names nothing.
const STANDARD: [&str; 4] = ["", "one_factor", "two_factor", "deny"];

/// Definitions of one kind, and the names that clients use of it; nothing where one of those cannot be known.
struct Defined<'a> {
    what: &'static str,
    option: &'static str,
    names: Vec<(&'a Name, Place)>,
    used: Option<HashSet<&'a str>>,
}

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let Some(provider) = context.provider() else { return };
    let clients = &provider.clients;
    // Clients come from one file as a whole; where none stand in these files, another one has them.
    if clients.unknown || clients.items.is_empty() {
        return;
    }
    for Defined { what, option, names, used } in definitions(provider) {
        let defined: HashSet<&str> = names.iter().map(|(name, _)| name.text.as_str()).collect();
        // Nobody may define these, which another rule tells.
        let standard = |name: &str| STANDARD.contains(&name) || STANDARD_SCOPES.contains(&name);
        let known = |name: &&str| standard(name) || defined.contains(name);
        let Some(used) = used else { continue };
        // A name that is not defined may be a slip for one that is: that is another rule's finding.
        let meant: HashSet<&str> =
            used.iter().filter(|name| !known(name)).filter_map(|name| nearest(name, defined.iter().copied())).collect();
        let idle = |name: &str| !standard(name) && !used.contains(name) && !meant.contains(name);
        for (name, place) in names.iter().filter(|(name, _)| idle(&name.text)) {
            reporter
                .report(Place { span: name.span, ..*place }, format!("no client uses the {what} `{}`", name.text))
                .label("not used")
                .help(format!("name it in the `{option}` of a client, or remove it"));
        }
    }
}

fn definitions(provider: &OpenIdConnect) -> [Defined<'_>; 4] {
    let clients = &provider.clients.items;
    let scopes: Option<Vec<Vec<&str>>> = clients.iter().map(|client| client.scopes.texts()).collect();
    [
        Defined {
            what: "claims policy",
            option: "claims_policy",
            names: provider.claims_policies.entries.iter().map(|(name, policy)| (name, policy.place)).collect(),
            used: clients.iter().map(|client| client.claims_policy.text()).collect(),
        },
        Defined {
            what: "lifespan",
            option: "lifespan",
            names: provider.lifespans.custom.entries.iter().map(|(name, span)| (name, span.place)).collect(),
            used: clients.iter().map(|client| client.lifespan.text()).collect(),
        },
        Defined {
            what: "authorization policy",
            option: "authorization_policy",
            names: provider.authorization_policies.entries.iter().map(|(name, policy)| (name, policy.place)).collect(),
            used: clients.iter().map(|client| client.authorization_policy.text()).collect(),
        },
        Defined {
            what: "scope",
            option: "scopes",
            names: provider.scopes.entries.iter().map(|(name, scope)| (name, scope.place)).collect(),
            used: scopes.map(|scopes| scopes.into_iter().flatten().collect()),
        },
    ]
}
