//! `repeated-list-value`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("repeated-list-value", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    for list in
        [&client.scopes, &client.response_types, &client.response_modes, &client.grant_types, &client.redirect_uris]
    {
        for (item, first) in repeated(list) {
            reporter
                .report(item.place, "this value is given twice")
                .label("again")
                .also(first.place.span, "given here")
                .help("remove one of the two")
                .fix(Fix::safe(Change::remove(item.place)));
        }
    }
    for (item, first) in repeated(&client.request_uris) {
        reporter
            .report(item.place, "a request URI is given twice")
            .effect(Effect::Startup)
            .severity(Severity::Error)
            .label("again")
            .also(first.place.span, "given here")
            .help("remove one of the two")
            .fix(Fix::safe(Change::remove(item.place)));
    }
}

fn repeated(list: &List<Value<String>>) -> Vec<(&Value<String>, &Value<String>)> {
    let mut seen: HashMap<&str, &Value<String>> = HashMap::new();
    let mut twice = Vec::new();
    for item in &list.items {
        let Some(text) = item.text() else { continue };
        match seen.get(text) {
            Some(first) => twice.push((item, *first)),
            None => drop(seen.insert(text, item)),
        }
    }
    twice
}
