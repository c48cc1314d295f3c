//! `documentation-redirect-uri`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::UNKNOWN;

pub(super) static RULE: Rule = rule!("documentation-redirect-uri", Check::Config(check));

/// Reserved domains, which nobody can register (RFC 2606, section 3; RFC 6761, sections 6.4 and 6.5).
const RESERVED: [&str; 5] = ["example.com", "example.net", "example.org", "example", "invalid"];

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let Some(provider) = context.provider() else { return };
    // A configuration without other hosts is itself an example.
    if !is_in_use(provider, context) {
        return;
    }
    for client in &provider.clients.items {
        reporter.about(Some(client), None);
        for item in &client.redirect_uris.items {
            let Some(host) = item.partly_known().and_then(host).filter(|host| is_reserved(host)) else { continue };
            let host = host.replace(UNKNOWN, "…");
            reporter
                .report(
                    item.place,
                    format!("`{host}` is reserved for documentation, so no application receives a code there"),
                )
                .label("copied from an example")
                .help("write the application's real address");
        }
    }
}

fn is_in_use(provider: &OpenIdConnect, context: &Context<'_>) -> bool {
    let cookies = context.config.root.session.cookies.items.iter().filter_map(|cookie| cookie.domain.text());
    let redirects =
        provider.clients.items.iter().flat_map(|client| client.redirect_uris.known_texts()).filter_map(host);
    cookies.chain(redirects).any(is_real)
}

/// Whether a host may be real: it has a domain, and the domain is not reserved.
fn is_real(host: &str) -> bool {
    host.contains('.') && !is_reserved(host) && !redirect_uri::is_loopback(host) && !host.contains('*')
}

fn is_reserved(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    RESERVED.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// The host of an HTTP URL. Returns `None` for other schemes.
fn host(uri: &str) -> Option<&str> {
    uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).map(redirect_uri::host)
}
