//! `proxy-host-without-rule`; see the rule's page for what, why and examples.

use super::guarded_portal::guarded_portals;
use super::proxy_host_outside_cookies::CookieDomains;
use super::{guarded_hosts, place};
use crate::config::access_control::AccessControlRule;
use crate::rules::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = rule!("proxy-host-without-rule", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let access_control = &context.config.root.access_control;
    let rules = &access_control.rules;
    let is_known = context.config.whole && !rules.unknown && !context.config.is_unknown(access_control.place);
    if !is_known || !access_control.default_policy.is("deny") {
        return;
    }
    let domains = CookieDomains::of(context);
    // `guarded-portal` reports them.
    let portals: Vec<Span> = guarded_portals(context).iter().map(|portal| portal.host.span).collect();
    for host in guarded_hosts(context).filter(|host| domains.as_ref().is_none_or(|domains| domains.cover(host))) {
        if !portals.contains(&host.span) && !rules.items.iter().any(|rule| may_match(rule, &host.text)) {
            reporter
                .report(place(host), format!("nobody can open `{}`: no access control rule matches it", host.text))
                .label("denied by `default_policy`")
                .help("add a rule with this `domain` to `access_control.rules`");
        }
    }
}

/// Whether the domains of a rule may match a host (`internal/authorization/access_control_domain.go`, 4.39.20).
fn may_match(rule: &AccessControlRule, host: &str) -> bool {
    let has_other = rule.domain.unknown || rule.domain_regex.unknown || !rule.domain_regex.items.is_empty();
    let host = host.to_lowercase();
    let matches = |domain: &Value<String>| {
        let Some(domain) = domain.text().map(str::to_lowercase) else { return true };
        let pattern = ["*.", "{user}.", "{group}."].iter().find_map(|prefix| domain.strip_prefix(prefix));
        match pattern {
            Some(rest) => host.strip_suffix(rest).is_some_and(|first| first.ends_with('.')),
            None => domain == host || domain.contains(['{', '*']),
        }
    };
    has_other || rule.domain.items.iter().any(matches)
}
