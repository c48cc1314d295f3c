//! Finds and loads the settings file, and shows its errors.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::app::Catalogue;
use crate::report::text_error;
use crate::settings::{LoadedSettings, discover};
use crate::text::files::{self, is_inside};
use crate::text::{Mistake, TextError, suggestion};

use super::Error;

/// The largest settings file that is read, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// Which settings file to use.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct SettingsFile {
    /// Settings file to use [default: `authelia-lint.toml` in the folder of each file, or in its nearest parent folder]
    #[arg(short, long = "config", value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore all settings files
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

impl SettingsFile {
    /// The settings file that applies to a run as a whole: the one from `--config`, or the nearest one to the first path.
    pub(super) fn of_run(
        &self,
        first: Option<&Path>,
        around: &mut SettingsFinder,
    ) -> Result<Option<LoadedSettings>, Error> {
        match (&self.config, first.and_then(|path| self.nearest(path))) {
            (Some(path), _) => load(path).map(Some),
            (None, Some(path)) => around.found(&path).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The settings file that applies to a file in an editor. Its notes are not for every keystroke.
    pub(super) fn of_file(&self, path: &Path) -> Result<Option<LoadedSettings>, Error> {
        match (&self.config, self.nearest(path)) {
            (Some(path), _) => read(path).map(Some),
            (None, Some(path)) => SettingsFinder::default().bound(&path).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The settings file nearest to a path; for standard input, to the current folder. Returns `None` if there is none, or if
    /// `--config` or `--no-config` is given.
    pub(super) fn nearest(&self, path: &Path) -> Option<PathBuf> {
        if self.no_config || self.config.is_some() {
            return None;
        }
        let path = if path == Path::new("-") { Path::new(".") } else { path };
        discover::nearest(path)
    }
}

/// Reads settings files that were found, and those in the folders around them, each once.
#[derive(Debug, Default)]
pub(super) struct SettingsFinder(HashMap<PathBuf, LoadedSettings>);

impl SettingsFinder {
    /// Reads a settings file that was found. The policies of the files around it that cannot be suppressed hold, too.
    pub(super) fn found(&mut self, path: &Path) -> Result<LoadedSettings, Error> {
        let loaded = self.bound(path)?;
        for note in &loaded.notes {
            super::note(&format!("{}: {note}", shown(path).display()));
        }
        Ok(loaded)
    }

    fn bound(&mut self, path: &Path) -> Result<LoadedSettings, Error> {
        let mut loaded = self.read(path)?.clone();
        for around in discover::around(path) {
            loaded.bind(self.read(&around)?);
        }
        Ok(loaded)
    }

    fn read(&mut self, path: &Path) -> Result<&LoadedSettings, Error> {
        match self.0.entry(path.to_owned()) {
            Entry::Occupied(read) => Ok(read.into_mut()),
            Entry::Vacant(vacant) if path.parent().is_none_or(|folder| is_inside(path, folder)) => {
                Ok(vacant.insert(read(path)?.found()))
            }
            Entry::Vacant(_) => Err(Error::Link(shown(path).display().to_string())),
        }
    }
}

/// Reads a settings file that was named.
fn load(path: &Path) -> Result<LoadedSettings, Error> {
    let loaded = read(path)?;
    for note in &loaded.notes {
        super::note(&format!("{}: {note}", shown(path).display()));
    }
    Ok(loaded)
}

fn read(path: &Path) -> Result<LoadedSettings, Error> {
    let shown = shown(path);
    let text = files::read_text(path, MAX_BYTES).map_err(Error::file(shown.display()))?;
    Ok(LoadedSettings::read(&shown, &text).map_err(Arc::new)?)
}

/// A path as a person would write it: relative to the current folder if it is inside.
fn shown(path: &Path) -> PathBuf {
    let here = crate::text::paths::absolute(Path::new("."));
    let absolute = crate::text::paths::absolute(path);
    absolute.strip_prefix(&here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// The applications that a settings file assigns to clients.
pub(super) fn apps(file: &LoadedSettings, catalogue: &Catalogue) -> Result<BTreeMap<String, String>, Error> {
    let mut problems = Vec::new();
    let mut apps = BTreeMap::new();
    for (client, app) in &file.file.app {
        if catalogue.get(app.get_ref()).is_none() {
            let help = suggestion::nearest(app.get_ref(), catalogue.ids()).map_or_else(
                || "run `authelia-lint apps` to list all applications".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            let message = format!("unknown application `{}`", app.get_ref());
            problems.push(Mistake::new(app.span(), message).help(Some(help)));
        }
        apps.insert(client.clone(), app.get_ref().clone());
    }
    if problems.is_empty() { Ok(apps) } else { Err(Error::Settings(Arc::new(file.error(problems)))) }
}

/// Prints the errors in a settings file to standard error.
pub(super) fn show(error: &TextError, width: usize) -> io::Result<()> {
    let stderr = io::stderr();
    let color = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
    let text = text_error::show(error, width, color).map_err(io::Error::other)?;
    write!(stderr.lock(), "error: {error}\n{text}")
}
