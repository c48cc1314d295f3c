//! The one loop: every rule over every subject that it looks at.

use crate::context::Context;
use crate::finding::Finding;
use crate::findings::Findings;
use crate::rule::{Check, Rule};
use crate::rules::RULES;
use crate::settings::Settings;

/// What all selected rules find in a configuration.
#[must_use]
pub fn run(context: &Context<'_>) -> Vec<Finding> {
    RULES.iter().filter(|rule| selected(rule, context.settings)).flat_map(|rule| run_rule(rule, context)).collect()
}

/// Whether a run wants to hear of a rule.
#[must_use]
pub fn selected(rule: &Rule, settings: &Settings) -> bool {
    let named = |list: &[String]| list.iter().any(|id| id == rule.id);
    (settings.select.is_empty() || named(&settings.select)) && !named(&settings.ignore)
}

fn run_rule(rule: &'static Rule, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Findings::new(context.config, rule);
    match rule.check {
        Check::Config(check) => check(context, &mut findings),
        Check::Client(check) => {
            for client in context.provider().into_iter().flat_map(|provider| &provider.clients.items) {
                findings.about(Some(client), None);
                check(client, context, &mut findings);
            }
        }
        Check::App(check) => {
            for registration in context.registrations {
                findings.about(Some(registration.client), Some(&registration.app.id));
                check(registration, context, &mut findings);
            }
        }
        Check::Suppression => {}
    }
    findings.into_list()
}
