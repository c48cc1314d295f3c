//! `unrequired-second-factor`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unrequired-second-factor", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if !context.config.absent_is_absent() || may_require_two_factors(context) {
        return;
    }
    let Some((option, place)) = configured(context) else { return };
    let access_control = &context.config.root.access_control;
    let rules = access_control.rules.items.iter().map(|rule| &rule.policy);
    let one_factor =
        rules.chain([&access_control.default_policy]).find(|policy| policy.is("one_factor") && policy.place.given);
    let message = "nobody can register a second factor: no access control rule and no client requires two factors";
    let finding = match one_factor {
        Some(policy) => {
            let finding = reporter.report(policy.place, message).label("requires only one factor");
            finding.also(place.key_or_value(), format!("`{option}` has no effect"))
        }
        None => reporter.report_key(place, message).label(format!("`{option}` has no effect")),
    };
    finding.help(format!("write `policy: 'two_factor'` where you need a second factor, or remove `{option}`"));
}

/// Whether anything may require two factors: only then does Authelia offer the methods for the second one
/// (`NewAuthorizer` and `isOpenIDConnectMFA` in `internal/authorization`, `ConfigurationGET` in `internal/handlers`,
/// 4.39.20).
fn may_require_two_factors(context: &Context<'_>) -> bool {
    let access_control = &context.config.root.access_control;
    let may_be_two_factor = |policy: &Value<String>| policy.text().is_none_or(|policy| policy == "two_factor");
    let provider = context.provider();
    let clients = provider.map(|provider| &provider.clients);
    let of_clients = clients.is_some_and(|clients| {
        let mut policies = clients.items.iter().map(|client| context.policies.branches(client));
        clients.unknown
            || policies.any(|branches| {
                let mut levels = branches.into_iter().flatten().map(|branch| branch.level).peekable();
                levels.peek().is_none() || levels.any(|level| level.is_none_or(|level| level == Level::TwoFactor))
            })
    });
    access_control.rules.unknown
        || may_be_two_factor(&access_control.default_policy)
        || access_control.rules.items.iter().any(|rule| may_be_two_factor(&rule.policy))
        || of_clients
}

/// Returns an option that has an effect only with a second factor, and its place. Returns `None` if there is none.
fn configured(context: &Context<'_>) -> Option<(&'static str, Place)> {
    let root = &context.config.root;
    let method = &root.default_2fa_method;
    let sections = [
        ("webauthn", root.webauthn.place, &root.webauthn.disable),
        ("totp", root.totp.place, &root.totp.disable),
        ("duo_api", root.duo_api.place, &root.duo_api.disable),
    ];
    // A passkey for passwordless login is registered in the same way as a second factor.
    if !root.webauthn.enable_passkey_login.is_false() {
        return None;
    }
    let section = sections.into_iter().find(|(_, place, disable)| place.given && disable.is_false());
    let method = method.written().filter(|text| !text.is_empty()).map(|_| ("default_2fa_method", method.place));
    method.or(section.map(|(option, place, _)| (option, place)))
}
