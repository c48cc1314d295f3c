//! Applies the directives: removes the findings that they suppress.

use std::collections::{HashMap, HashSet};

use crate::app::Catalogue;
use crate::lint::{Finding, Suppressed};
use crate::text::{SourceId, Sources, Span};

use super::problem::{DirectiveProblem, problems};
use super::{Directive, DirectiveKind, first_line};

/// The status of a rule that a directive names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleStatus<'a> {
    /// No such rule exists; perhaps this one was meant.
    Unknown(Option<&'a str>),
    /// It was not selected in this run, so it is unknown whether it would have reported something.
    NotRun,
    /// It ran.
    Run,
    /// It was renamed to these ids.
    Renamed(&'static [&'static str]),
    /// It is a policy whose findings cannot be suppressed.
    Fixed,
}

/// The findings after the directives were applied.
#[derive(Debug, Default)]
pub struct Applied {
    /// The findings that remain.
    pub kept: Vec<Finding>,
    /// The findings that a comment suppresses.
    pub suppressed: Vec<Suppressed>,
    /// Problems with the directives themselves, in the order of the directives.
    pub problems: Vec<DirectiveProblem>,
}

/// Removes the findings that the directives suppress, and checks the directives themselves. `clients` are the full spans
/// of the client registrations; `standing` returns the status of a rule id in a source.
#[must_use]
pub fn apply<'a>(
    findings: Vec<Finding>,
    directives: &[Directive],
    clients: &[Span],
    sources: &Sources,
    catalogue: &Catalogue,
    standing: impl Fn(&str, SourceId) -> RuleStatus<'a>,
) -> Applied {
    let index = SuppressionIndex::new(directives, clients, sources);
    let mut used = HashSet::new();
    let mut applied = Applied::default();
    for finding in findings {
        let mut reasons = index.suppressing(&finding, sources).peekable();
        let reason = reasons.peek().map(|hit| hit.reason.into());
        used.extend(reasons.map(|hit| hit.span));
        match reason {
            Some(_) if standing(&finding.rule, finding.span.source) == RuleStatus::Fixed => applied.kept.push(finding),
            Some(reason) => applied.suppressed.push(Suppressed { finding, reason }),
            None => applied.kept.push(finding),
        }
    }
    applied.problems =
        directives.iter().flat_map(|directive| problems(directive, &used, catalogue, &standing)).collect();
    applied
}

/// A match of a directive with a finding.
struct Hit<'d> {
    /// Where the directive names the rule.
    span: Span,
    reason: &'d str,
}

/// The suppressions, indexed by the lines and files that they apply to.
struct SuppressionIndex<'d> {
    lines: HashMap<(SourceId, usize), Vec<&'d Directive>>,
    files: HashMap<SourceId, Vec<&'d Directive>>,
    /// The clients sorted by start, each with its first line.
    clients: Vec<(Span, usize)>,
}

impl<'d> SuppressionIndex<'d> {
    fn new(directives: &'d [Directive], clients: &[Span], sources: &Sources) -> Self {
        let mut lines: HashMap<_, Vec<_>> = HashMap::new();
        let mut files: HashMap<_, Vec<_>> = HashMap::new();
        for directive in directives {
            let source = directive.span.source;
            match directive.kind {
                DirectiveKind::Ignore { .. } => lines.entry((source, directive.line)).or_default().push(directive),
                DirectiveKind::IgnoreFile { .. } => files.entry(source).or_default().push(directive),
                DirectiveKind::App(_) | DirectiveKind::Malformed(_) => {}
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
        here.chain(self.files.get(&source)).flatten().filter_map(|directive| hit(directive, &finding.rule))
    }

    /// Returns the first line of the client that contains the start of a span, or `None` if no client does.
    fn client_at(&self, span: Span) -> Option<usize> {
        let after =
            self.clients.partition_point(|(client, _)| (client.source, client.start) <= (span.source, span.start));
        let (client, line) = self.clients.get(after.checked_sub(1)?)?;
        (client.source == span.source && span.start < client.end.max(client.start + 1)).then_some(*line)
    }
}

fn hit<'d>(directive: &'d Directive, rule: &str) -> Option<Hit<'d>> {
    let (DirectiveKind::Ignore { rules, reason } | DirectiveKind::IgnoreFile { rules, reason }) = &directive.kind
    else {
        return None;
    };
    let named = rules.iter().find(|named| named.is(rule))?;
    Some(Hit { span: named.span, reason })
}
