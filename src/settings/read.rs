//! From the text of a settings file to what it asks for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobSet};
use toml::Spanned;

use crate::check::{Level, Levels, Override, Selectable, Selection};
use crate::document::Filters;
use crate::policy::{Origin, Policies, Policy};
use crate::rules;
use crate::text::{Mistake, TextError, suggestion};

use super::file::{File, OverrideEntry};

/// A settings file that was read and found to be right.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its folder, which paths in it are relative to.
    pub folder: PathBuf,
    /// As it is written.
    pub file: File,
    /// The rules and policies to run; all where it is empty.
    select: Vec<String>,
    /// Those not to run.
    ignore: Vec<String>,
    /// The weights of the rules.
    levels: Arc<Levels>,
    /// The policies.
    pub policies: Policies,
    /// What templates and placeholders are.
    pub filters: Option<Filters>,
    /// What its user should know, although it is right.
    pub notes: Vec<String>,
    /// What is left out of folders.
    pub excludes: GlobSet,
    /// The name that it is shown under, and its text.
    source: (String, String),
}

impl Loaded {
    /// Reads a settings file: the path that it is shown under, and its text.
    ///
    /// # Errors
    /// Where it is not TOML, or holds what no setting is.
    pub fn read(path: &Path, text: &str) -> Result<Self, TextError> {
        let name = path.display().to_string();
        let file: File =
            toml::from_str(text).map_err(|error| TextError::new(&name, text, vec![of_toml(text, &error)]))?;
        let folder = crate::text::paths::absolute(path).parent().map(Path::to_owned).unwrap_or_default();
        let mut reader = Reader { text, file: &file, problems: Vec::new(), notes: Vec::new() };
        let policies = reader.policies(&name);
        let levels = reader.levels(folder.clone());
        let (select, ignore) = (reader.selected(&file.select), reader.selected(&file.ignore));
        let filters = reader.filters();
        let excludes = reader.globs(&file.exclude);
        reader.outputs();
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
            excludes,
            file,
            source: (name, text.to_owned()),
        })
    }

    /// Which findings are wanted, and what they weigh.
    #[must_use]
    pub fn selection(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            levels: Arc::clone(&self.levels),
            min_severity: self.file.min_severity,
        }
    }

    /// A path that is written in the file.
    #[must_use]
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// Whether it was read from this path.
    #[must_use]
    pub fn is(&self, path: &Path) -> bool {
        crate::text::paths::absolute(Path::new(&self.source.0)) == path
    }

    /// Something wrong with the file that only its user can tell.
    #[must_use]
    pub fn error(&self, problems: Vec<Mistake>) -> TextError {
        TextError::new(&self.source.0, &self.source.1, problems)
    }
}

/// What `toml` says of a text, and what was most likely meant.
fn of_toml(text: &str, error: &toml::de::Error) -> Mistake {
    let range = error.span().unwrap_or(0..0);
    let message = error.message().trim().replace('\n', ", ");
    // "unknown field `a`, expected one of `b`, `c`": every second part is in backticks.
    let mut named = message.split('`').skip(1).step_by(2);
    let nearest = named.next().and_then(|word| suggestion::nearest(word, named));
    let range = if range.end > text.len() { 0..0 } else { range };
    let help = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
    Mistake::new(range, message).help(help)
}

/// That something names no rule and no policy.
fn unknown(id: &Spanned<String>, nearest: Option<&str>) -> Mistake {
    let help = nearest.map_or_else(
        || "`authelia-lint rules` lists all rules".to_owned(),
        |nearest| format!("did you mean `{nearest}`?"),
    );
    Mistake::new(id.span(), format!("there is no rule or policy `{}`", id.get_ref())).help(Some(help))
}

struct Reader<'a> {
    text: &'a str,
    file: &'a File,
    problems: Vec<Mistake>,
    notes: Vec<String>,
}

impl<'a> Reader<'a> {
    fn policies(&mut self, name: &str) -> Policies {
        let origin = Origin::new(name, self.text);
        let mut policies: Vec<Policy> = Vec::new();
        for entry in &self.file.policy {
            if rules::find(entry.id.get_ref()).is_some() {
                let message = format!("`{}` is the id of a rule: a policy needs its own", entry.id.get_ref());
                self.problem(entry.id.span(), message);
                continue;
            }
            match Policy::new(entry, self.text) {
                Ok(policy) if policies.iter().any(|other| other.id == policy.id) => {
                    let message = format!("there are two policies `{}`", policy.id);
                    self.problems.push(Mistake::new(entry.id.span(), message));
                }
                Ok(policy) => policies.push(policy),
                Err(problem) => self.problems.push(problem),
            }
        }
        Policies::new(policies, origin)
    }

    fn levels(&mut self, folder: PathBuf) -> Levels {
        let mut levels = Levels { folder, levels: self.weights(&self.file.rules), ..Levels::default() };
        for OverrideEntry { paths, clients, rules } in &self.file.r#override {
            let globs = self.globs(paths);
            let levels_there = self.weights(rules);
            let paths = (!paths.is_empty()).then_some(globs);
            levels.overrides.push(Override { paths, clients: clients.clone(), levels: levels_there });
        }
        levels
    }

    fn weights(&mut self, rules: &BTreeMap<Spanned<String>, Level>) -> BTreeMap<String, Level> {
        self.ids(rules.keys());
        let today = |id: &String| match rules::renamed(id) {
            Some(today) => today.iter().map(|id| (*id).to_owned()).collect(),
            None => vec![id.clone()],
        };
        rules.iter().flat_map(|(id, level)| today(id.get_ref()).into_iter().map(|id| (id, *level))).collect()
    }

    /// The rules and policies that selectors name.
    fn selected(&mut self, selectors: &[Spanned<String>]) -> Vec<String> {
        let mut ids = Vec::new();
        for selector in selectors {
            self.note_renamed(selector.get_ref());
            match self.selectable().named(selector.get_ref()) {
                Ok(named) => ids.extend(named),
                Err(nearest) => self.problems.push(unknown(selector, nearest)),
            }
        }
        ids
    }

    /// Looks whether there are such rules or policies.
    fn ids<'s>(&mut self, ids: impl Iterator<Item = &'s Spanned<String>>) {
        for id in ids {
            let is_policy = self.file.policy.iter().any(|policy| policy.id.get_ref() == id.get_ref());
            self.note_renamed(id.get_ref());
            if rules::find(id.get_ref()).is_none() && rules::renamed(id.get_ref()).is_none() && !is_policy {
                let nearest = self.selectable().nearest(id.get_ref());
                self.problems.push(unknown(id, nearest));
            }
        }
    }

    fn note_renamed(&mut self, id: &str) {
        self.notes.extend(rules::renamed(id).map(|today| rules::renamed::note(id, today)));
    }

    fn selectable(&self) -> Selectable<'a> {
        Selectable::with(self.file.policy.iter().map(|policy| (policy.id.get_ref().as_str(), policy.effect)))
    }

    /// Looks whether more than one form goes to standard output.
    fn outputs(&mut self) {
        let mut unnamed = self.file.output.iter().filter(|output| output.get_ref().file.is_none());
        if let Some(second) = unnamed.nth(1) {
            let message = "two formats go to standard output: give all but one a `file`";
            self.problem(second.span(), message.to_owned());
        }
    }

    fn filters(&mut self) -> Option<Filters> {
        let written = self.file.filters.as_ref()?;
        match written.get_ref().parse() {
            Ok(filters) => Some(filters),
            Err(error) => {
                self.problem(written.span(), error);
                None
            }
        }
    }

    /// One set of patterns.
    fn globs(&mut self, patterns: &[Spanned<String>]) -> GlobSet {
        let mut set = GlobSet::builder();
        for pattern in patterns {
            match Glob::new(pattern.get_ref()) {
                Ok(glob) => drop(set.add(glob)),
                Err(error) => self.problem(pattern.span(), format!("this is not a pattern of paths: {}", error.kind())),
            }
        }
        set.build().unwrap_or_else(|error| {
            let place = patterns.first().map_or(0..0, Spanned::span);
            self.problem(place, format!("these patterns are too much: {}", error.kind()));
            GlobSet::empty()
        })
    }

    fn problem(&mut self, range: Range<usize>, message: String) {
        self.problems.push(Mistake::new(range, message));
    }
}
