//! The command line: its words, and one file for each command.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

mod adopting;
mod apps;
mod check;
mod clients;
mod completions;
mod error;
mod explain;
mod fix;
mod inputs;
mod man;
mod new;
mod outputs;
mod overwrite;
mod page;
mod policy;
mod progress;
mod rules;
mod schema;
mod settings;
mod show;
mod terminal;
mod verify_secret;

use error::Error;
use terminal::Terminal;

/// A linter and policy checker for Authelia configuration
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colours; `NO_COLOR` is honoured
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true, hide_possible_values = false)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check configuration files
    Check(check::Check),
    /// List the rules
    Rules(rules::Rules),
    /// Explain a rule: what it checks, why, an example, how to fix it
    Explain(explain::Explain),
    /// List the applications that are known, or tell what is known of one
    Apps(apps::Apps),
    /// List the clients, the application behind each, and why it was recognised
    Clients(clients::Clients),
    /// Show the configuration as Authelia reads it
    Show(show::Show),
    /// Print a client registration for an application, with a fresh secret
    New(new::New),
    /// Tell which client's digest a secret fits
    VerifySecret(verify_secret::VerifySecret),
    /// Work on custom policies
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Print the JSON schema of `authelia-lint.toml`
    Schema(schema::Schema),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// Print the manual, or write a page for each command into a folder
    Man(man::Man),
}

/// How a command ended, where it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing to complain about.
    Clean,
    /// Reporter at or above the failing severity.
    Reporter,
}

/// Runs the program on the process's arguments.
///
/// The exit code is 0 where there is nothing to complain about, 1 where there are findings, and 2 where the program could
/// not do its work.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.color);
    let result = match arguments.command {
        Command::Check(command) => command.run(&terminal),
        Command::Rules(command) => command.run(&terminal),
        Command::Explain(command) => command.run(&terminal),
        Command::Apps(command) => command.run(&terminal),
        Command::Clients(command) => command.run(&terminal),
        Command::Show(command) => command.run(&terminal),
        Command::New(command) => command.run(&terminal),
        Command::VerifySecret(command) => command.run(&terminal),
        Command::Policy(command) => command.run(&terminal),
        Command::Schema(command) => command.run(&terminal),
        Command::Completions(command) => command.run(&terminal),
        Command::Man(command) => command.run(&terminal),
    };
    match result {
        Ok(End::Clean) => ExitCode::SUCCESS,
        Ok(End::Reporter) => ExitCode::from(1),
        Err(error) => {
            // Where standard error is gone, too, nobody is left to be told.
            let _ = match &error {
                Error::Settings(error) => settings::show(error, terminal.width),
                error => writeln!(io::stderr(), "error: {}", crate::text::sanitize::line(&error.to_string())),
            };
            ExitCode::from(2)
        }
    }
}

/// Tells that a rule has another name now, if that is so.
fn note_renamed(id: &str) {
    if let Some(today) = crate::rules::renamed(id) {
        note(&crate::rules::renamed::note(id, today));
    }
}

/// Tells on standard error what is good to know. Where that is gone, nobody wants to know.
fn note(text: &str) {
    let _ = writeln!(io::stderr(), "note: {}", crate::text::sanitize::line(text));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
