//! `invalid-client-id`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-client-id", Check::Client(check));

/// The longest id that Authelia takes, in bytes.
const MAX_LENGTH: usize = 100;

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let id = &client.client_id;
    let Some(text) = id.text() else { return };
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    let (what, help) = if text.is_empty() {
        ("every client needs a `client_id`".to_owned(), "write `client_id` with a name of letters and digits")
    } else if text.len() > MAX_LENGTH {
        (format!("a `client_id` has {MAX_LENGTH} characters at the most"), "write a shorter one")
    } else if !text.bytes().all(unreserved) {
        let what = "a `client_id` holds only letters, digits, `.`, `_`, `~` and `-`".to_owned();
        (what, "leave out spaces, slashes, colons and the like")
    } else {
        return;
    };
    reporter.report(id.place, what).label(if text.is_empty() { "has none" } else { "not such an id" }).help(help);
}
