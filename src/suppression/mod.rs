//! Comments that speak to the linter: what not to report, and which application a client is.
//!
//! | comment | meaning |
//! |---|---|
//! | `# authelia-lint: ignore[rule, other-rule] reason` | not on this line; on a line of its own: not on the next line that is no comment; at a client's first line: not for the whole client |
//! | `# authelia-lint: ignore-file[rule] reason` | not in this file; stands before the first key |
//! | `# authelia-lint: app=mailcow` | the client is this application's; stands anywhere in the client or above it |
//!
//! Rules know nothing of this: suppressions are applied to what they found.

mod apply;
mod problem;

use crate::document;
use crate::rules::renamed;
use crate::text::{Source, SourceId, Sources, Span};

pub use apply::{Applied, Standing, apply};
pub use problem::Problem;

/// What every directive starts with, after `#`.
pub(crate) const MARKER: &str = "authelia-lint:";

/// So many names of rules are heard in a file: each must be looked up.
const MOST_NAMES: usize = 20_000;

/// A rule's id as a comment names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: String,
    /// Where it is written.
    pub span: Span,
}

impl Named {
    /// Whether this is the id of a rule, or was.
    fn is(&self, rule: &str) -> bool {
        self.id == rule || renamed(&self.id).is_some_and(|today| today.contains(&rule))
    }
}

/// What a comment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Do not report these rules here.
    Ignore {
        /// The rules.
        rules: Vec<Named>,
        /// Why; may be empty.
        reason: String,
    },
    /// Do not report these rules in this file.
    IgnoreFile {
        /// The rules.
        rules: Vec<Named>,
        /// Why; may be empty.
        reason: String,
    },
    /// The client is this application's.
    App(String),
    /// It speaks to the linter, but is not understood; why not.
    Malformed(String),
}

impl Kind {
    /// The rules that it names.
    fn rules(&self) -> &[Named] {
        match self {
            Self::Ignore { rules, .. } | Self::IgnoreFile { rules, .. } => rules,
            Self::App(_) | Self::Malformed(_) => &[],
        }
    }
}

/// A comment that speaks to the linter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The comment from the marker on.
    pub span: Span,
    /// The line that it speaks of, from 1.
    pub line: usize,
    /// What it says.
    pub kind: Kind,
}

/// The directives among the comments of a source, which are sorted; each span reaches from `#` to the end of its line.
#[must_use]
pub fn directives(source: &Source, comments: &[Span]) -> Vec<Directive> {
    let lines = lines_spoken_of(source, comments);
    let first_content = document::first_content(&source.text);
    let speaking = comments.iter().zip(lines);
    let directives = speaking.filter_map(|(comment, line)| directive(source, *comment, line, first_content));
    let mut names = 0;
    let is_heard = |directive: &Directive| {
        names += directive.kind.rules().len().max(1);
        names <= MOST_NAMES
    };
    directives.take_while(is_heard).collect()
}

/// The line that each comment speaks of, from 1: its own, or where it has a line for itself the next that is no comment.
fn lines_spoken_of(source: &Source, comments: &[Span]) -> Vec<usize> {
    let mut spoken_of = vec![0; comments.len()];
    let mut below: Option<(usize, usize)> = None;
    for (comment, spoken_of) in comments.iter().zip(&mut spoken_of).rev() {
        let line = source.line_at(comment.start);
        *spoken_of = line;
        if stands_alone(&source.text, comment.start as usize) {
            *spoken_of = below.filter(|(next, _)| *next == line + 1).map_or(line + 1, |(_, target)| target);
            below = Some((line, *spoken_of));
        }
    }
    spoken_of
}

fn directive(source: &Source, comment: Span, line: usize, first_content: usize) -> Option<Directive> {
    let text = source.text.get(comment.range())?;
    let marker = text.match_indices(MARKER).map(|(at, _)| at).find(|at| text[..*at].trim_end().ends_with('#'))?;
    let length = |bytes: usize| u32::try_from(bytes).ok();
    let span = Span { start: comment.start + length(marker)?, ..comment };
    let start = span.start + length(MARKER.len())?;
    let kind = match (Body { text: &text[marker + MARKER.len()..], start, source: span.source }).kind() {
        Kind::IgnoreFile { .. } if span.range().start > first_content => {
            Kind::Malformed("`ignore-file` counts only before the first key of the file".to_owned())
        }
        kind => kind,
    };
    Some(Directive { span, line, kind })
}

/// Whether only blanks stand before a place on its line.
fn stands_alone(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '\u{feff}'])
}

/// What stands behind the marker.
struct Body<'a> {
    text: &'a str,
    start: u32,
    source: SourceId,
}

impl Body<'_> {
    fn kind(&self) -> Kind {
        let text = self.text.trim();
        if let Some(name) = text.strip_prefix("app=") {
            let name = name.split_whitespace().next().unwrap_or_default();
            return if name.is_empty() {
                malformed("`app=` needs the application's id")
            } else {
                Kind::App(name.to_owned())
            };
        }
        let (word, rest) =
            text.split_at(text.find(|c: char| c != '-' && !c.is_ascii_alphabetic()).unwrap_or(text.len()));
        if word != "ignore" && word != "ignore-file" {
            return malformed("only `ignore[rule]`, `ignore-file[rule]` and `app=name` are understood");
        }
        let Some((list, reason)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return malformed("the rules to ignore must stand in brackets, as `ignore[rule-id] reason`");
        };
        let rules = self.names(list);
        if rules.is_empty() {
            return malformed("no rule is named in the brackets");
        }
        let reason = format!(" {reason}");
        let reason = reason.split(" # ").next().unwrap_or_default();
        let reason = reason.trim_matches(|c: char| c.is_whitespace() || ":-–—".contains(c)).to_owned();
        if word == "ignore" { Kind::Ignore { rules, reason } } else { Kind::IgnoreFile { rules, reason } }
    }

    fn names(&self, list: &str) -> Vec<Named> {
        let mut at = self.start + self.text.find('[').and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0);
        let mut names = Vec::new();
        for part in list.split(',').take(MOST_NAMES) {
            let id = part.trim();
            let length = |text: &str| u32::try_from(text.len()).unwrap_or(0);
            let start = at + length(part) - length(part.trim_start());
            if !id.is_empty() {
                names.push(Named { id: id.to_owned(), span: Span::new(self.source, start, start + length(id)) });
            }
            at += length(part) + 1;
        }
        names
    }
}

fn malformed(why: &str) -> Kind {
    Kind::Malformed(why.to_owned())
}

/// What a comment says about the application of the client that stands at `client`.
#[must_use]
pub fn app<'d>(directives: &'d [Directive], sources: &Sources, client: Span) -> Option<&'d str> {
    let (start, end) = sources.positions(client);
    let first = first_line(sources, client);
    directives.iter().filter(|directive| directive.span.source == client.source).find_map(|directive| match &directive
        .kind
    {
        Kind::App(name) if (first..=end.line.max(start.line)).contains(&directive.line) => Some(name.as_str()),
        _ => None,
    })
}

/// The line that a client starts on, from 1: that of its `-`, even where only comments stand behind that.
fn first_line(sources: &Sources, client: Span) -> usize {
    const FURTHEST: usize = 20;
    // In bytes: a whole file may be one line.
    const WIDEST: usize = 4096;
    let source = sources.get(client.source);
    let line = source.line_at(client.start);
    let start = source.text.floor_char_boundary((client.start as usize).saturating_sub(WIDEST));
    let before = source.text.get(start..client.start as usize).unwrap_or_default();
    let is_blank = |text: &str| text.is_empty() || text.starts_with('#');
    for (distance, above) in before.rsplit('\n').take(FURTHEST).enumerate() {
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
