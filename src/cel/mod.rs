//! The Common Expression Language, in which policies and the user attributes of Authelia are written. The crate `cel` reads
//! it; whether names and types are right is judged here, for user attributes as `cel-go` does it (0.28.1, the release that
//! Authelia 4.39.20 is built with).

mod check;
mod functions;
mod macros;
mod syntax;
mod types;
mod unify;
mod variables;

use crate::text::Mistake;

use check::{Checker, NoType};

pub use syntax::{Syntax, Unread};
pub use variables::{ValueType, Variables};

/// What `cel-go` refuses in an expression; nothing where it takes it, or where that cannot be told.
#[must_use]
pub fn mistake(text: &str, variables: &Variables) -> Option<Mistake> {
    let (syntax, root) = match Syntax::read(text, true) {
        Ok(read) => read,
        Err(Unread::Limit(_)) => return None,
        Err(Unread::Wrong(mistake)) => return Some(mistake),
    };
    let mut checker = Checker::new(&syntax, variables);
    match checker.expression(&root) {
        Err(NoType::Wrong(mistake)) if !checker.bindings.is_exhausted() => Some(mistake),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that `fixtures/recorded/golang/cel.tsv` was recorded with: those of a file as the backend, and five of the operator's own.
    fn variables() -> Variables {
        let mut variables = Variables::default();
        for name in [
            "username",
            "display_name",
            "email",
            "given_name",
            "middle_name",
            "family_name",
            "nickname",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "phone_number",
            "phone_extension",
            "phone_number_rfc3966",
            "street_address",
            "locality",
            "region",
            "postal_code",
            "country",
            "team",
        ] {
            variables.one(name, ValueType::Text);
        }
        for name in ["groups", "emails", "emails_extra", "teams"] {
            variables.many(name, ValueType::Text);
        }
        for name in ["email_verified", "phone_number_verified", "active"] {
            variables.one(name, ValueType::Boolean);
        }
        for name in ["updated_at", "level"] {
            variables.one(name, ValueType::Integer);
        }
        variables.many("levels", ValueType::Integer);
        variables.texts_by_name("address");
        variables.one("openid_authreq_claim_value", ValueType::Any);
        variables.many("openid_authreq_claim_values", ValueType::Any);
        variables
    }

    #[test]
    fn expressions_are_judged_as_by_cel_go() {
        let variables = variables();
        let mut wrong = Vec::new();
        for line in include_str!("../../fixtures/recorded/golang/cel.tsv").lines() {
            let (verdict, text) = line.split_once('\t').unwrap();
            let text: String = serde_json::from_str(text).unwrap();
            let found = mistake(&text, &variables);
            if found.is_none() != (verdict == "+") {
                wrong.push(format!("{verdict} {text}: {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
