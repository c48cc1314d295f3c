//! `rules`: the list of rules.

use std::fmt::Write;

use clap::Args;

use crate::app::{App, Fact, Variant, knowledge, told};
use crate::report::{colors, wrap};
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
    for rule in RULES.iter() {
        let meta = rule.meta();
        let head = format!("{:id_width$}  {:7}  {:8}  ", rule.id, meta.severity.as_str(), meta.effect.as_str());
        let indent = " ".repeat(head.len());
        let summary = wrap::fill(&meta.summary, terminal.width, &indent, &indent);
        let id = terminal.paint(page::HEADING, format_args!("{:id_width$}", rule.id));
        let severity = terminal.paint(colors::severity(meta.severity), format_args!("{:7}", meta.severity.as_str()));
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
    for rule in RULES.iter() {
        let meta = rule.meta();
        let (id, severity, effect) = (rule.id, meta.severity.as_str(), meta.effect.as_str());
        let _ = writeln!(
            text,
            "| [`{id}`](pages/{id}.md) | {severity} | {effect} | {} |",
            meta.summary.replace('|', "\\|")
        );
    }
    text.push_str(
        "\n## Applications\n\nA row is one way of registering an application. Lists hold what it may do or use; a \
         callback with `{…}` has a part that the operator chooses. The proof is that of the method.\n\n\
         | application | method | PKCE | scopes | callback | proof | source |\n|---|---|---|---|---|---|---|\n",
    );
    for app in knowledge().apps() {
        for variant in &app.variants {
            application(&mut text, app, variant);
        }
    }
    text
}

/// A row for one way of registering an application.
fn application(text: &mut String, app: &App, variant: &Variant) {
    let facts = &variant.facts;
    let list = |fact: Option<&Fact<Vec<String>>>| fact.map_or_else(|| "?".to_owned(), |fact| told::list(&fact.is));
    let name = match variant.name.as_str() {
        "" => format!("[{}](apps/{}.yml)", app.name, app.id),
        variant => format!("[{}](apps/{}.yml), {variant}", app.name, app.id),
    };
    let cells = [
        name,
        list(facts.token_endpoint_auth_method.as_ref()),
        list(facts.pkce.as_ref()),
        facts.scopes.as_ref().map_or_else(|| "?".to_owned(), |fact| fact.is.asks.join(" ")),
        list(facts.redirect_uris.as_ref()),
        facts.token_endpoint_auth_method.as_ref().map_or("?", |fact| fact.proof.word()).to_owned(),
        sources(app),
    ];
    let _ = writeln!(text, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
}

/// What the facts of an application are from, the best proof first, each with its version.
fn sources(app: &App) -> String {
    let told = app.sources.iter().map(|origin| match origin.version.as_str() {
        "" => origin.what.clone(),
        version => format!("{} ({version})", origin.what),
    });
    told.collect::<Vec<_>>().join("; ")
}
