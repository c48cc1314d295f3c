//! The options that say what is read and how: the same for every command that reads configuration.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use globset::{Glob, GlobSet};
use toml::Spanned;

use crate::app::{Catalogue, operator};
use crate::collect::{self, Collected, Input, Request};
use crate::deployment::Deployment;
use crate::document::Filters;
use crate::outcome::Outcome;
use crate::report::sanitize;
use crate::settings::{File, Loaded, Settings};
use crate::source::Sources;

use super::Error;
use super::progress::Progress;
use super::settings::SettingsFile;

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

    /// Authelia's configuration filters: `auto` (the default): what a template or a variable yields is unknown; `none`: they are literal text; or a list of `template` and `expand-env`
    #[arg(long, value_name = "FILTERS")]
    filters: Option<Filters>,

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

    #[command(flatten)]
    config: SettingsFile,

    /// Nothing to check is fine; leave out files that are not Authelia's even where they are named
    #[arg(long)]
    allow_empty: bool,
}

impl Inputs {
    /// What these options ask for; what they leave open, a settings file says.
    fn settings(&self, file: Option<&Loaded>) -> Result<Settings, Error> {
        let written = |paths: fn(&File) -> &Vec<PathBuf>| -> Vec<PathBuf> {
            file.into_iter().flat_map(|file| paths(&file.file).iter().map(|path| file.path(path))).collect()
        };
        let catalogue = catalogue(&[written(|file| &file.apps), self.apps.clone()].concat())?;
        for (_, id) in &self.app {
            super::apps::find(&catalogue, id)?;
        }
        let mut apps = BTreeMap::new();
        if let Some(file) = file {
            apps = super::settings::apps(file, &catalogue)?;
        }
        apps.extend(self.app.iter().cloned());
        let mailcow_files = if self.mailcow.is_empty() { written(|file| &file.mailcow) } else { self.mailcow.clone() };
        let asks = |option: fn(&File) -> Option<bool>| file.and_then(|file| option(&file.file)).unwrap_or(false);
        let ids = |list: fn(&File) -> &Vec<Spanned<String>>| -> Vec<String> {
            file.into_iter().flat_map(|file| list(&file.file)).map(|id| id.get_ref().clone()).collect()
        };
        Ok(Settings {
            merge: self.merge || asks(|file| file.merge),
            no_environment: self.no_env || self.env_file.is_some() || asks(|file| file.no_env),
            filters: self.filters.or_else(|| file?.filters).unwrap_or_default(),
            catalogue,
            root: self.root.clone().or_else(|| file?.file.root.clone()),
            apps,
            deployment: (!mailcow_files.is_empty()).then(|| mailcow(&mailcow_files)).transpose()?,
            select: ids(|file| &file.select),
            ignore: ids(|file| &file.ignore),
            levels: file.map(|file| Arc::clone(&file.levels)).unwrap_or_default(),
            policies: file.map(|file| file.policies.clone()).unwrap_or_default(),
            deep: asks(|file| file.deep),
            ..Settings::default()
        })
    }

    /// The settings of the sources that have a nearer settings file than the run.
    fn nearer(&self, sources: &Sources, run: Option<&Loaded>, settings: &mut Settings) -> Result<(), Error> {
        let mut files: BTreeMap<PathBuf, Arc<Settings>> = BTreeMap::new();
        let mut folders: BTreeMap<&Path, Option<Arc<Settings>>> = BTreeMap::new();
        let names = sources.configurations().map(|id| sources.get(id)).filter(|source| !source.variables);
        for name in names.map(|source| &source.name) {
            let folder = Path::new(name).parent().unwrap_or(Path::new(""));
            if !folders.contains_key(folder) {
                let path = self.config.nearest(Path::new(name)).filter(|path| run.is_none_or(|run| !run.is(path)));
                folders.insert(folder, path.map(|path| self.settings_in(path, &mut files)).transpose()?);
            }
            if let Some(Some(nearer)) = folders.get(folder) {
                settings.nearer.insert(name.clone(), Arc::clone(nearer));
            }
        }
        Ok(())
    }

    /// The settings that a file says for some sources, of which none are merged.
    fn settings_in(&self, path: PathBuf, known: &mut BTreeMap<PathBuf, Arc<Settings>>) -> Result<Arc<Settings>, Error> {
        if let Some(settings) = known.get(&path) {
            return Ok(Arc::clone(settings));
        }
        let settings = self.settings(Some(&super::settings::load(&path)?))?;
        let settings = Arc::new(Settings { merge: false, ..settings });
        known.insert(path, Arc::clone(&settings));
        Ok(settings)
    }

    /// What is asked of a run as a whole, and the settings file that says so.
    pub(super) fn of_run(&self) -> Result<(Option<Loaded>, Settings), Error> {
        let file = self.config.of_run(&self.paths)?;
        let settings = self.settings(file.as_ref())?;
        Ok((file, settings))
    }

    /// Reads all inputs, and the settings that hold for them; says on standard error what cannot be read.
    pub(super) fn read(&self, progress: &Progress) -> Result<Read, Error> {
        let (file, mut settings) = self.of_run()?;
        let mut excludes = GlobSet::builder();
        for glob in &self.exclude {
            excludes.add(glob.clone());
        }
        let excludes = excludes.build()?;
        let request = Request {
            paths: &self.paths,
            excludes: &excludes,
            excludes_below: file.as_ref().map(|file| (file.folder.as_path(), &file.excludes)),
            merge: settings.merge,
            only_authelia: self.allow_empty,
        };
        let Collected { inputs, errors, strangers } = collect::collect(&request, &mut |path| progress.read(path));
        for error in &errors {
            // Where standard error is gone the exit code still tells.
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&error.to_string()));
        }
        let mut sources = Sources::default();
        for input in inputs {
            sources.add(input.name, input.decoded);
        }
        if sources.is_empty() && errors.is_empty() && !self.allow_empty {
            return Err(Error::Nothing(self.nothing(strangers)));
        }
        if let Some(path) = &self.env_file {
            let Input { name, decoded } = one(path)?;
            sources.add_variables(name, decoded);
        }
        if !settings.merge {
            self.nearer(&sources, file.as_ref(), &mut settings)?;
        }
        Ok(Read { settings, file, sources, unread: errors.len() })
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
    /// What is asked for.
    pub(super) settings: Settings,
    /// The settings file of the run.
    pub(super) file: Option<Loaded>,
    /// The texts.
    pub(super) sources: Sources,
    /// How many inputs could not be read.
    pub(super) unread: usize,
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
    let request =
        Request { paths: &paths, excludes: &GlobSet::empty(), excludes_below: None, merge: true, only_authelia: false };
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
