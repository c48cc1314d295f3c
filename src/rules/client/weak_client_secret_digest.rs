//! `weak-client-secret-digest`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("weak-client-secret-digest", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let secret = &client.client_secret;
    let Some(digest) = secret.written().and_then(ClientSecret::digest) else {
        return;
    };
    let Strength::Weaker { documented } = digest.strength() else {
        return;
    };
    reporter
        .report(secret.place, "the client secret digest is cheaper to brute-force than Authelia's default")
        .label(format!("`{}`", digest.scheme()))
        .help(format!("generate it again with `authelia crypto hash generate`; its default is {documented}"));
}
