//! `unhandled-redirect-path`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("unhandled-redirect-path", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    // With the application's own settings at hand, `redirect-uri-mismatch` knows better.
    if registration.deployment(context.settings).is_some_and(|deployment| deployment.redirect_uri.is_some()) {
        return;
    }
    let (Some(fact), Some(uris)) = (registration.redirect_facts().next(), client.redirect_uris.texts()) else {
        return;
    };
    let patterns: Vec<&String> = registration.redirect_facts().flat_map(|fact| &fact.is).collect();
    let handled = |uri: &str| patterns.iter().any(|pattern| pattern::fit(pattern, uri).is_some());
    let name = &app.name;
    let report = |item: &Value<String>, message: String, findings: &mut Findings<'_>, severity: Option<Severity>| {
        let uri = item.text().unwrap_or_default();
        let finding = findings.report(item.place, message);
        finding.label("not a path that is handled").recognised(registration).help(help(uri, &patterns));
        if let Some(severity) = severity {
            finding.severity(severity);
        }
        if severity == Some(Severity::Advice) {
            finding.effect(Effect::Hygiene);
        }
        let fits = |patterns: &Vec<String>| patterns.iter().any(|pattern| pattern::fit(pattern, uri).is_some());
        finding.unless(fact.otherwise(fits)).of_fact(registration, fact);
    };
    if uris.iter().any(|uri| handled(uri)) {
        // An address that is no web address is an app's of its own, and more of these may be handled.
        let idle = |item: &&Value<String>| item.text().is_some_and(|uri| pattern::path(uri).is_some() && !handled(uri));
        for item in client.redirect_uris.items.iter().filter(idle) {
            report(item, format!("{name} does not handle an answer here"), findings, Some(Severity::Advice));
        }
    } else if let Some(first) = client.redirect_uris.items.first() {
        // Where there are several ways of signing in to it, there may be one more.
        let severity = (app.variants.len() > 1).then_some(Severity::Warning);
        report(first, format!("{name}'s login fails: it does not handle the answer here"), findings, severity);
    }
}

fn help(uri: &str, patterns: &[&String]) -> String {
    let origin = &uri[..uri.len() - pattern::path(uri).unwrap_or_default().len()];
    let written = patterns.iter().map(|pattern| {
        if pattern::is_path(pattern) { format!("`{origin}{pattern}`") } else { format!("`{pattern}`") }
    });
    let written = written.take(4).collect::<Vec<_>>().join(" or ");
    format!("register {written}, as the application is set up")
}
