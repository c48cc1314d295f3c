//! The configuration that an open text belongs to, read as `check` would read it: with its settings file, the other files
//! where they are merged, and the users database beside it. Open texts count instead of files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;
use ls_types::Uri;

use crate::adopt::baseline::Baseline;
use crate::app::deployment::Surroundings;
use crate::check::api::Analysis;
use crate::check::{Abandoned, Options};
use crate::cli::Error;
use crate::cli::inputs::{Inputs, add_auxiliary_sources, add_beside, read_one};
use crate::cli::settings::SettingsFile;
use crate::embedded;
use crate::inputs::{self, MAX_FILE, Named, Request};
use crate::settings::LoadedSettings;
use crate::text::paths::absolute;
use crate::text::{Source, SourceId, Sources};

use super::documents::{Documents, OpenDocument, path_of};

/// Checks the configuration that an open text belongs to, until that is abandoned. Returns `None` if the text is not checked.
pub(super) fn check(
    uri: &Uri,
    documents: &Documents,
    settings: &SettingsFile,
    abandoned: &Abandoned,
) -> Result<Option<Analysis>, Error> {
    let Some(document) = documents.get(uri) else { return Ok(None) };
    let path = path_of(uri).unwrap_or_else(|| PathBuf::from(uri.path().as_str()));
    let file = settings.of_file(&path)?;
    let mut options = Inputs::of_settings(settings.clone()).options(file.as_ref(), &Surroundings::default())?;
    let is_excluded = file.as_ref().is_some_and(|file| excludes(file, &path));
    if is_excluded || document.text.len() as u64 > MAX_FILE {
        return Ok(None);
    }
    let merged = if options.load.merge { merged(&path, file.as_ref(), documents, &mut options) } else { None };
    let mut sources = match merged {
        Some(sources) => sources,
        None if options.load.root.is_some() || inputs::is_checked(&path, &document.text) => {
            options.load.merge = false;
            alone(&path, document, documents)
        }
        None => return Ok(None),
    };
    add_auxiliary_sources(&mut options, &mut sources);
    options.abandoned = abandoned.clone();
    let mut analysis = Analysis::of(sources, options);
    if abandoned.now() {
        return Ok(None);
    }
    leave_out(&mut analysis, file.as_ref())?;
    Ok(Some(analysis))
}

/// Whether a settings file excludes a path.
fn excludes(file: &LoadedSettings, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let below = absolute(path).strip_prefix(&file.folder).is_ok_and(|path| file.excludes.is_match(path));
    below || file.excludes.is_match(Path::new(name))
}

/// The text by itself, with the users database that it names.
fn alone(path: &Path, document: &OpenDocument, documents: &Documents) -> Sources {
    let mut sources = Sources::default();
    sources.add(inputs::name(path), String::clone(&document.text));
    add_beside(&mut sources, &GlobSet::empty());
    with_open_texts(&sources, documents)
}

/// The files of the folder as one configuration. Returns `None` if the text is not one of them.
fn merged(path: &Path, file: Option<&LoadedSettings>, documents: &Documents, options: &mut Options) -> Option<Sources> {
    let paths = [path.parent()?.to_owned()];
    let excludes = GlobSet::empty();
    let request = Request {
        paths: &paths,
        excludes: &excludes,
        excludes_below: file.map(|file| (file.folder.as_path(), &file.excludes)),
        gitignore: false,
        stdin: inputs::STDIN_NAME,
        merge: true,
        named: Named::OnlyAuthelias,
    };
    let mut sources = Sources::default();
    for input in inputs::collect(&request, &mut |_| {}).inputs {
        sources.push(input.into_source());
    }
    add_beside(&mut sources, &excludes);
    let sources = with_open_texts(&sources, documents);
    let is_part = sources.iter().any(|(_, source)| absolute(Path::new(&source.name)) == path);
    let is_asked = file.is_some_and(|file| file.filters.is_some());
    let of_environment = sources.iter().find_map(|(_, source)| embedded::filters_of_environment(&source.text));
    if let Some(filters) = of_environment.filter(|_| !is_asked && is_part) {
        options.load.filters = filters;
    }
    is_part.then_some(sources)
}

/// The sources with the open texts in place of those of their files.
fn with_open_texts(sources: &Sources, documents: &Documents) -> Sources {
    let open = |(id, source): (SourceId, &Source)| {
        let (_, document) = documents.of_file(&absolute(Path::new(&source.name)))?;
        Some((id, String::clone(&document.text)))
    };
    let texts: Vec<_> = sources.iter().filter_map(open).collect();
    sources.with_texts(texts)
}

/// Leaves out what the settings file does not want to see.
fn leave_out(analysis: &mut Analysis, file: Option<&LoadedSettings>) -> Result<(), Error> {
    let Analysis { sources, options, outcome, .. } = analysis;
    let written = || Some(file?.path(file?.file.baseline.as_deref()?));
    if let Some(path) = written().transpose()? {
        let input = read_one(&path)?;
        let folder = path.parent().unwrap_or(&path);
        let baseline = Baseline::parse(&input.decoded.text, folder)
            .map_err(|error| Error::Baseline { name: input.name, error })?;
        baseline.hide(outcome, sources, options);
    }
    outcome.leave_out_less_severe(|severity| options.selection.reports(severity));
    if let Some(failure) = outcome.failures.first() {
        return Err(Error::Settings(Arc::clone(failure)));
    }
    Ok(())
}

/// The address of a source: the one that the editor knows it by, if it is open.
pub(super) fn uri_of(source: &str, documents: &Documents) -> Option<Uri> {
    let path = absolute(Path::new(source));
    documents.of_file(&path).map(|(uri, _)| uri.clone()).or_else(|| Uri::from_file_path(path))
}
