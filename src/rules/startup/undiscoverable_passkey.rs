//! `undiscoverable-passkey`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("undiscoverable-passkey", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let webauthn = &context.config.root.webauthn;
    let discoverability = &webauthn.selection_criteria.discoverability;
    if webauthn.enable_passkey_login.is(&true) && discoverability.is("discouraged") {
        reporter
            .report(discoverability.place, "newly registered keys cannot be used for passkey login")
            .label("passkeys must be discoverable")
            .also(webauthn.enable_passkey_login.span(), "passkey login is enabled")
            .help("write `discoverability: 'required'` or `'preferred'`");
    }
}
