//! `overlooked-key`; see the rule's page for what, why and examples.

use super::key_advice::{advice, decides_access, renaming};
use super::prelude::*;

pub(super) static RULE: Rule = rule!("overlooked-key", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in &context.config.problems {
        let Problem::UnknownKey { place, name, known, overlooked: true, .. } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        findings
            .report_key(*place, format!("`{path}` is no option of Authelia, which takes no notice of it"))
            .label("this key has no effect here")
            .help(advice(&path, name, known))
            // What had no effect before will have one, and may then let somebody in.
            .fix(renaming(*place, &path, name, known).filter(|_| !decides_access(&path)).map(|fix| Fix {
                safety: Safety::Unsafe,
                ..fix
            }));
    }
}
