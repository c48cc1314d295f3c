//! `denied-redirection-url`; see the rule's page for what, why and examples.

use crate::access::{Asked, Identity, Policy, RequestTarget};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("denied-redirection-url", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    for cookie in &context.config.root.session.cookies.items {
        let value = &cookie.default_redirection_url;
        let Some(url) = value.written() else { continue };
        let text = format!("{}://{}{}", url.scheme, url.host, url.path);
        let Ok(object) = RequestTarget::of(&text, "GET") else { continue };
        if set.admit(&object.host).is_err() || set.default_policy != Some(Policy::Deny) || set.unknown {
            continue;
        }
        let asked = Asked { object, identity: Identity::default(), address: set.unnamed_address() };
        // A rule that is for some users only matches everybody who is not signed in.
        let may_allow =
            set.rules.iter().any(|rule| rule.may_match_from_anywhere(&asked) && rule.policy != Some(Policy::Deny));
        if !may_allow {
            reporter
                .report(
                    value.place,
                    format!("users who sign in are sent to `{text}`, and access control denies everybody there"),
                )
                .label("denied by the default policy")
                .also(set.default_place.key_or_value(), "no rule allows it")
                .help("add a rule for this host, or write a URL that a rule allows");
        }
    }
}
