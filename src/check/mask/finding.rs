//! What a finding says, as it may be shown. This is the only way from an [`Unmasked`] text to an output.

use std::borrow::Cow;
use std::ops::Range;

use crate::config::is_option_name;
use crate::lint::{Effect, Finding, Fix, Safety, Severity};
use crate::rules;
use crate::text::{Sources, Span, Unmasked, sanitize};

use super::{Masks, covered_error, harmless, hide, is_common, merged, random_ranges, text_ranges};

/// A text without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The text for one line of a terminal.
    #[must_use]
    pub fn line(&self) -> Cow<'_, str> {
        sanitize::line(&self.0)
    }

    /// The text for a terminal, with its line breaks.
    #[must_use]
    pub fn lines(&self) -> Cow<'_, str> {
        sanitize::lines(&self.0)
    }

    /// The text for a format that has escapes of its own for characters that could harm a terminal.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A finding as it may be shown.
#[derive(Debug, Clone)]
pub struct ShownFinding<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// How much it weighs.
    pub severity: Severity,
    /// What happens if it is left.
    pub effect: Effect,
    /// The place that a person must look at.
    pub span: Span,
    /// What is wrong and what happens because of it.
    pub message: Shown,
    /// What is at that place; may be empty.
    pub label: Shown,
    /// Further places.
    pub labels: Vec<ShownLabel>,
    /// What to write.
    pub help: Option<Shown>,
    /// How the fact behind the finding is known.
    pub proof: Option<Shown>,
    /// The configuration path.
    pub path: Shown,
    /// The client that it is about.
    pub client_id: Option<Shown>,
    /// The application that the client was recognised as.
    pub app: Option<Shown>,
    /// What cures it, unless what is to be written holds a secret.
    pub fix: Option<ShownFix<'a>>,
}

/// A further place that a finding refers to.
#[derive(Debug, Clone)]
pub struct ShownLabel {
    /// The place.
    pub span: Span,
    /// What is there.
    pub text: Shown,
}

/// A fix whose edits hold no secret.
#[derive(Debug, Clone)]
pub struct ShownFix<'a> {
    /// What it does.
    pub title: Shown,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// The edits.
    pub edits: Vec<ShownEdit<'a>>,
}

/// A replacement that holds no secret.
#[derive(Debug, Clone, Copy)]
pub struct ShownEdit<'a> {
    /// What is replaced.
    pub span: Span,
    /// The new text.
    pub text: &'a str,
}

/// What is hidden in the lines that a finding points at: it must not be read in what the finding says, either.
struct HiddenNearby<'s>(Vec<&'s str>);

/// Shorter parts of what is hidden are not looked for, in bytes.
const MIN_PART: usize = 4;

/// The most bytes before and after a place that are looked at: a file may be one long line.
const MAX_BYTES: u32 = 2048;

/// The most lines around one place that are looked at.
const MAX_LINES: usize = 64;

impl HiddenNearby<'_> {
    /// Where a text quotes what is hidden. A common word that is not in backticks is not meant to quote it.
    fn quoted_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let places = self.0.iter().flat_map(move |part| text.match_indices(part).map(|(at, part)| at..at + part.len()));
        places.filter(move |range| {
            let part = &text[range.clone()];
            let is_in_backticks = text[..range.start].ends_with('`') && text[range.end..].starts_with('`');
            !is_common(part) || (is_in_backticks && !harmless::is_value(part) && !is_option_name(part))
        })
    }
}

impl Masks {
    /// A finding as it may be shown.
    #[must_use]
    pub fn finding<'a>(&self, finding: &'a Finding, sources: &Sources) -> ShownFinding<'a> {
        let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
        let near = HiddenNearby(spans.flat_map(|span| self.hidden_near(span, sources)).collect());
        let is_policy = !finding.rule.is_empty() && rules::find(&finding.rule).is_none();
        let shown = |text: &Unmasked| self.near(text.expose(), &near, is_policy);
        let optional = |text: &Option<Unmasked>| text.as_ref().map(shown);
        let labels = finding.labels.iter();
        ShownFinding {
            rule: &finding.rule,
            severity: finding.severity,
            effect: finding.effect,
            span: finding.span,
            message: shown(&finding.message),
            label: shown(&finding.label),
            labels: labels.map(|label| ShownLabel { span: label.span, text: shown(&label.text) }).collect(),
            help: optional(&finding.help),
            proof: optional(&finding.proof),
            path: shown(&finding.path),
            client_id: optional(&finding.client_id),
            app: optional(&finding.app),
            fix: finding.fix.as_ref().and_then(|fix| self.fix(fix, &near)),
        }
    }

    /// A text that may quote anything, as it may be shown.
    #[must_use]
    pub fn text(&self, text: &str) -> Shown {
        Shown(self.scrub(text))
    }

    /// A text that somebody else wrote, such as a line of a log: all that looks random is hidden, but for a known name.
    #[must_use]
    pub fn foreign(&self, text: &str, name: Option<&str>) -> Shown {
        let mut hidden = self.quoted(text);
        hidden.extend(random_ranges(text).filter(|range| name != text.get(range.clone())));
        Shown(hide(text, &merged(hidden)))
    }

    /// What is said about a place of a text that nothing is known of.
    #[must_use]
    pub fn text_at(&self, span: Span, sources: &Sources, text: &str) -> Shown {
        let near = HiddenNearby(self.hidden_near(span, sources));
        self.near(&covered_error(text), &near, true)
    }

    fn near(&self, text: &str, near: &HiddenNearby<'_>, is_policy: bool) -> Shown {
        let mut hidden = self.quoted(text);
        hidden.extend(near.quoted_in(text));
        if is_policy {
            hidden.extend(text_ranges(text));
        }
        Shown(hide(text, &merged(hidden)))
    }

    /// Returns `None` if what the fix writes holds a secret.
    fn fix<'a>(&self, fix: &'a Fix, near: &HiddenNearby<'_>) -> Option<ShownFix<'a>> {
        let is_secret = |text: &str| self.near(text, near, false).0 != text;
        if fix.edits.iter().any(|edit| is_secret(&edit.text)) {
            return None;
        }
        let edits = fix.edits.iter().map(|edit| ShownEdit { span: edit.span, text: &edit.text }).collect();
        Some(ShownFix { title: self.near(fix.title.expose(), near, false), safety: fix.safety, edits })
    }

    /// What is hidden in the lines of a place, in parts.
    fn hidden_near<'s>(&self, span: Span, sources: &'s Sources) -> Vec<&'s str> {
        let source = sources.get(span.source);
        let first = source.line_at(span.start);
        let last = source.line_at(span.end).min(first + MAX_LINES);
        let (from, to) = (span.start as usize, span.end.min(span.start + MAX_BYTES) as usize);
        let start = source.line(first).start.max(from.saturating_sub(MAX_BYTES as usize));
        let end = source.line(last).end.min(to + MAX_BYTES as usize);
        let lines = Span::of(span.source, source.text.ceil_char_boundary(start)..source.text.floor_char_boundary(end));
        let texts = self.within(lines).filter_map(|range| source.text.get(range));
        let is_mark = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-');
        let parts = texts.flat_map(|text| text.split(is_mark).chain([text]));
        let mut parts: Vec<_> = parts.filter(|part| part.len() >= MIN_PART).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}
