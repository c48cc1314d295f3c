//! What Authelia's filters make of a file, as far as that needs nothing from outside but a file of variables (`--filters
//! template`, `--filters expand-env`, `--env-file`).

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::document::{Filters, Mask, SyntaxError, evaluate, undefined_function};
use crate::text::{SourceId, Sources, Span};

use super::dotenv::{self, Variable};
use super::environment::begins_like_authelias;
use super::offsets::Offsets;

/// The variables of the environment whose values are known.
struct ExpandedVariables<'a>(HashMap<&'a str, String>);

impl<'a> ExpandedVariables<'a> {
    /// Those of the file of variables among some sources. Authelia does not expand its own variables if they hold a secret, so
    /// that its own are left out, and so is what a template may be written in.
    fn among(sources: &'a Sources) -> Self {
        let files = sources.iter().filter(|(_, source)| source.variables);
        let all = files.flat_map(|(_, source)| dotenv::parse(&source.text).unwrap_or_default());
        let is_known = |variable: &Variable<'_>| !variable.unknown && !variable.value.contains("{{");
        let known = all.filter(|variable| is_known(variable) && !begins_like_authelias(variable.name));
        Self(known.map(|variable| (variable.name, variable.value)).collect())
    }
}

/// The name in `$NAME` or `${NAME}`.
fn placeholder(text: &str) -> Option<&str> {
    // The places in it are bytes, so that each must be a character.
    let name = text.strip_prefix('$').filter(|name| name.is_ascii())?;
    let braced = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    Some(braced.unwrap_or(name))
}

/// A file behind the filters.
pub(super) struct Filtered {
    pub(super) text: String,
    /// Where its bytes stand in the file.
    pub(super) offsets: Offsets,
    /// The templates and placeholders of the file that are left in the text, as ranges of the text.
    pub(super) masks: Vec<Mask>,
}

/// Runs the filters on a file that holds templates and placeholders. Returns `None` if none of them can be evaluated.
pub(super) fn run(text: &str, masks: &[Mask], filters: Filters, sources: &Sources) -> Option<Filtered> {
    if filters == Filters::Auto || masks.is_empty() {
        return None;
    }
    // Most files have no placeholder.
    let variables = LazyCell::new(|| ExpandedVariables::among(sources));
    let mut filtered = String::with_capacity(text.len());
    let mut offsets = Offsets::default();
    let mut left: Vec<Mask> = Vec::new();
    let mut done = 0;
    let keep = |from: usize, to: usize, filtered: &mut String, offsets: &mut Offsets| {
        filtered.push_str(&text[from..to]);
        offsets.push(to - from, from, to - from);
    };
    for (index, mask) in masks.iter().enumerate() {
        let replaced = &text[mask.start..mask.end];
        // `$$` is how a dollar sign is written where variables are expanded.
        let dollar = (replaced == "$$").then(|| ("$".to_owned(), false, false));
        let variable = || Some((variables.0.get(placeholder(replaced)?)?.clone(), false, false));
        let action = || evaluate(replaced).map(|action| (action.text, action.trims_before, action.trims_after));
        let Some((value, trims_before, trims_after)) = dollar.or_else(variable).or_else(action) else {
            left.push(*mask);
            continue;
        };
        let before = &text[done..mask.start];
        let end = if trims_before { done + before.trim_end().len() } else { mask.start };
        keep(done, end, &mut filtered, &mut offsets);
        filtered.push_str(&value);
        offsets.push(value.len(), mask.start, replaced.len());
        let next = masks.get(index + 1).map_or(text.len(), |next| next.start);
        let behind = &text[mask.end..next];
        done = if trims_after { next - behind.trim_start().len() } else { mask.end };
    }
    if left.len() == masks.len() {
        return None;
    }
    keep(done, text.len(), &mut filtered, &mut offsets);
    let masks = offsets.masks(&left);
    Some(Filtered { text: filtered, offsets, masks })
}

/// What is wrong with the templates themselves: Authelia's filter cannot run.
pub(super) fn refused(id: SourceId, text: &str, masks: &[Mask], filters: Filters) -> Vec<SyntaxError> {
    if !filters.runs_templates() {
        return Vec::new();
    }
    let error =
        |start: usize, end: usize, message: &str, help: &str| SyntaxError::new(Span::of(id, start..end), message, help);
    let of_action = |mask: &Mask| {
        let action = &text[mask.start..mask.end];
        if action.trim_matches(['{', '}', '-']).trim().is_empty() {
            return Some(error(mask.start, mask.end, "an empty template", "write a value or a function"));
        }
        let (start, end) = undefined_function(action)?;
        let message = format!("no function of Authelia's templates is called `{}`", &action[start..end]);
        let help = "write a function that exists, or put the name in quotes if it is a text";
        Some(error(mask.start + start, mask.start + end, &message, help))
    };
    let behind = masks.last().map_or(0, |mask| mask.end);
    let unclosed = text[behind..].find("{{").map(|at| behind + at);
    let unclosed = unclosed.map(|at| error(at, at + 2, "this template is never closed", "close it with `}}`"));
    masks.iter().filter_map(of_action).chain(unclosed).collect()
}
