//! Comments that speak to the linter: what not to report, and which application a client is.
//!
//! | comment | meaning |
//! |---|---|
//! | `# authelia-lint: ignore[rule, other-rule] reason` | not on this line; on a line of its own: not on the next line that is no comment; at a client's first line: not for the whole client |
//! | `# authelia-lint: ignore-file[rule] reason` | not in this file; stands before the first key |
//! | `# authelia-lint: app=mailcow` | the client is this application's; stands anywhere in the client or above it |
//!
//! Rules know nothing of this: suppressions are applied to what they found.

use std::collections::{HashMap, HashSet};

use crate::app::Catalogue;
use crate::finding::Finding;
use crate::outcome::Suppressed;
use crate::rule::Meta;
use crate::source::{Source, Sources};
use crate::span::{SourceId, Span};
use crate::suggestion;

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

/// What is wrong with a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The id of the rule that reports it.
    pub rule: &'static str,
    /// The place.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl Problem {
    /// The problem as a finding of its rule, whose page gives the weight.
    #[must_use]
    pub fn into_finding(self, meta: &Meta) -> Finding {
        let Self { rule, span, message, help } = self;
        Finding { help: Some(help), ..Finding::new(rule, meta.severity, meta.effect, span, message) }
    }
}

/// What is known of a rule that a directive names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is no such rule; perhaps this one was meant.
    Unknown(Option<&'static str>),
    /// It was not asked for in this run, so whether it would have found something is not known.
    NotRun,
    /// It ran.
    Run,
    /// It is a policy whose findings nobody may suppress.
    Fixed,
}

/// Findings after the directives had their say.
#[derive(Debug, Default)]
pub struct Applied {
    /// What is still to be reported.
    pub kept: Vec<Finding>,
    /// What a comment suppressed.
    pub suppressed: Vec<Suppressed>,
    /// What is wrong with the directives, in the order of the directives.
    pub problems: Vec<Problem>,
}

/// The directives among the comments of a source, which are sorted; each span reaches from `#` to the end of its line.
#[must_use]
pub fn directives(source: &Source, comments: &[Span]) -> Vec<Directive> {
    let lines = lines_spoken_of(source, comments);
    let first_content = first_content(&source.text);
    let speaking = comments.iter().zip(lines);
    let directives = speaking.filter_map(|(comment, line)| directive(source, *comment, line, first_content));
    let mut names = 0;
    let is_heard = |directive: &Directive| {
        names += directive.kind.rules().len().max(1);
        names <= MOST_NAMES
    };
    directives.take_while(is_heard).collect()
}

/// The comments before the first key of a text, which are known even where the text does not parse.
#[must_use]
pub fn leading_comments(id: SourceId, text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut comments = Vec::new();
    for line in text[..first_content(text)].split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let start = line.find('#').map(|offset| at + offset);
        if let (Some(Ok(start)), Ok(end)) = (start.map(u32::try_from), u32::try_from(end)) {
            comments.push(Span::new(id, start, end));
        }
        at += line.len();
    }
    comments
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

/// Where the first line starts that is neither blank, a comment, nor a document marker.
fn first_content(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}').trim();
        if !(content.is_empty() || content.starts_with(['#', '%']) || content == "---") {
            break;
        }
        at += line.len();
    }
    at
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

/// Takes out what the directives suppress, and finds what is wrong with the directives. `clients` are the whole spans
/// of the client registrations; `standing` tells what is known of a rule's id in a source.
#[must_use]
pub fn apply(
    findings: Vec<Finding>,
    directives: &[Directive],
    clients: &[Span],
    sources: &Sources,
    catalogue: &Catalogue,
    standing: impl Fn(&str, SourceId) -> Standing,
) -> Applied {
    let index = Index::new(directives, clients, sources);
    let mut used = HashSet::new();
    let mut applied = Applied::default();
    for finding in findings {
        let mut reasons = index.suppressing(&finding, sources).peekable();
        let reason = reasons.peek().map(|hit| hit.reason.to_owned());
        used.extend(reasons.map(|hit| hit.span));
        match reason {
            Some(_) if standing(finding.rule, finding.span.source) == Standing::Fixed => applied.kept.push(finding),
            Some(reason) => applied.suppressed.push(Suppressed { finding, reason }),
            None => applied.kept.push(finding),
        }
    }
    applied.problems =
        directives.iter().flat_map(|directive| problems(directive, &used, catalogue, &standing)).collect();
    applied
}

/// A directive that suppresses a finding.
struct Hit<'d> {
    /// Where it names the rule.
    span: Span,
    reason: &'d str,
}

/// The suppressions by the lines and files that they speak of.
struct Index<'d> {
    lines: HashMap<(SourceId, usize), Vec<&'d Directive>>,
    files: HashMap<SourceId, Vec<&'d Directive>>,
    /// The clients by their start, each with its first line.
    clients: Vec<(Span, usize)>,
}

impl<'d> Index<'d> {
    fn new(directives: &'d [Directive], clients: &[Span], sources: &Sources) -> Self {
        let mut lines: HashMap<_, Vec<_>> = HashMap::new();
        let mut files: HashMap<_, Vec<_>> = HashMap::new();
        for directive in directives {
            let source = directive.span.source;
            match directive.kind {
                Kind::Ignore { .. } => lines.entry((source, directive.line)).or_default().push(directive),
                Kind::IgnoreFile { .. } => files.entry(source).or_default().push(directive),
                Kind::App(_) | Kind::Malformed(_) => {}
            }
        }
        let mut clients: Vec<_> = clients.iter().map(|client| (*client, first_line(sources, *client))).collect();
        clients.sort_unstable();
        Self { lines, files, clients }
    }

    fn suppressing<'s>(&'s self, finding: &'s Finding, sources: &Sources) -> impl Iterator<Item = Hit<'d>> + 's {
        let source = finding.span.source;
        let line = sources.get(source).line_at(finding.span.start);
        let client_line = self.client_at(finding.span).filter(|first| *first != line);
        let here =
            [Some(line), client_line].into_iter().flatten().filter_map(move |line| self.lines.get(&(source, line)));
        here.chain(self.files.get(&source)).flatten().filter_map(|directive| hit(directive, finding.rule))
    }

    /// The first line of the client that a place lies in.
    fn client_at(&self, span: Span) -> Option<usize> {
        let after =
            self.clients.partition_point(|(client, _)| (client.source, client.start) <= (span.source, span.start));
        let (client, line) = self.clients.get(after.checked_sub(1)?)?;
        (client.source == span.source && span.start < client.end.max(client.start + 1)).then_some(*line)
    }
}

fn hit<'d>(directive: &'d Directive, rule: &str) -> Option<Hit<'d>> {
    let (Kind::Ignore { rules, reason } | Kind::IgnoreFile { rules, reason }) = &directive.kind else { return None };
    let named = rules.iter().find(|named| named.id == rule)?;
    Some(Hit { span: named.span, reason })
}

/// What is wrong with one directive.
fn problems(
    directive: &Directive,
    used: &HashSet<Span>,
    catalogue: &Catalogue,
    standing: impl Fn(&str, SourceId) -> Standing,
) -> Vec<Problem> {
    let (rules, reason) = match &directive.kind {
        Kind::Ignore { rules, reason } | Kind::IgnoreFile { rules, reason } => (rules, reason),
        Kind::App(name) => return unknown_app(directive.span, name, catalogue).into_iter().collect(),
        Kind::Malformed(why) => return vec![not_understood(directive.span, why)],
    };
    let mut problems: Vec<_> = rules
        .iter()
        .filter_map(|named| match standing(&named.id, named.span.source) {
            Standing::Unknown(nearest) => Some(unknown(named, nearest)),
            Standing::Fixed => Some(without_effect(named)),
            Standing::Run if !used.contains(&named.span) => Some(unused(named)),
            Standing::Run | Standing::NotRun => None,
        })
        .collect();
    if reason.is_empty() {
        problems.push(unexplained(directive.span));
    }
    problems
}

fn not_understood(span: Span, why: &str) -> Problem {
    Problem {
        rule: "unknown-suppression",
        span,
        message: format!("this comment suppresses nothing: {why}"),
        help: "write `# authelia-lint: ignore[rule-id] reason`".to_owned(),
    }
}

fn unknown(named: &Named, nearest: Option<&str>) -> Problem {
    let help = nearest.map_or_else(
        || "see `authelia-lint rules` for the rules that there are".to_owned(),
        |nearest| format!("write `{nearest}`, if that was meant; `authelia-lint rules` lists all rules"),
    );
    Problem { rule: "unknown-suppression", span: named.span, message: format!("there is no rule `{}`", named.id), help }
}

fn without_effect(named: &Named) -> Problem {
    Problem {
        rule: "unused-suppression",
        span: named.span,
        message: format!("`{}` cannot be suppressed: its policy says `suppressible = false`", named.id),
        help: "remove it, and do what the policy demands".to_owned(),
    }
}

fn unknown_app(span: Span, name: &str, catalogue: &Catalogue) -> Option<Problem> {
    if catalogue.get(name).is_some() {
        return None;
    }
    let help = suggestion::nearest(name, catalogue.ids()).map_or_else(
        || "see `authelia-lint apps` for the applications that are known".to_owned(),
        |nearest| format!("write `app={nearest}`, if that was meant; `authelia-lint apps` lists all applications"),
    );
    let message = format!("no application `{name}` is known");
    Some(Problem { rule: "unknown-suppression", span, message, help })
}

fn unused(named: &Named) -> Problem {
    Problem {
        rule: "unused-suppression",
        span: named.span,
        message: format!("`{}` finds nothing here that could be suppressed", named.id),
        help: "remove it: it would hide the next mistake".to_owned(),
    }
}

fn unexplained(span: Span) -> Problem {
    Problem {
        rule: "unexplained-suppression",
        span,
        message: "this suppression gives no reason".to_owned(),
        help: "say after the brackets why the finding does not matter here".to_owned(),
    }
}
