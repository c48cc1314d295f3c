//! The program as it is called: in a folder, without environment variables.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// What a run of the program leaves.
pub(crate) struct Run {
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) error: String,
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), error: text(output.stderr) }
    }

    /// All that is written.
    pub(crate) fn told(&self) -> String {
        format!("{}{}", self.out, self.error)
    }

    /// What is written as `json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}", self.told()))
    }
}

/// The program, not yet run.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authelia-lint"));
    command.current_dir(folder).env_clear().stdin(Stdio::null()).args(arguments);
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(program(folder, arguments).output().unwrap())
}

/// The program with open streams, to be spoken with.
pub(crate) fn spawn(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = program(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// A run that has something to read from standard input.
pub(crate) fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut child = spawn(folder, arguments);
    // A command that reads nothing may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}
