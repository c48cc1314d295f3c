//! The command-line interface, with one file for each command.

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

mod access;
mod adopting;
mod apps;
mod attributes;
mod best_proof;
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
mod server;
mod settings;
mod show;
mod terminal;
mod verify_secret;
mod why;

use error::Error;
use terminal::Terminal;

/// A linter and policy checker for Authelia configuration
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colours; respects `NO_COLOR`
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true, hide_possible_values = false)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check configuration files
    Check(check::Check),
    /// List all rules
    Rules(rules::Rules),
    /// Explain a rule: what it checks and why, with an example and how to fix it
    Explain(explain::Explain),
    /// List known applications, or show what is known about one
    Apps(apps::Apps),
    /// List the clients and the application behind each, with the evidence
    Clients(clients::Clients),
    /// Show which access control rule decides a request, and what the request needs
    Access(Box<access::Access>),
    /// Show the configuration as Authelia reads it
    Show(show::Show),
    /// Print a client registration for an application, with a new secret
    New(new::New),
    /// Find the client that a secret belongs to
    VerifySecret(verify_secret::VerifySecret),
    /// Find the cause of a failed login or start in a log, a message or an address
    Why(why::Why),
    /// Work with custom policies
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Run the language server for editors on standard input and output
    Server(server::Server),
    /// Print the JSON schema of `authelia-lint.toml`
    Schema(schema::Schema),
    /// Print shell completions
    Completions(completions::Completions),
    /// Print the man page, or write one for each command into a folder
    Man(man::Man),
}

/// The result of a command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExitStatus {
    /// There is nothing at or above the failing severity.
    Success,
    /// There are findings at or above the failing severity.
    Findings,
    /// The editor left the language server without shutting it down, which the protocol wants as exit code 1.
    Abandoned,
}

/// Runs the program with the arguments of the process.
///
/// The exit code is 0 if there is nothing at or above the failing severity, 1 if there is, and 2 if the program could not
/// do its work.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return show_usage(&error),
    };
    let terminal = Terminal::new(arguments.color);
    let result = match arguments.command {
        Command::Check(command) => command.run(&terminal),
        Command::Rules(command) => command.run(&terminal),
        Command::Explain(command) => command.run(&terminal),
        Command::Apps(command) => command.run(&terminal),
        Command::Clients(command) => command.run(&terminal),
        Command::Access(command) => command.run(&terminal),
        Command::Show(command) => command.run(&terminal),
        Command::New(command) => command.run(&terminal),
        Command::VerifySecret(command) => command.run(&terminal),
        Command::Why(command) => command.run(&terminal),
        Command::Policy(command) => command.run(&terminal),
        Command::Server(command) => command.run(),
        Command::Schema(command) => command.run(&terminal),
        Command::Completions(command) => command.run(&terminal),
        Command::Man(command) => command.run(&terminal),
    };
    match result {
        Ok(ExitStatus::Success) => ExitCode::SUCCESS,
        Ok(ExitStatus::Findings | ExitStatus::Abandoned) => ExitCode::from(1),
        Err(error) => {
            // If standard error is closed, too, the exit code is all that is left.
            let _ = match &error {
                Error::Settings(error) => settings::show(error, terminal.width),
                error => {
                    let text = crate::check::mask::covered_error(&error.to_string());
                    writeln!(io::stderr(), "error: {}", crate::text::sanitize::line(&text))
                }
            };
            ExitCode::from(2)
        }
    }
}

/// Prints help, the version or what is wrong with the command line.
fn show_usage(error: &clap::Error) -> ExitCode {
    let plain = error.render().to_string();
    let shown = match crate::text::sanitize::lines(&plain) {
        // What is harmless keeps its colours.
        Cow::Borrowed(_) => error.print(),
        Cow::Owned(harmless) => write!(io::stderr(), "{harmless}"),
    };
    match shown.and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: standard output: {error}");
            ExitCode::from(2)
        }
        _ => u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from),
    }
}

/// Prints a note if a rule has been renamed.
fn note_renamed(id: &str) {
    if let Some(today) = crate::rules::renamed(id) {
        note(&crate::rules::renamed::note(id, today));
    }
}

/// Prints a note to standard error, and ignores a closed one.
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
