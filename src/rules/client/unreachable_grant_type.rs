//! `unreachable-grant-type`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unreachable-grant-type", Check::Client(check));

const CODE: [&str; 4] = ["code", "code id_token", "code token", "code id_token token"];
const IMPLICIT: [&str; 6] =
    ["id_token", "token", "id_token token", "code id_token", "code token", "code id_token token"];

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(types) = client.effective_response_types() else { return };
    for grant in &client.grant_types.items {
        let (name, answers): (_, &[&str]) = match grant.text() {
            Some(name @ ("authorization_code" | "refresh_token")) => (name, &CODE),
            Some(name @ "implicit") => (name, &IMPLICIT),
            _ => continue,
        };
        if !types.iter().any(|kind| answers.contains(kind)) {
            let wanted = answers.first().copied().unwrap_or_default();
            reporter
                .report(
                    grant.place,
                    format!("the grant type `{name}` cannot be used: no registered response type leads to it"),
                )
                .label("never used")
                .also(client.response_types.place.span, "registered response types")
                .help(format!("add `{wanted}` to `response_types`, or remove `{name}`"));
        }
    }
}
