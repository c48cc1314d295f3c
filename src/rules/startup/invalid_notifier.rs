//! `invalid-notifier`; see the rule's page for what, why and examples.

use crate::config::formats::AddressSmtp;
use crate::config::notifier::SmtpNotifier;
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_scheme, required};

pub(super) static RULE: Rule = rule!("invalid-notifier", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let notifier = &context.config.root.notifier;
    if context.config.is_reported(notifier.place) || context.is_unknown(notifier.place) {
        return;
    }
    match (&notifier.smtp, &notifier.filesystem) {
        (None, None) if context.config.absent_is_absent() && !context.config.has_empty_section_in(notifier.place) => {
            reporter
                .report_key(notifier.place, "no notifier is configured")
                .label("no `smtp` or `filesystem`")
                .help("configure `smtp`, or write `filesystem` with a `filename`");
        }
        (Some(smtp), Some(file)) if context.both_stand(smtp.place, file.place) => {
            reporter
                .report_key(file.place, "only one notifier may be configured")
                .label("second notifier")
                .also(smtp.place.key_or_value(), "first notifier")
                .help("keep one of the two and remove the other");
        }
        (None, Some(file)) if file.filename.is_zero() => {
            required(
                reporter,
                context,
                file.place,
                ("filename", file.filename.place),
                "write the path of the file for the notifications",
            );
        }
        (Some(smtp), None) => check_smtp(smtp, context, reporter),
        _ => {}
    }
}

fn check_smtp(smtp: &SmtpNotifier, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if smtp.sender.is_zero() {
        required(
            reporter,
            context,
            smtp.place,
            ("sender", smtp.sender.place),
            "write `sender: 'Authelia <authelia@example.com>'`",
        );
    }
    let has_deprecated =
        smtp.host.text().is_some_and(|host| !host.is_empty()) || smtp.port.known().is_some_and(|port| *port != 0);
    match smtp.address.written() {
        None if smtp.address.is_zero() && smtp.host.is_zero() && smtp.port.is_zero() => {
            required(
                reporter,
                context,
                smtp.place,
                ("address", smtp.address.place),
                "write `address: 'submission://<host>:587'`",
            );
        }
        Some(_) if has_deprecated => {
            let place = if smtp.host.place.given { smtp.host.place } else { smtp.port.place };
            reporter
                .report_key(place, "`address` cannot be combined with the deprecated `host` and `port`")
                .label("deprecated option")
                .also(smtp.address.span(), "current option")
                .help("remove `host` and `port`");
        }
        Some(AddressSmtp(address)) if !["smtp", "submission", "submissions"].contains(&address.scheme.as_str()) => {
            invalid_scheme(reporter, smtp.address.place, &address.scheme, &["smtp", "submission", "submissions"]);
        }
        _ => {}
    }
}
