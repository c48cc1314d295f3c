//! `apps`: lists known applications, or shows what is known about one.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use crate::app::draft::{Example, PORTAL, Wanted};
use crate::app::mistakes::mistakes;
use crate::app::told::{self, Told};
use crate::app::{App, Catalogue, Variant};
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
            Some(id) => describe(find(&catalogue, id)?, terminal),
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

/// Describes an application: what to register, what to avoid, and what it does.
fn describe(app: &App, terminal: &Terminal) -> String {
    let mut text = format!("{}\n\n", terminal.paint(page::HEADING, shown(&app.name)));
    let names: Vec<_> = app.recognise.names.iter().chain(&app.recognise.weak_names).map(String::as_str).collect();
    paragraph(&mut text, "", &format!("recognised by the names: {}", names.join(", ")), terminal);
    if let Some(example) = Example::of(app) {
        heading(&mut text, "What to register", terminal);
        let url = format!("https://{}.example.org", app.id);
        let registration = example
            .registration(&Wanted { url: &url, portal: PORTAL, client_id: None, digest: None, named: false }, None);
        registration.lines().for_each(|line| {
            let _ = writeln!(text, "{}", sanitize::line(line));
        });
    }
    let mistakes = mistakes(app);
    if !mistakes.is_empty() {
        heading(&mut text, "Common mistakes", terminal);
        for mistake in mistakes {
            let _ = writeln!(text, "{}", wrap::fill(&sanitize::line(&mistake), terminal.width, "- ", "  "));
        }
    }
    heading(&mut text, &format!("What {} does", app.name), terminal);
    for variant in &app.variants {
        describe_variant(&mut text, variant, terminal);
    }
    heading(&mut text, "Sources", terminal);
    for origin in app.variants.iter().flat_map(|variant| &variant.sources).chain(&app.sources) {
        let words = [origin.proof.words(), &origin.what, &origin.version, &origin.date];
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let _ = writeln!(text, "{}", wrap::fill(&sanitize::line(&words.join(", ")), terminal.width, "- ", "  "));
    }
    text
}

fn heading(text: &mut String, words: &str, terminal: &Terminal) {
    let _ = writeln!(text, "\n{}\n", terminal.paint(page::HEADING, sanitize::line(words)));
}

fn describe_variant(text: &mut String, variant: &Variant, terminal: &Terminal) {
    text.push('\n');
    if !variant.name.is_empty() {
        let _ =
            writeln!(text, "{}\n", terminal.paint(page::HEADING, format_args!("Variant: {}", shown(&variant.name))));
    }
    for Told { what, is, proof, note, setting } in told::facts(&variant.facts) {
        let _ = writeln!(text, "{}: {}", terminal.paint(page::HEADING, what), shown(&is));
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
