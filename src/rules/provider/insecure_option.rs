//! `insecure-option`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("insecure-option", Check::Config(check));

/// The least entropy that Authelia holds for safe, in characters (`MinParameterEntropy` of its OAuth 2.0 library).
const LEAST_ENTROPY: i64 = 8;

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let mut switched_on = |option: &Value<bool>, name: &str, what: &str| {
        if option.is(&true) {
            reporter.report(option.place, what).label("switched on").help(format!("remove `{name}`"));
        }
    };
    if let Some(smtp) = &root.notifier.smtp {
        switched_on(
            &smtp.disable_starttls,
            "disable_starttls",
            "all mail is sent in plain text, codes and links included",
        );
    }
    let endpoints = &root.server.endpoints;
    let inner = "whoever reaches Authelia can look into the running program";
    switched_on(&endpoints.enable_pprof, "enable_pprof", inner);
    switched_on(&endpoints.enable_expvars, "enable_expvars", inner);
    if let Some(provider) = context.provider() {
        entropy(&provider.minimum_parameter_entropy, reporter);
    }
}

fn entropy(least: &Value<i64>, reporter: &mut Reporter<'_>) {
    if least.known().is_some_and(|least| *least != 0 && (-1..LEAST_ENTROPY).contains(least)) {
        reporter
            .report(least.place, "a `state` or `nonce` that can be guessed is accepted")
            .label(format!("less than {LEAST_ENTROPY} characters are enough"))
            .help("remove `minimum_parameter_entropy`, and let the application send a longer `state`");
    }
}
