//! Output without secrets and without anything that could harm a terminal.

use serde::Serialize;

use crate::check::mask::Masks;
use crate::report::{listing, table};
use crate::text::{Span, sanitize};

use super::super::terminal::Terminal;
use super::super::{Error, page};
use super::configuration::Loaded;

/// A text that grows.
pub(super) struct Output<'a> {
    loaded: &'a Loaded,
    masks: Masks,
    /// What must not be shown of other texts.
    others: Vec<Masks>,
    terminal: &'a Terminal,
    text: String,
}

impl<'a> Output<'a> {
    pub(super) fn new(loaded: &'a Loaded, terminal: &'a Terminal) -> Self {
        Self { loaded, masks: loaded.masks(), others: Vec::new(), terminal, text: String::new() }
    }

    /// Hides what is secret in another configuration, too.
    pub(super) fn hide(&mut self, other: &Loaded) {
        self.others.push(other.masks());
    }

    pub(super) fn shown(&self, text: &str) -> String {
        let hide = |text: String, masks: &Masks| masks.text(&text).line().into_owned();
        [&self.masks].into_iter().chain(&self.others).fold(text.to_owned(), hide)
    }

    /// A line that has escapes of its own.
    pub(super) fn raw_line(&mut self, text: &str) {
        self.text.extend([text, "\n"]);
    }

    pub(super) fn heading(&mut self, text: &str) {
        let text = self.terminal.paint(page::HEADING, self.shown(text));
        self.text.extend([&text, "\n"]);
    }

    pub(super) fn line(&mut self, text: &str) {
        let text = self.shown(text);
        self.text.extend([&text, "\n"]);
    }

    /// The lines of a place, with their numbers.
    pub(super) fn source(&mut self, span: Span) {
        self.text.push_str(&listing::lines(span, &self.loaded.sources, &self.masks, self.terminal.width));
    }

    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<Vec<String>>]) {
        let shown = |cell: &Vec<String>| cell.iter().map(|line| self.shown(line)).collect();
        let rows: Vec<Vec<Vec<String>>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        self.text.push_str(&table::render(head, &rows));
    }

    pub(super) fn write(self) -> Result<(), Error> {
        self.terminal.write(sanitize::commands(&self.text).as_bytes())
    }

    /// Writes lines that are commands for the runner of a workflow.
    pub(super) fn write_commands(self) -> Result<(), Error> {
        self.terminal.write(self.text.as_bytes())
    }
}

/// Writes an object as JSON.
pub(super) fn write_json(object: &impl Serialize, terminal: &Terminal) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(object).map_err(|error| Error::output("standard output")(error.into()))?;
    terminal.write(format!("{}\n", sanitize::json(&text)).as_bytes())
}
