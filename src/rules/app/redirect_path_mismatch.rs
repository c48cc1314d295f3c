//! `redirect-path-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::rules::slips::is_incomplete;
use crate::text::UNKNOWN;

pub(super) static RULE: Rule = rule!("redirect-path-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    // If the application's settings are given, `redirect-uri-mismatch` compares the exact URI.
    if registration.deployment.is_some_and(|deployment| deployment.redirect_uri.is_some()) {
        return;
    }
    // Authelia rejects an incomplete URI before the application could handle it.
    let items: Vec<&Value<String>> = client.redirect_uris.items.iter().filter(|item| !is_incomplete(item)).collect();
    let uris: Option<Vec<&str>> = items.iter().map(|item| item.partly_known()).collect();
    let (Some(fact), Some(uris)) =
        (registration.redirect_facts().next(), uris.filter(|_| !client.redirect_uris.unknown))
    else {
        return;
    };
    let patterns: Vec<&String> = registration.redirect_facts().flat_map(|fact| &fact.is).collect();
    let handled = |uri: &str| patterns.iter().any(|pattern| pattern::may_fit(pattern, uri));
    let name = &app.name;
    let report = |item: &Value<String>, message: String, reporter: &mut Reporter<'_>, severity: Option<Severity>| {
        let uri = item.partly_known().unwrap_or_default();
        let finding = reporter.report(item.place, message);
        finding.label("no callback at this path").recognised(registration).help(help(name, uri, &patterns));
        if let Some(severity) = severity {
            finding.severity(severity);
        }
        if severity == Some(Severity::Advice) {
            finding.effect(Effect::Hygiene);
        }
        let fits = |patterns: &Vec<String>| patterns.iter().any(|pattern| pattern::may_fit(pattern, uri));
        finding.since(registration, fact.before(fits)).unless(fact, fits).of_fact(registration, fact);
    };
    if uris.iter().any(|uri| handled(uri)) {
        // A URI with a custom scheme belongs to a native app, which may handle more than the known ones.
        let idle = |item: &&&Value<String>| {
            item.partly_known().is_some_and(|uri| pattern::path(uri).is_some() && !handled(uri))
        };
        for item in &items {
            let fits =
                |patterns: &Vec<String>| item.text().is_some_and(|uri| patterns.iter().any(|known| known == uri));
            let version = registration.redirect_facts().find_map(|fact| Some((fact, fact.before(fits)?)));
            if let Some((fact, version)) = version.filter(|_| item.text().is_some_and(|uri| !handled(uri))) {
                reporter
                    .report(item.place, format!("{name} has had no callback at this redirect URI since {version}"))
                    .label("no longer handled")
                    .recognised(registration)
                    .help(format!("register {}, matching {name}'s configuration", native_uris(&patterns)))
                    .severity(Severity::Warning)
                    .effect(Effect::Hygiene)
                    .of_fact(registration, fact);
            }
        }
        for item in items.iter().filter(idle) {
            report(item, format!("{name} has no callback at this redirect URI"), reporter, Some(Severity::Advice));
        }
    } else if let Some(first) = items.first() {
        // An application with several known ways to sign in may have another one.
        let severity = (app.variants.len() > 1).then_some(Severity::Warning);
        report(first, format!("{name}'s login fails: {name} has no callback at this redirect URI"), reporter, severity);
    }
}

/// Formats the URIs with a custom scheme, as those of native apps.
fn native_uris(patterns: &[&String]) -> String {
    let own = patterns.iter().filter(|pattern| !pattern::is_path(pattern)).map(|pattern| format!("`{pattern}`"));
    own.collect::<Vec<_>>().join(" or ")
}

fn help(name: &str, uri: &str, patterns: &[&String]) -> String {
    let origin = &uri[..uri.len() - pattern::path(uri).unwrap_or_default().len()];
    let origin = origin.replace(UNKNOWN, "…");
    let written = patterns
        .iter()
        .map(|pattern| if pattern::is_path(pattern) { format!("`{origin}{pattern}`") } else { format!("`{pattern}`") });
    let written = written.take(4).collect::<Vec<_>>().join(" or ");
    format!("register {written}, matching {name}'s configuration")
}
