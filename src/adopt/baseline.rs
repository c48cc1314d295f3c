//! A baseline: the findings of one day, written down, so that only new ones are reported from then on.
//!
//! It is a JSON file that a person can review: for each finding the rule, the file, the client and the path, and the
//! fingerprint (`lint/fingerprint.rs`), by which alone it is reported. Lines may move, secrets do not occur.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::check::Options;
use crate::check::mask::Masks;
use crate::lint::{Finding, Fingerprints, Meta, Outcome};
use crate::policy::Policies;
use crate::text::paths::absolute;
use crate::text::{SourceId, Sources, Span, sanitize};

/// The version of the form.
const VERSION: u32 = 1;

/// The rule that reports entries which nothing matches.
pub const RULE: &str = "stale-baseline";

/// Reporter that are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Baseline {
    version: u32,
    findings: Vec<KnownFinding>,
    /// The folder that the names of files are relative to: that of the baseline.
    #[serde(skip)]
    folder: PathBuf,
}

/// One finding that is known. The order of the fields is the order of the entries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct KnownFinding {
    file: String,
    rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    path: String,
    fingerprint: String,
}

/// A text that is not a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not of the form.
    #[error("no baseline: {0}")]
    Form(#[from] serde_json::Error),
    /// It is of a form that is not known.
    #[error("a baseline of version {0}, and only version {VERSION} is known; write it again with `--write-baseline`")]
    Version(u32),
}

impl Baseline {
    /// Writes down what was found, for a baseline in `folder`.
    #[must_use]
    pub fn of(outcome: &Outcome, sources: &Sources, folder: &Path) -> Self {
        let masks = Masks::new(outcome, sources);
        let folder = absolute(folder);
        let mut fingerprints = Fingerprints::seen_from(&folder);
        let entry = |finding: &Finding| KnownFinding {
            file: fingerprints.file(&sources.get(finding.span.source).name),
            rule: finding.rule.to_string(),
            client: finding.client_id.as_ref().map(|client| masks.scrub(client.expose())),
            path: masks.scrub(finding.path.expose()),
            fingerprint: fingerprints.of(finding, sources),
        };
        let mut findings: Vec<_> = outcome.findings.iter().map(entry).collect();
        findings.sort();
        Self { version: VERSION, findings, folder }
    }

    /// Reads a baseline that is in `folder`.
    ///
    /// # Errors
    /// Where the text is none.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, BaselineError> {
        let mut baseline: Self = serde_json::from_str(text)?;
        baseline.folder = absolute(folder);
        if baseline.version == VERSION { Ok(baseline) } else { Err(BaselineError::Version(baseline.version)) }
    }

    /// The text of the baseline: the same for the same findings.
    ///
    /// # Errors
    /// None in practice: all of it can be written as JSON.
    pub fn to_json(&self) -> Result<String, BaselineError> {
        Ok(sanitize::json(&serde_json::to_string_pretty(self)?) + "\n")
    }

    /// Takes what is known out of an outcome, but for policies that nothing may suppress, and gives the entries that
    /// matched nothing.
    pub fn hide(&self, outcome: &mut Outcome, sources: &Sources, options: &Options) -> Vec<Stale<'_>> {
        let mut unmatched: HashMap<&str, &KnownFinding> =
            self.findings.iter().map(|entry| (entry.fingerprint.as_str(), entry)).collect();
        let mut fingerprints = Fingerprints::seen_from(&self.folder);
        let before = outcome.findings.len();
        let policies = options.all_policies().flat_map(Policies::iter).filter(|policy| !policy.suppressible);
        let not_to_hide: HashSet<&str> = policies.map(|policy| policy.id.as_str()).collect();
        outcome.findings.retain(|finding| {
            let known = unmatched.remove(fingerprints.of(finding, sources).as_str()).is_some();
            !known || not_to_hide.contains(finding.rule.as_str())
        });
        outcome.recorded = before - outcome.findings.len();
        let mut stale: Vec<_> = unmatched.into_values().map(|entry| Stale { entry, folder: &self.folder }).collect();
        stale.sort_by_key(|stale| stale.entry);
        stale
    }
}

/// An entry of a baseline that nothing matches.
#[derive(Debug, Clone, Copy)]
pub struct Stale<'a> {
    entry: &'a KnownFinding,
    folder: &'a Path,
}

impl Stale<'_> {
    /// The path of the file that it is about, from the root.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        absolute(&self.folder.join(&self.entry.file))
    }

    /// The id of its rule.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.entry.rule
    }

    /// The entry as a finding, at its place in the text of the baseline.
    #[must_use]
    pub fn into_finding(self, baseline: SourceId, sources: &Sources, meta: &Meta) -> Finding {
        let KnownFinding { file, rule, client, path, fingerprint } = self.entry;
        let client = client.as_ref().map_or_else(String::new, |client| format!(" of the client `{client}`"));
        let path = if path.is_empty() { String::new() } else { format!(" at `{path}`") };
        let message = format!("`{rule}` is not found any more in `{file}`{path}{client}");
        let span = place(baseline, &sources.get(baseline).text, fingerprint);
        let help = "write the baseline again with `--write-baseline`: the entry would hide the next mistake";
        Finding { help: Some(help.into()), ..Finding::new(RULE, meta.severity, meta.effect, span, message) }
    }
}

fn place(source: SourceId, text: &str, fingerprint: &str) -> Span {
    let start = text.find(fingerprint).unwrap_or(0);
    Span::of(source, start..start + fingerprint.len())
}
