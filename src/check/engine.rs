//! The one loop: every rule over every subject that it looks at.

use crate::lint::{Check, Context, Finding, Reporter, Rule};
use crate::rules::RULES;
use crate::text::parallel::{for_clients, share_out};

use super::options::Abandoned;
use super::selection::Selection;

/// What all selected rules find in a configuration.
#[must_use]
pub(super) fn run(context: &Context<'_>, selection: &Selection, abandoned: &Abandoned) -> Vec<Finding> {
    let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| selection.wants(rule.id)).collect();
    let clients = context.provider().map_or(0, |provider| provider.clients.items.len());
    let found =
        share_out(
            &rules,
            for_clients(clients),
            |_, rule| if abandoned.now() { Vec::new() } else { run_rule(rule, context) },
        );
    found.into_iter().flatten().collect()
}

fn run_rule(rule: &'static Rule, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Reporter::new(context.config, rule);
    match rule.check {
        Check::Config(check) => check(context, &mut findings),
        Check::Client(check) => {
            for client in context.provider().into_iter().flat_map(|provider| &provider.clients.items) {
                if findings.is_full() {
                    break;
                }
                findings.about(Some(client), None);
                check(client, context, &mut findings);
            }
        }
        Check::App(check) => {
            for registration in context.registrations.iter() {
                if findings.is_full() {
                    break;
                }
                findings.about(Some(registration.client), Some(&registration.app.id));
                check(registration, context, &mut findings);
            }
        }
        Check::Suppression => {}
    }
    findings.into_list()
}
