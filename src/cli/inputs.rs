//! The options that say what is read and how: the same for every command that reads configuration.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use globset::{Glob, GlobSet};

use crate::app::{Catalogue, operator};
use crate::collect::{self, Collected, Input, InputError, Request};
use crate::deployment::Deployment;
use crate::document::Filters;
use crate::many::{self, Many};
use crate::outcome::Outcome;
use crate::report::sanitize;
use crate::settings::Settings;
use crate::source::Sources;

use super::Error;
use super::progress::Progress;

/// What to read and how.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// The inputs, in order, are one configuration, as with Authelia's own `--config a --config b`
    #[arg(long)]
    merge: bool,

    /// Leave these paths out of folders
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<Glob>,

    /// Nothing comes from the environment: what is absent is absent [default: secrets may come from there]
    #[arg(long)]
    no_env: bool,

    /// The environment: a file of `NAME=value` lines, as Docker Compose reads it; nothing else comes from there
    #[arg(long, value_name = "FILE", requires = "merge", conflicts_with = "no_env")]
    env_file: Option<PathBuf>,

    /// Authelia's configuration filters: `auto`: what a template or a variable yields is unknown; `none`: they are literal text; or a list of `template` and `expand-env`
    #[arg(long, value_name = "FILTERS", default_value = "auto")]
    filters: Filters,

    /// Where in the files the configuration stands, such as `spec.values.configMap` [default: looked for]
    #[arg(long, value_name = "PATH")]
    root: Option<String>,

    /// Mailcow's own side: its identity-provider settings, as JSON from its API, or `mailcow.conf`; give both if you have them
    #[arg(long, value_name = "FILE")]
    mailcow: Vec<PathBuf>,

    /// Say which application a client is
    #[arg(long, value_name = "CLIENT_ID=APP", value_parser = client_app)]
    app: Vec<(String, String)>,

    /// A folder with applications of your own, one file for each; may be given several times
    #[arg(long, value_name = "DIR")]
    apps: Vec<PathBuf>,

    /// Nothing to check is fine; leave out files that are not Authelia's even where they are named
    #[arg(long)]
    allow_empty: bool,
}

impl Inputs {
    /// The settings that these options make.
    pub(super) fn settings(&self) -> Result<Settings, Error> {
        let catalogue = catalogue(&self.apps)?;
        for (_, id) in &self.app {
            super::apps::find(&catalogue, id)?;
        }
        Ok(Settings {
            merge: self.merge,
            no_environment: self.no_env || self.env_file.is_some(),
            filters: self.filters,
            catalogue,
            root: self.root.clone(),
            apps: self.app.iter().cloned().collect::<BTreeMap<_, _>>(),
            deployment: (!self.mailcow.is_empty()).then(|| mailcow(&self.mailcow)).transpose()?,
            ..Settings::default()
        })
    }

    /// Reads all inputs; says on standard error what cannot be read.
    pub(super) fn read(&self, progress: &Progress) -> Result<Read, Error> {
        let excludes = self.excludes()?;
        let Collected { inputs, errors, strangers } =
            collect::collect(&self.request(&excludes), &mut |path| progress.find(path));
        let mut sources = Sources::default();
        for input in inputs {
            sources.add(input.name, input.decoded);
        }
        self.tell(&errors, sources.is_empty(), strangers)?;
        if let Some(path) = &self.env_file {
            let Input { name, decoded } = one(path)?;
            sources.add_variables(name, decoded);
        }
        Ok(Read { sources, unread: errors.len() })
    }

    /// Reads and checks all inputs; says on standard error what cannot be read. `keep_texts`: also of the files of which
    /// nothing is to be shown.
    pub(super) fn check(
        &self,
        settings: &mut Settings,
        keep_texts: bool,
        progress: &Progress,
    ) -> Result<Checked, Error> {
        if self.merge {
            let Read { mut sources, unread } = self.read(progress)?;
            show_deployment(settings, &mut sources);
            progress.check(0, sources.len(), sources.iter().map(|(_, source)| source.text.len() as u64).sum());
            let outcome = crate::check(&sources, settings);
            return Ok(Checked { sources, outcome, unread });
        }
        let mut beside = Sources::default();
        show_deployment(settings, &mut beside);
        let excludes = self.excludes()?;
        let found = collect::find(&self.request(&excludes), &mut |path| progress.find(path));
        let (many, files) = (Many { settings, beside: &beside, keep_texts }, found.candidates.len());
        let many::Checked { sources, outcome, errors, strangers } =
            many.check(found, &|done, bytes| progress.check(done, files, bytes));
        self.tell(&errors, sources.configurations().next().is_none(), strangers)?;
        Ok(Checked { sources, outcome, unread: errors.len() })
    }

    fn excludes(&self) -> Result<GlobSet, Error> {
        let mut excludes = GlobSet::builder();
        for glob in &self.exclude {
            excludes.add(glob.clone());
        }
        Ok(excludes.build()?)
    }

    fn request<'a>(&'a self, excludes: &'a GlobSet) -> Request<'a> {
        Request { paths: &self.paths, excludes, merge: self.merge, only_authelia: self.allow_empty }
    }

    /// Says on standard error what cannot be read.
    ///
    /// # Errors
    /// Where there was nothing to read, unless that is fine.
    fn tell(&self, errors: &[InputError], is_empty: bool, strangers: usize) -> Result<(), Error> {
        for error in errors {
            // Where standard error is gone the exit code still tells.
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&error.to_string()));
        }
        if is_empty && errors.is_empty() && !self.allow_empty {
            return Err(Error::Nothing(self.nothing(strangers)));
        }
        Ok(())
    }

    /// That no configuration stands in what was read, unless that is fine.
    pub(super) fn require(&self, outcome: &Outcome) -> Result<(), Error> {
        if outcome.files > 0 || self.allow_empty {
            return Ok(());
        }
        let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        let paths = paths.join(", ");
        Err(Error::Nothing(match &self.root {
            Some(root) => format!("`{root}` leads nowhere in {paths}"),
            None => format!("no Authelia configuration in {paths}; `--root PATH` says where in a file it stands"),
        }))
    }

    /// What was looked for, and where.
    fn nothing(&self, strangers: usize) -> String {
        let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        let strangers = match strangers {
            0 => "no YAML file".to_owned(),
            1 => "the one YAML file is not Authelia's".to_owned(),
            _ => format!("none of the {strangers} YAML files is Authelia's"),
        };
        format!("{strangers} in {}", paths.join(", "))
    }
}

/// What was read.
#[derive(Debug)]
pub(super) struct Read {
    /// The texts.
    pub(super) sources: Sources,
    /// How many inputs could not be read.
    pub(super) unread: usize,
}

/// What was read and checked.
#[derive(Debug)]
pub(super) struct Checked {
    /// The texts of which something is to be shown, and the names of the others.
    pub(super) sources: Sources,
    /// What was found.
    pub(super) outcome: Outcome,
    /// How many inputs could not be read.
    pub(super) unread: usize,
}

/// Puts the application's own settings among the texts that findings can point into.
fn show_deployment(settings: &mut Settings, sources: &mut Sources) {
    if let Some(deployment) = &mut settings.deployment {
        deployment.show_in(sources);
    }
}

/// The applications that are known, with the operator's own.
pub(super) fn catalogue(folders: &[PathBuf]) -> Result<Catalogue, Error> {
    let mut own = Vec::new();
    for folder in folders {
        own.extend(operator::read_folder(folder)?);
    }
    Ok(if own.is_empty() { Catalogue::default() } else { Catalogue::with(own) })
}

/// Reads the application's own settings.
fn mailcow(paths: &[PathBuf]) -> Result<Deployment, Error> {
    let files = paths.iter().map(|path| one(path).map(|Input { name, decoded }| (name, decoded)));
    Ok(Deployment::mailcow(files.collect::<Result<Vec<_>, _>>()?)?)
}

/// Reads one file that is no configuration.
fn one(path: &Path) -> Result<Input, Error> {
    let paths = [path.to_owned()];
    let request = Request { paths: &paths, excludes: &GlobSet::empty(), merge: true, only_authelia: false };
    let mut collected = collect::collect(&request, &mut |_| {});
    if let Some(error) = collected.errors.pop() {
        return Err(error.into());
    }
    collected.inputs.pop().ok_or_else(|| Error::Nothing(format!("no file at {}", path.display())))
}

fn client_app(text: &str) -> Result<(String, String), String> {
    let (client, app) = text.rsplit_once('=').ok_or("expected CLIENT_ID=APP, as `mail=mailcow`")?;
    Ok((client.to_owned(), app.to_owned()))
}
