//! `invalid-ldap-backend`; see the rule's page for what, why and examples.

use crate::config::Version;
use crate::config::authentication::{AuthenticationBackend, LdapBackend};
use crate::config::formats::AddressLdap;
use crate::rules::prelude::*;
use crate::rules::wording::{all_of, choice, invalid_scheme, required};

pub(super) static RULE: Rule = rule!("invalid-ldap-backend", Check::Config(check));

const IMPLEMENTATIONS: [&str; 6] = ["custom", "activedirectory", "rfc2307bis", "freeipa", "lldap", "glauth"];
const SEARCH_MODES: [&str; 2] = ["filter", "memberof"];

/// The first version that needs no base DN.
const NO_BASE_DN: Version = Version::literal("4.39.0");

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let backend = &context.config.root.authentication_backend;
    let Some(ldap) = &backend.ldap else { return };
    if context.config.is_reported(ldap.place) || context.is_unknown(ldap.place) {
        return;
    }
    choice(reporter, &ldap.implementation, "implementation", &IMPLEMENTATIONS);
    choice(reporter, &ldap.group_search_mode, "group_search_mode", &SEARCH_MODES);
    match ldap.address.written() {
        None if ldap.address.is_zero() => {
            required(
                reporter,
                context,
                ldap.place,
                ("address", ldap.address.place),
                "write `address: 'ldaps://<host>'`",
            );
        }
        Some(AddressLdap(address)) if !["ldap", "ldaps", "ldapi"].contains(&address.scheme.as_str()) => {
            invalid_scheme(reporter, ldap.address.place, &address.scheme, &["ldap", "ldaps", "ldapi"]);
        }
        _ => {}
    }
    if ldap.base_dn.is_zero() && context.config.version < NO_BASE_DN {
        required(
            reporter,
            context,
            ldap.place,
            ("base_dn", ldap.base_dn.place),
            "write the DN that all searches start at",
        );
    }
    bind(ldap, backend, context, reporter);
    filters(ldap, context, reporter);
    member_of(ldap, reporter);
}

fn bind(ldap: &LdapBackend, backend: &AuthenticationBackend, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if ldap.permit_unauthenticated_bind.is_false() {
        if ldap.user.is_zero() {
            required(
                reporter,
                context,
                ldap.place,
                ("user", ldap.user.place),
                "write the name of the account that Authelia binds with",
            );
        }
        if ldap.password.is_zero() {
            required(
                reporter,
                context,
                ldap.place,
                ("password", ldap.password.place),
                "write the password, or set it as a secret",
            );
        }
    }
    if !ldap.permit_unauthenticated_bind.is_true() {
        return;
    }
    let place = ldap.permit_unauthenticated_bind.place;
    if ldap.password.written().is_some_and(|password| !password.expose().is_empty()) {
        reporter
            .report(place, "`permit_unauthenticated_bind` cannot be combined with a `password`")
            .label("unauthenticated bind")
            .also(ldap.password.span(), "password")
            .help("remove one of the two");
    }
    if backend.password_reset.disable.is_false() && backend.password_reset.custom_url.is_zero() {
        reporter
            .report(place, "passwords cannot be reset over an unauthenticated bind")
            .label("unauthenticated bind")
            .help("write `password_reset.disable: true`, or set `user` and `password` and remove this option");
    }
}

/// What a filter must contain, and outdated placeholders with their replacements.
type Placeholders = (&'static [&'static str], &'static [(&'static str, &'static str)]);

fn filters(ldap: &LdapBackend, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let users: Placeholders = (&["{username_attribute}", "{input}"], &[("{0}", "{input}")]);
    let groups: Placeholders = (&[], &[("{0}", "{input}"), ("{1}", "{username}")]);
    let needs_filters = ldap.implementation.text().is_some_and(|name| matches!(name, "" | "custom"));
    for (value, option, (needed, outdated)) in
        [(&ldap.users_filter, "users_filter", users), (&ldap.groups_filter, "groups_filter", groups)]
    {
        let Some(filter) = value.text() else { continue };
        if filter.is_empty() {
            if needs_filters {
                required(
                    reporter,
                    context,
                    ldap.place,
                    (option, value.place),
                    "write the filter, or choose an `implementation` that has a default",
                );
            }
            continue;
        }
        let mut refuse = |what: String, help: String| {
            reporter.report(value.place, format!("`{option}` {what}")).label("invalid filter").help(help);
        };
        let missing: Vec<&str> = needed.iter().copied().filter(|placeholder| !filter.contains(placeholder)).collect();
        if !filter.starts_with('(') || !filter.ends_with(')') {
            let and = if missing.is_empty() { String::new() } else { format!(" and contain {}", all_of(&missing)) };
            refuse(format!("must be in parentheses{and}"), "put `(` before the filter and `)` after it".to_owned());
        } else if !missing.is_empty() {
            let missing = all_of(&missing);
            refuse(format!("must contain {missing}"), format!("add {missing} to the filter"));
        }
        for (old, new) in outdated.iter().filter(|(old, _)| filter.contains(old)) {
            refuse(format!("must not contain `{old}`"), format!("write `{new}` instead"));
        }
    }
}

fn member_of(ldap: &LdapBackend, reporter: &mut Reporter<'_>) {
    let (Some(implementation), Some(filter)) = (ldap.implementation.text(), ldap.groups_filter.text()) else { return };
    let has_full_name = filter.contains("{memberof:dn}");
    let has_relative_name = filter.contains("{memberof:rdn}");
    if ldap.group_search_mode.is("memberof") && !has_full_name && !has_relative_name {
        reporter
            .report(
                if ldap.groups_filter.place.given { ldap.groups_filter.place } else { ldap.group_search_mode.place },
                "`groups_filter` needs a placeholder when `group_search_mode` is `memberof`",
            )
            .label("no `memberof` placeholder")
            .also(ldap.group_search_mode.span(), "requires a placeholder")
            .help("add `{memberof:rdn}` or `{memberof:dn}` to the `groups_filter`");
    }
    let custom = matches!(implementation, "" | "custom") || !IMPLEMENTATIONS.contains(&implementation);
    let attributes = &ldap.attributes;
    let no_dn = attributes.distinguished_name.is_zero() && implementation != "activedirectory";
    let no_member_of = attributes.member_of.is_zero() && custom;
    for (missing, option) in [
        (has_full_name && no_dn, "distinguished_name"),
        ((has_full_name || has_relative_name) && no_member_of, "member_of"),
    ] {
        if missing {
            reporter
                .report(ldap.groups_filter.place, format!("`groups_filter` needs the attribute `{option}`"))
                .label("uses the attribute")
                .also(attributes.place.key_or_value(), "not set here")
                .help(format!("set `attributes.{option}`"));
        }
    }
}
