//! `slow-client-secret-digest`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("slow-client-secret-digest", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let secret = &client.client_secret;
    let Some(digest) = secret.written().and_then(ClientSecret::digest) else {
        return;
    };
    let Strength::Slow { seconds } = digest.strength() else {
        return;
    };
    reporter
        .report(secret.place, format!("each login may take about {seconds} seconds, so the application may time out"))
        .label(format!("`{}`", digest.scheme()))
        .help("generate it again with `authelia crypto hash generate`; its defaults are enough for a random secret");
}
