//! `second-document`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("second-document", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for span in context.config.documents.iter().filter_map(|document| document.dropped) {
        let place = Place { span, key: None, path: PathId::ROOT, given: true };
        reporter
            .report(place, "Authelia reads only the first YAML document of a file and silently ignores the rest")
            .label("ignored from here on")
            .help("move it into the first document, at the same indentation, or into a separate file");
    }
}
// x
