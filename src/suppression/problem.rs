//! Problems with the directives themselves: they suppress nothing, cannot be parsed, or give no reason.

use std::collections::HashSet;

use crate::app::Catalogue;
use crate::document::edit::Edit;
use crate::lint::{Finding, Fix, Meta, Safety, Severity};
use crate::rules;
use crate::text::{SourceId, Span, suggestion};

use super::{Directive, DirectiveKind, NamedRule, RuleStatus};

/// A problem with a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveProblem {
    /// The id of the rule that reports it.
    pub rule: &'static str,
    /// Where it is.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
    /// The severity, if it differs from the one on the rule's page.
    pub severity: Option<Severity>,
    /// The fix.
    pub fix: Option<Fix>,
}

impl DirectiveProblem {
    /// Converts the problem into a finding of its rule; the rule's page provides the default severity and the effect.
    #[must_use]
    pub fn into_finding(self, meta: &Meta) -> Finding {
        let Self { rule, span, message, help, severity, fix } = self;
        let severity = severity.unwrap_or(meta.severity);
        Finding { help: Some(help.into()), fix, ..Finding::new(rule, severity, meta.effect, span, message) }
    }
}

/// Returns the problems of one directive.
pub(super) fn problems<'a>(
    directive: &Directive,
    used: &HashSet<Span>,
    catalogue: &Catalogue,
    standing: impl Fn(&str, SourceId) -> RuleStatus<'a>,
) -> Vec<DirectiveProblem> {
    let (rules, reason) = match &directive.kind {
        DirectiveKind::Ignore { rules, reason } | DirectiveKind::IgnoreFile { rules, reason } => (rules, reason),
        DirectiveKind::App(name) => return unknown_app(directive.span, name, catalogue).into_iter().collect(),
        DirectiveKind::Malformed(why) => return vec![malformed(directive.span, why)],
    };
    let mut problems: Vec<_> = rules
        .iter()
        .filter_map(|named| match standing(&named.id, named.span.source) {
            RuleStatus::Unknown(nearest) => Some(unknown(named, nearest)),
            RuleStatus::Renamed(current) => Some(renamed(named, current)),
            RuleStatus::Fixed => Some(not_suppressible(named)),
            RuleStatus::Run if !used.contains(&named.span) => Some(unused(named)),
            RuleStatus::Run | RuleStatus::NotRun => None,
        })
        .collect();
    if reason.is_empty() {
        problems.push(unexplained(directive.span));
    }
    problems
}

fn malformed(span: Span, why: &str) -> DirectiveProblem {
    problem(
        "unknown-suppression",
        span,
        format!("this comment suppresses nothing: {why}"),
        "write `# authelia-lint: ignore[rule-id] reason`".to_owned(),
    )
}

fn unknown(named: &NamedRule, nearest: Option<&str>) -> DirectiveProblem {
    let help = nearest.map_or_else(
        || "run `authelia-lint rules` to list all rules".to_owned(),
        |nearest| format!("did you mean `{nearest}`? Run `authelia-lint rules` to list all rules"),
    );
    problem("unknown-suppression", named.span, format!("unknown rule `{}`", named.id), help)
}

fn renamed(named: &NamedRule, current: &[&str]) -> DirectiveProblem {
    let ids = current.join(", ");
    let edit = Edit { span: named.span, text: ids.clone() };
    let title = format!("write `{ids}`");
    let fix = Fix { title: title.as_str().into(), safety: Safety::Safe, changes: Vec::new(), edits: vec![edit] };
    let message = rules::renamed::note(&named.id, current);
    DirectiveProblem {
        severity: Some(Severity::Advice),
        fix: Some(fix),
        ..problem("unknown-suppression", named.span, message, title)
    }
}

/// A problem with the default severity and without a fix.
const fn problem(rule: &'static str, span: Span, message: String, help: String) -> DirectiveProblem {
    DirectiveProblem { rule, span, message, help, severity: None, fix: None }
}

fn not_suppressible(named: &NamedRule) -> DirectiveProblem {
    problem(
        "unused-suppression",
        named.span,
        format!("`{}` cannot be suppressed: its policy says `suppressible = false`", named.id),
        "remove it from the comment, and do what the policy requires".to_owned(),
    )
}

fn unknown_app(span: Span, name: &str, catalogue: &Catalogue) -> Option<DirectiveProblem> {
    if catalogue.get(name).is_some() {
        return None;
    }
    let help = suggestion::nearest(name, catalogue.ids()).map_or_else(
        || "run `authelia-lint apps` to list all applications".to_owned(),
        |nearest| format!("did you mean `app={nearest}`? Run `authelia-lint apps` to list all applications"),
    );
    let message = format!("unknown application `{name}`");
    Some(problem("unknown-suppression", span, message, help))
}

fn unused(named: &NamedRule) -> DirectiveProblem {
    problem(
        "unused-suppression",
        named.span,
        format!("unused suppression: `{}` reports nothing here", named.id),
        "remove it from the comment; it would hide future findings".to_owned(),
    )
}

fn unexplained(span: Span) -> DirectiveProblem {
    problem(
        "unexplained-suppression",
        span,
        "suppression without a reason".to_owned(),
        "write after the brackets why the finding does not apply here".to_owned(),
    )
}
