//! `invalid-access-control`; see the rule's page for what, why and examples.

use crate::config::access_control::{AccessControl, AccessControlRule};
use crate::config::choices::{ACCESS_POLICIES, CLIENT_POLICIES};
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_choice, one_of};

pub(super) static RULE: Rule = rule!("invalid-access-control", Check::Config(check));

/// The methods of RFC 7231 and RFC 5789, then RFC 4918 (`validACLHTTPMethodVerbs` in `validator/const.go`).
const METHODS: [&str; 16] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "CONNECT",
    "OPTIONS",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "UNLOCK",
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let access_control = &context.config.root.access_control;
    default_policy(access_control, context, reporter);
    for rule in &access_control.rules.items {
        domains(rule, reporter);
        policy(rule, reporter);
        subjects(rule, context, reporter);
        methods(rule, reporter);
    }
}

fn default_policy(access_control: &AccessControl, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let policy = &access_control.default_policy;
    let Some(text) = policy.text() else { return };
    if !ACCESS_POLICIES.contains(&text) {
        invalid_choice(reporter, policy.place, "default_policy", text, &ACCESS_POLICIES);
        return;
    }
    let certain = if policy.written().is_some() { context.config.whole } else { context.config.absent_is_absent() };
    let lets_in = CLIENT_POLICIES.contains(&text);
    let is_reported = context.config.is_reported(access_control.place);
    if !certain || lets_in || is_reported || !access_control.rules.is_certainly_empty() {
        return;
    }
    let place = if policy.place.given { policy.place } else { access_control.place };
    let finding = reporter
        .report_key(place, format!("`default_policy: '{text}'` requires access control rules"))
        .label("no `rules`")
        .help("add `rules`, or write `default_policy: 'two_factor'`");
    if access_control.rules.place.given {
        finding.also(access_control.rules.place.span, "empty");
    }
}

fn domains(rule: &AccessControlRule, reporter: &mut Reporter<'_>) {
    if rule.domain.is_certainly_empty() && rule.domain_regex.is_certainly_empty() {
        reporter
            .report(rule.place, "an access control rule needs a `domain` or `domain_regex`")
            .label("no `domain` or `domain_regex`")
            .help("set `domain` to the domain that the rule applies to");
    }
}

fn policy(rule: &AccessControlRule, reporter: &mut Reporter<'_>) {
    match rule.policy.text() {
        Some("") => drop(
            reporter
                .report(rule.policy.place, "an access control rule needs a `policy`")
                .label("no `policy`")
                .help(format!("set `policy` to {}", one_of(&ACCESS_POLICIES))),
        ),
        Some(policy) if !ACCESS_POLICIES.contains(&policy) => {
            invalid_choice(reporter, rule.policy.place, "policy", policy, &ACCESS_POLICIES);
        }
        _ => {}
    }
}

fn subjects(rule: &AccessControlRule, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for subject in rule.subject.items.iter().flat_map(|all| &all.items) {
        let Some(text) = subject.text() else { continue };
        if text.starts_with("user:") || text.starts_with("group:") {
            continue;
        }
        match text.strip_prefix("oauth2:client:") {
            Some(id) if !certainly_lacks_client(context, id) => {}
            Some(id) => drop(
                reporter
                    .report(subject.place, format!("the subject `{text}` does not match a registered client"))
                    .label(format!("no client with the id `{id}`"))
                    .help("write the `client_id` of a registered client after `oauth2:client:`"),
            ),
            None => drop(
                reporter
                    .report(subject.place, format!("the subject `{text}` has no valid prefix"))
                    .label("not a user, group or client")
                    .help("put `user:`, `group:` or `oauth2:client:` before the name"),
            ),
        }
    }
}

fn certainly_lacks_client(context: &Context<'_>, id: &str) -> bool {
    let clients = context.provider().map(|provider| &provider.clients);
    let other = |client: &Client| client.client_id.text().is_some_and(|known| known != id);
    context.config.whole && clients.is_none_or(|clients| !clients.unknown && clients.items.iter().all(other))
}

fn methods(rule: &AccessControlRule, reporter: &mut Reporter<'_>) {
    let methods = &rule.methods.items;
    for (index, method) in methods.iter().enumerate() {
        let Some(text) = method.text() else { continue };
        if !METHODS.contains(&text) {
            invalid_choice(reporter, method.place, "methods", text, &METHODS);
        } else if let Some(first) = methods[..index].iter().find(|other| other.is(text)) {
            reporter
                .report(method.place, format!("the method `{text}` is listed twice in a rule"))
                .label("duplicate")
                .also(first.place.span, "first occurrence")
                .help("remove the duplicate");
        }
    }
}
