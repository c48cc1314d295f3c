//! Findings and phrases that several rules share.

use super::prelude::*;
use crate::lint::Finding;
use crate::text::suggestion::nearest;

/// Formats values as "`a`, `b` or `c`".
pub(super) fn one_of(values: &[&str]) -> String {
    joined(values, "or")
}

/// Formats values as "`a`, `b` and `c`".
pub(super) fn all_of(values: &[&str]) -> String {
    joined(values, "and")
}

fn joined(values: &[&str], word: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Reports something that Authelia rejects, and what to write instead.
pub(super) fn refused<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    what: impl Into<String>,
    help: impl Into<String>,
) -> &'f mut Finding {
    reporter.report(place, what).label("not accepted").help(help)
}

/// Reports a value that its option does not allow. The fix writes the most similar allowed value; if none is similar, it
/// removes the option so that the default applies, unless the option decides who gets access.
pub(super) fn invalid_choice<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    option: &str,
    found: &str,
    allowed: &[&str],
) -> &'f mut Finding {
    misnamed_choice(reporter, place, option, found, allowed, nearest(found, allowed.iter().copied()))
}

/// Like [`invalid_choice`], with the value that was most likely meant.
pub(super) fn misnamed_choice<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    option: &str,
    found: &str,
    allowed: &[&str],
    near: Option<&str>,
) -> &'f mut Finding {
    let only = (allowed.len() == 1).then(|| allowed[0]);
    let help = match near {
        Some(near) => format!("did you mean `{near}`? Allowed values: {}", all_of(allowed)),
        None => format!("write {}", one_of(allowed)),
    };
    let message = if found.is_empty() {
        format!("`{option}` must not be empty")
    } else {
        format!("`{found}` is not a valid value for `{option}`")
    };
    reporter.report(place, message).label("not an allowed value").help(help).fix(match near.or(only) {
        near if allowed.contains(&"two_factor") => {
            let near = near.filter(|near| is_typo_of_policy(found, near));
            near.map(|near| Fix::unsafe_(Change::set(place, near)))
        }
        Some(near) => Some(Fix::safe(Change::set(place, near))),
        None => Some(Fix::unsafe_(Change::remove(place))),
    })
}

/// Whether a text is a typo of a policy, and clearly not a typo of a stricter one: a guess must never let in anyone who
/// was meant to be kept out.
fn is_typo_of_policy(found: &str, policy: &str) -> bool {
    /// In edits (Damerau-Levenshtein).
    const MAX_TYPOS: usize = 3;
    let typos = |policy: &str| strsim::damerau_levenshtein(found, policy);
    let stricter: &[&str] = match policy {
        "one_factor" => &["two_factor", "deny"],
        "two_factor" => &["deny"],
        _ => &[],
    };
    typos(policy) <= MAX_TYPOS && stricter.iter().all(|stricter| typos(policy) + 1 < typos(stricter))
}

/// Reports an option whose value is not allowed. An absent or empty value means the default.
pub(super) fn choice(reporter: &mut Reporter<'_>, value: &Value<String>, option: &str, allowed: &[&str]) {
    if let Some(found) = value.text().filter(|found| !found.is_empty() && !allowed.contains(found)) {
        invalid_choice(reporter, value.place, option, found, allowed);
    }
}

/// Reports a required option that is certainly absent: at its key if it is written without a value, otherwise at the
/// section.
pub(super) fn required(
    reporter: &mut Reporter<'_>,
    context: &Context<'_>,
    section: Place,
    (option, value): (&str, Place),
    help: &str,
) {
    if context.config.absent_is_absent() {
        let place = if value.given { value } else { Place { span: section.key_or_value(), ..section } };
        reporter
            .report(place, format!("required option `{option}` is not set"))
            .label(format!("no `{option}`"))
            .help(help);
    }
}

/// Reports an address with a scheme that its option does not accept.
pub(super) fn invalid_scheme(reporter: &mut Reporter<'_>, place: Place, found: &str, allowed: &[&str]) {
    let found = if found.is_empty() { "no scheme".to_owned() } else { format!("`{found}`") };
    reporter
        .report(place, format!("the scheme must be {}", one_of(allowed)))
        .label(found)
        .help(format!("start the value with `{}://`", allowed.first().copied().unwrap_or_default()));
}

/// Reports a number outside its range, which includes both bounds; 0 means the default.
pub(super) fn range(reporter: &mut Reporter<'_>, value: &Value<i64>, option: &str, min: i64, max: i64) {
    let Some(found) = value.known().filter(|found| **found != 0 && !(min..=max).contains(*found)) else { return };
    let bound = if *found < min { format!("at least {min}") } else { format!("at most {max}") };
    let allowed = if max == i64::MAX { format!("of {min} or more") } else { format!("from {min} to {max}") };
    reporter
        .report(value.place, format!("`{option}` must be {bound}"))
        .label(format!("`{found}`"))
        .help(format!("write a number {allowed}, or remove the option to use the default"));
}

/// Removes the `client_credentials` grant of a client that users sign in to. Returns `None` if nobody signs in to it: it
/// has no redirect URI.
pub(super) fn without_client_credentials(client: &Client) -> Option<Fix> {
    let grants = &client.grant_types.items;
    let grant = grants.iter().find(|grant| grant.text() == Some("client_credentials"))?;
    let change = match grants.len() {
        1 => Change::set(grant.place, "authorization_code"),
        _ => Change::remove(grant.place),
    };
    (!client.redirect_uris.items.is_empty()).then(|| Fix::unsafe_(change))
}

/// Reports a list item that Authelia does not know, which it only logs as a warning.
pub(super) fn unknown_item<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    what: &str,
    found: &str,
    known: &[&str],
) -> &'f mut Finding {
    let help = match nearest(found, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it, or define it if it is a custom {what}"),
    };
    reporter
        .report(place, format!("Authelia does not know the {what} `{found}` and logs a warning"))
        .label(format!("unknown {what}"))
        .help(help)
}
