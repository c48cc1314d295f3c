//! `invalid-client-uri`; see the rule's page for what, why and examples.

use crate::golang::url::Url;
use crate::lint::Finding;
use crate::rules::prelude::*;
use crate::rules::slips::lacks_scheme;

pub(super) static RULE: Rule = rule!("invalid-client-uri", Check::Client(check));

/// Placeholder of native applications that show the code to the user (draft of RFC 8252).
const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for item in &client.redirect_uris.items {
        if let Some(uri) = item.text() {
            redirect_uri(item.place, uri, client, context, reporter);
        } else if item.partly_known().is_some_and(lacks_scheme) {
            let what = "a redirect URI must have a scheme";
            refused(reporter, item.place, what, "no scheme", "write the full URI, starting with `https://`");
        }
    }
    for item in &client.request_uris.items {
        if let Some(uri) = item.text() {
            request_uri(item.place, uri, reporter);
        }
    }
    if let Some(uri) = client.jwks_uri.written().filter(|uri| !uri.is_empty() && uri.scheme != "https") {
        let found = if uri.scheme.is_empty() { "no scheme".to_owned() } else { format!("`{}`", uri.scheme) };
        refused(reporter, client.jwks_uri.place, "`jwks_uri` must start with `https://`", &found, "write `https://`");
    }
    sector_identifier(client, reporter);
}

fn redirect_uri(place: Place, uri: &str, client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if uri == OUT_OF_BAND {
        if client.public.is_false() {
            let what = "only a public client can have this redirect URI";
            refused(reporter, place, what, "for public clients only", "register the callback URL of the application")
                .fix(Fix::unsafe_(Change::exclude(&client.redirect_uris, place)));
        }
        return;
    }
    match Url::parse(uri) {
        Err(error) => {
            let trimmed = uri.trim();
            let fix = (trimmed != uri && Url::parse(trimmed).is_ok()).then(|| Fix::safe(Change::set(place, trimmed)));
            refused(
                reporter,
                place,
                &format!("a redirect URI must be a valid URL: {error}"),
                "not a valid URL",
                "correct it",
            )
            .fix(fix);
        }
        Ok(url) if !url.is_absolute() => {
            let whole = in_full(uri, client, context);
            let help = whole.as_ref().map_or_else(
                || "write the full URI that the application sends, starting with `https://`".to_owned(),
                |whole| format!("write the full URI: `{whole}`"),
            );
            refused(reporter, place, "a redirect URI must have a scheme", "no scheme", &help)
                .fix(whole.map(|whole| Fix::unsafe_(Change::set(place, whole.as_str()))));
        }
        Ok(_) => {}
    }
}

/// Completes a redirect URI that lacks the scheme, and the path if the application has only one callback. Returns
/// `None` if the application has no callback at the result.
fn in_full(uri: &str, client: &Client, context: &Context<'_>) -> Option<String> {
    let whole = format!("https://{}", uri.trim_start_matches('/'));
    let Some(registration) = context.registration(client) else { return Some(whole) };
    let patterns: Vec<&String> = registration.redirect_facts().flat_map(|fact| &fact.is).collect();
    let is_handled = |uri: &str| patterns.is_empty() || patterns.iter().any(|pattern| pattern::may_fit(pattern, uri));
    let has_path = pattern::path(&whole).is_some_and(|path| !path.is_empty() && path != "/");
    let with_path = match &patterns[..] {
        [only] if pattern::is_path(only) && !only.contains('{') && !has_path => {
            Some(format!("{}{only}", whole.trim_end_matches('/')))
        }
        _ => None,
    };
    [Some(whole), with_path].into_iter().flatten().find(|uri| is_handled(uri))
}

fn request_uri(place: Place, uri: &str, reporter: &mut Reporter<'_>) {
    match Url::parse(uri) {
        Err(error) => {
            refused(
                reporter,
                place,
                &format!("a request URI must be a valid URL: {error}"),
                "not a valid URL",
                "correct it",
            );
        }
        Ok(url) if url.scheme != "https" => {
            refused(reporter, place, "a request URI must start with `https://`", "not `https://`", "write `https://`");
        }
        Ok(_) => {}
    }
}

fn sector_identifier(client: &Client, reporter: &mut Reporter<'_>) {
    let value = &client.sector_identifier_uri;
    let Some(uri) = value.written().filter(|uri| !uri.is_empty()) else { return };
    let option = "`sector_identifier_uri`";
    if uri.is_absolute() && uri.scheme != "https" {
        refused(
            reporter,
            value.place,
            &format!("{option} must start with `https://`"),
            "not `https://`",
            "write `https://`",
        );
    }
    if !uri.fragment.is_empty() {
        refused(
            reporter,
            value.place,
            &format!("{option} must not have a fragment"),
            "fragment",
            "remove `#` and everything after it",
        );
    }
    if uri.user.as_ref().is_some_and(|user| !user.name.is_empty() || user.has_password) {
        refused(
            reporter,
            value.place,
            &format!("{option} must not contain a user or password"),
            "user or password",
            "remove the part between `//` and the host",
        );
    }
}

fn refused<'f>(reporter: &'f mut Reporter<'_>, place: Place, what: &str, found: &str, help: &str) -> &'f mut Finding {
    reporter.report(place, what).label(found).help(help)
}
