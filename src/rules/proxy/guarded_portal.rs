//! `guarded-portal`; see the rule's page for what, why and examples.

use std::collections::HashSet;

use super::place;
use crate::access::{Asked, Decision, Identity, Outcome, RequestTarget};
use crate::config::proxy::{Proxy, Route};
use crate::config::section::Name;
use crate::golang::url::Url;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("guarded-portal", Check::Config(check));

/// The providers of which a router with other hosts may come first: in the others, the exact host always does.
const BY_PRIORITY: [&str; 2] = ["docker", "file"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for GuardedPortal { host, decision, outcome } in guarded_portals(context) {
        let set = &context.access.set;
        let decided_at = decision.rule.map_or(set.default_place, |index| set.rules[index].policy_place);
        let (does, label) = match outcome {
            Outcome::Forbidden => ("denies it", "denies the portal"),
            _ => ("requires to be signed in there", "asks visitors of the portal to sign in"),
        };
        reporter
            .report(
                place(host),
                format!("nobody can sign in: Authelia is asked about its own portal `{}`, and {does}", host.text),
            )
            .label("all its requests are checked by Authelia")
            .also(decided_at.key_or_value(), label)
            .help(format!(
                "do not let Authelia check requests to its portal, or let `{}` pass with `policy: bypass` in the first rule",
                host.text
            ));
    }
}

/// A portal of which all requests are first checked by Authelia, which lets no visitor pass.
pub(super) struct GuardedPortal<'a> {
    /// The host, in the configuration of the reverse proxy.
    pub(super) host: &'a Name,
    decision: Decision,
    outcome: Outcome,
}

/// The portals that nobody can open.
pub(super) fn guarded_portals<'a>(context: &Context<'a>) -> Vec<GuardedPortal<'a>> {
    if !context.config.whole {
        return Vec::new();
    }
    let guarded = always_guarded(&context.config.proxies);
    let cookies = &context.config.root.session.cookies.items;
    let portals = cookies.iter().filter_map(|cookie| cookie.authelia_url.written());
    let found = portals.filter_map(|portal| {
        let host = guarded.iter().find(|host| host.text.eq_ignore_ascii_case(portal.hostname()))?;
        let (decision, outcome) = decided(portal, context)?;
        Some(GuardedPortal { host, decision, outcome })
    });
    found.collect()
}

/// The hosts of which every request is first checked by Authelia.
fn always_guarded(proxies: &[Proxy]) -> Vec<&Name> {
    let mut guarded: Vec<&Route> = Vec::new();
    let mut open: HashSet<String> = HashSet::new();
    let mut may_come_first = false;
    for proxy in proxies {
        let (asked, not_asked) = proxy.routes_by_guard();
        guarded.extend(asked);
        may_come_first |= BY_PRIORITY.contains(&proxy.provider) && not_asked.iter().any(|route| route.has_more_hosts);
        open.extend(not_asked.iter().flat_map(|route| &route.hosts).map(|host| host.text.to_lowercase()));
    }
    let hosts = guarded.into_iter().filter(|route| route.is_whole && !may_come_first).flat_map(|route| &route.hosts);
    hosts.filter(|host| !open.contains(&host.text.to_lowercase())).collect()
}

/// What decides the request of a visitor who opens the portal. Returns `None` if that cannot be known, or if somebody gets in.
fn decided(portal: &Url, context: &Context<'_>) -> Option<(Decision, Outcome)> {
    let set = &context.access.set;
    let path = if portal.path.is_empty() { "/" } else { &portal.path };
    let page = format!("https://{}{path}", portal.host);
    // Where Authelia sends the visitor, if it asks to sign in.
    let again = format!("{page}?rd=https%3A%2F%2F{}{}&rm=GET", portal.host, path.replace('/', "%2F"));
    let mut decisions = Vec::new();
    for url in [page, again] {
        let object = RequestTarget::of(&url, "GET").ok()?;
        set.admit(&object.host).ok()?;
        let asked = Asked { object, identity: Identity::default(), address: set.unnamed_address() };
        for address in set.addresses(&asked) {
            let decision = set.decide(&Asked { address, ..asked.clone() })?;
            decisions.push((decision, decision.outcome(0)));
        }
    }
    let gets_in = decisions.iter().any(|(_, outcome)| *outcome == Outcome::Allowed);
    decisions.first().filter(|_| !gets_in).copied()
}
