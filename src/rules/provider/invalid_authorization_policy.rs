//! `invalid-authorization-policy`; see the rule's page for what, why and examples.

use crate::config::oidc::AuthorizationPolicyRule;
use crate::rules::prelude::*;
use crate::rules::wording::choice;

pub(super) static RULE: Rule = rule!("invalid-authorization-policy", Check::Config(check));

const POLICIES: [&str; 3] = ["one_factor", "two_factor", "deny"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    for (name, policy) in &provider.authorization_policies.entries {
        if name.text.is_empty() || POLICIES.contains(&name.text.as_str()) {
            reporter
                .report(Place { span: name.span, ..policy.place }, "a policy of one's own must have a name of its own")
                .label("Authelia's own name")
                .help("choose another name, and name it in the clients");
        }
        choice(reporter, &policy.default_policy, "default_policy", &POLICIES);
        if policy.rules.is_certainly_empty() && !context.config.is_reported(policy.place) {
            reporter
                .report_key(
                    if policy.rules.place.given { policy.rules.place } else { policy.place },
                    "an authorization policy needs `rules`",
                )
                .label("has none")
                .help("write `rules`, or name `one_factor` or `two_factor` in the clients instead");
        }
        for rule in &policy.rules.items {
            check_rule(rule, reporter);
        }
    }
}

fn check_rule(rule: &AuthorizationPolicyRule, reporter: &mut Reporter<'_>) {
    choice(reporter, &rule.policy, "policy", &POLICIES);
    if rule.subject.is_certainly_empty() && rule.networks.is_certainly_empty() {
        reporter
            .report(rule.place, "a rule of a policy needs a `subject` or `networks`")
            .label("has neither")
            .help("write whom the rule is for: `subject: 'group:staff'`");
    }
    for subject in rule.subject.items.iter().flat_map(|all| &all.items) {
        let Some(text) = subject.text() else { continue };
        if !text.starts_with("user:") && !text.starts_with("group:") {
            reporter
                .report(subject.place, "a subject begins with `user:` or `group:`")
                .label("begins with neither")
                .help(format!("write `group:{text}` or `user:{text}`"));
        }
    }
}
