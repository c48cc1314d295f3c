//! `invalid-yaml`; see the rule's page for what, why and examples.

use crate::document::Consequence;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-yaml", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for error in &context.config.syntax_errors {
        let place = Place { span: error.span, key: None, path: PathId::ROOT, given: true };
        let message = match error.consequence {
            Consequence::Refused => format!("Authelia cannot read this file: {}", error.message),
            Consequence::Unchecked => format!("this file is not checked: {}", error.message),
            Consequence::LastCounts => format!("{}: Helm uses the last one and ignores the first", error.message),
        };
        let finding = reporter.report(place, message).label("here").help(error.help.clone());
        match error.consequence {
            Consequence::Refused => {}
            Consequence::Unchecked => drop(finding.effect(Effect::Hygiene)),
            Consequence::LastCounts => drop(finding.effect(Effect::Hygiene).severity(Severity::Warning)),
        }
        if let Some((span, text)) = &error.also {
            finding.also(*span, text.clone());
        }
    }
}
