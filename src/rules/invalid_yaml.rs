//! `invalid-yaml`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-yaml", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for error in &context.config.syntax_errors {
        let place = Place { span: error.span, key: None, path: PathId::ROOT, given: true };
        let consequence = if error.is_limit { "this file is not checked" } else { "Authelia cannot read this file" };
        let finding = findings
            .report(place, format!("{consequence}: {}", error.message))
            .label("here")
            .help(error.help.clone());
        if error.is_limit {
            finding.effect(Effect::Hygiene);
        }
        if let Some((span, text)) = &error.also {
            finding.also(*span, text.clone());
        }
    }
}
