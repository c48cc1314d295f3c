//! `invalid-server`; see the rule's page for what, why and examples.

use crate::config::formats::AddressTcp;
use crate::config::server::ServerTls;
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_scheme, required};

pub(super) static RULE: Rule = rule!("invalid-server", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let server = &root.server;
    for (address, is_server) in [(&server.address, true), (&root.telemetry.metrics.address, false)] {
        let Some(AddressTcp(found)) = address.written() else { continue };
        if !found.is_tcp() && !["unix", "fd"].contains(&found.scheme.as_str()) {
            invalid_scheme(reporter, address.place, &found.scheme, &["tcp", "tcp4", "tcp6", "unix", "fd"]);
        } else if is_server && found.is_tcp() {
            path(address.place, &found.path, reporter);
        }
    }
    tls(&server.tls, context, reporter);
}

fn path(place: Place, path: &str, reporter: &mut Reporter<'_>) {
    let Some(name) = path.strip_prefix('/').filter(|name| !name.is_empty()) else { return };
    let what = if name.contains('/') {
        "must be a single segment without a trailing slash"
    } else if !name.chars().all(char::is_alphanumeric) {
        "must contain only letters and digits"
    } else {
        return;
    };
    reporter
        .report(place, format!("the path of `address` {what}"))
        .label(format!("`{path}`"))
        .help("write a path such as `/auth`, or remove the path");
}

fn tls(tls: &ServerTls, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.is_unknown(tls.place) {
        return;
    }
    let (key, certificate) = (&tls.key, &tls.certificate);
    for (given, other, option) in [(key, certificate, "certificate"), (certificate, key, "key")] {
        if given.text().is_some_and(|path| !path.is_empty()) && other.is_zero() {
            required(reporter, context, tls.place, (option, other.place), "write the path of the file");
        }
    }
    if key.is_zero() && certificate.is_zero() && !tls.client_certificates.items.is_empty() {
        reporter
            .report_key(
                tls.client_certificates.place,
                "`client_certificates` need the server's own `key` and `certificate`",
            )
            .label("no `key` and `certificate`")
            .help("set both, or remove `client_certificates`");
    }
}
