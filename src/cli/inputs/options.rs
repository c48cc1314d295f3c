//! The options of a run: what the command line says, the settings file, and what is found beside the configurations.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::app::deployment::{Deployment, Surroundings};
use crate::app::{Catalogue, Hints, operator};
use crate::check::Options;
use crate::config::{LoadOptions, Version};
use crate::inputs::{self, Input};
use crate::settings::{File, LoadedSettings};
use crate::text::files::is_inside;
use crate::text::suggestion;

use super::super::settings::SettingsFinder;
use super::super::{Error, apps, note, settings};
use super::{Inputs, read_one};

impl Inputs {
    /// Combines these options with the settings file; these options take precedence.
    pub(in crate::cli) fn options(
        &self,
        file: Option<&LoadedSettings>,
        surroundings: &Surroundings,
    ) -> Result<Options, Error> {
        let catalogue = catalogue(file, &self.apps)?;
        for (_, id) in &self.app {
            apps::find(&catalogue, id)?;
        }
        let mut named = BTreeMap::new();
        if let Some(file) = file {
            named = settings::apps(file, &catalogue)?;
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
            version: self.authelia_version.or_else(|| file?.version).or_else(|| surroundings.version()),
            former_version: self.upgrade_from,
        };
        let mut deployments = Vec::new();
        if !mailcow_files.is_empty() {
            deployments.extend(mailcow(&mailcow_files)?);
        }
        for (app, files) in self.app_settings() {
            deployments.extend(self::deployments(&catalogue, &app, &files)?);
        }
        deployments.extend(surroundings.deployments(&catalogue));
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

    /// The files of the folders that are checked in which applications keep their settings. They are the same for each settings
    /// file, so they are read once.
    pub(super) fn surroundings(&self) -> Surroundings {
        inputs::surroundings(&self.paths)
    }

    /// The files with applications' own settings, by application.
    fn app_settings(&self) -> BTreeMap<String, Vec<PathBuf>> {
        let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for (app, path) in &self.app_settings {
            files.entry(app.clone()).or_default().push(path.clone());
        }
        files
    }

    /// The options that apply to the run as a whole, without anything read.
    pub(in crate::cli) fn options_of_run(&self) -> Result<Options, Error> {
        Ok(self.of_run(&mut SettingsFinder::default(), &Surroundings::default())?.0)
    }

    /// The options and the settings file that apply to the run as a whole.
    pub(super) fn of_run(
        &self,
        around: &mut SettingsFinder,
        surroundings: &Surroundings,
    ) -> Result<(Options, Option<LoadedSettings>), Error> {
        let reads_stdin = self.paths.iter().any(|path| path.as_os_str() == inputs::STDIN);
        if self.stdin_filename.is_some() && !reads_stdin {
            return Err(Error::StdinName);
        }
        let file = self.config.of_run(self.first(), around)?;
        let options = self.options(file.as_ref(), surroundings)?;
        if let Some(version) = options.load.version.filter(|version| *version > Version::NEWEST) {
            note(&format!(
                "Authelia {version} is newer than {newest}, the newest version that authelia-lint knows: it is checked as {newest}",
                newest = Version::NEWEST
            ));
        }
        Ok((options, file))
    }

    /// Reads the settings files that are nearer to some of the files than the one of the run.
    pub(super) fn read_nearer_settings<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        run: Option<&LoadedSettings>,
        options: &mut Options,
        around: &mut SettingsFinder,
        surroundings: &Surroundings,
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
                let nearer = self.options(Some(&around.found(file)?), surroundings)?;
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
}

/// The catalogue of applications, including those in the folders that a settings file and the command line name.
pub(in crate::cli) fn catalogue(file: Option<&LoadedSettings>, folders: &[PathBuf]) -> Result<Catalogue, Error> {
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
fn deployments(catalogue: &Catalogue, app: &str, paths: &[PathBuf]) -> Result<Vec<Deployment>, Error> {
    let settings = catalogue.settings(app).ok_or_else(|| {
        let known = catalogue.all_settings().map(|(id, _)| id);
        let nearest = suggestion::nearest(app, known).map(str::to_owned);
        Error::UnknownSettings { id: app.to_owned(), nearest }
    })?;
    let files = paths.iter().map(|path| read_one(path).map(|Input { name, decoded, .. }| (name, decoded)));
    Ok(Deployment::read(app, settings, files.collect::<Result<Vec<_>, _>>()?)?)
}

/// Reads Mailcow's own settings.
fn mailcow(paths: &[PathBuf]) -> Result<Vec<Deployment>, Error> {
    let files = paths.iter().map(|path| read_one(path).map(|Input { name, decoded, .. }| (name, decoded)));
    Ok(Deployment::mailcow(files.collect::<Result<Vec<_>, _>>()?)?)
}
