//! `gitlab`: a code quality report (<https://docs.gitlab.com/ci/testing/code_quality/>).

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::lint::{Fingerprints, Severity};

use super::{Report, json as plain};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = report
        .outcome
        .findings
        .iter()
        .map(|finding| {
            let (start, end) = report.sources.positions(finding.span);
            json!({
                "description": report.show(finding).message.line(),
                "check_name": finding.rule,
                "fingerprint": fingerprints.of(finding, report.sources),
                "severity": match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Advice => "info",
                },
                "location": {
                    "path": report.sources.get(finding.span.source).name.trim_start_matches("./"),
                    "lines": { "begin": start.line, "end": end.line },
                },
            })
        })
        .collect();
    plain::write(&Value::from(issues), out)
}
