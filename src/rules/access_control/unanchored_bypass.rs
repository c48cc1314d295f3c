//! `unanchored-bypass`; see the rule's page for what, why and examples.

use crate::access::{Pattern, Policy, Reach, Witness, query_of};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unanchored-bypass", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (index, rule) in context.access.set.rules.iter().enumerate() {
        if rule.policy != Some(Policy::Bypass) {
            continue;
        }
        let written = &context.config.root.access_control.rules.items[index].resources.items;
        for (pattern, item) in rule.resources.any_of.iter().zip(written) {
            if let Some((stricter, witness)) = circumvented(context, index, pattern) {
                report(context, (index, stricter), (item.place, &witness), reporter);
            }
        }
    }
}

/// A later rule that asks for more, and a request that it decides unless its query has something in it that this pattern
/// matches.
fn circumvented(context: &Context<'_>, index: usize, pattern: &Pattern) -> Option<(usize, Witness)> {
    let set = &context.access.set;
    if ["^", "\\A"].iter().any(|anchor| pattern.text().contains(anchor)) {
        return None;
    }
    let later = context.access.analysis().rules.iter().enumerate().skip(index + 1);
    later.into_iter().find_map(|(stricter, reach)| {
        let Reach::Reached(witness) = reach else { return None };
        if set.rules[stricter].policy? == Policy::Bypass || witness.url.contains('?') {
            return None;
        }
        let path = witness.asked()?.object.path?;
        let open = witness.with_url(format!("{}?{}", witness.url, query_of(pattern, &path)?));
        let decides = set.decide_witness(&open)?.rule == Some(index);
        decides.then_some((stricter, open))
    })
}

fn report(
    context: &Context<'_>,
    (index, stricter): (usize, usize),
    (place, witness): (Place, &Witness),
    reporter: &mut Reporter<'_>,
) {
    let rule = &context.access.set.rules[stricter];
    let does = rule.policy.map(Policy::does).unwrap_or_default();
    let message = format!(
        "rule {} lets everyone through wherever this pattern matches, even in the query: `{}` avoids rule {}, which {does}",
        index + 1,
        witness.url,
        stricter + 1,
    );
    reporter
        .report(place, message)
        .label("matches anywhere in path and query")
        .also(rule.host_place.span, format!("{does}, and can be avoided"))
        .proof(witness.to_string())
        .help("begin the pattern with `^/`, and write `[^?]*` for what may come before it in the path");
}
