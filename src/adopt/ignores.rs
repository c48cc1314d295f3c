//! Comments that suppress what is found, written where [`crate::suppression`] understands them.
//!
//! A comment goes on a line of its own above the line that a finding refers to; where it cannot stand there, behind what
//! is written on the line; where one is there already, the rule goes into its brackets. After each step the result is
//! read again: a comment that changes what Authelia reads, or that suppresses nothing, is taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use crate::check::{Options, in_parts};
use crate::document::edit::{Edit, apply};
use crate::document::{Kind as Node, NodeId, Tree};
use crate::embedded::Configurations;
use crate::lint::{Check, Finding, Outcome, RuleId, UNREADABLE};
use crate::rules;
use crate::suppression::{self, Directive, DirectiveKind};
use crate::text::{Source, SourceId, Sources, Span};

/// More steps than these are not taken.
const MAX_STEPS: usize = 1000;

/// Nor are more bytes checked again in all steps.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// These steps are taken even in the longest text.
const MIN_STEPS: usize = 8;

/// What came of the comments.
#[derive(Debug)]
pub struct Ignored {
    /// The texts with the comments.
    pub sources: Sources,
    /// What is still found in them.
    pub outcome: Outcome,
    /// How many lines have a comment, or one that names more rules.
    pub written: usize,
    /// What a comment cannot suppress, in the order of the findings.
    pub left: Vec<Finding>,
}

/// Writes comments that suppress all that is found, each with the reason.
#[must_use]
pub fn ignore(sources: Sources, outcome: Outcome, options: &Options, reason: &str) -> Ignored {
    let suppressible = outcome.findings.iter().filter(|finding| is_suppressible(finding, &sources));
    let wanted: BTreeSet<SourceId> = suppressible.map(|finding| finding.span.source).collect();
    let parts = in_parts(&sources, &outcome, options, &wanted, |sources, outcome| {
        ignore_some(sources, outcome, options, reason, &|_| true)
    });
    let mut ignored = Ignored { sources, outcome, written: 0, left: Vec::new() };
    let mut texts = Vec::new();
    for (ids, part) in parts {
        texts.extend(ids.iter().map(|id| (*id, part.sources.get(*id).text.clone())));
        ignored.written += part.written;
        ignored.left.extend(part.left);
    }
    if ignored.written > 0 {
        ignored.sources = ignored.sources.with_texts(texts);
        ignored.outcome = crate::check(&ignored.sources, options);
    }
    ignored
}

/// Writes comments that suppress what is wanted in one configuration, each with the reason.
#[must_use]
pub fn ignore_some(
    sources: Sources,
    outcome: Outcome,
    options: &Options,
    reason: &str,
    wanted: &dyn Fn(&Finding) -> bool,
) -> Ignored {
    let outline = outline(&sources, options);
    let mut ignored = Ignored { sources, outcome, written: 0, left: Vec::new() };
    for place in [NewCommentPlace::Above, NewCommentPlace::Behind] {
        ignored.place(place, options, reason, &outline, wanted);
    }
    let can_be_ignored = |finding: &&Finding| is_suppressible(finding, &ignored.sources);
    ignored.left = ignored.outcome.findings.iter().filter(can_be_ignored).cloned().collect();
    ignored
}

/// Where a comment goes that does not stand there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NewCommentPlace {
    Above,
    Behind,
}

/// What is found on one line: its rules, and the path of each finding.
type LineFindings = BTreeSet<(RuleId, String)>;

impl Ignored {
    fn place(
        &mut self,
        place: NewCommentPlace,
        options: &Options,
        reason: &str,
        outline: &[String],
        wanted: &dyn Fn(&Finding) -> bool,
    ) {
        let mut refused: HashSet<(SourceId, LineFindings)> = HashSet::new();
        let mut most = usize::MAX;
        let length: usize = self.sources.configurations().map(|id| self.sources.get(id).text.len()).sum();
        for _ in 0..MAX_STEPS.min(MAX_BYTES / length.max(1)).max(MIN_STEPS) {
            let mut lines = self.lines(wanted);
            lines.retain(|(source, _), found| !refused.contains(&(*source, found.clone())));
            let batch: Vec<_> = lines.into_iter().take(most).collect();
            if batch.is_empty() {
                break;
            }
            let (sources, outcome) = self.step(&batch, place, options, reason);
            if is_ignored(&self.outcome, &outcome, &batch) && self::outline(&sources, options) == outline {
                self.written += batch.len();
                (self.sources, self.outcome) = (sources, outcome);
                most = most.saturating_mul(2);
            } else if batch.len() > 1 {
                most = batch.len() / 2;
            } else {
                refused.extend(batch.into_iter().map(|((source, _), found)| (source, found)));
            }
        }
    }

    /// What is found on each line.
    fn lines(&self, wanted: &dyn Fn(&Finding) -> bool) -> BTreeMap<(SourceId, usize), LineFindings> {
        let mut lines: BTreeMap<_, LineFindings> = BTreeMap::new();
        let is_wanted = |finding: &&Finding| is_suppressible(finding, &self.sources) && wanted(finding);
        for finding in self.outcome.findings.iter().filter(is_wanted) {
            let source = finding.span.source;
            let line = self.sources.get(source).position(finding.span.start).line;
            lines.entry((source, line)).or_default().insert((finding.rule.clone(), finding.path.expose().to_owned()));
        }
        lines
    }

    /// The texts with some more comments, and what is found in them.
    fn step(
        &self,
        batch: &[((SourceId, usize), LineFindings)],
        place: NewCommentPlace,
        options: &Options,
        reason: &str,
    ) -> (Sources, Outcome) {
        let directives = directives(&self.sources, options);
        let on_line: HashMap<_, _> =
            directives.iter().rev().map(|directive| ((directive.span.source, directive.line), directive)).collect();
        let mut edits: BTreeMap<SourceId, Vec<Edit>> = BTreeMap::new();
        for ((id, line), found) in batch {
            let rules: BTreeSet<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
            let comment = NewComment { source: self.sources.get(*id), id: *id, line: *line, rules, reason };
            edits.entry(*id).or_default().extend(match on_line.get(&(*id, *line)) {
                Some(Directive { span, kind: DirectiveKind::Ignore { rules, reason }, .. }) => {
                    comment.join(*span, &rules.iter().map(|named| named.span).collect::<Vec<_>>(), reason)
                }
                _ => vec![comment.write(place)],
            });
        }
        let texts = edits
            .into_iter()
            .map(|(id, edits)| (id, apply(&self.sources.get(id).text, &edits.iter().collect::<Vec<_>>())));
        let sources = self.sources.with_texts(texts);
        let outcome = crate::check(&sources, options);
        (sources, outcome)
    }
}

/// A comment for one line.
struct NewComment<'a> {
    source: &'a Source,
    id: SourceId,
    line: usize,
    rules: BTreeSet<&'a str>,
    reason: &'a str,
}

impl NewComment<'_> {
    /// A new comment.
    fn write(&self, place: NewCommentPlace) -> Edit {
        let comment = format!("# {} ignore[{}] {}", suppression::MARKER, self.rules(), self.reason);
        let comment = comment.trim_end();
        let range = self.source.line(self.line);
        let line = &self.source.text[range.clone()];
        match place {
            NewCommentPlace::Above => {
                let content = line.trim_start_matches('\u{feff}');
                let indent = &content[..content.len() - content.trim_start().len()];
                let line_break = if line.ends_with('\r') { "\r\n" } else { "\n" };
                self.insert(range.start + line.len() - content.len(), format!("{indent}{comment}{line_break}"))
            }
            NewCommentPlace::Behind => self.insert(range.start + line.trim_end().len(), format!("  {comment}")),
        }
    }

    /// The rules, in the brackets of a comment that names others, and the reason behind its own.
    fn join(&self, comment: Span, names: &[Span], reason: &str) -> Vec<Edit> {
        let Some(last) = names.last() else { return Vec::new() };
        let mut edits = vec![self.insert(last.range().end, format!(", {}", self.rules()))];
        let rest = self.source.text.get(last.range().end..comment.range().end).unwrap_or_default();
        let behind = rest.find(']').map_or(rest.len(), |at| at + 1);
        if reason.is_empty() && !self.reason.is_empty() {
            edits.push(self.insert(last.range().end + behind, format!(" {}", self.reason)));
        } else if !reason.contains(self.reason)
            && let Some(at) = rest[behind..].find(reason)
        {
            edits.push(self.insert(last.range().end + behind + at + reason.len(), format!("; {}", self.reason)));
        }
        edits
    }

    fn rules(&self) -> String {
        self.rules.iter().copied().collect::<Vec<_>>().join(", ")
    }

    fn insert(&self, at: usize, text: impl Into<String>) -> Edit {
        Edit { span: Span::of(self.id, at..at), text: text.into() }
    }
}

/// Whether a comment could suppress a finding: not what is about comments, or about a text that has none because it does
/// not parse, or is beside the configuration.
fn is_suppressible(finding: &Finding, sources: &Sources) -> bool {
    let source = sources.get(finding.span.source);
    let is_about_comments = rules::find(&finding.rule).is_some_and(|rule| matches!(rule.check, Check::Suppression));
    !is_about_comments && finding.rule != UNREADABLE && !Sources::is_beside(finding.span.source) && !source.variables
}

/// Whether a step suppressed what it was to suppress, and brought nothing new but the call for a reason.
fn is_ignored(before: &Outcome, after: &Outcome, batch: &[((SourceId, usize), LineFindings)]) -> bool {
    let mut left: HashMap<(&str, &str), usize> = HashMap::new();
    for finding in &before.findings {
        *left.entry((&finding.rule, finding.path.expose())).or_default() += 1;
    }
    for (_, (rule, path)) in batch.iter().flat_map(|(line, found)| found.iter().map(move |found| (line, found))) {
        if let Some(count) = left.get_mut(&(rule, path.as_str())) {
            *count = count.saturating_sub(1);
        }
    }
    let mut new = after.findings.iter().filter(|finding| finding.rule != "unexplained-suppression");
    new.all(|finding| match left.get_mut(&(&finding.rule, finding.path.expose())) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
}

/// What the comments in the sources say.
fn directives(sources: &Sources, options: &Options) -> Vec<Directive> {
    let ids: Vec<SourceId> = sources.configurations().collect();
    let comments = Configurations::read(sources, &ids, &options.load).comments;
    comments.iter().flat_map(|(id, comments)| suppression::directives(sources.get(*id), comments)).collect()
}

/// The documents as Authelia reads them, without their places.
fn outline(sources: &Sources, options: &Options) -> Vec<String> {
    let mut outlines = Vec::new();
    Configurations::all(sources, &options.load, |config| {
        let roots = config.documents.iter().filter_map(|document| document.root);
        outlines.extend(roots.map(|root| outline_of(&config.tree, root)));
        outlines.push(format!("{} errors", config.syntax_errors.len()));
    });
    outlines
}

fn outline_of(tree: &Tree, root: NodeId) -> String {
    let mut outline = String::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let node = &tree[id];
        let of = match &node.kind {
            Node::Sequence { items, flow } => {
                waiting.extend(items.iter().rev());
                format!("{} items {flow}", items.len())
            }
            Node::Mapping { entries, flow } => {
                let own = entries.iter().filter(|entry| !entry.merged);
                let of = format!("{} entries, {} of them own, {flow}", entries.len(), own.clone().count());
                waiting.extend(own.rev().flat_map(|entry| [entry.value, entry.key]));
                of
            }
            Node::Alias(target) => format!("alias of {:?}", tree[*target].anchor()),
            scalar => format!("{scalar:?}"),
        };
        let _ = writeln!(
            outline,
            "{of} {:?} {:?} {:?} {} {}",
            node.style,
            node.tag(),
            node.anchor(),
            node.unknown,
            node.open
        );
    }
    outline
}
