//! `undefined-proxy-middleware`; see the rule's page for what, why and examples.

use super::place;
use crate::config::proxy::{Proxy, base};
use crate::config::section::Name;
use crate::rules::prelude::*;
use crate::text::UNKNOWN;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("undefined-proxy-middleware", Check::Config(check));

/// The most middlewares that a name is compared with.
const MAX_COMPARED: usize = 64;

/// The providers of Traefik's middlewares.
const TRAEFIKS: [&str; 2] = ["docker", "file"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for proxy in context.config.proxies.iter().filter(|proxy| TRAEFIKS.contains(&proxy.provider)) {
        let defined = proxy.defined();
        let names = proxy.routes.iter().flat_map(|route| &route.middlewares);
        for name in names.filter(|name| !defined.contains(base(&name.text)) && is_of_file(name, proxy)) {
            let guards = proxy.guards.iter().filter_map(|guard| guard.name.as_deref());
            let Some(near) = nearest(base(&name.text), guards.take(MAX_COMPARED)) else { continue };
            reporter
                .report(
                    place(name),
                    format!("Traefik does not serve this router: there is no middleware `{}`", name.text),
                )
                .label("not defined")
                .help(format!("did you mean `{}`?", name.text.replacen(base(&name.text), near, 1)));
        }
    }
}

/// Whether a middleware of this name would be defined in the same kind of file.
fn is_of_file(name: &Name, proxy: &Proxy) -> bool {
    let provider = name.text.split_once('@').map(|(_, provider)| provider);
    !name.text.contains(['$', '{', UNKNOWN]) && provider.is_none_or(|provider| provider == proxy.provider)
}
