//! Recorded logins: configurations that were tried with a real Authelia 4.39.20 and the sign-in client of Mailcow
//! 2026-07a. The findings must predict what happened.

use authelia_lint::app::Hints;
use authelia_lint::app::deployment::Deployment;
use authelia_lint::check::{Options, fix};
use authelia_lint::config::LoadOptions;
use authelia_lint::document::Filters;
use authelia_lint::fix::FreshDigests;
use authelia_lint::lint::{Effect, Finding, Safety};
use authelia_lint::text::Sources;
use serde_json::Value;

use crate::files::{project_text, source};

fn rows() -> Vec<Value> {
    project_text("fixtures/recorded/logins.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn setting(row: &Value) -> (Sources, Options) {
    let id = row["id"].as_str().unwrap();
    let sources = source(&format!("{id}.yml"), row["configuration"].as_str().unwrap());
    let settings = Options {
        load: LoadOptions { filters: Filters::None, ..LoadOptions::complete() },
        hints: Hints {
            named: [(id.to_owned(), "mailcow".to_owned())].into(),
            deployments: Deployment::mailcow([("mailcow.json".to_owned(), row["mailcow"].to_string().into())]).unwrap(),
            ..Hints::default()
        },
        ..Options::default()
    };
    (sources, settings)
}

/// A finding about a further host counts for a visit to that host only.
fn counts(finding: &Finding, row: &Value) -> bool {
    let main = row["mailcow"]["redirect_url"].as_str().unwrap().to_lowercase();
    let visited = format!("//{}", row["mailcow"]["visited_host"].as_str().unwrap());
    finding.rule != "extra-redirect-uri" || !main.contains(&visited)
}

fn disagreement(row: &Value) -> Option<String> {
    let (sources, settings) = setting(row);
    let findings = authelia_lint::check(&sources, &settings).findings;
    let ids = |effect: Effect| -> Vec<&str> {
        findings
            .iter()
            .filter(|finding| finding.effect == effect && counts(finding, row))
            .map(|finding| finding.rule.as_str())
            .collect()
    };
    let starts = row["authelia"]["starts"].as_bool().unwrap();
    if ids(Effect::Startup).is_empty() != starts {
        return Some(format!("starts: {starts}, but {:?}", ids(Effect::Startup)));
    }
    let login = row["login"].as_object()?;
    let succeeds = login["succeeds"].as_bool().unwrap();
    if ids(Effect::Login).is_empty() != succeeds {
        return Some(format!("logs in: {succeeds}, but {:?}", ids(Effect::Login)));
    }
    let one_factor = ids(Effect::Security).contains(&"one-factor-policy");
    (succeeds && one_factor != login["succeeds_with_one_factor"].as_bool().unwrap())
        .then(|| format!("one factor is enough: {}, but {one_factor}", !one_factor))
}

#[test]
fn the_findings_predict_the_recorded_logins() {
    let rows = rows();
    assert!(rows.len() >= 50, "too few rows");
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{} {}: {}", row["id"], row["changed"], disagreement(row)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What no registration cures: the application's own settings, and the provider's keys.
const ELSEWHERE: [&str; 3] = ["missing-scope", "extra-redirect-uri", "invalid-issuer-key"];

#[test]
#[ignore = "slow"]
fn the_fixes_make_the_logins_succeed() {
    let (mut broken, mut left) = (0, Vec::new());
    for row in rows() {
        let (sources, mut settings) = setting(&row);
        settings.fresh_digests = Some(FreshDigests::default());
        // Deriving a digest is slow, so only where the secret is what was changed.
        if row["changed"].get("client_secret").is_none() {
            settings.selection.ignore.push("plaintext-client-secret".to_owned());
        }
        let outcome = authelia_lint::check(&sources, &settings);
        let stops = |finding: &&Finding| {
            finding.effect <= Effect::Login && counts(finding, &row) || finding.rule == "one-factor-policy"
        };
        if !outcome.findings.iter().any(|finding| stops(&finding)) {
            continue;
        }
        broken += 1;
        let fixed = fix(sources, outcome, &settings, Safety::Unsafe);
        let rules: Vec<&str> =
            fixed.outcome.findings.iter().filter(stops).map(|finding| finding.rule.as_str()).collect();
        if rules.iter().any(|rule| !ELSEWHERE.contains(rule)) {
            left.push(format!("{} {}: {rules:?}", row["id"], row["changed"]));
        }
    }
    assert!(broken > 50, "{broken} rows are broken");
    assert!(left.is_empty(), "{}", left.join("\n"));
}
