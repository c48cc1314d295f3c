//! Inlay hints: what Authelia uses for options that are not set, at the end of the line on which their section begins.

use std::fmt::Write as _;

use ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip, MarkupContent, MarkupKind, Position};

use crate::check::api::Unset;

use super::checked::OpenCheck;
use super::worker::Worker;

/// The most options that a hint names; the tooltip has all.
const MAX_OPTIONS: usize = 3;

pub(super) fn hints(worker: &mut Worker, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let uri = &params.text_document.uri;
    let checked = worker.checked(uri)?;
    let (text, start) = checked.offset(uri, params.range.start)?;
    let (_, end) = checked.offset(uri, params.range.end)?;
    let unset = checked.analysis.as_ref()?.unset(text, start..end);
    Some(unset.iter().filter_map(|unset| hint(unset, checked)).collect())
}

fn hint(unset: &Unset, checked: &OpenCheck) -> Option<InlayHint> {
    // Most options are off unless they are set.
    let mut telling = unset.options.iter().filter(|(_, value)| value != "false");
    let named: Vec<String> = telling.by_ref().take(MAX_OPTIONS).map(|(key, value)| format!("{key}: {value}")).collect();
    if named.is_empty() {
        return None;
    }
    let more = if telling.next().is_some() { ", …" } else { "" };
    let mut all = String::from("What Authelia uses for options that are not set, here or elsewhere:\n\n");
    for (key, value) in &unset.options {
        let _ = writeln!(all, "- `{key}: {value}`");
    }
    Some(InlayHint {
        position: end_of_line(unset, checked)?,
        label: InlayHintLabel::String(format!("{}{more}", named.join(", "))),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: all })),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}

/// The end of the line on which a section begins.
fn end_of_line(unset: &Unset, checked: &OpenCheck) -> Option<Position> {
    let start = unset.place.start.byte;
    let (_, text) = checked.analysis.as_ref()?.text(unset.place.text)?;
    let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
    Some(checked.range(unset.place.text, end..end)?.start)
}
