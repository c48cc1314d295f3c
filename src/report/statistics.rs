//! `--statistics`: the number of findings per rule instead of the findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::lint::{Safety, Severity};

use super::{Report, colors, summary};

/// The findings of a rule at one severity.
#[derive(Default)]
struct RuleCount {
    findings: usize,
    fixable: usize,
    fixable_with_all: usize,
}

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<(Severity, &str), RuleCount> = BTreeMap::new();
    for finding in &report.outcome.findings {
        let count = counts.entry((finding.severity, &finding.rule)).or_default();
        count.findings += 1;
        match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => count.fixable += 1,
            Some(Safety::Unsafe) => count.fixable_with_all += 1,
            None => {}
        }
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|((severity, rule), count)| (Reverse(*severity), Reverse(count.findings), *rule));
    let digits = rows.iter().map(|(_, count)| count.findings.to_string().len()).max().unwrap_or(0);
    let name = rows.iter().map(|((_, rule), _)| rule.len()).max().unwrap_or(0);
    for ((severity, rule), count) in rows {
        let style = report.style(colors::severity(severity));
        let row = format!(
            "{:digits$}  {style}{:7}{style:#}  {rule:name$}  {}",
            count.findings,
            severity.as_str(),
            count.fixes()
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    if !report.outcome.findings.is_empty() {
        writeln!(out)?;
    }
    summary::render(report, out)
}

impl RuleCount {
    /// Describes how many findings can be fixed.
    fn fixes(&self) -> String {
        summary::fixable(self.fixable, self.fixable_with_all).unwrap_or_default()
    }
}
