//! Hover: what is known where the cursor is.

use std::fmt::Write as _;

use ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::check::api::{AccessRule, Known};

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
    if let Some(description) = &known.description {
        let _ = writeln!(page, "\n{description}");
    }
    let mut line = |what: &str, value: &str| {
        let _ = writeln!(page, "\n{what}: {value}");
    };
    if let Some(older) = &known.older_key {
        line("Older name", &format!("`{older}`; the option is now called `{}`", known.path));
    }
    if let Some(help) = &known.deprecated {
        line("Deprecated", help);
    }
    if let Some(default) = &known.default {
        line("Default", &format!("`{default}`"));
    }
    if !known.allowed.is_empty() {
        let values: Vec<_> = known.allowed.iter().map(|value| format!("`{value}`")).collect();
        line("Values", &values.join(", "));
    }
    if let Some(since) = &known.since {
        line("Since", &format!("Authelia {since}"));
    }
    if let Some(secret) = &known.secret {
        line("Secret", secret);
    }
    match &known.who_gets_in[..] {
        [] => {}
        [all] => line("Who gets in", all),
        several => line("Who gets in", &format!("by the first of these that fits\n\n- {}", several.join("\n- "))),
    }
    if let Some(app) = &known.app {
        line("Application", &format!("{app}, recognised by {}", known.recognised_by));
    }
    if let Some(rule) = &known.rule {
        page.push_str(&about_rule(rule));
    }
    // The facts are about the client as a whole.
    if known.path.ends_with("client_id") || known.path.ends_with("client_name") {
        for fact in &known.facts {
            let _ = writeln!(page, "- {}: {} ({})", fact.what, fact.is, fact.proof);
        }
    }
    page
}

/// What a rule of access control decides, and which earlier rules match some of its requests first.
fn about_rule(rule: &AccessRule) -> String {
    let does = |does: &Option<String>| does.clone().unwrap_or_else(|| "has an unknown policy".to_owned());
    let mut page = format!("\nRule {} {}", rule.number, does(&rule.does));
    match &rule.example {
        Some(example) => page.extend([", for example ", example, ".\n"]),
        None if rule.never => page.push_str(", but never applies.\n"),
        None => page.push_str(".\n"),
    }
    if !rule.overlaps.is_empty() {
        page.push_str("\nEarlier rules that match some of its requests first:\n");
    }
    for earlier in &rule.overlaps {
        let (number, line, does) = (earlier.number, earlier.place.start.line + 1, does(&earlier.does));
        let _ = writeln!(page, "- rule {number} (line {line}) {does}, for example {}", earlier.example);
    }
    page
}
