//! What is wrong with directives themselves: they suppress nothing, are not understood, or give no reason.

use std::collections::HashSet;

use crate::app::Catalogue;
use crate::edit::Edit;
use crate::lint::{Finding, Fix, Meta, Safety, Severity};
use crate::rules;
use crate::text::{SourceId, Span, suggestion};

use super::{Directive, Kind, Named, Standing};

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
    /// How much it weighs, if not what the page says.
    pub severity: Option<Severity>,
    /// What would cure it.
    pub fix: Option<Fix>,
}

impl Problem {
    /// The problem as a finding of its rule, whose page gives the weight.
    #[must_use]
    pub fn into_finding(self, meta: &Meta) -> Finding {
        let Self { rule, span, message, help, severity, fix } = self;
        let severity = severity.unwrap_or(meta.severity);
        Finding { help: Some(help), fix, ..Finding::new(rule, severity, meta.effect, span, message) }
    }
}

/// What is wrong with one directive.
pub(super) fn problems(
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
            Standing::Renamed(today) => Some(renamed(named, today)),
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
    problem(
        "unknown-suppression",
        span,
        format!("this comment suppresses nothing: {why}"),
        "write `# authelia-lint: ignore[rule-id] reason`".to_owned(),
    )
}

fn unknown(named: &Named, nearest: Option<&str>) -> Problem {
    let help = nearest.map_or_else(
        || "see `authelia-lint rules` for the rules that there are".to_owned(),
        |nearest| format!("write `{nearest}`, if that was meant; `authelia-lint rules` lists all rules"),
    );
    problem("unknown-suppression", named.span, format!("there is no rule `{}`", named.id), help)
}

fn renamed(named: &Named, today: &[&str]) -> Problem {
    let today_text = today.join(", ");
    let edit = Edit { span: named.span, text: today_text.clone() };
    let title = format!("write `{today_text}`");
    let fix = Fix { title: title.clone(), safety: Safety::Safe, changes: Vec::new(), edits: vec![edit] };
    let message = rules::renamed::note(&named.id, today);
    Problem {
        severity: Some(Severity::Advice),
        fix: Some(fix),
        ..problem("unknown-suppression", named.span, message, title)
    }
}

/// What is wrong, with the weight that the page of the rule says.
const fn problem(rule: &'static str, span: Span, message: String, help: String) -> Problem {
    Problem { rule, span, message, help, severity: None, fix: None }
}

fn without_effect(named: &Named) -> Problem {
    problem(
        "unused-suppression",
        named.span,
        format!("`{}` cannot be suppressed: its policy says `suppressible = false`", named.id),
        "remove it, and do what the policy demands".to_owned(),
    )
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
    Some(problem("unknown-suppression", span, message, help))
}

fn unused(named: &Named) -> Problem {
    problem(
        "unused-suppression",
        named.span,
        format!("`{}` finds nothing here that could be suppressed", named.id),
        "remove it: it would hide the next mistake".to_owned(),
    )
}

fn unexplained(span: Span) -> Problem {
    problem(
        "unexplained-suppression",
        span,
        "this suppression gives no reason".to_owned(),
        "say after the brackets why the finding does not matter here".to_owned(),
    )
}
