//! `authz-endpoint-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("authz-endpoint-mismatch", Check::Config(check));

/// The implementations, the proxies that each is made for, and the parts of a request that it reads.
const IMPLEMENTATIONS: [(&str, &str, &str); 3] = [
    ("AuthRequest", "nginx", "`X-Original-URL` and `X-Original-Method`"),
    ("ForwardAuth", "Traefik, Caddy and HAProxy", "`X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-URI`"),
    ("ExtAuthz", "Envoy", "the host and the path of the request itself"),
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (name, endpoint) in &context.config.root.server.endpoints.authz.entries {
        let written = &endpoint.implementation;
        let of = |test: &dyn Fn(&str) -> bool| IMPLEMENTATIONS.iter().find(|(implementation, ..)| test(implementation));
        let Some((meant, proxies, _)) = of(&|implementation| is_named_after(&name.text, implementation)) else {
            continue;
        };
        let Some((found, others, reads)) = of(&|implementation| written.is(implementation)) else { continue };
        if found == meant {
            continue;
        }
        reporter
            .report(
                written.place,
                format!(
                    "requests from {proxies} are rejected at `{}`: `{found}` is made for {others} and reads {reads}",
                    name.text
                ),
            )
            .label(format!("not `{meant}`"))
            .also(name.span, format!("named after `{meant}`"))
            .help(format!("write `implementation: '{meant}'`, or rename the endpoint to match `{found}`"))
            .fix(Fix::unsafe_(Change::set(written.place, *meant)));
    }
}

/// Whether an endpoint is named after an implementation, as `forward-auth` and `forward-auth/internal` are after
/// `ForwardAuth`.
fn is_named_after(name: &str, implementation: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.to_lowercase().starts_with(&implementation.to_lowercase())
}
