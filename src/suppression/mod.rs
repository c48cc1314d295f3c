//! Comments for the linter ("directives"): what not to report, and which application a client belongs to.
//!
//! | comment | meaning |
//! |---|---|
//! | `# authelia-lint: ignore[rule, other-rule] reason` | suppresses the rules on this line; on a separate line: on the next line that is not a comment; at a client's first line: in the whole client |
//! | `# authelia-lint: ignore-file[rule] reason` | suppresses the rules in this file; must come before the first key |
//! | `# authelia-lint: app=mailcow` | the client belongs to this application; may be anywhere in the client or directly above it |
//!
//! Rules do not know about directives: suppressions are applied to their findings.

mod apply;
mod problem;

use crate::document;
use crate::rules::renamed;
use crate::text::{Source, SourceId, Sources, Span};

pub use apply::{Applied, RuleStatus, apply};
pub use problem::DirectiveProblem;

/// What every directive starts with, after `#`.
pub(crate) const MARKER: &str = "authelia-lint:";

/// The directives of a file are read up to this number of rule ids, because each must be looked up.
const MAX_NAMES: usize = 20_000;

/// A rule id in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRule {
    /// The id.
    pub id: String,
    /// Where it is written.
    pub span: Span,
}

impl NamedRule {
    /// Whether this is the current or a former id of the rule.
    fn is(&self, rule: &str) -> bool {
        self.id == rule || renamed(&self.id).is_some_and(|today| today.contains(&rule))
    }
}

/// The kind of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveKind {
    /// Do not report these rules here.
    Ignore {
        /// The rules.
        rules: Vec<NamedRule>,
        /// Why; may be empty.
        reason: String,
    },
    /// Do not report these rules in this file.
    IgnoreFile {
        /// The rules.
        rules: Vec<NamedRule>,
        /// Why; may be empty.
        reason: String,
    },
    /// The client belongs to this application.
    App(String),
    /// Starts with the marker, but cannot be parsed; holds the reason.
    Malformed(String),
}

impl DirectiveKind {
    /// The rules that the directive names.
    fn rules(&self) -> &[NamedRule] {
        match self {
            Self::Ignore { rules, .. } | Self::IgnoreFile { rules, .. } => rules,
            Self::App(_) | Self::Malformed(_) => &[],
        }
    }
}

/// A comment for the linter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The comment from the marker on.
    pub span: Span,
    /// The line that it applies to, starting at 1.
    pub line: usize,
    /// What it does.
    pub kind: DirectiveKind,
}

/// Returns the directives among the comments of a source. The comments must be sorted, and each span must reach from `#`
/// to the end of the line.
#[must_use]
pub fn directives(source: &Source, comments: &[Span]) -> Vec<Directive> {
    let lines = target_lines(source, comments);
    let first_content = document::first_content(&source.text);
    let directives =
        comments.iter().zip(lines).filter_map(|(comment, line)| directive(source, *comment, line, first_content));
    let mut names = 0;
    let is_within_limit = |directive: &Directive| {
        names += directive.kind.rules().len().max(1);
        names <= MAX_NAMES
    };
    directives.take_while(is_within_limit).collect()
}

/// Returns the line that each comment applies to, starting at 1: its own line, or for a comment on a separate line the
/// next line that is not a comment.
fn target_lines(source: &Source, comments: &[Span]) -> Vec<usize> {
    let mut targets = vec![0; comments.len()];
    let mut below: Option<(usize, usize)> = None;
    for (comment, target) in comments.iter().zip(&mut targets).rev() {
        let line = source.line_at(comment.start);
        *target = line;
        if is_on_separate_line(&source.text, comment.start as usize) {
            *target = below.filter(|(next, _)| *next == line + 1).map_or(line + 1, |(_, target)| target);
            below = Some((line, *target));
        }
    }
    targets
}

fn directive(source: &Source, comment: Span, line: usize, first_content: usize) -> Option<Directive> {
    let text = source.text.get(comment.range())?;
    let marker = text.match_indices(MARKER).map(|(at, _)| at).find(|at| text[..*at].trim_end().ends_with('#'))?;
    let length = |bytes: usize| u32::try_from(bytes).ok();
    let span = Span { start: comment.start + length(marker)?, ..comment };
    let start = span.start + length(MARKER.len())?;
    let kind = match (Body { text: &text[marker + MARKER.len()..], start, source: span.source }).kind() {
        DirectiveKind::IgnoreFile { .. } if span.range().start > first_content => {
            DirectiveKind::Malformed("`ignore-file` must come before the first key of the file".to_owned())
        }
        kind => kind,
    };
    Some(Directive { span, line, kind })
}

/// Whether only blanks precede an offset on its line.
fn is_on_separate_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '\u{feff}'])
}

/// The text after the marker.
struct Body<'a> {
    text: &'a str,
    start: u32,
    source: SourceId,
}

impl Body<'_> {
    fn kind(&self) -> DirectiveKind {
        let text = self.text.trim();
        if let Some(name) = text.strip_prefix("app=") {
            let name = name.split_whitespace().next().unwrap_or_default();
            return if name.is_empty() {
                malformed("`app=` needs the id of an application")
            } else {
                DirectiveKind::App(name.to_owned())
            };
        }
        let (word, rest) =
            text.split_at(text.find(|c: char| c != '-' && !c.is_ascii_alphabetic()).unwrap_or(text.len()));
        if word != "ignore" && word != "ignore-file" {
            return malformed("only `ignore[rule-id]`, `ignore-file[rule-id]` and `app=name` are supported");
        }
        let Some((list, reason)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return malformed("the rules to ignore must be in brackets, as in `ignore[rule-id] reason`");
        };
        let rules = self.names(list);
        if rules.is_empty() {
            return malformed("the brackets do not contain a rule id");
        }
        let reason = format!(" {reason}");
        let reason = reason.split(" # ").next().unwrap_or_default();
        let reason = reason.trim_matches(|c: char| c.is_whitespace() || ":-–—".contains(c)).to_owned();
        if word == "ignore" {
            DirectiveKind::Ignore { rules, reason }
        } else {
            DirectiveKind::IgnoreFile { rules, reason }
        }
    }

    fn names(&self, list: &str) -> Vec<NamedRule> {
        let mut at = self.start + self.text.find('[').and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0);
        let mut names = Vec::new();
        for part in list.split(',').take(MAX_NAMES) {
            let id = part.trim();
            let length = |text: &str| u32::try_from(text.len()).unwrap_or(0);
            let start = at + length(part) - length(part.trim_start());
            if !id.is_empty() {
                names.push(NamedRule { id: id.to_owned(), span: Span::new(self.source, start, start + length(id)) });
            }
            at += length(part) + 1;
        }
        names
    }
}

fn malformed(why: &str) -> DirectiveKind {
    DirectiveKind::Malformed(why.to_owned())
}

/// Returns the application that a comment names for the client at `client`, or `None` if no comment does.
#[must_use]
pub fn app<'d>(directives: &'d [Directive], sources: &Sources, client: Span) -> Option<&'d str> {
    let named = |directive: &'d Directive| match &directive.kind {
        DirectiveKind::App(name) if directive.span.source == client.source => Some((directive.line, name.as_str())),
        _ => None,
    };
    let mut named = directives.iter().filter_map(named).peekable();
    // Where no comment names an application, as in most files, lines need not be counted.
    named.peek()?;
    let source = sources.get(client.source);
    let lines = first_line(sources, client)..=source.line_at(client.end).max(source.line_at(client.start));
    named.find(|(line, _)| lines.contains(line)).map(|(_, name)| name)
}

/// Returns the line that a client starts on, starting at 1: the line of its `-`, even if only comments follow on it.
fn first_line(sources: &Sources, client: Span) -> usize {
    /// In lines before the client.
    const MAX_DISTANCE: usize = 20;
    /// In bytes before the client: a whole file may be one line.
    const MAX_BYTES: usize = 4096;
    let source = sources.get(client.source);
    let line = source.line_at(client.start);
    let start = source.text.floor_char_boundary((client.start as usize).saturating_sub(MAX_BYTES));
    let before = source.text.get(start..client.start as usize).unwrap_or_default();
    let is_blank = |text: &str| text.is_empty() || text.starts_with('#');
    for (distance, above) in before.rsplit('\n').take(MAX_DISTANCE).enumerate() {
        let content = above.trim();
        if content.strip_prefix('-').is_some_and(|rest| is_blank(rest.trim_start())) {
            return line - distance;
        }
        if !is_blank(content) {
            break;
        }
    }
    line
}
