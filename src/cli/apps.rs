//! `apps`: lists known applications, or shows what is known about one.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use crate::app::deployment::model::AppSettings;
use crate::app::draft::{Example, PORTAL, Sheet, Wanted};
use crate::app::mistakes::mistakes;
use crate::app::told::{self, Told};
use crate::app::{App, Catalogue, FactOrigin, Proof, Variant};
use crate::check::mask;
use crate::report::wrap;
use crate::text::{sanitize, suggestion};

use super::terminal::Terminal;
use super::{Error, ExitStatus, page};

/// List known applications, or show what is known about one.
#[derive(Debug, Args)]
pub(super) struct Apps {
    /// Id of the application to show
    app: Option<String>,

    /// Folder with your own application files; can be repeated
    #[arg(long, value_name = "DIR")]
    apps: Vec<PathBuf>,
}

impl Apps {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let catalogue = super::inputs::catalogue(None, &self.apps)?;
        let text = match &self.app {
            None => list(&catalogue, terminal),
            Some(id) => describe(find(&catalogue, id)?, catalogue.settings(id), terminal),
        };
        terminal.write(sanitize::commands(&text).as_bytes())?;
        Ok(ExitStatus::Success)
    }
}

/// Finds an application by its id.
pub(super) fn find<'c>(catalogue: &'c Catalogue, id: &str) -> Result<&'c App, Error> {
    let nearest = || suggestion::nearest(id, catalogue.ids()).map(str::to_owned);
    catalogue.get(id).ok_or_else(|| Error::UnknownApp { id: id.to_owned(), nearest: nearest() })
}

fn list(catalogue: &Catalogue, terminal: &Terminal) -> String {
    let width = catalogue.ids().map(str::len).max().unwrap_or(0);
    let mut text = String::new();
    for app in catalogue.iter() {
        let id = terminal.paint(page::HEADING, format_args!("{:width$}", shown(&app.id)));
        let _ = writeln!(text, "{id}  {}", shown(&app.name));
    }
    text
}

/// Describes an application: for each variant what to register and to enter, what to avoid, and what it does; then how
/// that is known. `settings` are those of the usual variant.
fn describe(app: &App, settings: Option<&AppSettings>, terminal: &Terminal) -> String {
    let mut text = format!("{}\n\n", terminal.paint(page::HEADING, shown(&app.name)));
    let names: Vec<_> = app.recognise.names.iter().chain(&app.recognise.weak_names).map(String::as_str).collect();
    paragraph(&mut text, "", &format!("recognised by the names: {}", names.join(", ")), terminal);
    for (number, variant) in app.variants.iter().enumerate() {
        if !variant.name.is_empty() {
            let name = format!("Variant {}: {}", shown(&variant.id), shown(&variant.name));
            let _ = writeln!(text, "\n{}", terminal.paint(page::HEADING, name));
        }
        if let Some(example) = Example::of_variant(app, number) {
            register(&mut text, app, &example, settings, terminal);
            command(&mut text, app, &example, terminal);
        }
        let mistakes = mistakes(&app.name, &variant.facts);
        if !mistakes.is_empty() {
            heading(&mut text, "Common mistakes", terminal);
            items(&mut text, &mistakes, terminal);
        }
        heading(&mut text, &format!("What {} does", app.name), terminal);
        describe_variant(&mut text, variant, terminal);
    }
    heading(&mut text, "Sources", terminal);
    let origins = app.variants.iter().flat_map(|variant| &variant.sources).chain(&app.sources);
    items(&mut text, &origins.map(origin).collect::<Vec<_>>(), terminal);
    if let Some(tried) = &app.tried {
        let words = format!("its requests, as its source makes them, were tried with {} on {}", tried.with, tried.date);
        items(&mut text, &[words], terminal);
    }
    text
}

/// What to register, and what to enter in the application.
fn register(text: &mut String, app: &App, example: &Example<'_>, settings: Option<&AppSettings>, terminal: &Terminal) {
    let url = format!("https://{}.example.org", app.id);
    let wanted = Wanted { url: &url, portal: PORTAL, client_id: None, digest: None, named: false };
    heading(text, "What to register", terminal);
    for line in example.clients(&wanted).lines() {
        let _ = writeln!(text, "{}", sanitize::line(line));
    }
    heading(text, &format!("What to enter in {}", app.name), terminal);
    let Sheet { values, entered } = example.sheet(&wanted, settings);
    items(text, &values, terminal);
    if !entered.is_empty() {
        text.push('\n');
        paragraph(text, "", "In its settings:", terminal);
        text.push('\n');
        items(text, &entered, terminal);
    }
}

/// The command that prints the registration.
fn command(text: &mut String, app: &App, example: &Example<'_>, terminal: &Terminal) {
    let secret = if example.has_secret() { " with a new secret" } else { "" };
    let variant = match example.variant() {
        "" => String::new(),
        id => format!(" --variant {id}"),
    };
    let command = format!("authelia-lint new {}{variant} --url URL", app.id);
    text.push('\n');
    paragraph(text, "", &format!("`{command}` prints this for your host{secret}."), terminal);
}

/// Where facts come from.
fn origin(FactOrigin { proof, what, version, date }: &FactOrigin) -> String {
    let version = if version.is_empty() { String::new() } else { format!(" ({version})") };
    let when = if *proof == Proof::Login { "seen" } else { "read" };
    format!("{what}{version}, {when} on {date}")
}

fn heading(text: &mut String, words: &str, terminal: &Terminal) {
    let _ = writeln!(text, "\n{}\n", terminal.paint(page::HEADING, sanitize::line(words)));
}

fn items(text: &mut String, items: &[String], terminal: &Terminal) {
    for item in items {
        let item = sanitize::line(&mask::covered_error(item)).into_owned();
        let _ = writeln!(text, "{}", wrap::fill(&item, terminal.width, "- ", "  "));
    }
}

fn describe_variant(text: &mut String, variant: &Variant, terminal: &Terminal) {
    for Told { what, is, proof, note, setting } in told::facts(&variant.facts) {
        let fact = wrap::fill(&shown(&format!("{what}: {is}")), terminal.width, "", "  ");
        let rest = fact.strip_prefix(what).unwrap_or_default();
        let _ = writeln!(text, "{}{rest}", terminal.paint(page::HEADING, what));
        let proof = if note.is_empty() { proof.words().to_owned() } else { format!("{}: {note}", proof.words()) };
        paragraph(text, "    ", &proof, terminal);
        if let Some(setting) = setting {
            paragraph(text, "    ", &format!("depends on the application's setting {setting}"), terminal);
        }
    }
    if let Some(library) = &variant.library {
        let options = library.options.join(", ");
        let options = if options.is_empty() { String::new() } else { format!(" with {options}") };
        paragraph(text, "", &format!("library: {}{options}", library.id), terminal);
    }
}

fn paragraph(text: &mut String, indent: &str, words: &str, terminal: &Terminal) {
    let _ =
        writeln!(text, "{}", wrap::fill(&sanitize::lines(&mask::covered_error(words)), terminal.width, indent, indent));
}

/// A text of an application file, which may be the user's own.
fn shown(text: &str) -> String {
    sanitize::line(&mask::covered_error(text)).into_owned()
}
