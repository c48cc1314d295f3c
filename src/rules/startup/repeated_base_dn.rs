//! `repeated-base-dn`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("repeated-base-dn", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(ldap) = &context.config.root.authentication_backend.ldap else { return };
    let Some(base) = ldap.base_dn.text().map(names) else { return };
    let options = [
        ("additional_users_dn", &ldap.additional_users_dn, "nobody can sign in"),
        ("additional_groups_dn", &ldap.additional_groups_dn, "Authelia finds no groups"),
    ];
    for (option, value, consequence) in options {
        let Some(text) = value.text() else { continue };
        let own = names(text);
        if !ends_with(&own, &base) {
            continue;
        }
        let relative = text[..own[own.len() - base.len()].start].trim_end_matches([' ', ',']);
        let (help, fix) = if relative.is_empty() {
            (format!("write `{option}` relative to `base_dn`, such as `ou=people`, or remove it"), None)
        } else {
            let fix = Fix::unsafe_(Change::set(value.place, relative));
            (format!("write `{option}: '{relative}'`"), Some(fix))
        };
        reporter
            .report(
                value.place,
                format!("{consequence}: `{option}` already ends with `base_dn`, which Authelia appends to it"),
            )
            .label("ends with `base_dn`")
            .also(ldap.base_dn.span(), "appended again")
            .help(help)
            .fix(fix);
    }
}

/// One relative distinguished name, such as `dc=example`: its offset, and its normalized form.
#[derive(Debug)]
struct RelativeName {
    start: usize,
    compared: String,
}

/// The relative names of a distinguished name (RFC 4514), the root last. Letter case and surrounding blanks are ignored.
fn names(text: &str) -> Vec<RelativeName> {
    let mut names = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, character) in text.char_indices().chain([(text.len(), ',')]) {
        if character == ',' && !is_escaped {
            let parts: Vec<&str> = text[start..at].split('=').map(str::trim).collect();
            names.push(RelativeName { start, compared: parts.join("=").to_lowercase() });
            start = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    names
}

/// Whether a name ends with a base. A base of a single name could also be a unit inside another unit of the same name,
/// so it counts only if it is a domain component.
fn ends_with(names: &[RelativeName], base: &[RelativeName]) -> bool {
    let is_base = base.len() > 1 || base.iter().all(|name| name.compared.starts_with("dc="));
    let pairs = names.iter().rev().zip(base.iter().rev());
    is_base && names.len() >= base.len() && pairs.into_iter().all(|(one, other)| one.compared == other.compared)
}
