//! `invalid-client-id`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-client-id", Check::Client(check));

/// Maximum length of a client id, in bytes.
const MAX_LENGTH: usize = 100;

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let id = &client.client_id;
    let Some(text) = id.text() else { return };
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    let (what, help) = if text.is_empty() {
        ("every client must have a `client_id`".to_owned(), "write a `client_id` of letters and digits")
    } else if text.len() > MAX_LENGTH {
        (format!("a `client_id` can have at most {MAX_LENGTH} characters"), "write a shorter `client_id`")
    } else if !text.bytes().all(unreserved) {
        let what = "a `client_id` can contain only letters, digits, `.`, `_`, `~` and `-`".to_owned();
        (what, "remove spaces, slashes, colons and other special characters")
    } else {
        return;
    };
    reporter
        .report(id.place, what)
        .label(if text.is_empty() { "no `client_id`" } else { "not a valid client id" })
        .help(help);
}
