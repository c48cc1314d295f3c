//! Options for what to read and how, shared by all commands that read configuration.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::ArgPredicate;
use globset::{Glob, GlobSet};

use crate::app::deployment::Deployment;
use crate::app::deployment::compose::Compose;
use crate::app::{Catalogue, Hints, operator};
use crate::check::Options;
use crate::config::{LoadOptions, Version};
use crate::document::Filters;
use crate::embedded;
use crate::inputs::batch::{self, Many};
use crate::inputs::beside::{self, location};
use crate::inputs::{self, Collected, Input, InputError, Named, Request, Skipped};
use crate::lint::Outcome;
use crate::settings::{File, LoadedSettings};
use crate::text::files::is_inside;
use crate::text::{Sources, sanitize, suggestion};

use super::Error;
use super::progress::Progress;
use super::settings::{SettingsFile, SettingsFinder};

/// What to read and how.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Inputs {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".", default_value_if("stdin_filename", ArgPredicate::IsPresent, "-"))]
    paths: Vec<PathBuf>,

    /// File name for standard input: used in findings, to detect the file type and to find the settings file
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,

    /// Merge the inputs in order into one configuration, like Authelia's `--config a --config b`
    #[arg(long)]
    merge: bool,

    /// Treat the inputs as the complete configuration, with no environment variables set; same as `--merge --no-env`
    #[arg(long, conflicts_with = "env_file")]
    complete: bool,

    /// Skip matching paths when searching folders
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<Glob>,

    /// Also check files in folders that git ignores
    #[arg(long)]
    no_gitignore: bool,

    /// Assume no environment variables are set, so a missing value is really missing [default: secrets may come from the environment]
    #[arg(long)]
    no_env: bool,

    /// Read the environment from a file of `NAME=value` lines, as Docker Compose does; no other variables are set
    #[arg(long, value_name = "FILE", requires = "merge", conflicts_with = "no_env")]
    env_file: Option<PathBuf>,

    /// Authelia's configuration filters: `auto` treats the values of templates and variables as unknown (default), `none` treats them as literal text; or a list of `template` and `expand-env`
    #[arg(long, value_name = "FILTERS")]
    filters: Option<Filters>,

    /// Path to the configuration inside each file, such as `spec.values.configMap` [default: auto-detected]
    #[arg(long, value_name = "PATH")]
    root: Option<String>,

    /// Version of Authelia that reads the configuration, such as `4.38` or `4.39.2` [default: the tag of its image in the files, or the newest known version]
    #[arg(long, value_name = "VERSION")]
    authelia_version: Option<Version>,

    /// Also report what changes silently with an upgrade from this version, such as `4.38`
    #[arg(long, value_name = "VERSION")]
    upgrade_from: Option<Version>,

    /// Mailcow's own settings: its identity provider settings as JSON from its API, or `mailcow.conf`; give both if you have them
    #[arg(long, value_name = "FILE")]
    mailcow: Vec<PathBuf>,

    /// An application's own settings, which are compared with its client: an environment file, a Compose file, Helm values, JSON, INI or TOML; can be repeated
    #[arg(long, value_name = "APP=FILE", value_parser = app_file)]
    app_settings: Vec<(String, PathBuf)>,

    /// Set the application of a client
    #[arg(long, value_name = "CLIENT_ID=APP", value_parser = client_app)]
    app: Vec<(String, String)>,

    /// Folder with your own application files, one for each application; can be repeated
    #[arg(long, value_name = "DIR")]
    apps: Vec<PathBuf>,

    #[command(flatten)]
    config: SettingsFile,

    /// Succeed if there is nothing to check; skip named files that are not Authelia configuration
    #[arg(long)]
    allow_empty: bool,
}

/// What is said beside the configurations.
#[derive(Debug, Default)]
pub(super) struct Discovered {
    /// Compose files, which may hold the settings of applications.
    files: Vec<Compose>,
    /// The version of Authelia that is deployed.
    version: Option<Version>,
}

impl Inputs {
    /// Nothing but what the settings files say.
    pub(super) fn of_settings(config: SettingsFile) -> Self {
        Self { config, ..Self::default() }
    }

    /// Combines these options with the settings file; these options take precedence.
    pub(super) fn options(&self, file: Option<&LoadedSettings>, discovered: &Discovered) -> Result<Options, Error> {
        let catalogue = catalogue(file, &self.apps)?;
        for (_, id) in &self.app {
            super::apps::find(&catalogue, id)?;
        }
        let mut named = BTreeMap::new();
        if let Some(file) = file {
            named = super::settings::apps(file, &catalogue)?;
        }
        named.extend(self.app.iter().cloned());
        let mailcow_files = match file.filter(|_| self.mailcow.is_empty()) {
            Some(file) => file.file.mailcow.iter().map(|path| file.path(path)).collect::<Result<_, _>>()?,
            None => self.mailcow.clone(),
        };
        let asks = |option: fn(&File) -> Option<bool>| file.and_then(|file| option(&file.file)).unwrap_or(false);
        let load = LoadOptions {
            merge: self.merge || self.complete || asks(|file| file.merge),
            no_environment: self.no_env || self.complete || self.env_file.is_some() || asks(|file| file.no_env),
            filters: self.filters.or_else(|| file?.filters).unwrap_or_default(),
            root: self.root.clone().or_else(|| file?.file.root.clone()),
            version: self.authelia_version.or_else(|| file?.version).or(discovered.version),
            former_version: self.upgrade_from,
        };
        let mut deployments = Vec::new();
        if !mailcow_files.is_empty() {
            deployments.push(mailcow(&mailcow_files)?);
        }
        for (app, files) in self.app_settings() {
            deployments.push(deployment(&catalogue, &app, &files)?);
        }
        deployments.extend(discovered.files.iter().flat_map(|compose| Deployment::discover(&catalogue, compose)));
        Ok(Options {
            load,
            hints: Hints { catalogue, named, deployments },
            selection: file.map(LoadedSettings::selection).unwrap_or_default(),
            policies: file.map(|file| file.policies.clone()).unwrap_or_default(),
            binding: file.map(|file| file.binding.clone()).unwrap_or_default(),
            deep: asks(|file| file.deep),
            ..Options::default()
        })
    }

    /// What the Compose files of the folders that are checked say. It is the same for each settings file, so they are read
    /// once.
    fn discovered(&self) -> Discovered {
        let files = inputs::compose_files(&self.paths);
        let mut versions: Vec<Version> =
            files.iter().filter_map(|file| Version::of_image(&file.decoded.text)).collect();
        versions.dedup();
        let version = versions.pop().filter(|_| versions.is_empty());
        Discovered { files, version }
    }

    /// The files with applications' own settings, by application.
    fn app_settings(&self) -> BTreeMap<String, Vec<PathBuf>> {
        let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for (app, path) in &self.app_settings {
            files.entry(app.clone()).or_default().push(path.clone());
        }
        files
    }

    /// The paths as they are given.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The same options for another path.
    pub(super) fn with_path(&self, path: &Path) -> Self {
        Self { paths: vec![path.to_owned()], ..self.clone() }
    }

    /// The options that apply to the run as a whole, without anything read.
    pub(super) fn options_of_run(&self) -> Result<Options, Error> {
        Ok(self.of_run(&mut SettingsFinder::default(), &Discovered::default())?.0)
    }

    /// Takes the paths that are something else out. If no path is left, the current folder is searched.
    pub(super) fn take_paths(&mut self, is_other: impl Fn(&Path) -> bool) -> Vec<String> {
        let (others, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            std::mem::take(&mut self.paths).into_iter().partition(|path| is_other(path));
        self.paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
        others.into_iter().map(|other| other.to_string_lossy().into_owned()).collect()
    }

    /// The first path. The settings file nearest to it applies to the run as a whole.
    fn first(&self) -> Option<&Path> {
        let first = self.paths.first()?;
        let named = self.stdin_filename.as_deref().filter(|_| first.as_os_str() == inputs::STDIN);
        Some(named.map_or(first, Path::new))
    }

    /// The options and the settings file that apply to the run as a whole.
    fn of_run(
        &self,
        around: &mut SettingsFinder,
        discovered: &Discovered,
    ) -> Result<(Options, Option<LoadedSettings>), Error> {
        let reads_stdin = self.paths.iter().any(|path| path.as_os_str() == inputs::STDIN);
        if self.stdin_filename.is_some() && !reads_stdin {
            return Err(Error::StdinName);
        }
        let file = self.config.of_run(self.first(), around)?;
        let options = self.options(file.as_ref(), discovered)?;
        if let Some(version) = options.load.version.filter(|version| *version > Version::NEWEST) {
            super::note(&format!(
                "Authelia {version} is newer than {newest}, the newest version that authelia-lint knows: it is checked as {newest}",
                newest = Version::NEWEST
            ));
        }
        Ok((options, file))
    }

    /// Reads the settings files that are nearer to some of the files than the one of the run.
    fn read_nearer_settings<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        run: Option<&LoadedSettings>,
        options: &mut Options,
        around: &mut SettingsFinder,
        discovered: &Discovered,
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
                if !self.is_below_an_input(file) {
                    return Err(Error::Link(file.display().to_string()));
                }
                let nearer = self.options(Some(&around.found(file)?), discovered)?;
                // `merge` applies to the run as a whole: a nearer settings file cannot turn it on.
                let (load, guesses) = (LoadOptions { merge: false, ..nearer.load }, options.guesses.clone());
                options.nearer.keep(Options { load, guesses, ..nearer })
            };
            by_file.insert(file.clone(), number);
            options.nearer.assign(name.to_owned(), number);
        }
        Ok(())
    }

    /// Whether the folder of a settings file is, after all links, in a folder that is searched, or around an input.
    fn is_below_an_input(&self, settings: &Path) -> bool {
        let folder = settings.parent().unwrap_or(settings);
        self.paths.iter().any(|path| {
            let input = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            let input = if input.as_os_str().is_empty() { Path::new(".") } else { input };
            is_inside(folder, input) || is_inside(input, folder)
        })
    }

    /// Reads all inputs and their settings, and reports unreadable inputs on standard error.
    pub(super) fn read(&self, progress: &Progress) -> Result<ReadInputs, Error> {
        let (mut around, discovered) = (SettingsFinder::default(), self.discovered());
        let (mut options, file) = self.of_run(&mut around, &discovered)?;
        let Texts { sources, unread, skipped } = self.texts(&mut options, file.as_ref(), progress)?;
        unread.report();
        report_skipped(&skipped, false);
        if !options.load.merge {
            let names = sources.configurations().map(|id| sources.get(id).name.as_str());
            self.read_nearer_settings(names, file.as_ref(), &mut options, &mut around, &discovered)?;
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
    pub(super) fn check(
        &self,
        configure: impl FnOnce(&mut Options) -> Result<(), Error>,
        keep_texts: bool,
        progress: &Progress,
    ) -> Result<CheckedInputs, Error> {
        let (mut around, discovered) = (SettingsFinder::default(), self.discovered());
        let (mut options, file) = self.of_run(&mut around, &discovered)?;
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
            &discovered,
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

    fn excludes(&self) -> Result<GlobSet, Error> {
        let mut excludes = GlobSet::builder();
        for glob in &self.exclude {
            excludes.add(glob.clone());
        }
        Ok(excludes.build()?)
    }

    fn request<'a>(
        &'a self,
        load: &LoadOptions,
        file: Option<&'a LoadedSettings>,
        excludes: &'a GlobSet,
    ) -> Request<'a> {
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

    /// Rejects a run without any input, unless `--allow-empty` is given.
    fn require_input(&self, unread: &Unread, is_empty: bool, skipped: &[(String, Skipped)]) -> Result<(), Error> {
        if is_empty && unread.0.is_empty() && !self.allow_empty {
            return Err(Error::Nothing(self.explain_nothing(skipped)));
        }
        Ok(())
    }

    /// The named paths that do not exist.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Path> {
        let is_missing = |path: &&Path| path.as_os_str() != inputs::STDIN && path.symlink_metadata().is_err();
        self.paths.iter().map(PathBuf::as_path).filter(is_missing)
    }

    /// Rejects inputs without any configuration, unless `--allow-empty` is given.
    pub(super) fn require(&self, outcome: &Outcome) -> Result<(), Error> {
        if outcome.files > 0 || self.allow_empty {
            return Ok(());
        }
        let paths = self.quoted_paths();
        Err(Error::Nothing(match &self.root {
            Some(root) => format!("`{root}` not found in {paths}"),
            None => format!("no Authelia configuration in {paths}; use `--root PATH` to say where it is inside a file"),
        }))
    }

    /// The paths as they appear in an error message.
    fn quoted_paths(&self) -> String {
        let paths: Vec<_> = self.paths.iter().map(|path| format!("`{}`", path.display())).collect();
        paths.join(", ")
    }

    /// Explains why there is nothing to check.
    fn explain_nothing(&self, skipped: &[(String, Skipped)]) -> String {
        let ignored = skipped.iter().filter(|(_, why)| *why == Skipped::Gitignored).count();
        let others = skipped.len() - ignored;
        let paths = self.quoted_paths();
        let reason = match others {
            0 => format!("no YAML file in {paths}"),
            1 => format!("the only YAML file in {paths} does not look like Authelia configuration"),
            _ => format!("none of the {others} YAML files in {paths} looks like Authelia configuration"),
        };
        let hint = if ignored > 0 { "; use `--no-gitignore` to also check files that git ignores" } else { "" };
        format!("{reason}{hint}")
    }
}

/// The texts of all inputs, with those that could not be read or were skipped.
struct Texts {
    sources: Sources,
    unread: Unread,
    skipped: Vec<(String, Skipped)>,
}

/// The inputs that could not be read.
#[derive(Debug)]
pub(super) struct Unread(Vec<InputError>);

impl Unread {
    /// The number of inputs.
    pub(super) const fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether one of them was named on the command line rather than found in a folder.
    pub(super) fn is_named(&self) -> bool {
        self.0.iter().any(|error| error.named)
    }

    /// Reports each on standard error.
    pub(super) fn report(&self) {
        for error in &self.0 {
            // If standard error is closed, the exit code still shows the failure.
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&error.to_string()));
        }
    }
}

/// The most skipped files that one line names.
const MAX_NAMED_SKIPPED: usize = 3;

/// Reports skipped files on standard error: those that mention Authelia on one line, or every file with its reason if
/// `verbose`.
pub(super) fn report_skipped(skipped: &[(String, Skipped)], verbose: bool) {
    let mut stderr = io::stderr().lock();
    if verbose {
        for (name, why) in skipped {
            let _ = writeln!(stderr, "skipped: {}", sanitize::line(&format!("{name}: {why}")));
        }
        return;
    }
    let notable: Vec<String> = skipped
        .iter()
        .filter(|(name, why)| why.is_worth_a_line(name))
        .map(|(name, why)| format!("{name} ({why})"))
        .collect();
    if notable.is_empty() {
        return;
    }
    let more = notable.len().saturating_sub(MAX_NAMED_SKIPPED);
    let named = notable.iter().take(MAX_NAMED_SKIPPED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more (`-v` lists all)") } else { String::new() };
    let line = format!("skipped {named}{more}; name a file to check it");
    let _ = writeln!(stderr, "note: {}", sanitize::line(&line));
}

/// Adds the files that were read but could not be parsed to the skipped ones.
fn with_unparsed(mut skipped: Vec<(String, Skipped)>, outcome: &Outcome, sources: &Sources) -> Vec<(String, Skipped)> {
    skipped.extend(outcome.unparsed.iter().map(|id| (sources.get(*id).name.clone(), Skipped::Unparsed)));
    skipped
}

/// The inputs after reading.
#[derive(Debug)]
pub(super) struct ReadInputs {
    /// The options of the run.
    pub(super) options: Options,
    /// The texts of the inputs.
    pub(super) sources: Sources,
    /// The number of inputs that could not be read.
    pub(super) unread: usize,
}

/// The inputs after checking.
#[derive(Debug)]
pub(super) struct CheckedInputs {
    /// The options of the run.
    pub(super) options: Options,
    /// The settings file that applies to the run as a whole.
    pub(super) file: Option<LoadedSettings>,
    /// The texts of the files that appear in the report, and the names of the others.
    pub(super) sources: Sources,
    /// The findings.
    pub(super) outcome: Outcome,
    /// The inputs that could not be read.
    pub(super) unread: Unread,
    /// The skipped files, each with the reason.
    pub(super) skipped: Vec<(String, Skipped)>,
}

/// Adds what is read together with the inputs, unless it is among them already.
pub(super) fn add_beside(sources: &mut Sources, excludes: &GlobSet) {
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
pub(super) fn add_auxiliary_sources(options: &mut Options, sources: &mut Sources) {
    options.everywhere(|options| {
        options.binding.iter().for_each(|binding| binding.policies.show_in(sources));
        options.policies.show_in(sources);
        for deployment in &mut options.hints.deployments {
            deployment.show_in(sources);
        }
    });
}

/// The catalogue of applications, including those in the folders that a settings file and the command line name.
pub(super) fn catalogue(file: Option<&LoadedSettings>, folders: &[PathBuf]) -> Result<Catalogue, Error> {
    let mut own = Vec::new();
    for (file, folder) in file.into_iter().flat_map(|file| file.file.apps.iter().map(move |folder| (file, folder))) {
        for path in operator::files_in(&file.path(folder)?)? {
            own.push(operator::read(&file.path(&path)?)?);
        }
    }
    for folder in folders {
        for path in operator::files_in(folder)? {
            own.push(operator::read(&path)?);
        }
    }
    Ok(if own.is_empty() { Catalogue::default() } else { Catalogue::with(own) })
}

/// Reads the own settings of an application.
fn deployment(catalogue: &Catalogue, app: &str, paths: &[PathBuf]) -> Result<Deployment, Error> {
    let settings = catalogue.settings(app).ok_or_else(|| {
        let known = catalogue.all_settings().map(|(id, _)| id);
        let nearest = suggestion::nearest(app, known).map(str::to_owned);
        Error::UnknownSettings { id: app.to_owned(), nearest }
    })?;
    let files = paths.iter().map(|path| read_one(path).map(|Input { name, decoded, .. }| (name, decoded)));
    Ok(Deployment::read(app, settings, files.collect::<Result<Vec<_>, _>>()?)?)
}

/// Reads Mailcow's own settings.
fn mailcow(paths: &[PathBuf]) -> Result<Deployment, Error> {
    let files = paths.iter().map(|path| read_one(path).map(|Input { name, decoded, .. }| (name, decoded)));
    Ok(Deployment::mailcow(files.collect::<Result<Vec<_>, _>>()?)?)
}

/// Reads a single file, whatever it contains.
pub(super) fn read_one(path: &Path) -> Result<Input, Error> {
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
    let (client, app) = text.rsplit_once('=').ok_or("expected CLIENT_ID=APP, such as `mail=mailcow`")?;
    Ok((client.to_owned(), app.to_owned()))
}

fn app_file(text: &str) -> Result<(String, PathBuf), String> {
    let (app, file) = text.split_once('=').ok_or("expected APP=FILE, such as `grafana=compose.yml`")?;
    Ok((app.to_owned(), PathBuf::from(file)))
}
