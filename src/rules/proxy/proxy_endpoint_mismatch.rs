//! `proxy-endpoint-mismatch`; see the rule's page for what, why and examples.

use super::{guards, place};
use crate::config::proxy::{AddressTarget, Guard, Headers, ProxyKind, Served};
use crate::lint::Finding;
use crate::rules::prelude::*;
use crate::rules::wording::one_of;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("proxy-endpoint-mismatch", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for guard in guards(context) {
        match guard.target() {
            AddressTarget::Authz { name, slash } => endpoint(guard, name, slash, context, reporter),
            AddressTarget::Portal => {
                let proxy = guard.proxy.name();
                reporter
                    .report(
                        place(&guard.address),
                        format!(
                            "{proxy} lets everyone through: Authelia answers with its portal here, not with a decision"
                        ),
                    )
                    .effect(Effect::Security)
                    .label("not an authorization endpoint")
                    .help(format!("write `{}`", guard.directive_of(guard.proxy.endpoint())));
            }
            AddressTarget::Unknown => {}
        }
    }
}

fn endpoint(guard: &Guard, name: &str, slash: bool, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let proxy = guard.proxy.name();
    match context.config.authz_endpoint(name) {
        Served::Not => {
            let names = context.config.authz_endpoint_names();
            let help = nearest(name, names.iter().copied()).map_or_else(
                || format!("use the endpoint {}", one_of(&names)),
                |near| format!("did you mean `{near}`?"),
            );
            report(
                guard,
                format!("{proxy} denies all requests: Authelia has no authorization endpoint `{name}`"),
                reporter,
            )
            .label("no such endpoint")
            .help(help);
        }
        Served::With(implementation) if !fits(implementation, guard) => {
            report(
                guard,
                format!("{proxy} denies requests: the endpoint `{name}` is made for {}", made_for(implementation)),
                reporter,
            )
            .label(format!("`{implementation}`, not `{}`", guard.proxy.implementation()))
            .help(format!("write `{}`", guard.directive_of(guard.proxy.endpoint())));
        }
        Served::With("ExtAuthz") if guard.proxy == ProxyKind::Envoy && !slash && !name.contains('/') => {
            report(
                guard,
                format!("{proxy} denies requests: without a slash behind `{name}`, Authelia reads a path as a part of the host"),
                reporter,
            )
            .label("ends without a slash")
            .help(format!("write `{}`", guard.directive_of(name)));
        }
        Served::With("ForwardAuth" | "AuthRequest") if slash => {
            report(
                guard,
                format!("{proxy} denies all requests: Authelia does not serve `{name}` with a slash at the end"),
                reporter,
            )
            .label("ends with a slash")
            .help("remove the slash at the end");
        }
        Served::With(_) | Served::Unknown => {}
    }
}

fn report<'r>(guard: &Guard, message: String, reporter: &'r mut Reporter<'_>) -> &'r mut Finding {
    reporter.report(place(&guard.address), message)
}

/// Whether an implementation can read the requests of a proxy, and the proxy its answers. Caddy may be told to send what
/// another implementation reads.
fn fits(implementation: &str, guard: &Guard) -> bool {
    let may_be_told = guard.proxy == ProxyKind::Caddy && !matches!(guard.headers, Headers::Automatic);
    implementation == "Legacy" || implementation == guard.proxy.implementation() || may_be_told
}

fn made_for(implementation: &str) -> &'static str {
    match implementation {
        "AuthRequest" => "nginx",
        "ExtAuthz" => "Envoy",
        _ => "Traefik and Caddy",
    }
}
