//! All rules of a policy as a table.

use serde::Serialize;

use crate::access::{Askers, Policy, Reach, Rule, RulePart, analyse};

use super::super::Error;
use super::super::terminal::Terminal;
use super::configuration::LoadedRules;
use super::output::Output;

pub(super) fn show(loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
    let mut output = Output::new(loaded, terminal);
    let reaches = analyse(&loaded.rules, Askers::All).rules;
    let mut rows: Vec<Vec<Vec<String>>> = Vec::new();
    for (index, (rule, reach)) in loaded.rules.rules.iter().zip(&reaches).enumerate() {
        let mut further: Vec<String> = RulePart::FURTHER.into_iter().flat_map(|part| items(rule, part)).collect();
        if matches!(reach, Reach::Never { .. }) {
            further.push("never applies".to_owned());
        }
        rows.push(vec![
            vec![(index + 1).to_string()],
            vec![line(rule, loaded)],
            vec![word(rule.policy).to_owned()],
            rule.alternatives(RulePart::Host),
            or_anyone(rule.alternatives(RulePart::Subject)),
            further,
        ]);
    }
    let place = loaded.line(loaded.rules.default_place).map(|(_, line)| line.to_string()).unwrap_or_default();
    let default = word(loaded.rules.default_policy).to_owned();
    let rest = "everything else".to_owned();
    rows.push(vec![vec![], vec![place], vec![default], vec![rest], or_anyone(Vec::new()), Vec::new()]);
    output.table(&["rule", "line", "policy", "hosts", "who", "only"], &rows);
    output.write()
}

/// A line for each rule.
pub(super) fn show_lines(loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
    let mut output = Output::new(loaded, terminal);
    for (index, rule) in loaded.rules.rules.iter().enumerate() {
        let parts = [RulePart::Host, RulePart::Subject].into_iter().chain(RulePart::FURTHER);
        let parts: Vec<String> = parts
            .map(|part| (part, rule.alternatives(part)))
            .filter(|(_, all)| !all.is_empty())
            .map(|(part, all)| format!("{} {}", part.option(), all.join(", ")))
            .collect();
        let place = loaded.line(rule.place).map(|(file, line)| format!("{file}:{line}: ")).unwrap_or_default();
        output.line(&format!("{place}rule {}: {}: {}", index + 1, word(rule.policy), parts.join("; ")));
    }
    let place = loaded.line(loaded.rules.default_place).map(|(file, line)| format!("{file}:{line}: "));
    output.line(&format!("{}`default_policy`: {}", place.unwrap_or_default(), word(loaded.rules.default_policy)));
    output.write()
}

fn word(policy: Option<Policy>) -> &'static str {
    policy.map_or("(unknown)", Policy::as_str)
}

fn line(rule: &Rule, loaded: &LoadedRules) -> String {
    loaded.line(rule.place).map(|(_, line)| line.to_string()).unwrap_or_default()
}

fn or_anyone(subjects: Vec<String>) -> Vec<String> {
    if subjects.is_empty() { vec!["anyone".to_owned()] } else { subjects }
}

/// The alternatives of a part, the first one behind its name.
fn items(rule: &Rule, part: RulePart) -> Vec<String> {
    let name = part.option();
    let items = rule.alternatives(part).into_iter().enumerate();
    items.map(|(index, item)| if index == 0 { format!("{name}: {item}") } else { format!("  or {item}") }).collect()
}

#[derive(Serialize)]
struct JsonPolicy<'a> {
    version: u32,
    default_policy: Option<&'a str>,
    rules: Vec<JsonRule<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    rule: usize,
    policy: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    domain: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    query: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    methods: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    networks: Vec<String>,
}

pub(super) fn show_json(loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
    let entry = |(index, rule): (usize, &'_ Rule)| {
        let (file, line) = loaded.line(rule.place).unzip();
        JsonRule {
            rule: index + 1,
            policy: rule.policy.map(Policy::as_str),
            file,
            line,
            domain: rule.alternatives(RulePart::Host),
            subject: rule.alternatives(RulePart::Subject),
            resources: rule.alternatives(RulePart::Path),
            query: rule.alternatives(RulePart::Query),
            methods: rule.alternatives(RulePart::Method),
            networks: rule.alternatives(RulePart::Network),
        }
    };
    let rules = loaded.rules.rules.iter().enumerate().map(entry).collect();
    let default_policy = loaded.rules.default_policy.map(Policy::as_str);
    Output::new(loaded, terminal).write_json(&JsonPolicy { version: 1, default_policy, rules })
}
