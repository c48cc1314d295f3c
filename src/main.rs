//! The `authelia-lint` program.

use std::panic::{set_hook, take_hook};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Where the YAML parser's crate panics, the text is refused like any other that is no YAML: nothing to print.
    let print = take_hook();
    set_hook(Box::new(move |info| {
        if !info.location().is_some_and(|location| location.file().contains("libyaml-safer")) {
            print(info);
        }
    }));
    authelia_lint::cli::main()
}
