//! `insecure-option`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("insecure-option", Check::Config(check));

/// The minimum that Authelia considers safe, in characters (`MinParameterEntropy` of its OAuth 2.0 library).
const MIN_PARAMETER_ENTROPY: i64 = 8;

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let mut report_if_enabled = |option: &Value<bool>, name: &str, what: &str| {
        if option.is(&true) {
            reporter.report(option.place, what).label("enabled").help(format!("remove `{name}`"));
        }
    };
    if let Some(smtp) = &root.notifier.smtp {
        report_if_enabled(
            &smtp.disable_starttls,
            "disable_starttls",
            "all mail is sent in plain text, including one-time codes and links",
        );
    }
    let endpoints = &root.server.endpoints;
    let debugging = "anyone who can reach Authelia can inspect the running process";
    report_if_enabled(&endpoints.enable_pprof, "enable_pprof", debugging);
    report_if_enabled(&endpoints.enable_expvars, "enable_expvars", debugging);
    if let Some(provider) = context.provider() {
        entropy(&provider.minimum_parameter_entropy, reporter);
    }
}

fn entropy(minimum: &Value<i64>, reporter: &mut Reporter<'_>) {
    if minimum.known().is_some_and(|minimum| (-1..MIN_PARAMETER_ENTROPY).contains(minimum)) {
        reporter
            .report(minimum.place, "Authelia accepts a `state` or `nonce` that can be guessed")
            .label(format!("fewer than {MIN_PARAMETER_ENTROPY} characters"))
            .help("remove `minimum_parameter_entropy`, and make the application send a longer `state`");
    }
}
