//! Sentences that many rules need.

use super::prelude::*;
use crate::lint::Finding;
use crate::text::suggestion::nearest;

/// Values in words: "`a`, `b` or `c`".
pub(super) fn one_of(values: &[&str]) -> String {
    joined(values, "or")
}

/// Values in words: "`a`, `b` and `c`".
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

/// Reports something that Authelia refuses, and what to write.
pub(super) fn refused<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    what: impl Into<String>,
    help: impl Into<String>,
) -> &'f mut Finding {
    reporter.report(place, what).label("here").help(help)
}

/// Reports a value that is none of those that its option takes. The nearest of them is written instead; where none is
/// near, the option is left to its default, unless that decides who may enter.
pub(super) fn invalid_choice<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    option: &str,
    found: &str,
    allowed: &[&str],
) -> &'f mut Finding {
    misnamed_choice(reporter, place, option, found, allowed, nearest(found, allowed.iter().copied()))
}

/// The same where the value that is most likely meant is known.
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
        Some(near) => format!("write `{near}`; allowed are {}", one_of(allowed)),
        None => format!("write {}", one_of(allowed)),
    };
    let is = if found.is_empty() { "empty".to_owned() } else { format!("`{found}`") };
    reporter.report(place, format!("`{option}` cannot be {is}")).label("none of its values").help(help).fix(match near
        .or(only)
    {
        near if allowed.contains(&"two_factor") => {
            let near = near.filter(|near| is_slip_of_policy(found, near));
            near.map(|near| Fix::unsafe_(Change::set(place, near)))
        }
        Some(near) => Some(Fix::safe(Change::set(place, near))),
        None => Some(Fix::unsafe_(Change::remove(place))),
    })
}

/// Whether a text is a slip of the keyboard for a policy, and not one for a stricter policy just as well: a guess must
/// let nobody in who was meant to be kept out.
fn is_slip_of_policy(found: &str, policy: &str) -> bool {
    const MOST_SLIPS: usize = 3;
    let slips = |policy: &str| strsim::damerau_levenshtein(found, policy);
    let stricter: &[&str] = match policy {
        "one_factor" => &["two_factor", "deny"],
        "two_factor" => &["deny"],
        _ => &[],
    };
    slips(policy) <= MOST_SLIPS && stricter.iter().all(|stricter| slips(policy) + 1 < slips(stricter))
}

/// Reports an option whose value is none of those that it takes; an absent or empty value stands for a default.
pub(super) fn choice(reporter: &mut Reporter<'_>, value: &Value<String>, option: &str, allowed: &[&str]) {
    if let Some(found) = value.text().filter(|found| !found.is_empty() && !allowed.contains(found)) {
        invalid_choice(reporter, value.place, option, found, allowed);
    }
}

/// Reports an option that a section cannot do without, where it is certainly absent: at its place if it is written as
/// nothing, else at the section.
pub(super) fn required(
    reporter: &mut Reporter<'_>,
    context: &Context<'_>,
    section: Place,
    (option, value): (&str, Place),
    help: &str,
) {
    if context.config.absent_is_absent() {
        let place = if value.given { value } else { Place { span: section.key_or_value(), ..section } };
        reporter.report(place, format!("`{option}` is missing here")).label(format!("without `{option}`")).help(help);
    }
}

/// Reports an address of a scheme that its option does not take.
pub(super) fn invalid_scheme(reporter: &mut Reporter<'_>, place: Place, found: &str, allowed: &[&str]) {
    let found = if found.is_empty() { "no scheme".to_owned() } else { format!("`{found}`") };
    reporter
        .report(place, format!("the scheme must be {}", one_of(allowed)))
        .label(found)
        .help(format!("begin with `{}://`", allowed.first().copied().unwrap_or_default()));
}

/// Reports a number out of its range; 0 stands for the default.
pub(super) fn range(reporter: &mut Reporter<'_>, value: &Value<i64>, option: &str, least: i64, most: i64) {
    let Some(found) = value.known().filter(|found| **found != 0 && !(least..=most).contains(*found)) else { return };
    let bound = if *found < least { format!("{least} at least") } else { format!("{most} at the most") };
    reporter
        .report(value.place, format!("`{option}` must be {bound}"))
        .label(format!("`{found}`"))
        .help(format!("write a number from {least} to {most}, or remove the option for the default"));
}

/// Makes a client that people sign in to no longer act for itself. Returns `None` if nobody signs in to it, as it has no
/// redirect URI.
pub(super) fn without_client_credentials(client: &Client) -> Option<Fix> {
    let grants = &client.grant_types.items;
    let grant = grants.iter().find(|grant| grant.text() == Some("client_credentials"))?;
    let change = match grants.len() {
        1 => Change::set(grant.place, "authorization_code"),
        _ => Change::remove(grant.place),
    };
    (!client.redirect_uris.items.is_empty()).then(|| Fix::unsafe_(change))
}

/// Reports an item of a list of which Authelia only warns that it does not know it.
pub(super) fn unknown_item<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    what: &str,
    found: &str,
    known: &[&str],
) -> &'f mut Finding {
    reporter.report(place, format!("Authelia warns that it does not know the {what} `{found}`")).label("unknown").help(
        match nearest(found, known.iter().copied()) {
            Some(near) => format!("write `{near}`, if that is meant"),
            None => format!("remove it, or define it if it is a {what} of your own"),
        },
    )
}
