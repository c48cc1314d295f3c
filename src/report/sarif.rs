//! `sarif`: SARIF 2.1.0, for code scanning on GitHub and other services.
//!
//! Specification: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::check::mask::{self, Shown, ShownEdit, ShownFinding, ShownFix};
use crate::lint::{Effect, Fingerprints, Rule, Severity};
use crate::policy::Policy;
use crate::rules;
use crate::text::{SourceId, Span};

use super::{Report, json as plain, uri};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let found = outcome.findings.iter().map(|finding| (finding, None));
    let suppressed = outcome.suppressed.iter().map(|suppressed| (&suppressed.finding, Some(&suppressed.reason)));
    let all: Vec<_> = found.chain(suppressed).collect();
    let mut rule_ids: Vec<&str> = all.iter().map(|(finding, _)| finding.rule.as_str()).collect();
    rule_ids.sort_unstable();
    rule_ids.dedup();
    let described: Vec<(&str, Value)> =
        rule_ids.into_iter().filter_map(|id| Some((id, descriptor(report, id)?))).collect();
    let mut fingerprints = Fingerprints::default();
    let results = all
        .iter()
        .map(|(finding, reason)| {
            let index = described.iter().position(|(id, _)| finding.rule == *id);
            let reason = reason.map(|reason| report.text(reason.expose()));
            to_raw_value(&result(
                report,
                &report.show(finding),
                index,
                reason,
                &fingerprints.of(finding, report.sources),
            ))
        })
        .collect::<Result<_, _>>()?;
    let tool = json!({ "driver": {
        "name": "authelia-lint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": described.into_iter().map(|(_, description)| description).collect::<Vec<_>>(),
    } });
    let runs = [SarifRun { tool, column_kind: "unicodeCodePoints", results }];
    plain::write(&SarifLog { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs }, out)
}

/// The top-level object.
#[derive(Serialize)]
struct SarifLog {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun; 1],
}

/// One run of the program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun {
    tool: Value,
    column_kind: &'static str,
    /// Serialized one by one: as [`Value`]s, thousands of results take twenty times the memory.
    results: Vec<Box<RawValue>>,
}

/// The description of a rule or a custom policy. Returns `None` if the id is neither.
fn descriptor(report: &Report<'_>, id: &str) -> Option<Value> {
    if let Some(rule) = rules::find(id) {
        return Some(description(report, rule));
    }
    let policy = report.options.policies.iter().find_map(|policies| policies.find(id))?;
    Some(description_of_policy(report, policy))
}

fn description_of_policy(report: &Report<'_>, policy: &Policy) -> Value {
    let message = policy_text(report, &policy.message);
    let help = policy.advice().map_or_else(|| message.clone(), |advice| policy_text(report, &advice));
    let mut description = json!({
        "id": policy.id,
        "name": policy.id,
        "shortDescription": { "text": message },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": level(policy.severity) },
        "properties": {
            "tags": [policy.effect.as_str(), "policy"],
            "precision": "high",
            "security-severity": security_severity(policy.effect, policy.severity),
        },
    });
    if let Some(address) = &policy.documentation {
        description["helpUri"] = json!(policy_text(report, address));
    }
    description
}

/// A text of a policy, which may quote a secret like any other text of the settings.
fn policy_text(report: &Report<'_>, text: &str) -> String {
    report.text(&mask::covered_text(text)).lines().into_owned()
}

fn description(report: &Report<'_>, rule: &Rule) -> Value {
    let meta = rule.meta();
    let page = report.text(rule.text()).lines().into_owned();
    let mut properties = json!({ "tags": [meta.effect.as_str()], "precision": "high" });
    match security_severity(meta.effect, meta.severity) {
        Some(score) => properties["security-severity"] = json!(score),
        None => properties["problem.severity"] = json!(problem_severity(meta.severity)),
    }
    json!({
        "id": rule.id,
        "name": rule.id,
        "shortDescription": { "text": meta.summary },
        "fullDescription": { "text": meta.summary },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(meta.severity) },
        "properties": properties,
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// The rank of a security rule on GitHub, on the CVSS scale. Returns `None` for all other rules.
const fn security_severity(effect: Effect, severity: Severity) -> Option<&'static str> {
    match (effect, severity) {
        (Effect::Security, Severity::Error) => Some("8.0"),
        (Effect::Security, Severity::Warning) => Some("5.0"),
        (Effect::Security, Severity::Advice) => Some("2.0"),
        (Effect::Startup | Effect::Login | Effect::Hygiene, _) => None,
    }
}

/// The rank of any other rule on GitHub.
const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "recommendation",
    }
}

fn result(
    report: &Report<'_>,
    finding: &ShownFinding<'_>,
    index: Option<usize>,
    reason: Option<Shown>,
    fingerprint: &str,
) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}: {}", finding.message.lines(), help.lines()),
        None => finding.message.lines().into_owned(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [location(report, finding.span, &finding.label)],
        "relatedLocations": finding.labels.iter().map(|label| location(report, label.span, &label.text)).collect::<Vec<_>>(),
        // The only fingerprint that GitHub uses. If it is absent, GitHub computes one from the text of the line.
        "partialFingerprints": { "primaryLocationLineHash": fingerprint },
        "properties": { "effect": finding.effect.as_str(), "path": finding.path.line() },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if let Some(reason) = reason {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason.lines() }]);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([change(report, fix)]);
    }
    result
}

fn location(report: &Report<'_>, span: Span, label: &Shown) -> Value {
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri::of_file(&report.sources.get(span.source).name) },
        "region": region(report, span),
    } });
    if !label.is_empty() {
        location["message"] = json!({ "text": label.line() });
    }
    location
}

fn region(report: &Report<'_>, span: Span) -> Value {
    let (start, end) = report.sources.positions(span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.end - span.start,
    })
}

fn change(report: &Report<'_>, fix: &ShownFix<'_>) -> Value {
    let sources: BTreeSet<SourceId> = fix.edits.iter().map(|edit| edit.span.source).collect();
    let replacement = |edit: &ShownEdit<'_>| json!({ "deletedRegion": region(report, edit.span), "insertedContent": { "text": edit.text } });
    let changes: Vec<Value> = sources
        .into_iter()
        .map(|source| {
            let edits = fix.edits.iter().filter(|edit| edit.span.source == source);
            json!({
                "artifactLocation": { "uri": uri::of_file(&report.sources.get(source).name) },
                "replacements": edits.map(replacement).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "description": { "text": fix.title.line() }, "artifactChanges": changes })
}
