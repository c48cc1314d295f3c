//! The options that say what is read and how: the same for every command that reads configuration.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::ArgPredicate;
use globset::{Glob, GlobSet};

use crate::app::deployment::Deployment;
use crate::app::{Catalogue, Hints, operator};
use crate::check::Options;
use crate::config::LoadOptions;
use crate::document::Filters;
use crate::embedded;
use crate::inputs::batch::{self, Many};
use crate::inputs::{self, Collected, Input, InputError, Named, Request, Skipped};
use crate::lint::Outcome;
use crate::settings::{File, Loaded};
use crate::text::{Sources, sanitize};

use super::Error;
use super::progress::Progress;
use super::settings::SettingsFile;

/// What to read and how.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Inputs {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".", default_value_if("stdin_filename", ArgPredicate::IsPresent, "-"))]
    paths: Vec<PathBuf>,

    /// The name of standard input: it is shown, tells the format, and chooses the settings
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,

    /// The inputs, in order, are one configuration, as with Authelia's own `--config a --config b`
    #[arg(long)]
    merge: bool,

    /// The inputs are the complete configuration, and no environment variables are set: the same as `--merge --no-env`
    #[arg(long, conflicts_with = "env_file")]
    complete: bool,

    /// Leave these paths out of folders
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<Glob>,

    /// Check what git ignores in folders, too
    #[arg(long)]
    no_gitignore: bool,

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

    /// Succeed if there is nothing to check; skip named files that are not Authelia configuration
    #[arg(long)]
    allow_empty: bool,
}

impl Inputs {
    /// What these options ask for; what they leave open, a settings file says.
    fn options(&self, file: Option<&Loaded>) -> Result<Options, Error> {
        let written = |paths: fn(&File) -> &Vec<PathBuf>| -> Vec<PathBuf> {
            file.into_iter().flat_map(|file| paths(&file.file).iter().map(|path| file.path(path))).collect()
        };
        let catalogue = catalogue(&[written(|file| &file.apps), self.apps.clone()].concat())?;
        for (_, id) in &self.app {
            super::apps::find(&catalogue, id)?;
        }
        let mut named = BTreeMap::new();
        if let Some(file) = file {
            named = super::settings::apps(file, &catalogue)?;
        }
        named.extend(self.app.iter().cloned());
        let mailcow_files = if self.mailcow.is_empty() { written(|file| &file.mailcow) } else { self.mailcow.clone() };
        let asks = |option: fn(&File) -> Option<bool>| file.and_then(|file| option(&file.file)).unwrap_or(false);
        let load = LoadOptions {
            merge: self.merge || self.complete || asks(|file| file.merge),
            no_environment: self.no_env || self.complete || self.env_file.is_some() || asks(|file| file.no_env),
            filters: self.filters.or_else(|| file?.filters).unwrap_or_default(),
            root: self.root.clone().or_else(|| file?.file.root.clone()),
        };
        let deployment = (!mailcow_files.is_empty()).then(|| mailcow(&mailcow_files)).transpose()?;
        Ok(Options {
            load,
            hints: Hints { catalogue, named, deployment },
            selection: file.map(Loaded::selection).unwrap_or_default(),
            policies: file.map(|file| file.policies.clone()).unwrap_or_default(),
            deep: asks(|file| file.deep),
            ..Options::default()
        })
    }

    /// The first path, of which the nearest settings hold for the run.
    fn first(&self) -> Option<&Path> {
        let first = self.paths.first()?;
        let named = self.stdin_filename.as_deref().filter(|_| first.as_os_str() == inputs::STDIN);
        Some(named.map_or(first, Path::new))
    }

    /// What holds for a run as a whole.
    fn of_run(&self) -> Result<(Options, Option<Loaded>), Error> {
        let reads_stdin = self.paths.iter().any(|path| path.as_os_str() == inputs::STDIN);
        if self.stdin_filename.is_some() && !reads_stdin {
            return Err(Error::StdinName);
        }
        let file = self.config.of_run(self.first())?;
        Ok((self.options(file.as_ref())?, file))
    }

    /// Reads the options of the files that have a nearer settings file than the run.
    fn nearer<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        run: Option<&Loaded>,
        options: &mut Options,
    ) -> Result<(), Error> {
        let mut by_folder: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
        let mut by_file: HashMap<PathBuf, usize> = HashMap::new();
        for name in names {
            let path = Path::new(name);
            let file = by_folder.entry(path.parent().unwrap_or(path).to_owned()).or_insert_with(|| {
                let file = self.config.nearest(path)?;
                (!run.is_some_and(|run| run.is(&file))).then_some(file)
            });
            let Some(file) = file else { continue };
            let number = if let Some(number) = by_file.get(file) {
                *number
            } else {
                let nearer = self.options(Some(&super::settings::load(file)?))?;
                // What is checked file by file is not merged, whatever a nearer file says.
                options.nearer.keep(Options { load: LoadOptions { merge: false, ..nearer.load }, ..nearer })
            };
            by_file.insert(file.clone(), number);
            options.nearer.assign(name.to_owned(), number);
        }
        Ok(())
    }

    /// Reads all inputs, and the settings that hold for them; says on standard error what cannot be read.
    pub(super) fn read(&self, progress: &Progress) -> Result<Read, Error> {
        let (mut options, file) = self.of_run()?;
        let Texts { sources, unread, skipped } = self.texts(&mut options, file.as_ref(), progress)?;
        unread.tell();
        tell_skipped(&skipped, false);
        if !options.load.merge {
            let names = sources.configurations().map(|id| sources.get(id).name.as_str());
            self.nearer(names, file.as_ref(), &mut options)?;
        }
        Ok(Read { options, sources, unread: unread.count() })
    }

    /// The texts of all inputs, what could not be read, and what was skipped. The environment may say what filters
    /// Authelia runs.
    fn texts(&self, options: &mut Options, file: Option<&Loaded>, progress: &Progress) -> Result<Texts, Error> {
        let excludes = self.excludes()?;
        let request = self.request(&options.load, file, &excludes);
        let Collected { inputs, errors, skipped } = inputs::collect(&request, &mut |path| progress.find(path));
        let mut sources = Sources::default();
        for input in inputs {
            sources.push(input.into_source());
        }
        let unread = Unread(errors);
        self.require_input(&unread, sources.is_empty(), &skipped)?;
        let mut filters = sources.iter().find_map(|(_, source)| embedded::filters_of_environment(&source.text));
        if let Some(path) = &self.env_file {
            let Input { name, decoded, .. } = one(path)?;
            // It is all of the environment: what it does not name is not set.
            filters = embedded::filters_of_environment(&decoded.text).or(Some(Filters::None));
            sources.add_variables(name, decoded);
        }
        let is_asked = self.filters.is_some() || file.is_some_and(|file| file.filters.is_some());
        if let Some(filters) = filters.filter(|_| options.load.merge && !is_asked) {
            options.load.filters = filters;
        }
        Ok(Texts { sources, unread, skipped })
    }

    /// Reads and checks all inputs; says on standard error what cannot be read. `ask` adds to the settings; `keep_texts`:
    /// also of the files of which nothing is to be shown.
    pub(super) fn check(
        &self,
        ask: impl FnOnce(&mut Options) -> Result<(), Error>,
        keep_texts: bool,
        progress: &Progress,
    ) -> Result<Checked, Error> {
        let (mut options, file) = self.of_run()?;
        if options.load.merge {
            ask(&mut options)?;
            let Texts { mut sources, unread, skipped } = self.texts(&mut options, file.as_ref(), progress)?;
            show_other_sides(&mut options, &mut sources);
            progress.check(0, sources.len(), sources.iter().map(|(_, source)| source.text.len() as u64).sum());
            let outcome = crate::check(&sources, &options);
            let skipped = with_unparsed(skipped, &outcome, &sources);
            return Ok(Checked { options, file, sources, outcome, unread, skipped });
        }
        let excludes = self.excludes()?;
        let found =
            inputs::find(&self.request(&options.load, file.as_ref(), &excludes), &mut |path| progress.find(path));
        let names: Vec<String> = found.candidates.iter().map(|candidate| candidate.name.clone()).collect();
        self.nearer(names.iter().map(String::as_str), file.as_ref(), &mut options)?;
        ask(&mut options)?;
        let mut beside = Sources::default();
        show_other_sides(&mut options, &mut beside);
        let many = Many { options: &options, beside: &beside, keep_texts };
        let batch::Checked { sources, outcome, errors, skipped } =
            many.check(found, &|done, bytes| progress.check(done, names.len(), bytes));
        let unread = Unread(errors);
        self.require_input(&unread, sources.configurations().next().is_none(), &skipped)?;
        let skipped = with_unparsed(skipped, &outcome, &sources);
        Ok(Checked { options, file, sources, outcome, unread, skipped })
    }

    fn excludes(&self) -> Result<GlobSet, Error> {
        let mut excludes = GlobSet::builder();
        for glob in &self.exclude {
            excludes.add(glob.clone());
        }
        Ok(excludes.build()?)
    }

    fn request<'a>(&'a self, load: &LoadOptions, file: Option<&'a Loaded>, excludes: &'a GlobSet) -> Request<'a> {
        Request {
            paths: &self.paths,
            excludes,
            excludes_below: file.map(|file| (file.folder.as_path(), &file.excludes)),
            gitignore: !self.no_gitignore && file.and_then(|file| file.file.no_gitignore) != Some(true),
            stdin: self.stdin_filename.as_deref().unwrap_or(inputs::STDIN_NAME),
            merge: load.merge,
            named: match () {
                () if self.root.is_some() || load.root.is_some() => Named::Anything,
                () if self.allow_empty => Named::OnlyAuthelias,
                () => Named::NotOthers,
            },
        }
    }

    /// Whether there was something to read, unless that is not required.
    fn require_input(&self, unread: &Unread, is_empty: bool, skipped: &[(String, Skipped)]) -> Result<(), Error> {
        if is_empty && unread.0.is_empty() && !self.allow_empty {
            return Err(Error::Nothing(self.nothing(skipped)));
        }
        Ok(())
    }

    /// A named path that does not exist.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Path> {
        let is_missing = |path: &&Path| path.as_os_str() != inputs::STDIN && path.symlink_metadata().is_err();
        self.paths.iter().map(PathBuf::as_path).filter(is_missing)
    }

    /// That no configuration is in what was read, unless that is fine.
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
    fn nothing(&self, skipped: &[(String, Skipped)]) -> String {
        let ignored = skipped.iter().filter(|(_, why)| *why == Skipped::Gitignored).count();
        let strangers = skipped.len() - ignored;
        let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        let strangers = match strangers {
            0 => "no YAML file".to_owned(),
            1 => "the one YAML file does not look like Authelia configuration".to_owned(),
            _ => format!("none of the {strangers} YAML files looks like Authelia configuration"),
        };
        let ignored = if ignored > 0 { "; `--no-gitignore` also checks what git ignores there" } else { "" };
        format!("{strangers} in {}{ignored}", paths.join(", "))
    }
}

/// The texts of all inputs, what could not be read, and what was skipped.
struct Texts {
    sources: Sources,
    unread: Unread,
    skipped: Vec<(String, Skipped)>,
}

/// The inputs that could not be read.
#[derive(Debug)]
pub(super) struct Unread(Vec<InputError>);

impl Unread {
    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether one of them was named rather than found.
    pub(super) fn is_named(&self) -> bool {
        self.0.iter().any(|error| error.named)
    }

    /// Reports each on standard error.
    pub(super) fn tell(&self) {
        for error in &self.0 {
            // If standard error is closed, the exit code still tells.
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&error.to_string()));
        }
    }
}

/// How many files with a sign of Authelia are named in the one line about them.
const MAX_NAMED_SKIPPED: usize = 3;

/// Reports on standard error which files were skipped: those with a sign of Authelia on one line, or with `verbose` each
/// file with the reason.
pub(super) fn tell_skipped(skipped: &[(String, Skipped)], verbose: bool) {
    let mut stderr = io::stderr().lock();
    if verbose {
        for (name, why) in skipped {
            let _ = writeln!(stderr, "skipped: {}", sanitize::line(&format!("{name}: {why}")));
        }
        return;
    }
    let told: Vec<String> = skipped
        .iter()
        .filter(|(name, why)| why.is_worth_a_line(name))
        .map(|(name, why)| format!("{name} ({why})"))
        .collect();
    if told.is_empty() {
        return;
    }
    let more = told.len().saturating_sub(MAX_NAMED_SKIPPED);
    let named = told.iter().take(MAX_NAMED_SKIPPED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more (`-v` lists all)") } else { String::new() };
    let line = format!("skipped {named}{more}; name a file to check it");
    let _ = writeln!(stderr, "note: {}", sanitize::line(&line));
}

/// What was skipped, and the files of which nothing is known although they were read.
fn with_unparsed(mut skipped: Vec<(String, Skipped)>, outcome: &Outcome, sources: &Sources) -> Vec<(String, Skipped)> {
    skipped.extend(outcome.unparsed.iter().map(|id| (sources.get(*id).name.clone(), Skipped::Unparsed)));
    skipped
}

/// What was read.
#[derive(Debug)]
pub(super) struct Read {
    /// What is asked for.
    pub(super) options: Options,
    /// The texts.
    pub(super) sources: Sources,
    /// How many inputs could not be read.
    pub(super) unread: usize,
}

/// What was read and checked.
#[derive(Debug)]
pub(super) struct Checked {
    /// What was asked for.
    pub(super) options: Options,
    /// The settings file of the run.
    pub(super) file: Option<Loaded>,
    /// The texts of which something is to be shown, and the names of the others.
    pub(super) sources: Sources,
    /// What was found.
    pub(super) outcome: Outcome,
    /// What could not be read.
    pub(super) unread: Unread,
    /// The files that were skipped, and why.
    pub(super) skipped: Vec<(String, Skipped)>,
}

/// Puts policies and the application's own settings among the texts that findings can point into.
fn show_other_sides(options: &mut Options, sources: &mut Sources) {
    options.everywhere(|options| {
        options.policies.show_in(sources);
        if let Some(deployment) = &mut options.hints.deployment {
            deployment.show_in(sources);
        }
    });
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
    let files = paths.iter().map(|path| one(path).map(|Input { name, decoded, .. }| (name, decoded)));
    Ok(Deployment::mailcow(files.collect::<Result<Vec<_>, _>>()?)?)
}

/// Reads one file that is not a configuration.
pub(super) fn one(path: &Path) -> Result<Input, Error> {
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

fn client_app(text: &str) -> Result<(String, String), String> {
    let (client, app) = text.rsplit_once('=').ok_or("expected CLIENT_ID=APP, as `mail=mailcow`")?;
    Ok((client.to_owned(), app.to_owned()))
}
