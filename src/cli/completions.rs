//! `completions`: prints shell completions.

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::app::knowledge;

use super::terminal::Terminal;
use super::{Arguments, Error, ExitStatus};

/// Print shell completions.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Shell to print completions for
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let mut text = Vec::new();
        let mut command = with_applications(Arguments::command());
        clap_complete::generate(self.shell, &mut command, env!("CARGO_PKG_NAME"), &mut text);
        match self.shell {
            Shell::Bash => text = with_one_name(&command, &String::from_utf8_lossy(&text)).into_bytes(),
            Shell::Fish => text.extend(values_of_arguments(&command).into_bytes()),
            _ => {}
        }
        terminal.write(&text)?;
        Ok(ExitStatus::Success)
    }
}

/// Adds the ids of known applications and their variants. Only scripts have them, because `--apps` can add more.
fn with_applications(command: clap::Command) -> clap::Command {
    let offer =
        |ids: Vec<&'static str>| move |argument: clap::Arg| argument.value_parser(PossibleValuesParser::new(ids));
    let apps: Vec<_> = knowledge().apps().map(|app| app.id.as_str()).collect();
    let variants = knowledge().apps().flat_map(|app| &app.variants).map(|variant| variant.id.as_str());
    let mut variants: Vec<_> = variants.filter(|id| !id.is_empty()).collect();
    variants.sort_unstable();
    variants.dedup();
    let (for_new, for_apps) = (apps.clone(), apps);
    command
        .mut_subcommand("new", |new| new.mut_arg("app", offer(for_new)).mut_arg("variant", offer(variants)))
        .mut_subcommand("apps", |shown| shown.mut_arg("app", offer(for_apps)))
}

/// Makes the names of commands in the bash script consistent. `clap_complete` 4.6 replaces a hyphen by `__` where it sets a
/// name, but by `__subcmd__` where it looks the name up, which breaks completion after a subcommand.
fn with_one_name(command: &clap::Command, script: &str) -> String {
    let names = command.get_subcommands().map(clap::Command::get_name).chain([env!("CARGO_PKG_NAME")]);
    names.filter(|name| name.contains('-')).fold(script.to_owned(), |script, name| {
        script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"))
    })
}

/// Completes the values of positional arguments in fish, which `clap_complete` 4.6 omits.
fn values_of_arguments(command: &clap::Command) -> String {
    let name = env!("CARGO_PKG_NAME");
    let function = format!("__fish_{}_using_subcommand", name.replace('-', "_"));
    let of = |subcommand: &clap::Command| {
        let values = subcommand.get_positionals().flat_map(clap::Arg::get_possible_values);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        let line =
            format!("complete -c {name} -n '{function} {}' -f -a '{}'\n", subcommand.get_name(), names.join(" "));
        (!names.is_empty()).then_some(line)
    };
    command.get_subcommands().filter_map(of).collect()
}
