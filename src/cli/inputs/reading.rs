//! Reads the inputs, and checks them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::check::Options;
use crate::document::Filters;
use crate::embedded;
use crate::inputs::batch::{self, Many};
use crate::inputs::beside::{self, location};
use crate::inputs::{self, Collected, Input, Named, Request, Skipped};
use crate::lint::Outcome;
use crate::settings::LoadedSettings;
use crate::text::Sources;

use super::super::Error;
use super::super::progress::Progress;
use super::super::settings::SettingsFinder;
use super::Inputs;
use super::unread::{Unread, report_skipped, with_unparsed};

/// The texts of all inputs, with those that could not be read or were skipped.
struct Texts {
    sources: Sources,
    unread: Unread,
    skipped: Vec<(String, Skipped)>,
}

/// The inputs after reading.
#[derive(Debug)]
pub(in crate::cli) struct ReadInputs {
    /// The options of the run.
    pub(in crate::cli) options: Options,
    /// The texts of the inputs.
    pub(in crate::cli) sources: Sources,
    /// The number of inputs that could not be read.
    pub(in crate::cli) unread: usize,
}

/// The inputs after checking.
#[derive(Debug)]
pub(in crate::cli) struct CheckedInputs {
    /// The options of the run.
    pub(in crate::cli) options: Options,
    /// The settings file that applies to the run as a whole.
    pub(in crate::cli) file: Option<LoadedSettings>,
    /// The texts of the files that appear in the report, and the names of the others.
    pub(in crate::cli) sources: Sources,
    /// The findings.
    pub(in crate::cli) outcome: Outcome,
    /// The inputs that could not be read.
    pub(in crate::cli) unread: Unread,
    /// The skipped files, each with the reason.
    pub(in crate::cli) skipped: Vec<(String, Skipped)>,
}

impl Inputs {
    /// Reads all inputs and their settings, and reports unreadable inputs on standard error.
    pub(in crate::cli) fn read(&self, progress: &Progress) -> Result<ReadInputs, Error> {
        let (mut around, surroundings) = (SettingsFinder::default(), self.surroundings());
        let (mut options, file) = self.of_run(&mut around, &surroundings)?;
        let Texts { sources, unread, skipped } = self.texts(&mut options, file.as_ref(), progress)?;
        unread.report();
        report_skipped(&skipped, false);
        if !options.load.merge {
            let names = sources.configurations().map(|id| sources.get(id).name.as_str());
            self.read_nearer_settings(names, file.as_ref(), &mut options, &mut around, &surroundings)?;
        }
        Ok(ReadInputs { options, sources, unread: unread.count() })
    }

    /// Reads the texts of all inputs. The environment may set the filters that Authelia runs.
    fn texts(&self, options: &mut Options, file: Option<&LoadedSettings>, progress: &Progress) -> Result<Texts, Error> {
        let excludes = self.excludes()?;
        let request = self.request(&options.load, file, &excludes);
        let Collected { inputs, errors, skipped } = inputs::collect(&request, &mut |path| progress.find(path));
        let mut sources = Sources::default();
        for input in inputs {
            sources.push(input.into_source());
        }
        add_beside(&mut sources, &excludes);
        let unread = Unread(errors);
        self.require_input(&unread, sources.is_empty(), &skipped)?;
        let mut filters = sources.iter().find_map(|(_, source)| embedded::filters_of_environment(&source.text));
        if let Some(path) = &self.env_file {
            let Input { name, decoded, .. } = read_one(path)?;
            // This is the whole environment: a variable that the file does not name is not set.
            filters = embedded::filters_of_environment(&decoded.text).or(Some(Filters::None));
            sources.add_variables(name, decoded);
        }
        let is_asked = self.filters.is_some() || file.is_some_and(|file| file.filters.is_some());
        if let Some(filters) = filters.filter(|_| options.load.merge && !is_asked) {
            options.load.filters = filters;
        }
        Ok(Texts { sources, unread, skipped })
    }

    /// Reads and checks all inputs. `configure` is applied to the options; `keep_texts` also keeps the texts of files that
    /// will not appear in the report.
    pub(in crate::cli) fn check(
        &self,
        configure: impl FnOnce(&mut Options) -> Result<(), Error>,
        keep_texts: bool,
        progress: &Progress,
    ) -> Result<CheckedInputs, Error> {
        let (mut around, surroundings) = (SettingsFinder::default(), self.surroundings());
        let (mut options, file) = self.of_run(&mut around, &surroundings)?;
        if options.load.merge {
            configure(&mut options)?;
            let Texts { mut sources, unread, skipped } = self.texts(&mut options, file.as_ref(), progress)?;
            add_auxiliary_sources(&mut options, &mut sources);
            progress.check(0, sources.len(), sources.iter().map(|(_, source)| source.text.len() as u64).sum());
            let outcome = crate::check(&sources, &options);
            let skipped = with_unparsed(skipped, &outcome, &sources);
            return Ok(CheckedInputs { options, file, sources, outcome, unread, skipped });
        }
        let excludes = self.excludes()?;
        let found =
            inputs::find(&self.request(&options.load, file.as_ref(), &excludes), &mut |path| progress.find(path));
        let names: Vec<String> = found.candidates.iter().map(|candidate| candidate.name.clone()).collect();
        self.read_nearer_settings(
            names.iter().map(String::as_str),
            file.as_ref(),
            &mut options,
            &mut around,
            &surroundings,
        )?;
        configure(&mut options)?;
        let mut beside = Sources::default();
        add_auxiliary_sources(&mut options, &mut beside);
        let many = Many { options: &options, beside: &beside, excludes: &excludes, keep_texts };
        let batch::BatchOutcome { sources, outcome, errors, skipped } =
            many.check(found, &|done, bytes| progress.check(done, names.len(), bytes));
        let unread = Unread(errors);
        self.require_input(&unread, sources.configurations().next().is_none(), &skipped)?;
        let skipped = with_unparsed(skipped, &outcome, &sources);
        Ok(CheckedInputs { options, file, sources, outcome, unread, skipped })
    }
}

/// Adds what is read together with the inputs, unless it is among them already.
pub(in crate::cli) fn add_beside(sources: &mut Sources, excludes: &GlobSet) {
    let beside: Vec<_> = sources
        .iter()
        .flat_map(|(id, source)| beside::sources(source, id, excludes).into_sources())
        .map(|source| (location(&source.name), source))
        .collect();
    let mut known: HashSet<PathBuf> = sources.iter().map(|(_, source)| location(&source.name)).collect();
    for (place, source) in beside {
        if known.insert(place) {
            sources.push(source);
        }
    }
}

/// Adds policies and the application's own settings to the sources, so that findings can point into them.
pub(in crate::cli) fn add_auxiliary_sources(options: &mut Options, sources: &mut Sources) {
    options.everywhere(|options| {
        options.binding.iter().for_each(|binding| binding.policies.show_in(sources));
        options.policies.show_in(sources);
        for deployment in &mut options.hints.deployments {
            deployment.show_in(sources);
        }
    });
}

/// Reads a single file, whatever it contains.
pub(in crate::cli) fn read_one(path: &Path) -> Result<Input, Error> {
    let paths = [path.to_owned()];
    let excludes = GlobSet::empty();
    let request = Request {
        paths: &paths,
        excludes: &excludes,
        excludes_below: None,
        gitignore: false,
        stdin: inputs::STDIN_NAME,
        merge: true,
        named: Named::Anything,
    };
    let mut collected = inputs::collect(&request, &mut |_| {});
    if let Some(error) = collected.errors.pop() {
        return Err(error.into());
    }
    collected.inputs.pop().ok_or_else(|| Error::Nothing(format!("no file at {}", path.display())))
}
