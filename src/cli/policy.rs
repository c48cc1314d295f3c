//! `policy test`: runs policies against cases, each a snippet with the findings that it must yield.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::check::policy_cases::{Cases, Verdict};
use crate::text::files;

use super::settings::{SettingsFile, SettingsFinder};
use super::terminal::Terminal;
use super::{Error, ExitStatus, page};

/// The largest file with test cases, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// Work with custom policies.
#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Test the policies in `authelia-lint.toml`: run them on snippets and compare the findings with the expected ones
    Test(Test),
}

impl Policy {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        match self {
            Self::Test(test) => test.run(terminal),
        }
    }
}

/// Test policies.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// YAML file with test cases
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    config: SettingsFile,
}

impl Test {
    fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let file = self.config.of_run(Some(&self.file), &mut SettingsFinder::default())?;
        let policies = file.map(|file| file.policies).unwrap_or_default();
        if policies.iter().next().is_none() {
            return Err(Error::Nothing(format!("no policies apply to {}", self.file.display())));
        }
        let text = files::read_text(&self.file, MAX_BYTES).map_err(Error::file(self.file.display()))?;
        let cases = Cases::read(&text, &policies)
            .map_err(|error| Error::Cases { file: self.file.display().to_string(), why: error.to_string() })?;
        let mut shown = String::new();
        let mut failed = 0;
        for case in cases.iter() {
            let verdict = case.judge(&policies).map_err(Error::Settings)?;
            failed += usize::from(!verdict.is_right());
            let _ = writeln!(shown, "{}", line(&verdict, terminal));
        }
        let _ = writeln!(shown, "{} cases, {failed} failed", cases.iter().count());
        terminal.write(shown.as_bytes())?;
        Ok(if failed > 0 { ExitStatus::Findings } else { ExitStatus::Success })
    }
}

/// `ok: two factors hold`, or the differences.
fn line(verdict: &Verdict<'_>, terminal: &Terminal) -> String {
    let name = crate::text::sanitize::line(verdict.name);
    if verdict.is_right() {
        return format!("ok: {name}");
    }
    let mut text = format!("{}: {name}", terminal.paint(page::HEADING, "failed"));
    for id in &verdict.missing {
        let _ = write!(text, "\n  expected, but not found: {id}");
    }
    for id in &verdict.unexpected {
        let _ = write!(text, "\n  found, but not expected: {id}");
    }
    text
}
