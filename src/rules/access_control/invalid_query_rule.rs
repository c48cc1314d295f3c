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
            .report(query.key.place, "a condition on the query has no `key`")
            .label("no parameter is named")
            .help("write `key` with the name of the query parameter");
    }
}

/// The value's kind against the operator, which Authelia compares with its letter case (`validateQuery` in
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
                .report(place, "the `value` of a condition on the query is no text")
                .label("not a text")
                .help("put it in quotes"),
        ),
        ("present" | "absent", QueryValue::Text(text)) if !text.is_empty() => drop(
            reporter
                .report(place, format!("the operator `{operator}` takes no `value`"))
                .label("a value")
                .help("remove the `value`, or write `operator: 'equal'`"),
        ),
        ("present" | "absent", _) => {}
        (operator, QueryValue::Absent) if is_operator(operator) => drop(
            reporter
                .report(place, format!("the operator `{operator}` lacks a `value`"))
                .label("no value")
                .help("write `value`, or `operator: 'present'`"),
        ),
        ("pattern" | "not pattern", QueryValue::Text(text)) => {
            if let Err(error) = regexp::group_names(text) {
                reporter
                    .report(place, format!("the `value` is no regular expression ({error})"))
                    .label("a pattern that cannot be read")
                    .help("write a regular expression as Go has them (RE2)");
            }
        }
        _ => {}
    }
}
