//! `mailcow.conf`: lines `KEY=value`, which Docker Compose and a shell both read (`generate_config.sh`, 2026-07a).
//!
//! It tells the names that Mailcow answers to: `MAILCOW_HOSTNAME` and `ADDITIONAL_SERVER_NAMES` (`getBaseURL` in
//! `data/web/inc/functions.inc.php`, `data/conf/nginx/templates/nginx.conf.j2`). The redirect URI itself is a setting of
//! its own, in the database. A reverse proxy may stand before Mailcow, so that its ports tell nothing.

use std::ops::Range;

use super::{Deployment, Place, Setting};

/// Adds what the file says, and gives the bytes that must never be shown: every other value.
pub(super) fn read(
    text: &str,
    file: usize,
    deployment: &mut Deployment,
) -> Result<Vec<Range<usize>>, (Place, &'static str)> {
    let mut hidden = Vec::new();
    let (mut main, mut further) = (None, None);
    for (key, value) in assignments(text) {
        match key {
            "MAILCOW_HOSTNAME" => main = Some(value),
            "ADDITIONAL_SERVER_NAMES" => further = Some(value),
            _ => hidden.push(value),
        }
    }
    let Some(main) = main else {
        return Err((Place::default(), "neither Mailcow's identity-provider settings (JSON) nor a `mailcow.conf`"));
    };
    let names = |value: Range<usize>| pieces(text, value).map(|range| name(text, file, range));
    let main: Vec<_> = names(main).collect();
    let further: Vec<_> = further.into_iter().flat_map(names).collect();
    // A name that is not literal may be any name.
    let all: Option<Vec<_>> = main.into_iter().chain(further).collect();
    deployment.hosts = all.unwrap_or_default();
    Ok(hidden)
}

/// The keys, and the bytes of the value of each, without quotes and comments.
fn assignments(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let (key, value) = line.split_once('=')?;
        let key = key.trim().trim_start_matches("export ").trim();
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let behind = start + line.len() - value.len();
        is_key.then(|| (key, unquoted(text, behind..start + line.trim_end().len())))
    })
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(value) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + value.len() - value.trim_start().len();
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(closing) = value.strip_prefix(quote).and_then(|rest| rest.find(quote)) {
            return start + 1..start + 1 + closing;
        }
    }
    let end = value.find(" #").map_or(value.len(), |comment| value[..comment].trim_end().len());
    start..start + if value.starts_with('#') { 0 } else { end }
}

/// The parts between commas, without blanks and without empty ones.
fn pieces(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text.get(range).unwrap_or_default().split(',').filter_map(move |piece| {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        let length = piece.trim().len();
        (length > 0).then(|| start..start + length)
    })
}

/// A name. Returns `None` if a variable or a pattern stands for it.
fn name(text: &str, file: usize, range: Range<usize>) -> Option<Setting<String>> {
    let value = text.get(range.clone())?.to_lowercase();
    let is_literal = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    is_literal.then_some(Setting { value, name: "MAILCOW_HOSTNAME", file, range })
}
