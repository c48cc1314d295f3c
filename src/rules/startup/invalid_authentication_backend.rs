//! `invalid-authentication-backend`; see the rule's page for what, why and examples.

use crate::config::authentication::ExtraAttribute;
use crate::config::user_attributes::is_reserved;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_scheme, one_of, required};

pub(super) static RULE: Rule = rule!("invalid-authentication-backend", Check::Config(check));

const VALUE_TYPES: [&str; 3] = ["string", "integer", "boolean"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let backend = &context.config.root.authentication_backend;
    if context.config.is_reported(backend.place) || context.is_unknown(backend.place) {
        return;
    }
    match (&backend.file, &backend.ldap) {
        (None, None) if context.config.absent_is_absent() && !context.config.has_empty_section_in(backend.place) => {
            reporter
                .report_key(backend.place, "no authentication backend is configured")
                .label("no `file` or `ldap`")
                .help("write `file` with a `path`, or configure `ldap`");
        }
        (Some(file), Some(ldap)) if context.both_stand(file.place, ldap.place) => {
            reporter
                .report_key(ldap.place, "only one authentication backend may be configured")
                .label("second backend")
                .also(file.place.key_or_value(), "first backend")
                .help("keep the one that holds your users and remove the other");
        }
        _ => {}
    }
    let url = &backend.password_reset.custom_url;
    if let Some(found) =
        url.written().filter(|url| !url.is_empty() && !["http", "https"].contains(&url.scheme.as_str()))
    {
        invalid_scheme(reporter, url.place, &found.scheme, &["http", "https"]);
    }
    if let Some(file) = &backend.file {
        if file.path.is_zero() {
            required(
                reporter,
                context,
                file.place,
                ("path", file.path.place),
                "write the path of the file with the users",
            );
        }
        for (name, attribute) in &file.extra_attributes.entries {
            extra_attribute(&name.text, attribute, attribute.place, reporter);
        }
    }
    for (name, extra) in backend.ldap.iter().flat_map(|ldap| &ldap.attributes.extra.entries) {
        let Some(given) = extra.name.text() else { continue };
        extra_attribute(if given.is_empty() { &name.text } else { given }, &extra.attribute, extra.place, reporter);
    }
}

fn extra_attribute(name: &str, attribute: &ExtraAttribute, place: Place, reporter: &mut Reporter<'_>) {
    if attribute.value_type.is_zero() {
        reporter
            .report(
                if attribute.value_type.place.given { attribute.value_type.place } else { place },
                "an extra attribute needs a `value_type`",
            )
            .label("no `value_type`")
            .help(format!("set `value_type` to {}", one_of(&VALUE_TYPES)));
    }
    choice(reporter, &attribute.value_type, "value_type", &VALUE_TYPES);
    if is_reserved(name) {
        reporter
            .report_key(place, format!("`{name}` is a built-in attribute of Authelia"))
            .label("reserved name")
            .help("choose another name for the attribute");
    }
}
