//! Options for what to read and how, shared by all commands that read configuration.

mod options;
mod reading;
mod unread;

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::ArgPredicate;
use globset::{Glob, GlobSet};

use crate::config::{LoadOptions, Version};
use crate::document::Filters;
use crate::inputs::{self, Named, Request};
use crate::settings::LoadedSettings;

use super::Error;
use super::settings::SettingsFile;

pub(super) use options::catalogue;
pub(super) use reading::{CheckedInputs, ReadInputs, add_auxiliary_sources, add_beside, read_one};
pub(super) use unread::report_skipped;

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

    /// An application's own settings, which are compared with its client: an environment file, a Compose file, Helm values, JSON, XML, INI or TOML; can be repeated
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

impl Inputs {
    /// Nothing but what the settings files say.
    pub(super) fn of_settings(config: SettingsFile) -> Self {
        Self { config, ..Self::default() }
    }

    /// The paths as they are given.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The same options for another path.
    pub(super) fn with_path(&self, path: &Path) -> Self {
        Self { paths: vec![path.to_owned()], ..self.clone() }
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

    /// The named paths that do not exist.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Path> {
        let is_missing = |path: &&Path| path.as_os_str() != inputs::STDIN && path.symlink_metadata().is_err();
        self.paths.iter().map(PathBuf::as_path).filter(is_missing)
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
}

fn client_app(text: &str) -> Result<(String, String), String> {
    let (client, app) = text.rsplit_once('=').ok_or("expected CLIENT_ID=APP, such as `mail=mailcow`")?;
    Ok((client.to_owned(), app.to_owned()))
}

fn app_file(text: &str) -> Result<(String, PathBuf), String> {
    let (app, file) = text.split_once('=').ok_or("expected APP=FILE, such as `grafana=compose.yml`")?;
    Ok((app.to_owned(), PathBuf::from(file)))
}
