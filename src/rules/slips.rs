//! Typical mistakes that several rules recognise, so that only one rule reports each.

use super::prelude::*;
use crate::config::claims::STANDARD_SCOPES;
use crate::golang::url::Url;
use crate::text::suggestion::nearest;

/// Whether Authelia rejects a redirect URI because it is not absolute.
pub(super) fn is_incomplete(uri: &Value<String>) -> bool {
    match uri.text() {
        Some(text) => Url::parse(text).is_ok_and(|url| !url.is_absolute()),
        None => uri.partly_known().is_some_and(lacks_scheme),
    }
}

/// Whether a text with templates starts with a partly known host, as `app.${DOMAIN}/callback` does.
pub(super) fn lacks_scheme(uri: &str) -> bool {
    let host = redirect_uri::host(uri);
    host.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && host.contains('.') && !uri.contains(':')
}

/// The registered scope that is most likely a misspelling of `scope`. A standard scope is a misspelling only if it differs
/// in letter case.
pub(super) fn misspelt<'c>(client: &'c Client, scope: &str) -> Option<&'c Value<String>> {
    client.scopes.items.iter().find(|item| {
        item.written().is_some_and(|other| {
            other.eq_ignore_ascii_case(scope)
                || !STANDARD_SCOPES.contains(&other.as_str()) && nearest(other, [scope]).is_some()
        })
    })
}
