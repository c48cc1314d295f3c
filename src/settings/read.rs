//! Parses and validates a settings file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use globset::{Glob, GlobSet};
use toml::Spanned;

use crate::check::{Binding, Levels, Override, RuleLevel, Selectable, Selection};
use crate::config::Version;
use crate::document::Filters;
use crate::policy::{Policies, Policy, PolicyFile};
use crate::rules;
use crate::text::files::is_inside;
use crate::text::{Mistake, TextError, quoted, suggestion};

use super::file::{File, Output, OverrideEntry};

/// A valid settings file.
#[derive(Debug, Clone)]
pub struct LoadedSettings {
    /// Its folder; paths in it are relative to this.
    pub folder: PathBuf,
    /// Its contents as written.
    pub file: File,
    /// The rules and policies to run; all if empty.
    select: Vec<String>,
    /// The rules and policies to skip.
    ignore: Vec<String>,
    /// The levels of the rules.
    levels: Arc<Levels>,
    /// Custom policies.
    pub policies: Policies,
    /// How to treat templates and placeholders, if set.
    pub filters: Option<Filters>,
    /// The version of Authelia, if set.
    pub version: Option<Version>,
    /// Notes for the user that are not errors.
    pub notes: Vec<String>,
    /// Paths to skip when searching folders.
    pub excludes: GlobSet,
    /// Policies of settings files in parent folders that hold here, too.
    pub binding: Vec<Binding>,
    /// Whether it was found rather than named on the command line: then it may come from a stranger.
    found: bool,
    /// Its name as displayed, and its text.
    source: (String, String),
}

/// A path that a settings file must not lead to.
#[derive(Debug, thiserror::Error)]
#[error(
    "{settings}: `{}` is outside the folder of this settings file; use `--config {settings}` if you trust it", .path.display()
)]
pub struct Outside {
    settings: String,
    path: PathBuf,
}

impl LoadedSettings {
    /// Parses the text of a settings file. `path` is its path as displayed.
    ///
    /// # Errors
    /// If the text is not valid TOML or contains an invalid setting.
    pub fn read(path: &Path, text: &str) -> Result<Self, TextError> {
        let name = path.display().to_string();
        let file: File =
            toml::from_str(text).map_err(|error| TextError::new(&name, text, vec![toml_mistake(text, &error)]))?;
        let folder = crate::text::paths::absolute(path).parent().map(Path::to_owned).unwrap_or_default();
        let mut reader = Reader { text, file: &file, problems: Vec::new(), notes: Vec::new() };
        let policies = reader.policies(&name);
        let levels = reader.levels(folder.clone());
        let (select, ignore) = (reader.resolve(&file.select), reader.resolve(&file.ignore));
        let filters = reader.parsed(file.filters.as_ref());
        let version = reader.parsed(file.authelia_version.as_ref());
        let excludes = reader.globs(&file.exclude);
        reader.check_outputs();
        if !reader.problems.is_empty() {
            return Err(TextError::new(&name, text, reader.problems));
        }
        let (levels, notes) = (Arc::new(levels), reader.notes);
        Ok(Self {
            folder,
            notes,
            select,
            ignore,
            levels,
            policies,
            filters,
            version,
            excludes,
            file,
            binding: Vec::new(),
            found: false,
            source: (name, text.to_owned()),
        })
    }

    /// Marks it as found rather than named: it cannot write files, nor read any outside its folder.
    #[must_use]
    pub fn found(mut self) -> Self {
        self.found = true;
        if !self.file.output.is_empty() {
            self.notes.push("`[[output]]` is ignored unless this file is named with `--config`".to_owned());
        }
        self
    }

    /// The report formats and their destinations, which only a named file may set.
    #[must_use]
    pub fn outputs(&self) -> &[Spanned<Output>] {
        if self.found { &[] } else { &self.file.output }
    }

    /// Makes those policies of a settings file in a parent folder hold here that cannot be suppressed.
    pub fn bind(&mut self, around: &Self) {
        let policies = around.policies.binding();
        if policies.is_empty() {
            return;
        }
        self.binding.push(Binding { policies, selection: around.selection() });
        self.file.min_severity = self.file.min_severity.min(around.file.min_severity);
        let fail_on = |file: &File| file.fail_on.unwrap_or_default();
        self.file.fail_on = Some(fail_on(&self.file).stricter(fail_on(&around.file)));
    }

    /// Which findings to report, and their levels.
    #[must_use]
    pub fn selection(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            levels: Arc::clone(&self.levels),
            min_severity: self.file.min_severity,
        }
    }

    /// Resolves a path that is relative to the settings file.
    ///
    /// # Errors
    /// If the settings file was found rather than named, and the path leads out of its folder.
    pub fn path(&self, path: &Path) -> Result<PathBuf, Outside> {
        let resolved = self.folder.join(path);
        if self.confines(&resolved) {
            Ok(resolved)
        } else {
            Err(Outside { settings: self.source.0.clone(), path: path.to_owned() })
        }
    }

    /// Whether it may lead to a path, after all links.
    #[must_use]
    pub fn confines(&self, path: &Path) -> bool {
        !self.found || is_inside(path, &self.folder)
    }

    /// Whether it was read from this path.
    #[must_use]
    pub fn is(&self, path: &Path) -> bool {
        crate::text::paths::absolute(Path::new(&self.source.0)) == path
    }

    /// An error about the file with problems that its caller found.
    #[must_use]
    pub fn error(&self, problems: Vec<Mistake>) -> TextError {
        TextError::new(&self.source.0, &self.source.1, problems)
    }
}

/// Converts an error of `toml`, and adds a suggestion if an unknown word resembles an expected one.
fn toml_mistake(text: &str, error: &toml::de::Error) -> Mistake {
    let range = error.span().unwrap_or(0..0);
    let message = error.message().trim().replace('\n', ", ");
    // "unknown field `a`, expected one of `b`, `c`": every second part is in backticks.
    let mut named = message.split('`').skip(1).step_by(2);
    let nearest = named.next().and_then(|word| suggestion::nearest(word, named));
    let range = if range.end > text.len() { 0..0 } else { range };
    let help = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
    Mistake::new(range, quoted::without_values(&message)).help(help)
}

/// A mistake about an id that is neither a rule nor a policy.
fn unknown(id: &Spanned<String>, nearest: Option<&str>) -> Mistake {
    let help = nearest.map_or_else(
        || "run `authelia-lint rules` to list all rules".to_owned(),
        |nearest| format!("did you mean `{nearest}`?"),
    );
    Mistake::new(id.span(), format!("unknown rule or policy `{}`", id.get_ref())).help(Some(help))
}

/// The most selectors, overrides or policies in a settings file.
const MAX_ENTRIES: usize = 1000;

struct Reader<'a> {
    text: &'a str,
    file: &'a File,
    problems: Vec<Mistake>,
    notes: Vec<String>,
}

impl<'a> Reader<'a> {
    fn policies(&mut self, name: &str) -> Policies {
        let origin = PolicyFile::new(name, self.text);
        let mut policies: Vec<Policy> = Vec::new();
        let mut ids = HashSet::new();
        if let Some(entry) = self.file.policy.get(MAX_ENTRIES) {
            self.problem(entry.id.span(), format!("more than {MAX_ENTRIES} policies"));
        }
        for entry in self.file.policy.iter().take(MAX_ENTRIES) {
            if rules::find(entry.id.get_ref()).is_some() {
                let message =
                    format!("`{}` is already the id of a rule; choose another id for the policy", entry.id.get_ref());
                self.problem(entry.id.span(), message);
                continue;
            }
            match Policy::new(entry, self.text) {
                Ok(policy) if !ids.insert(policy.id.clone()) => {
                    let message = format!("duplicate policy id `{}`", policy.id);
                    self.problems.push(Mistake::new(entry.id.span(), message));
                }
                Ok(policy) => policies.push(policy),
                Err(problem) => self.problems.push(problem),
            }
        }
        Policies::new(policies, origin)
    }

    fn levels(&mut self, folder: PathBuf) -> Levels {
        let mut levels = Levels { folder, levels: self.levels_of(&self.file.rules), ..Levels::default() };
        if let Some(rules) = self.file.r#override.get(MAX_ENTRIES).map(|entry| &entry.rules) {
            let place = rules.keys().next().map_or(0..0, Spanned::span);
            self.problem(place, format!("more than {MAX_ENTRIES} overrides"));
        }
        for OverrideEntry { paths, clients, rules } in self.file.r#override.iter().take(MAX_ENTRIES) {
            let globs = self.globs(paths);
            let levels_there = self.levels_of(rules);
            let paths = (!paths.is_empty()).then_some(globs);
            levels.overrides.push(Override { paths, clients: clients.clone(), levels: levels_there });
        }
        levels
    }

    fn levels_of(&mut self, rules: &BTreeMap<Spanned<String>, RuleLevel>) -> BTreeMap<String, RuleLevel> {
        self.check_ids(rules.keys());
        let today = |id: &String| match rules::renamed(id) {
            Some(today) => today.iter().map(|id| (*id).to_owned()).collect(),
            None => vec![id.clone()],
        };
        rules.iter().flat_map(|(id, level)| today(id.get_ref()).into_iter().map(|id| (id, *level))).collect()
    }

    /// Resolves selectors to ids of rules and policies.
    fn resolve(&mut self, selectors: &[Spanned<String>]) -> Vec<String> {
        let mut ids = BTreeSet::new();
        if let Some(selector) = selectors.get(MAX_ENTRIES) {
            self.problem(selector.span(), format!("more than {MAX_ENTRIES} selectors"));
        }
        let selectable = self.selectable();
        for selector in selectors.iter().take(MAX_ENTRIES) {
            self.note_renamed(selector.get_ref());
            match selectable.named(selector.get_ref()) {
                Ok(named) => ids.extend(named),
                Err(nearest) => self.problems.push(unknown(selector, nearest)),
            }
        }
        ids.into_iter().collect()
    }

    /// Reports ids that are neither rules nor policies.
    fn check_ids<'s>(&mut self, ids: impl Iterator<Item = &'s Spanned<String>>) {
        let policies: HashSet<&String> = self.file.policy.iter().map(|policy| policy.id.get_ref()).collect();
        let selectable = self.selectable();
        for id in ids {
            let is_policy = policies.contains(id.get_ref());
            self.note_renamed(id.get_ref());
            if rules::find(id.get_ref()).is_none() && rules::renamed(id.get_ref()).is_none() && !is_policy {
                // The rest is only counted.
                let is_shown = self.problems.len() < TextError::MAX_SHOWN;
                let nearest = is_shown.then(|| selectable.nearest(id.get_ref())).flatten();
                self.problems.push(unknown(id, nearest));
            }
        }
    }

    fn note_renamed(&mut self, id: &str) {
        let note = rules::renamed(id).map(|today| rules::renamed::note(id, today));
        self.notes.extend(note.filter(|note| !self.notes.contains(note)));
    }

    fn selectable(&self) -> Selectable<'a> {
        Selectable::with(self.file.policy.iter().map(|policy| (policy.id.get_ref().as_str(), policy.effect)))
    }

    /// Reports more than one format for standard output.
    fn check_outputs(&mut self) {
        let mut unnamed = self.file.output.iter().filter(|output| output.get_ref().file.is_none());
        if let Some(second) = unnamed.nth(1) {
            let message = "only one format can be written to standard output: add `file` to the others";
            self.problem(second.span(), message.to_owned());
        }
    }

    fn parsed<T: FromStr<Err = String>>(&mut self, written: Option<&Spanned<String>>) -> Option<T> {
        let written = written?;
        match written.get_ref().parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(written.span(), error);
                None
            }
        }
    }

    /// Compiles glob patterns into a set.
    fn globs(&mut self, patterns: &[Spanned<String>]) -> GlobSet {
        let mut set = GlobSet::builder();
        for pattern in patterns {
            match Glob::new(pattern.get_ref()) {
                Ok(glob) => drop(set.add(glob)),
                Err(error) => self.problem(pattern.span(), format!("invalid glob pattern: {}", error.kind())),
            }
        }
        set.build().unwrap_or_else(|error| {
            let place = patterns.first().map_or(0..0, Spanned::span);
            self.problem(place, format!("could not compile these patterns: {}", error.kind()));
            GlobSet::empty()
        })
    }

    fn problem(&mut self, range: Range<usize>, message: String) {
        self.problems.push(Mistake::new(range, message));
    }
}
