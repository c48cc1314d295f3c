//! `missing-proxy-header`; see the rule's page for what, why and examples.

use super::{guards, place};
use crate::config::proxy::{AddressTarget, Guard, Headers, Served};
use crate::rules::prelude::*;
use crate::rules::wording::all_of;

pub(super) static RULE: Rule = rule!("missing-proxy-header", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for guard in guards(context) {
        match &guard.headers {
            Headers::Only(headers, span) if !has(headers, "Cookie") && !has(headers, "Authorization") => {
                let place = Place { span: *span, ..place(&guard.address) };
                reporter
                    .report(
                        place,
                        format!(
                            "nobody stays signed in: {} does not send the cookies of the request to Authelia",
                            guard.proxy.name()
                        ),
                    )
                    .label("no `Cookie`")
                    .help("add `Cookie`, or remove the list to send all headers");
            }
            Headers::Also(headers) => sent(guard, headers, context, reporter),
            Headers::Exactly { headers, has_scheme } => allowed(guard, headers, *has_scheme, reporter),
            Headers::Only(..) | Headers::Automatic | Headers::Unknown => {}
        }
    }
}

fn sent(guard: &Guard, headers: &[String], context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let AddressTarget::Authz { name, .. } = guard.target() else { return };
    if context.config.authz_endpoint(name) != Served::With("AuthRequest") {
        return;
    }
    let missing: Vec<&str> =
        ["X-Original-Method", "X-Original-URL"].into_iter().filter(|header| !has(headers, header)).collect();
    if !missing.is_empty() {
        reporter
            .report(
                place(&guard.address),
                format!("Authelia rejects all requests: it needs the header {}", all_of(&missing)),
            )
            .label("sent without it")
            .help(missing.iter().map(|header| value(header)).collect::<Vec<_>>().join(" and "));
    }
}

/// What Envoy sends: nothing but a few headers, unless it is allowed.
fn allowed(guard: &Guard, headers: &[String], has_scheme: Option<bool>, reporter: &mut Reporter<'_>) {
    let mut report = |message: &str, help: &str| {
        reporter.report(place(&guard.address), message.to_owned()).label("asked without it").help(help);
    };
    if !has(headers, "Cookie") {
        report(
            "nobody stays signed in: Envoy does not send the cookies of the request to Authelia",
            "add `exact: 'cookie'` to the `patterns` of `allowed_headers`",
        );
    }
    if has_scheme == Some(false) {
        report(
            "Authelia rejects all requests: without the header `X-Forwarded-Proto` it takes them for unencrypted ones",
            "add `key: 'X-Forwarded-Proto'` with `value: '%REQ(:SCHEME)%'` to `headers_to_add`",
        );
    }
}

fn has(headers: &[String], name: &str) -> bool {
    headers.iter().any(|header| header.eq_ignore_ascii_case(name))
}

/// What to write to send a header.
fn value(header: &str) -> &'static str {
    match header {
        "X-Original-Method" => "write `proxy_set_header X-Original-Method $request_method;`",
        _ => "write `proxy_set_header X-Original-URL $scheme://$http_host$request_uri;`",
    }
}
