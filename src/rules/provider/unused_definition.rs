//! `unused-definition`; see the rule's page for what, why and examples.

use std::collections::HashSet;

use crate::config::choices::AUTHORIZATION_POLICIES;
use crate::config::claims::STANDARD_SCOPES;
use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unused-definition", Check::Config(check));

/// Definitions of one kind, and the names that the clients use; `None` if any of those is unknown.
struct Defined<'a> {
    what: &'static str,
    option: &'static str,
    names: Vec<(&'a Name, Place)>,
    used: Option<HashSet<&'a str>>,
}

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let Some(provider) = context.provider() else { return };
    let clients = &provider.clients;
    // Authelia takes the list of clients from a single file. If it is not in these files, another file has it.
    if clients.unknown || clients.items.is_empty() {
        return;
    }
    for Defined { what, option, names, used } in definitions(provider) {
        let defined: HashSet<&str> = names.iter().map(|(name, _)| name.text.as_str()).collect();
        // These cannot be defined, which another rule reports.
        let standard =
            |name: &str| name.is_empty() || AUTHORIZATION_POLICIES.contains(&name) || STANDARD_SCOPES.contains(&name);
        let known = |name: &&str| standard(name) || defined.contains(name);
        let Some(used) = used else { continue };
        // An undefined name may be a typo of a defined one: another rule reports it.
        let meant: HashSet<&str> =
            used.iter().filter(|name| !known(name)).filter_map(|name| nearest(name, defined.iter().copied())).collect();
        let is_unused = |name: &str| !standard(name) && !used.contains(name) && !meant.contains(name);
        for (name, place) in names.iter().filter(|(name, _)| is_unused(&name.text)) {
            let finding = reporter
                .report(Place { span: name.span, ..*place }, format!("no client uses the {what} `{}`", name.text))
                .label("unused")
                .help(format!("set it as `{option}` of a client, or remove it"));
            // Since Authelia 4.39, an application that reads the ID token gets no claims without it.
            if what == "claims policy" {
                finding.severity(Severity::Warning);
            }
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
