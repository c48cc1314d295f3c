//! `invalid-authorization-policy`; see the rule's page for what, why and examples.

use crate::config::choices::AUTHORIZATION_POLICIES;
use crate::config::oidc::AuthorizationPolicyRule;
use crate::rules::prelude::*;
use crate::rules::wording::choice;

pub(super) static RULE: Rule = rule!("invalid-authorization-policy", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    for (name, policy) in &provider.authorization_policies.entries {
        if name.text.is_empty() || AUTHORIZATION_POLICIES.contains(&name.text.as_str()) {
            reporter
                .report(
                    Place { span: name.span, ..policy.place },
                    "a custom policy cannot use the name of a built-in policy or an empty name",
                )
                .label("not an allowed name")
                .help("choose another name, and use it as `authorization_policy` of the clients");
        }
        choice(reporter, &policy.default_policy, "default_policy", &AUTHORIZATION_POLICIES);
        if policy.rules.is_certainly_empty() && !context.config.is_reported(policy.place) {
            reporter
                .report_key(
                    if policy.rules.place.given { policy.rules.place } else { policy.place },
                    "an authorization policy needs `rules`",
                )
                .label("no `rules`")
                .help("add `rules`, or use `one_factor` or `two_factor` in the clients instead");
        }
        for rule in &policy.rules.items {
            check_rule(rule, reporter);
        }
    }
}

fn check_rule(rule: &AuthorizationPolicyRule, reporter: &mut Reporter<'_>) {
    choice(reporter, &rule.policy, "policy", &AUTHORIZATION_POLICIES);
    if rule.subject.is_certainly_empty() && rule.networks.is_certainly_empty() {
        reporter
            .report(rule.place, "a rule of an authorization policy needs a `subject` or `networks`")
            .label("no `subject` or `networks`")
            .help("write who the rule applies to, such as `subject: 'group:staff'`");
    }
    for subject in rule.subject.items.iter().flat_map(|all| &all.items) {
        let Some(text) = subject.text() else { continue };
        if !text.starts_with("user:") && !text.starts_with("group:") {
            reporter
                .report(subject.place, "a subject must start with `user:` or `group:`")
                .label("no `user:` or `group:` prefix")
                .help(format!("write `group:{text}` or `user:{text}`"));
        }
    }
}
