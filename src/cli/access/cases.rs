//! `access test`: requests and what must happen to them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};
use serde::{Deserialize, Serialize};

use crate::access::{Askers, Reach, Witness, analyse};
use crate::inputs::MAX_FILE;
use crate::text::files;
use crate::text::quoted::without_values;
use crate::text::sanitize;

use super::super::inputs::Inputs;
use super::super::overwrite;
use super::super::terminal::Terminal;
use super::super::{Error, ExitStatus};
use super::configuration::{LoadedRules, Wanted};
use super::output::Output;
use super::requests::{Answer, Decided, JsonRequest};

/// Test access control: decide the requests of some cases, and compare the outcomes with the expected ones.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// YAML file with a list of cases, each with a `name`, a `request` and an `outcome`
    #[arg(value_name = "CASES")]
    file: PathBuf,

    #[command(flatten)]
    inputs: Inputs,

    /// Add a case to the file for each rule that no case reaches, with what happens today
    #[arg(long)]
    write: bool,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: CasesFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CasesFormat {
    /// Each case, and the rules that no case reaches
    Full,
    /// Only cases that fail
    Concise,
    /// JSON
    Json,
    /// A JUnit report
    Junit,
}

/// A request, and what must happen to it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
struct RequestCase {
    name: String,
    request: JsonRequest,
    outcome: ExpectedOutcome,
}

/// What can happen to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum ExpectedOutcome {
    Allowed,
    SignIn,
    SecondFactor,
    Forbidden,
    BadRequest,
}

impl ExpectedOutcome {
    const ALL: [Self; 5] = [Self::Allowed, Self::SignIn, Self::SecondFactor, Self::Forbidden, Self::BadRequest];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::SignIn => "sign-in",
            Self::SecondFactor => "second-factor",
            Self::Forbidden => "forbidden",
            Self::BadRequest => "bad-request",
        }
    }
}

/// A case, and what happens.
struct CaseResult<'a> {
    case: &'a RequestCase,
    answer: Answer,
    outcome: &'static str,
}

impl CaseResult<'_> {
    fn is_right(&self) -> bool {
        self.outcome == self.case.outcome.as_str()
    }

    /// What happens instead.
    fn difference(&self, loaded: &LoadedRules) -> String {
        let expected = self.case.outcome.as_str();
        format!("expected {expected}, but it is {} ({})", self.outcome, self.answer.source(loaded))
    }
}

impl Test {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let loaded = LoadedRules::read(&self.inputs, Wanted::AccessControl)?;
        let text = self.text()?;
        let cases = parse(&text, &self.file)?;
        let verdicts: Vec<CaseResult<'_>> = cases.iter().map(|case| judge(case, &loaded)).collect();
        let missing = uncovered(&verdicts, &loaded);
        if self.write {
            self.add(&text, &new_cases(&missing, &loaded))?;
        }
        match self.format {
            CasesFormat::Full | CasesFormat::Concise => self.show(&verdicts, &missing, &loaded, terminal)?,
            CasesFormat::Json => show_json(&verdicts, &missing, &loaded, terminal)?,
            CasesFormat::Junit => self.show_junit(&verdicts, &loaded, terminal)?,
        }
        Ok(if verdicts.iter().all(CaseResult::is_right) { ExitStatus::Success } else { ExitStatus::Findings })
    }

    /// The text of the file; empty if it is about to be created.
    fn text(&self) -> Result<String, Error> {
        if self.write && !self.file.exists() {
            return Ok(String::new());
        }
        files::read_text(&self.file, MAX_FILE).map_err(Error::file(self.file.display()))
    }

    /// Adds cases to the file, whose text stays as it is.
    fn add(&self, old: &str, cases: &[RequestCase]) -> Result<(), Error> {
        if cases.is_empty() {
            return Ok(());
        }
        let added = serde_yaml::to_string(cases).map_err(|error| self.wrong(&error.to_string()))?;
        let gap = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
        let text = format!("{old}{gap}{added}");
        if parse(&text, &self.file).is_err() {
            return Err(self.wrong("cases can be added only to a list in block style, at the end of the file"));
        }
        overwrite::write(&self.file, &text).map_err(Error::output(self.file.display()))
    }

    fn wrong(&self, why: &str) -> Error {
        Error::Cases { file: self.file.display().to_string(), why: why.to_owned() }
    }

    fn show(
        &self,
        verdicts: &[CaseResult<'_>],
        missing: &[usize],
        loaded: &LoadedRules,
        terminal: &Terminal,
    ) -> Result<(), Error> {
        let mut output = Output::new(loaded, terminal);
        let is_full = self.format == CasesFormat::Full;
        for verdict in verdicts {
            let name = &verdict.case.name;
            match (verdict.is_right(), is_full) {
                (true, true) => output.line(&format!("ok: {name}")),
                (true, false) => {}
                (false, true) => {
                    output.heading(&format!("failed: {name}"));
                    output.line(&format!("  {}", verdict.difference(loaded)));
                }
                (false, false) => output.line(&format!("failed: {name}: {}", verdict.difference(loaded))),
            }
        }
        let failed = verdicts.iter().filter(|verdict| !verdict.is_right()).count();
        let rules = loaded.rules.rules.len();
        let reached = rules - missing.len();
        output.line(&format!("{} cases, {failed} failed; {reached} of {rules} rules reached", verdicts.len()));
        if is_full {
            for index in missing {
                let place = loaded.at(loaded.rules.rules[*index].place);
                let added = if self.write { "" } else { "; `--write` adds one" };
                output.line(&format!("no case reaches rule {}{place}{added}", index + 1));
            }
        }
        output.write()
    }

    fn show_junit(&self, verdicts: &[CaseResult<'_>], loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
        let output = Output::new(loaded, terminal);
        let mut suite = TestSuite::new(sanitize::line(&self.file.display().to_string()).into_owned());
        for verdict in verdicts {
            let mut status = TestCaseStatus::success();
            if !verdict.is_right() {
                status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_message(output.shown(&verdict.difference(loaded)));
            }
            suite.add_test_case(TestCase::new(output.shown(&verdict.case.name), status));
        }
        let mut suites = Suites::new("authelia-lint");
        suites.add_test_suite(suite);
        let text =
            suites.to_string().map_err(|error| Error::output("standard output")(std::io::Error::other(error)))?;
        terminal.write(format!("{text}\n").as_bytes())
    }
}

fn parse(text: &str, file: &Path) -> Result<Vec<RequestCase>, Error> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wrong = |error: serde_yaml::Error| Error::Cases {
        file: file.display().to_string(),
        why: without_values(&error.to_string()),
    };
    serde_yaml::from_str(text).map_err(wrong)
}

fn judge<'a>(case: &'a RequestCase, loaded: &LoadedRules) -> CaseResult<'a> {
    let answer = case.request.answer(loaded);
    let outcome = answer.word(case.request.factors());
    CaseResult { case, answer, outcome }
}

/// The rules that decide no case.
fn uncovered(verdicts: &[CaseResult<'_>], loaded: &LoadedRules) -> Vec<usize> {
    let rule = |verdict: &CaseResult<'_>| match &verdict.answer {
        Answer::Decided(decision) => decision.rule,
        Answer::Refused(_) | Answer::Unknown => None,
    };
    let reached: BTreeSet<usize> = verdicts.iter().filter_map(rule).collect();
    (0..loaded.rules.rules.len()).filter(|index| !reached.contains(index)).collect()
}

/// A case for each of some rules: a request of somebody who is signed in, and one of somebody who is not.
fn new_cases(rules: &[usize], loaded: &LoadedRules) -> Vec<RequestCase> {
    let all = [Askers::All, Askers::Visitors].map(|askers| analyse(&loaded.rules, askers).rules);
    let mut witnesses: Vec<&Witness> = Vec::new();
    for index in rules {
        for reaches in &all {
            match reaches.get(*index) {
                Some(Reach::Reached(witness)) if !witnesses.contains(&witness) => witnesses.push(witness),
                _ => {}
            }
        }
    }
    witnesses.into_iter().filter_map(|witness| today(witness, loaded)).collect()
}

/// What happens to a request today. Returns `None` for one that a client makes, which no case can tell.
fn today(witness: &Witness, loaded: &LoadedRules) -> Option<RequestCase> {
    let identity = &witness.identity;
    let request = JsonRequest {
        method: witness.method.clone(),
        url: witness.url.clone(),
        ip: Some(witness.address).filter(|address| *address != loaded.rules.unnamed_address()),
        user: (!identity.user.is_empty()).then(|| identity.user.clone()),
        groups: identity.groups.clone(),
        factor: None,
    };
    let outcome = request.answer(loaded).word(request.factors());
    let outcome = ExpectedOutcome::ALL.into_iter().find(|expected| expected.as_str() == outcome)?;
    identity.client.is_empty().then(|| RequestCase { name: witness.to_string(), request, outcome })
}

#[derive(Serialize)]
struct JsonResults<'a> {
    version: u32,
    cases: Vec<JsonResult<'a>>,
    failed: usize,
    uncovered: Vec<Uncovered<'a>>,
}

#[derive(Serialize)]
struct JsonResult<'a> {
    name: &'a str,
    ok: bool,
    expected: &'a str,
    #[serde(flatten)]
    decided: Decided<'a>,
}

#[derive(Serialize)]
struct Uncovered<'a> {
    rule: usize,
    file: Option<&'a str>,
    line: Option<usize>,
}

fn show_json<'a>(
    verdicts: &[CaseResult<'a>],
    missing: &[usize],
    loaded: &'a LoadedRules,
    terminal: &Terminal,
) -> Result<(), Error> {
    let entry = |verdict: &CaseResult<'a>| -> JsonResult<'a> {
        let case = verdict.case;
        JsonResult {
            name: &case.name,
            ok: verdict.is_right(),
            expected: case.outcome.as_str(),
            decided: Decided::of(&verdict.answer, case.request.factors(), loaded),
        }
    };
    let uncovered = missing.iter().map(|index| {
        let (file, line) = loaded.line(loaded.rules.rules[*index].place).unzip();
        Uncovered { rule: index + 1, file, line }
    });
    let failed = verdicts.iter().filter(|verdict| !verdict.is_right()).count();
    let cases = verdicts.iter().map(entry).collect();
    Output::new(loaded, terminal).write_json(&JsonResults { version: 1, cases, failed, uncovered: uncovered.collect() })
}
