//! `rules`: the list of rules.

use std::fmt::Write;

use clap::Args;

use crate::app::knowledge;
use crate::finding::Severity;
use crate::report::wrap;
use crate::rules::RULES;

use super::terminal::Terminal;
use super::{End, Error, page};

/// List the rules.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Print the catalogue of rules and applications in Markdown, as in `rules/README.md`
    #[arg(long)]
    markdown: bool,
}

impl Rules {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let text = if self.markdown { catalogue() } else { list(terminal) };
        terminal.write(text.as_bytes())?;
        Ok(End::Clean)
    }
}

fn list(terminal: &Terminal) -> String {
    let id_width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in RULES {
        let meta = rule.meta();
        let head = format!("{:id_width$}  {:7}  {:8}  ", rule.id, meta.severity.as_str(), meta.effect.as_str());
        let indent = " ".repeat(head.len());
        let summary = wrap::fill(&meta.summary, terminal.width, &indent, &indent);
        let id = terminal.paint(page::HEADING, format_args!("{:id_width$}", rule.id));
        let severity = terminal.paint(severity_style(meta.severity), format_args!("{:7}", meta.severity.as_str()));
        let _ = writeln!(text, "{id}  {severity}  {:8}  {}", meta.effect.as_str(), summary.trim_start());
    }
    text
}

/// All rules and applications, each with a link to its file.
fn catalogue() -> String {
    let mut text = String::from(
        "# Rules and applications\n\nPrinted by `authelia-lint rules --markdown`; do not edit.\n\n\
         ## Rules\n\n| rule | severity | effect | what it finds |\n|---|---|---|---|\n",
    );
    for rule in RULES {
        let meta = rule.meta();
        let (id, severity, effect) = (rule.id, meta.severity.as_str(), meta.effect.as_str());
        let _ = writeln!(text, "| [`{id}`]({id}.md) | {severity} | {effect} | {} |", meta.summary.replace('|', "\\|"));
    }
    text.push_str("\n## Applications\n\n| application | facts |\n|---|---|\n");
    for app in &knowledge().apps {
        let _ = writeln!(text, "| {} | [`{}`](apps/{}.yml) |", app.name, app.id, app.id);
    }
    text
}

/// The colour of a severity: miette's.
pub(super) fn severity_style(severity: Severity) -> clap::builder::styling::Style {
    use clap::builder::styling::AnsiColor;
    match severity {
        Severity::Error => AnsiColor::Red.on_default(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Advice => AnsiColor::Cyan.on_default(),
    }
}
