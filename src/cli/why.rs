//! `why`: from a log or an error message back to the line that causes it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::why::{self, Scanner, WhyContext};
use crate::check::{Options, Selection};
use crate::embedded::Configurations;
use crate::inputs;
use crate::lint::Outcome;
use crate::report::{Format, RenderOptions, answers};
use crate::text::Sources;

use super::inputs::{CheckedInputs, Inputs};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Error, ExitStatus, note};

/// The most bytes of a line that are read. The rest of a longer line is skipped.
const MAX_LINE: usize = 64 * 1024;

/// Find the cause of a failed login or start. Reads Authelia's log, error messages, and addresses with error parameters.
///
/// A PATH that contains a space or `error=`, or is an error code such as `invalid_client`, is a message if there is no such file.
/// Without `--log` and without a message, the log is read from standard input.
#[derive(Debug, Args)]
pub(super) struct Why {
    #[command(flatten)]
    inputs: Inputs,

    /// Authelia's log, as text or JSON; can be repeated
    #[arg(long, value_name = "FILE")]
    log: Vec<PathBuf>,

    /// Report format
    #[arg(long, value_enum, default_value_t)]
    format: AnswerFormat,
}

/// How to write the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum AnswerFormat {
    /// Each answer with the lines that cause the failure
    #[default]
    Full,
    /// A single JSON object
    Json,
}

impl Why {
    pub(super) fn run(mut self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let messages = self.inputs.take_paths(is_message);
        let scanner = self.scan(&messages)?;
        let lines = scanner.lines();
        let (failures, seen) = scanner.finish();
        let (options, sources, outcome) = self.configuration(!messages.is_empty())?;
        let mut known = WhyContext::default();
        Configurations::all(&sources, &options.load, |config| known.add(config, &sources));
        for sent in options.hints.deployments.iter().filter_map(|deployment| deployment.client_id.as_ref()) {
            known.add_sent(&sent.value);
        }
        let answers = why::explain(&failures, &seen, &outcome, &known);
        let render = RenderOptions { width: terminal.width, color: terminal.color, ..RenderOptions::of(Format::Full) };
        let mut text = Vec::new();
        match self.format {
            AnswerFormat::Full => answers::render(&answers, &outcome, &sources, &render, &mut text),
            AnswerFormat::Json => answers::render_json(&answers, &outcome, &sources, &render, &mut text),
        }
        .map_err(Error::output("standard output"))?;
        terminal.write(&text)?;
        if answers.is_empty() && self.format == AnswerFormat::Full {
            note(&nothing(lines, &messages));
        }
        Ok(ExitStatus::Success)
    }

    /// Reads the messages and logs.
    fn scan(&self, messages: &[String]) -> Result<Scanner, Error> {
        let mut scanner = Scanner::default();
        for path in &self.log {
            let name = path.display().to_string();
            let file = File::open(path).map_err(Error::output(&name))?;
            read(BufReader::new(file), &mut scanner).map_err(Error::output(&name))?;
        }
        for message in messages {
            message.lines().for_each(|line| scanner.line(line));
        }
        if self.log.is_empty() && messages.is_empty() {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                note("reading a log or a message from standard input; use `--log FILE` to read a file");
            }
            read(stdin.lock(), &mut scanner).map_err(Error::output("standard input"))?;
        }
        Ok(scanner)
    }

    /// Checks the configuration with all rules. If only a message is given, there may be none.
    fn configuration(&self, is_optional: bool) -> Result<(Options, Sources, Outcome), Error> {
        let configure = |options: &mut Options| {
            options.everywhere(|options| options.selection = Selection::default());
            Ok(())
        };
        match self.inputs.check(configure, true, &Progress::new(true)) {
            Ok(CheckedInputs { options, sources, outcome, unread, .. }) => {
                unread.report();
                if unread.is_named() { Err(Error::Inputs(unread.count())) } else { Ok((options, sources, outcome)) }
            }
            Err(Error::Nothing(_)) if is_optional => Ok(<_>::default()),
            Err(error) => Err(error),
        }
    }
}

/// Whether an argument is a message rather than a path.
fn is_message(argument: &Path) -> bool {
    let is_known = |text: &str| !text.is_empty() && why::messages().iter().any(|message| message.text == text);
    let is_text = |text: &str| text.contains(' ') || text.contains("error=") || is_known(text);
    argument.to_str().is_some_and(is_text) && argument.as_os_str() != inputs::STDIN && !argument.exists()
}

/// Reads a log line by line. What is not UTF-8 is replaced.
fn read(mut log: impl BufRead, scanner: &mut Scanner) -> io::Result<()> {
    let mut line = Vec::new();
    while read_line(&mut log, &mut line)? {
        scanner.line(&String::from_utf8_lossy(&line));
    }
    Ok(())
}

/// Reads the next line, up to its maximum length. Returns `false` at the end.
fn read_line(log: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let buffer = log.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&part[..part.len().min(MAX_LINE.saturating_sub(line.len()))]);
        let read = part.len() + usize::from(end.is_some());
        log.consume(read);
        if end.is_some() {
            return Ok(true);
        }
    }
}

fn nothing(lines: usize, messages: &[String]) -> String {
    if messages.is_empty() {
        format!("no failure found in {lines} lines of the log")
    } else {
        "unknown message; Authelia's log usually names the reason: use `--log FILE`".to_owned()
    }
}
