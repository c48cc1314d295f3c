//! `invalid-definition`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::cel;
use crate::config::definitions::UserAttribute;
use crate::config::user_attributes::{self, is_reserved};
use crate::rules::key_advice::renaming;
use crate::rules::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = rule!("invalid-definition", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    networks(context, reporter);
    user_attributes(context, reporter);
    expressions(context, reporter);
}

/// `access_control.networks` is the former place of `definitions.network`. A name may be defined only once across both.
fn networks(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let definitions = root.definitions.network.entries.iter().map(|(name, _)| (name.text.as_str(), name.span));
    let mut taken: HashMap<&str, Span> = definitions.collect();
    for network in &root.access_control.networks.items {
        let Some(name) = network.name.text() else { continue };
        if let Some(first) = taken.insert(name, network.name.place.span) {
            reporter
                .report(network.name.place, format!("the network `{name}` is defined twice"))
                .label("second definition")
                .also(first, "first definition")
                .help("remove one of them, or choose another name");
        }
    }
}

fn user_attributes(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let backend = backend_attributes(context);
    for (name, attribute) in &context.config.root.definitions.user_attributes.entries {
        let text = name.text.as_str();
        let taken = backend.iter().find(|(other, _)| *other == text);
        if taken.is_none() && !is_reserved(text) {
            continue;
        }
        let finding = reporter
            .report_key(attribute.place, format!("a user attribute `{text}` already exists"))
            .label(if taken.is_some() { "second definition" } else { "reserved name" })
            .help("choose another name for the attribute");
        if let Some((_, span)) = taken {
            finding.also(*span, "an attribute of the authentication backend");
        }
    }
}

/// Authelia compiles the expressions at startup (`StartupCheck` in `internal/expression/user_attributes.go`);
/// `authelia config validate` does not.
fn expressions(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let attributes = &context.config.root.definitions.user_attributes.entries;
    if attributes.is_empty() {
        return;
    }
    let variables = user_attributes::variables(context.config);
    for (name, attribute) in attributes {
        let expression = &attribute.expression;
        if attribute.lacks_expression() {
            without_expression(&name.text, attribute, context, reporter);
            continue;
        }
        let Some(mistake) = expression.text().and_then(|text| cel::mistake(text, &variables)) else { continue };
        reporter
            .report(expression.place, format!("the expression of the user attribute `{}` does not compile", name.text))
            .label(mistake.message)
            .help(mistake.help.unwrap_or_else(|| "write an expression such as `\"admins\" in groups`".to_owned()));
    }
}

/// An absent expression counts as empty. If its key is misspelt here, no other file sets it.
fn without_expression(name: &str, attribute: &UserAttribute, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let misspelt = context.config.problems.iter().find_map(|problem| match problem {
        Problem::UnknownKey { place, section, name, known, overlooked: true, .. }
            if *section == attribute.place.path =>
        {
            let path = context.config.paths.spell(place.path);
            Some((*place, renaming(*place, &path, name, known)?))
        }
        _ => None,
    });
    let message = format!("the user attribute `{name}` has no `expression`");
    match misspelt {
        Some((place, renaming)) => {
            reporter
                .report_key(place, message)
                .label("not an Authelia option")
                .help("did you mean `expression`?")
                .fix(Fix { safety: Safety::Safe, ..renaming });
        }
        None if context.config.absent_is_absent() => {
            reporter
                .report_key(attribute.place, message)
                .label("no `expression`")
                .help("write an `expression`, such as `\"admins\" in groups`, or remove the attribute");
        }
        None => {}
    }
}

/// The extra attributes that the authentication backend provides (`isUserAttributeDefinitionNameValid` in
/// `validator/util.go`).
fn backend_attributes<'a>(context: &Context<'a>) -> Vec<(&'a str, Span)> {
    let backend = &context.config.root.authentication_backend;
    let of_ldap = backend.ldap.iter().flat_map(|ldap| &ldap.attributes.extra.entries);
    let of_ldap = of_ldap.filter_map(|(name, attribute)| match attribute.name.text()? {
        "" => Some((name.text.as_str(), name.span)),
        other => Some((other, attribute.name.span())),
    });
    let of_file = backend.file.iter().flat_map(|file| &file.extra_attributes.entries);
    of_ldap.chain(of_file.map(|(name, _)| (name.text.as_str(), name.span))).collect()
}
