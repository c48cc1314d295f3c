//! `--format` and `--output`: the report formats and their destinations.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

use crate::report::Format;
use crate::settings::{LoadedSettings, Output};

/// The report formats, each with its file, or `None` for standard output. Empty if the command line does not set any.
///
/// An `--output` belongs to the last `--format` before it, or to the first one if there is none before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outputs(pub(super) Vec<(Format, Option<PathBuf>)>);

impl Outputs {
    /// The outputs of the command line, else those of the settings file, else the default.
    pub(super) fn or(&self, file: Option<&LoadedSettings>) -> Self {
        if !self.0.is_empty() {
            return self.clone();
        }
        let written = file.into_iter().flat_map(|file| {
            let path = |output: &Output| output.file.as_ref().map(|path| file.folder.join(path));
            file.outputs().iter().map(move |output| (output.get_ref().format, path(output.get_ref())))
        });
        let written: Vec<_> = written.collect();
        Self(if written.is_empty() { vec![(Format::default(), None)] } else { written })
    }
}

impl Args for Outputs {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new("format")
                    .long("format")
                    .visible_alias("output-format")
                    .action(ArgAction::Append)
                    .value_parser(value_parser!(Format))
                    .help("Report format; can be repeated, each with its own `--output` [default: full]"),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("FILE")
                    .action(ArgAction::Append)
                    .value_parser(value_parser!(PathBuf))
                    .help("Write the report to a file instead of standard output"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let formats = indexed::<Format>(matches, "format");
        let mut outputs: Vec<(usize, Format, Option<PathBuf>)> =
            formats.into_iter().map(|(at, format)| (at, format, None)).collect();
        let files = indexed::<PathBuf>(matches, "output");
        if outputs.is_empty() && !files.is_empty() {
            outputs.push((0, Format::default(), None));
        }
        for (at, file) in files {
            let owner = outputs.partition_point(|(before, _, _)| *before < at).saturating_sub(1);
            if outputs[owner].2.replace(file).is_some() {
                return Err(Error::raw(ErrorKind::ArgumentConflict, "a `--format` can have only one `--output`\n"));
            }
        }
        if outputs.iter().filter(|(_, _, file)| file.is_none()).count() > 1 {
            let message = "only one format can be written to standard output: add `--output` to the others\n";
            return Err(Error::raw(ErrorKind::ArgumentConflict, message));
        }
        Ok(Self(outputs.into_iter().map(|(_, format, file)| (format, file)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of an option, each with its index on the command line.
fn indexed<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, id: &str) -> Vec<(usize, T)> {
    let indices = matches.indices_of(id).into_iter().flatten();
    indices.zip(matches.get_many::<T>(id).into_iter().flatten().cloned()).collect()
}
