//! `smtp-port-mismatch`; see the rule's page for what, why and examples.

use crate::config::formats::AddressSmtp;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("smtp-port-mismatch", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(smtp) = &context.config.root.notifier.smtp else { return };
    let Some(AddressSmtp(address)) = smtp.address.written() else { return };
    let (conflict, meant) = match (address.scheme.as_str(), address.port) {
        ("smtp" | "submission", 465) => {
            ("expects TLS from the first byte, but Authelia waits for a plain-text greeting", "submissions")
        }
        ("submissions", 587) => ("starts in plain text, but Authelia starts with TLS", "submission"),
        ("submissions", 25) => ("starts in plain text, but Authelia starts with TLS", "smtp"),
        _ => return,
    };
    let host = if address.host.contains(':') { format!("[{}]", address.host) } else { address.host.clone() };
    let (scheme, port) = (&address.scheme, address.port);
    let meant = format!("{meant}://{host}:{port}");
    let consequence = if smtp_is_checked(context) { "its startup check fails" } else { "no mail is sent" };
    reporter
        .report(smtp.address.place, format!("port {port} {conflict}, so {consequence}"))
        .label(format!("`{scheme}` with port {port}"))
        .help(format!("write `address: '{meant}'`"))
        .fix(Fix::unsafe_(Change::set(smtp.address.place, meant.as_str())));
}

/// Whether Authelia connects to the mail server at startup, and exits if that fails.
fn smtp_is_checked(context: &Context<'_>) -> bool {
    context.config.root.notifier.disable_startup_check.is_false()
}
