//! `explain`: prints the page of a rule.

use std::fmt::Write;

use clap::Args;

use crate::lint::Weight;
use crate::report::colors;
use crate::rules::{self, RULES};
use crate::text::suggestion;

use super::terminal::Terminal;
use super::{Error, ExitStatus, page};

/// Explain a rule.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Id of the rule
    rule: String,
}

impl Explain {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        super::note_renamed(&self.rule);
        let today = rules::renamed(&self.rule).and_then(|today| today.first());
        let rule = rules::find(today.unwrap_or(&self.rule.as_str())).ok_or_else(|| Error::UnknownRule {
            id: self.rule.clone(),
            nearest: suggestion::nearest(&self.rule, RULES.iter().map(|rule| rule.id)).map(str::to_owned),
        })?;
        let meta = rule.meta();
        let severity = terminal.paint(colors::severity(meta.severity), meta.severity.as_str());
        let mut text = page::render(rule.text(), terminal);
        let _ = writeln!(text, "\n{severity}, effect: {}, since {}", meta.effect.as_str(), meta.since);
        for Weight { severity, effect } in &meta.also {
            let _ = writeln!(text, "also: {}, effect: {}", severity.as_str(), effect.as_str());
        }
        for reference in &meta.references {
            let _ = writeln!(text, "see {reference}");
        }
        terminal.write(text.as_bytes())?;
        Ok(ExitStatus::Success)
    }
}
