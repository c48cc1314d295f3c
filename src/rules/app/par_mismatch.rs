//! `par-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("par-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(provider)) = (&facts.pushed_authorization_requests, context.provider()) else {
        return;
    };
    let options = [&client.require_pushed_authorization_requests, &provider.require_pushed_authorization_requests];
    let Some(option) = options.into_iter().find(|option| option.is_true()) else {
        return;
    };
    let change = Change::set(option.place, false);
    // The provider's option applies to all clients.
    let fix = if std::ptr::eq(option, options[0]) { Fix::safe(change) } else { Fix::unsafe_(change) };
    if fact.is {
        return;
    }
    let name = &app.name;
    reporter
        .report(
            option.place,
            format!("{name}'s login fails immediately (invalid_request): {name} does not push its requests"),
        )
        .label("requires pushed authorization requests")
        .recognised(registration)
        .help("write `require_pushed_authorization_requests: false`")
        .fix(fix)
        .unless(fact, |pushes| *pushes)
        .of_fact(registration, fact);
}
