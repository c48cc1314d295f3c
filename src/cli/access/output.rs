//! Output without secrets and without anything that could harm a terminal.

use serde::Serialize;
use serde_json::Value;

use crate::check::mask::Masks;
use crate::report::{listing, table};
use crate::text::{Span, sanitize};

use super::super::terminal::Terminal;
use super::super::{Error, page};
use super::configuration::LoadedRules;

/// A text that grows.
pub(super) struct Output<'a> {
    loaded: &'a LoadedRules,
    masks: Masks,
    /// What must not be shown of other texts.
    others: Vec<Masks>,
    terminal: &'a Terminal,
    text: String,
}

impl<'a> Output<'a> {
    pub(super) fn new(loaded: &'a LoadedRules, terminal: &'a Terminal) -> Self {
        Self { loaded, masks: loaded.masks(), others: Vec::new(), terminal, text: String::new() }
    }

    /// Hides what is secret in another configuration, too.
    pub(super) fn hide(&mut self, other: &LoadedRules) {
        self.others.push(other.masks());
    }

    pub(super) fn shown(&self, text: &str) -> String {
        sanitize::line(&self.without_secrets(text)).into_owned()
    }

    fn without_secrets(&self, text: &str) -> String {
        let masks = [&self.masks].into_iter().chain(&self.others);
        masks.fold(text.to_owned(), |text, masks| masks.scrub(&text))
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

    /// Writes an object as JSON, and nothing else.
    pub(super) fn write_json(&self, object: &impl Serialize) -> Result<(), Error> {
        let mut value = serde_json::to_value(object).map_err(|error| Error::output("standard output")(error.into()))?;
        self.hide_in(&mut value);
        self.terminal.write(format!("{}\n", sanitize::json(&format!("{value:#}"))).as_bytes())
    }

    fn hide_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.without_secrets(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
            Value::Object(entries) => entries.values_mut().for_each(|value| self.hide_in(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
