//! `repeated-list-value`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("repeated-list-value", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for list in
        [&client.scopes, &client.response_types, &client.response_modes, &client.grant_types, &client.redirect_uris]
    {
        for (item, first) in repeated(list, context) {
            reporter
                .report(item.place, "this value appears twice in the list")
                .label("duplicate")
                .also(first.place.span, "first occurrence")
                .help("remove one of them")
                .fix(Fix::safe(Change::remove(item.place)));
        }
    }
    for (item, first) in repeated(&client.request_uris, context) {
        reporter
            .report(item.place, "a request URI appears twice in the list")
            .effect(Effect::Startup)
            .severity(Severity::Error)
            .label("duplicate")
            .also(first.place.span, "first occurrence")
            .help("remove one of them")
            .fix(Fix::safe(Change::remove(item.place)));
    }
}

fn repeated<'a>(list: &'a List<Value<String>>, context: &Context<'_>) -> Vec<(&'a Value<String>, &'a Value<String>)> {
    let templates = &context.config.templates;
    let mut seen: HashMap<String, &Value<String>> = HashMap::new();
    let mut repeated = Vec::new();
    for item in &list.items {
        let Some(text) = templates.identity(item) else { continue };
        let first = *seen.entry(text).or_insert(item);
        if !std::ptr::eq(first, item) && !templates.may_exclude(first.span(), item.span()) {
            repeated.push((item, first));
        }
    }
    repeated
}
