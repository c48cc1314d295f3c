//! Hover: what is known where the cursor is.

use std::fmt::Write as _;

use ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::check::api::Known;

use super::worker::Worker;

pub(super) fn hover(worker: &mut Worker, params: &HoverParams) -> Option<Hover> {
    let at = &params.text_document_position_params;
    let checked = worker.checked(&at.text_document.uri)?;
    let (text, byte) = checked.offset(&at.text_document.uri, at.position)?;
    let known = checked.analysis.as_ref()?.known_at(text, byte)?;
    let (_, range) = checked.location(known.place)?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: page(&known) });
    Some(Hover { contents, range: Some(range) })
}

/// What is known, in Markdown.
fn page(known: &Known) -> String {
    let mut page = format!("`{}`", known.path);
    match &known.kind {
        Some(kind) => page.extend([": ", kind]),
        None if !known.is_option => page.push_str(": not an Authelia option"),
        None => {}
    }
    page.push('\n');
    let mut line = |what: &str, value: &str| {
        let _ = writeln!(page, "\n{what}: {value}");
    };
    if let Some(older) = &known.older_key {
        line("Older name", &format!("`{older}`; the option is now called `{}`", known.path));
    }
    if let Some(default) = &known.default {
        line("Default", &format!("`{default}`"));
    }
    if !known.allowed.is_empty() {
        let values: Vec<_> = known.allowed.iter().map(|value| format!("`{value}`")).collect();
        line("Values", &values.join(", "));
    }
    if let Some(secret) = &known.secret {
        line("Secret", secret);
    }
    if let Some(policy) = &known.policy {
        line("Who gets in", policy);
    }
    if let Some(app) = &known.app {
        line("Application", &format!("{app}, recognised by {}", known.recognised_by));
    }
    // The facts are about the client as a whole.
    if known.path.ends_with("client_id") || known.path.ends_with("client_name") {
        for fact in &known.facts {
            let _ = writeln!(page, "- {}: {} ({})", fact.what, fact.is, fact.proof);
        }
    }
    page
}
