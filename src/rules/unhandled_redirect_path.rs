//! `unhandled-redirect-path`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("unhandled-redirect-path", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    // With the application's own settings at hand, `redirect-uri-mismatch` knows better.
    if registration.deployment(context.settings).is_some_and(|deployment| deployment.redirect_uri.is_some()) {
        return;
    }
    let (Some(fact), Some(uris)) = (&app.facts.redirect_paths, client.redirect_uris.texts()) else {
        return;
    };
    let handled = |uri: &&str| path(uri).is_none_or(|path| fact.is.iter().any(|known| known == path));
    if uris.is_empty() || uris.iter().any(handled) {
        return;
    }
    let paths = fact.is.iter().map(|path| if path.is_empty() { "none".to_owned() } else { format!("`{path}`") });
    let name = &app.name;
    findings
        .report(client.redirect_uris.items[0].place, format!("{name}'s login fails: it does not handle the answer here"))
        .label("not a path that is handled")
        .recognised(registration)
        .help(format!("register a redirect URI with one of these paths: {}", paths.collect::<Vec<_>>().join(", ")))
        .of_fact(registration, fact);
}

/// The path of an absolute URI; nothing where the text is no such URI.
fn path(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let rest = rest.split(['?', '#']).next()?;
    Some(rest.find('/').map_or("", |start| &rest[start..]))
}
