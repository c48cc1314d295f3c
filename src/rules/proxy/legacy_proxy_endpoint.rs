//! `legacy-proxy-endpoint`; see the rule's page for what, why and examples.

use super::{guards, place};
use crate::config::proxy::{AddressTarget, Served};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("legacy-proxy-endpoint", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for guard in guards(context) {
        let is_legacy = matches!(guard.target(), AddressTarget::Authz { name: "legacy", .. });
        if !is_legacy || context.config.authz_endpoint("legacy") != Served::With("Legacy") {
            continue;
        }
        let finding = reporter
            .report(
                place(&guard.address),
                "this endpoint is kept for old configurations and does not support all features of the others",
            )
            .label("the endpoint `legacy`");
        let address = guard.directive_of(guard.proxy.endpoint());
        let asks_for_portal = guard.address.text.contains("rd=");
        finding.help(if asks_for_portal {
            format!("write `{address}`; it takes the URL of the portal from `authelia_url` in `session.cookies`, not from `rd`")
        } else {
            format!("write `{address}`")
        });
    }
}
