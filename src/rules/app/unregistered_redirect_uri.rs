//! `unregistered-redirect-uri`; see the rule's page for what, why and examples.

use crate::app::model::FurtherUri;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unregistered-redirect-uri", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let uris = &client.redirect_uris;
    let registered: Option<Vec<&str>> = uris.items.iter().map(Value::<String>::partly_known).collect();
    let (Some(fact), Some(registered)) = (&facts.further_redirect_uris, registered.filter(|_| !uris.unknown)) else {
        return;
    };
    let main = facts.redirect_uris.iter().flat_map(|fact| &fact.is);
    // If none is the application's, `redirect-path-mismatch` reports that.
    let Some(example) =
        main.clone().find_map(|pattern| registered.iter().find(|uri| pattern::fit(pattern, uri).is_some()))
    else {
        return;
    };
    let is_missing = |further: &&FurtherUri| {
        // `redirect-path-mismatch` reports the other URIs with a scheme of the application's own.
        let scheme = further.uri.split_once(':').map(|(scheme, _)| scheme).filter(|_| !pattern::is_path(&further.uri));
        let same_scheme = |uri: &str| scheme.is_some() && uri.split_once(':').map(|(scheme, _)| scheme) == scheme;
        let serves = |uri: &str| {
            std::iter::once(&further.uri).chain(&further.alternatives).any(|pattern| pattern::may_fit(pattern, uri))
        };
        !registered.iter().any(|uri| serves(uri) || same_scheme(uri))
    };
    for further in fact.is.iter().filter(is_missing) {
        let uri = at(&further.uri, example);
        reporter
            .report(uris.place, format!("{} {} without the redirect URI `{uri}`", app.name, further.without))
            .label(format!("`{uri}` is not registered"))
            .recognised(registration)
            .help(format!("add `{uri}` to `redirect_uris` if you use this"))
            .of_fact(registration, fact);
    }
}

/// The URI on the host of another one, unless it is complete.
fn at(pattern: &str, other: &str) -> String {
    let path = pattern::path(other).filter(|_| pattern::is_path(pattern));
    path.map_or_else(|| pattern.to_owned(), |path| format!("{}{pattern}", &other[..other.len() - path.len()]))
}
