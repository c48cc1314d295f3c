//! `invalid-query-rule`; see the rule's page for what, why and examples.

use crate::config::access_control::{QueryRule, QueryValue};
use crate::golang::regexp;
use crate::rules::prelude::*;
use crate::rules::wording::invalid_choice;

pub(super) static RULE: Rule = rule!("invalid-query-rule", Check::Config(check));

const OPERATORS: [&str; 6] = ["present", "absent", "equal", "not equal", "pattern", "not pattern"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rules = &context.config.root.access_control.rules.items;
    for query in rules.iter().flat_map(|rule| &rule.query.items).flat_map(|all| &all.items) {
        operator(query, reporter);
        key(query, reporter);
        value(query, reporter);
    }
}

fn is_operator(text: &str) -> bool {
    OPERATORS.iter().any(|known| known.eq_ignore_ascii_case(text))
}

fn operator(query: &QueryRule, reporter: &mut Reporter<'_>) {
    let Some(operator) = query.operator.text() else { return };
    if !operator.is_empty() && !is_operator(operator) {
        invalid_choice(reporter, query.operator.place, "operator", operator, &OPERATORS);
    }
}

fn key(query: &QueryRule, reporter: &mut Reporter<'_>) {
    if query.key.is_zero() {
        reporter
            .report(query.key.place, "a query condition needs a `key`")
            .label("no `key`")
            .help("set `key` to the name of the query parameter");
    }
}

/// Checks the value against the operator, which Authelia compares case-sensitively here (`validateQuery` in
/// `validator/access_control.go`).
fn value(query: &QueryRule, reporter: &mut Reporter<'_>) {
    let (Some(operator), Some(key), Some(value)) = (query.operator.text(), query.key.text(), query.value.known())
    else {
        return;
    };
    if operator.is_empty() && key.is_empty() {
        return;
    }
    let place = query.value.place;
    let operator = match (operator, value) {
        ("", QueryValue::Absent) => "present",
        ("", QueryValue::Text(text)) if text.is_empty() => "present",
        ("", _) => "equal",
        (operator, _) => operator,
    };
    match (operator, value) {
        (_, QueryValue::Other) => drop(
            reporter
                .report(place, "the `value` of a query condition must be a string")
                .label("not a string")
                .help("put it in quotes"),
        ),
        ("present" | "absent", QueryValue::Text(text)) if !text.is_empty() => drop(
            reporter
                .report(place, format!("the operator `{operator}` does not take a `value`"))
                .label("unexpected value")
                .help("remove the `value`, or write `operator: 'equal'`"),
        ),
        ("present" | "absent", _) => {}
        (operator, QueryValue::Absent) if is_operator(operator) => drop(
            reporter
                .report(place, format!("the operator `{operator}` needs a `value`"))
                .label("no `value`")
                .help("add a `value`, or write `operator: 'present'`"),
        ),
        ("pattern" | "not pattern", QueryValue::Text(text)) => {
            if let Err(error) = regexp::group_names(text) {
                reporter
                    .report(place, format!("the `value` is not a valid regular expression: {error}"))
                    .label("not a valid pattern")
                    .help("write a regular expression in Go syntax (RE2)");
            }
        }
        _ => {}
    }
}
