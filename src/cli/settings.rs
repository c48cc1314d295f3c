//! The settings file: which one it is, and what is wrong with it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::app::Catalogue;
use crate::report::text_error;
use crate::settings::{Loaded, discover};
use crate::text::{Mistake, TextError, suggestion};

use super::Error;

/// No settings file is larger than this, in bytes.
const MAX_FILE: u64 = 4 << 20;

/// Which settings file to use.
#[derive(Debug, Args)]
pub(super) struct SettingsFile {
    /// Use this settings file [default: `authelia-lint.toml` in the folder of each file, or in the nearest one around it]
    #[arg(short, long = "config", value_name = "FILE")]
    config: Option<PathBuf>,

    /// Use no settings file
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

impl SettingsFile {
    /// The settings file that says what a run does as a whole: the one that is named, or the nearest one to the first path.
    pub(super) fn of_run(&self, first: Option<&Path>) -> Result<Option<Loaded>, Error> {
        let nearest = || first.and_then(|path| self.nearest(path));
        self.config.clone().or_else(nearest).map(|path| load(&path)).transpose()
    }

    /// The settings file that is nearest to a path, where it is to be looked for. Standard input has none but that of
    /// the current folder.
    pub(super) fn nearest(&self, path: &Path) -> Option<PathBuf> {
        if self.no_config || self.config.is_some() {
            return None;
        }
        let path = if path == Path::new("-") { Path::new(".") } else { path };
        discover::nearest(path)
    }
}

/// Reads a settings file.
pub(super) fn load(path: &Path) -> Result<Loaded, Error> {
    let shown = shown(path);
    let text = fs::metadata(path).and_then(|metadata| {
        if metadata.len() > MAX_FILE {
            return Err(io::Error::other(format!("it is larger than {MAX_FILE} bytes")));
        }
        fs::read_to_string(path)
    });
    let text = text.map_err(Error::output(shown.display()))?;
    let loaded = Loaded::read(&shown, &text).map_err(Arc::new)?;
    for note in &loaded.notes {
        super::note(&format!("{}: {note}", shown.display()));
    }
    Ok(loaded)
}

/// A path as a person would write it: from the current folder where it lies below that.
fn shown(path: &Path) -> PathBuf {
    let here = crate::text::paths::absolute(Path::new("."));
    let absolute = crate::text::paths::absolute(path);
    absolute.strip_prefix(&here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// The applications that a settings file names for clients.
pub(super) fn apps(file: &Loaded, catalogue: &Catalogue) -> Result<BTreeMap<String, String>, Error> {
    let mut problems = Vec::new();
    let mut apps = BTreeMap::new();
    for (client, app) in &file.file.app {
        if catalogue.get(app.get_ref()).is_none() {
            let help = suggestion::nearest(app.get_ref(), catalogue.ids()).map_or_else(
                || "`authelia-lint apps` lists all applications".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            let message = format!("there is no application `{}`", app.get_ref());
            problems.push(Mistake::new(app.span(), message).help(Some(help)));
        }
        apps.insert(client.clone(), app.get_ref().clone());
    }
    if problems.is_empty() { Ok(apps) } else { Err(Error::Settings(Arc::new(file.error(problems)))) }
}

/// Shows on standard error what is wrong with a settings file.
pub(super) fn show(error: &TextError, width: usize) -> io::Result<()> {
    let stderr = io::stderr();
    let color = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
    let text = text_error::show(error, width, color).map_err(io::Error::other)?;
    write!(stderr.lock(), "error: {error}\n{text}")
}
