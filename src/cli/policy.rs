//! `policy test`: policies run against cases, each a snippet and the findings that it must yield.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::check::policy_cases::{Cases, Verdict};

use super::settings::SettingsFile;
use super::terminal::Terminal;
use super::{End, Error, page};

/// Work on custom policies.
#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Run the policies of `authelia-lint.toml` against cases: snippets, and the findings that each must yield
    Test(Test),
}

impl Policy {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        match self {
            Self::Test(test) => test.run(terminal),
        }
    }
}

/// Run policies against cases.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// A YAML file with cases
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    config: SettingsFile,
}

impl Test {
    fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let file = self.config.of_run(Some(&self.file))?;
        let policies = file.map(|file| file.policies).unwrap_or_default();
        if policies.iter().next().is_none() {
            return Err(Error::Nothing(format!("no policy holds for {}", self.file.display())));
        }
        let text = std::fs::read_to_string(&self.file).map_err(Error::output(self.file.display()))?;
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
        Ok(if failed > 0 { End::Reporter } else { End::Clean })
    }
}

/// `ok: two factors hold` or what differs.
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
