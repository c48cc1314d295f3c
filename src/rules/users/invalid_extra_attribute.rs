//! `invalid-extra-attribute`; see the rule's page for what, why and examples.

use crate::config::authentication::ExtraAttribute;
use crate::document::{Kind, NodeId, Tree};
use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("invalid-extra-attribute", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(file) = &context.config.root.authentication_backend.file else { return };
    let Some(database) = context.config.configured_users_database() else { return };
    let defined = &file.extra_attributes;
    for (name, place, value) in database.users.iter().flat_map(|user| &user.extra) {
        match defined.get(&name.text) {
            Some(attribute) => {
                let expected = value.as_ref().and_then(|value| mismatch(value, attribute, &context.config.tree));
                if let Some(expected) = expected {
                    reporter
                        .report(*place, format!("the attribute `{}` must be {expected}", name.text))
                        .label(format!("not {expected}"))
                        .also(attribute.place.key_or_value(), "defined here")
                        .help(format!("write {expected}, or change `value_type` or `multi_valued`"));
                }
            }
            None if context.config.may_say_undefined(defined) => {
                let near = nearest(&name.text, defined.names());
                reporter
                    .report_key(*place, format!("the attribute `{}` is not defined", name.text))
                    .label("not in `extra_attributes`")
                    .help(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "define it in `authentication_backend.file.extra_attributes`, or remove it".to_owned(),
                    });
            }
            None => {}
        }
    }
}

/// What a value of an attribute must be, if it is something else that Authelia refuses (`ValidateExtra`). Among several
/// values, Authelia refuses only those that are not a single string, number or boolean.
fn mismatch(value: &Kind, attribute: &ExtraAttribute, tree: &Tree) -> Option<String> {
    let value_type = attribute.value_type.text()?;
    if *attribute.multi_valued.known()? {
        let is_single = |item: &NodeId| {
            let item = &tree[tree.resolve(*item)];
            let is_other =
                matches!(item.kind, Kind::Null | Kind::Time(_) | Kind::Sequence { .. } | Kind::Mapping { .. });
            item.unknown || !is_other
        };
        let is_list = matches!(value, Kind::Sequence { items, .. } if items.iter().all(is_single));
        return (!is_list).then(|| format!("a list of {value_type} values"));
    }
    let is_of_type = match value_type {
        "string" => matches!(value, Kind::Text(_)),
        "integer" => matches!(value, Kind::Int(_) | Kind::Uint(_) | Kind::Float(_)),
        "boolean" => matches!(value, Kind::Bool(_)),
        _ => return None,
    };
    (!is_of_type).then(|| if value_type == "integer" { "an integer".to_owned() } else { format!("a {value_type}") })
}
