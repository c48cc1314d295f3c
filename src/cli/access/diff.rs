//! `access diff`: who gains and who loses access.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::access::{ChangedDecision, Side, compare};
use crate::adopt::git;
use crate::adopt::since::changed;
use crate::inputs::MAX_FILE;
use crate::report::github;
use crate::text::{Source, SourceId, Sources, decode};

use super::super::inputs::Inputs;
use super::super::terminal::Terminal;
use super::super::{Error, ExitStatus};
use super::configuration::{LoadedRules, Wanted};
use super::output::Output;
use super::requests::{Answer, Decided};

/// Show who gains and who loses access, over all requests: between two files, OLD and NEW, or since a git revision. A file of a
/// revision is written as `REV:PATH`. The exit code is 1 if anybody gains access.
#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    inputs: Inputs,

    /// Compare the files with what they were in this git revision
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// Each difference with the rules on both sides and a request
    Full,
    /// One line per difference
    Concise,
    /// JSON
    Json,
    /// Annotations in a GitHub workflow
    Github,
}

impl Diff {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let (old, new) = self.sides()?;
        let changes = compare(&old.rules, &new.rules);
        let gains = changes.differences.iter().filter(|difference| difference.is_gain()).count();
        let sides = Sides::of(&old, &new);
        let mut output = Output::new(&new, terminal);
        output.hide(&old);
        if self.format == DiffFormat::Json {
            let differences = changes.differences.iter().map(|difference| sides.entry(difference)).collect();
            output.write_json(&JsonDiff { version: 1, complete: changes.is_complete, differences })?;
        } else {
            for difference in &changes.differences {
                match self.format {
                    DiffFormat::Full => sides.add(difference, &mut output),
                    DiffFormat::Github => sides.annotate(difference, &mut output),
                    DiffFormat::Concise | DiffFormat::Json => output.line(&sides.line(difference)),
                }
            }
            if self.format == DiffFormat::Github {
                output.write_commands()?;
            } else {
                output.line(&summary(gains, changes.differences.len() - gains, changes.is_complete));
                output.write()?;
            }
        }
        Ok(if gains > 0 { ExitStatus::Findings } else { ExitStatus::Success })
    }

    fn sides(&self) -> Result<(LoadedRules, LoadedRules), Error> {
        match (&self.since, self.inputs.paths()) {
            (None, [old, new]) => Ok((self.read(old)?, self.read(new)?)),
            (None, _) => Err(Error::Sides),
            (Some(revision), paths) => {
                if let Some(folder) = paths.iter().find(|path| path.is_dir()) {
                    let why = "`--since` compares files; name those in the folder".to_owned();
                    return Err(Error::Cases { file: folder.display().to_string(), why });
                }
                Ok((self.read_revision(revision, paths)?, LoadedRules::read(&self.inputs, Wanted::AccessControl)?))
            }
        }
    }

    /// Reads a file, which may be one of a revision.
    fn read(&self, path: &Path) -> Result<LoadedRules, Error> {
        match path.to_str().and_then(|text| text.split_once(':')) {
            Some((revision, file)) if !path.exists() => self.read_revision(revision, &[PathBuf::from(file)]),
            _ => LoadedRules::read(&self.inputs.with_path(path), Wanted::AccessControl),
        }
    }

    /// Reads files as they are in a revision.
    fn read_revision(&self, revision: &str, paths: &[PathBuf]) -> Result<LoadedRules, Error> {
        let mut sources = Sources::default();
        for path in paths {
            let name = format!("{revision}:{}", path.display());
            let missing = || Error::Cases { file: name.clone(), why: "the revision has no such file".to_owned() };
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let commit = git::commit(folder, revision).map_err(Error::Revision)?;
            let bytes = git::file(folder, &commit, path.file_name().ok_or_else(missing)?, MAX_FILE)?;
            sources.add(name.clone(), decode(bytes.ok_or_else(missing)?));
        }
        let options = self.inputs.with_path(paths.first().map_or(Path::new("."), PathBuf::as_path)).options_of_run()?;
        LoadedRules::of(sources, options, Wanted::AccessControl)
    }
}

/// The two configurations.
struct Sides<'a> {
    old: &'a LoadedRules,
    new: &'a LoadedRules,
    /// The lines of each new text that are not in the old one, once they are asked for.
    changed: OnceCell<HashMap<SourceId, Vec<Range<usize>>>>,
}

impl<'a> Sides<'a> {
    const fn of(old: &'a LoadedRules, new: &'a LoadedRules) -> Self {
        Self { old, new, changed: OnceCell::new() }
    }

    fn find_changed(&self) -> HashMap<SourceId, Vec<Range<usize>>> {
        let olds: Vec<&Source> = self.old.sources.iter().map(|(_, source)| source).collect();
        let changed = self.new.sources.iter().filter_map(|(id, source)| {
            let old = olds.iter().find(|old| old.name.ends_with(&source.name)).or_else(|| olds.first())?;
            Some((id, changed(&old.text, &source.text)))
        });
        changed.collect()
    }

    fn add(&self, difference: &ChangedDecision, output: &mut Output<'_>) {
        let ChangedDecision { old, new, witness, factors, .. } = difference;
        let change = if difference.is_gain() { "gains" } else { "loses" };
        output.heading(&format!("{change}: {}", who(difference)));
        output.line(&format!("  before: {} ({})", old.access, answer(old).source(self.old)));
        output.line(&format!("  after: {} ({})", new.access, answer(new).source(self.new)));
        output.line(&format!("  such as {witness}{}", given(*factors)));
        output.line("");
    }

    /// A difference in a line, such as `new.yml:12: gains: members of `a`: …`.
    fn line(&self, difference: &ChangedDecision) -> String {
        let (file, line) = self.place(difference);
        let change = if difference.is_gain() { "gains" } else { "loses" };
        format!("{file}:{line}: {change}: {}", self.message(difference))
    }

    fn message(&self, difference: &ChangedDecision) -> String {
        let ChangedDecision { old, new, witness, factors, .. } = difference;
        format!(
            "{}: {} ({}) instead of {} ({}), such as {witness}{}",
            who(difference),
            new.access,
            answer(new).source(self.new),
            old.access,
            answer(old).source(self.old),
            given(*factors)
        )
    }

    fn annotate(&self, difference: &ChangedDecision, output: &mut Output<'_>) {
        let (file, line) = self.place(difference);
        let (level, title) = if difference.is_gain() { ("error", "access gained") } else { ("notice", "access lost") };
        let message = output.shown(&self.message(difference));
        output.raw_line(&github::annotation(level, file, &format!("line={line}"), title, &message));
    }

    /// A line that changed: that of the rule which decides now if it did, else the one nearest to it.
    fn place(&self, difference: &ChangedDecision) -> (&'a str, usize) {
        let decision = difference.new.verdict.as_ref().ok();
        let place = decision.map_or(self.new.rules.default_place, |decision| self.new.place(decision));
        let source = self.new.sources.get(place.span.source);
        let (first, last) = (source.line_at(place.span.start), source.line_at(place.span.end));
        let changed = self.changed.get_or_init(|| self.find_changed());
        let ranges = changed.get(&place.span.source).map_or(&[][..], Vec::as_slice);
        if ranges.iter().any(|range| range.start <= last && first < range.end) {
            return (&source.name, first);
        }
        let nearest = ranges.iter().map(|range| range.start).min_by_key(|line| line.abs_diff(first));
        (&source.name, nearest.unwrap_or(first).min(source.lines()))
    }

    fn entry(&self, difference: &ChangedDecision) -> JsonChange<'a> {
        let ChangedDecision { old, new, witness, factors, .. } = difference;
        let side = |side: &Side, loaded: &'a LoadedRules| SideEntry {
            access: side.access.to_string(),
            decided: Decided::of(&answer(side), *factors, loaded),
        };
        JsonChange {
            change: if difference.is_gain() { "gained" } else { "lost" },
            who: difference.who.iter().map(ToString::to_string).collect(),
            request: RequestEntry {
                method: witness.method.clone(),
                url: witness.url.clone(),
                ip: witness.address.to_string(),
                user: (!witness.identity.user.is_empty()).then(|| witness.identity.user.clone()),
                groups: witness.identity.groups.clone(),
                client: (!witness.identity.client.is_empty()).then(|| witness.identity.client.clone()),
                factor: *factors,
            },
            old: side(old, self.old),
            new: side(new, self.new),
        }
    }
}

fn answer(side: &Side) -> Answer {
    side.verdict.clone().map_or_else(Answer::Refused, Answer::Decided)
}

fn who(difference: &ChangedDecision) -> String {
    difference.who.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

const fn given(factors: u8) -> &'static str {
    match factors {
        0 => "",
        1 => " with one factor",
        _ => " with two factors",
    }
}

fn summary(gains: usize, losses: usize, is_complete: bool) -> String {
    let counted = match (gains, losses) {
        (0, 0) => "nobody gains or loses access".to_owned(),
        _ => format!("{gains} gained, {losses} lost"),
    };
    let limit = "; not all requests could be compared, because parts of the rules are not known or there are too many";
    format!("{counted}{}", if is_complete { "" } else { limit })
}

#[derive(Serialize)]
struct JsonDiff<'a> {
    version: u32,
    /// Whether all requests were compared.
    complete: bool,
    differences: Vec<JsonChange<'a>>,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    change: &'a str,
    who: Vec<String>,
    request: RequestEntry,
    old: SideEntry<'a>,
    new: SideEntry<'a>,
}

#[derive(Serialize)]
struct RequestEntry {
    method: String,
    url: String,
    ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    factor: u8,
}

#[derive(Serialize)]
struct SideEntry<'a> {
    access: String,
    #[serde(flatten)]
    decided: Decided<'a>,
}
