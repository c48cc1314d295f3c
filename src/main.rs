//! The `authelia-lint` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    authelia_lint::cli::main()
}
