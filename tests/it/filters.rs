//! Files behind the filters that Authelia runs: what needs nothing from outside is evaluated, the rest is unknown.

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;

use crate::files::{rule, source};

/// The findings about a text: line, column, rule, and what is there.
fn found(text: &str, filters: &str) -> Vec<(usize, usize, &'static str, String)> {
    let sources = source("configuration.yml", text);
    let settings = Options {
        load: LoadOptions { filters: filters.parse().unwrap(), ..LoadOptions::default() },
        ..Options::default()
    };
    let outcome = authelia_lint::check(&sources, &settings);
    let finding = |finding: &authelia_lint::lint::Finding| {
        let start = sources.positions(finding.span).0;
        (start.line, start.column, rule(finding), sources.slice(finding.span).to_owned())
    };
    outcome.findings.iter().map(finding).collect()
}

fn at(line: usize, column: usize, rule: &'static str, text: &str) -> (usize, usize, &'static str, String) {
    (line, column, rule, text.to_owned())
}

#[test]
fn a_value_that_is_written_in_a_template_is_judged_where_it_stands() {
    let wrong = "totp:\n  digits: {{ \"7\" }}\ntheme: '{{ lower \"DARK\" }}'\n";
    assert_eq!(found(wrong, "template"), [at(2, 11, "invalid-second-factor", "{{ \"7\" }}")]);
    assert_eq!(found(wrong, "auto"), []);
    let behind = "{{- /* a note */ -}}\ntheme: 'light'\ntotp: { digits: {{ 8 }}, period: {{ 5 }} }\n";
    assert_eq!(found(behind, "template"), [at(3, 34, "invalid-second-factor", "{{ 5 }}")]);
}

#[test]
fn what_comes_from_outside_is_unknown() {
    let text = "totp:\n  digits: {{ env \"DIGITS\" }}\n  period: {{ secret \"/config/period\" | trim }}\n";
    assert_eq!(found(text, "template"), []);
    assert_eq!(found("totp:\n  digits: $DIGITS\n  period: ${PERIOD}\n", "expand-env"), []);
}

#[test]
fn a_template_that_cannot_run_is_refused() {
    let unknown = "theme: '{{ \"dark\" | lowr }}'\n";
    assert_eq!(found(unknown, "template"), [at(1, 21, "invalid-yaml", "lowr")]);
    assert_eq!(found("theme: '{{ \"dark\" }'\n", "template"), [at(1, 9, "invalid-yaml", "{{")]);
    assert_eq!(found("theme: '{{  }}'\n", "template"), [at(1, 9, "invalid-yaml", "{{  }}")]);
}

#[test]
fn each_filter_leaves_the_signs_of_the_other() {
    assert_eq!(found("theme: '${X}'\n", "template"), [at(1, 8, "invalid-option", "'${X}'")]);
    assert_eq!(found("theme: '{{ \"dark\" }}'\n", "expand-env"), [at(1, 8, "invalid-option", "'{{ \"dark\" }}'")]);
    assert_eq!(found("theme: '$$x'\n", "expand-env"), [at(1, 8, "invalid-option", "'$$x'")]);
}
