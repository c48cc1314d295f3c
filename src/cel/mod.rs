//! The Common Expression Language, in which user attributes of Authelia and policies are written. The crate `cel` reads it;
//! whether names and types are right is judged here, as `cel-go` does it (0.28.1, the release that Authelia 4.39.20 is
//! built with).

mod attributes;
mod check;
mod dialect;
mod functions;
mod macros;
mod syntax;
mod types;
mod unify;
mod variables;

use cel::IdedExpr;

use crate::text::Mistake;

use attributes::ATTRIBUTES;
use check::Checker;

pub use dialect::{Dialect, Functions, TEXT_FUNCTIONS};
pub use syntax::{Rejection, Syntax};
pub use types::{Signature, Type};
pub use variables::Variables;

/// An expression whose names and types are right.
pub struct TypedExpression<'a> {
    /// Where its parts stand.
    pub syntax: Syntax<'a>,
    /// The expression. Macros such as `all` are calls.
    pub root: IdedExpr,
    /// Its type.
    pub yields: Type,
}

/// Reads an expression and checks its names and types.
///
/// # Errors
/// Where it is not an expression, where a name or a type is not right, or beyond a limit.
pub fn check<'a>(text: &'a str, dialect: &Dialect, variables: &Variables) -> Result<TypedExpression<'a>, Rejection> {
    let (syntax, root) = Syntax::read(text, dialect.optional_values)?;
    let yields = Checker::new(&syntax, dialect, variables).root(&root)?;
    Ok(TypedExpression { syntax, root, yields })
}

/// What `cel-go` refuses in the expression of a user attribute. Returns `None` if it takes it, or where that cannot be told.
#[must_use]
pub fn mistake(text: &str, variables: &Variables) -> Option<Mistake> {
    match check(text, &ATTRIBUTES, variables) {
        Err(Rejection::Wrong(mistake)) => Some(mistake),
        Err(Rejection::Unjudged(_)) | Ok(_) => None,
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
            variables.add(name, Type::STRING);
        }
        for name in ["groups", "emails", "emails_extra", "teams"] {
            variables.add(name, Type::list(Type::STRING));
        }
        for name in ["email_verified", "phone_number_verified", "active"] {
            variables.add(name, Type::BOOL);
        }
        for name in ["updated_at", "level"] {
            variables.add(name, Type::INT);
        }
        variables.add("levels", Type::list(Type::INT));
        variables.add("address", Type::map(Type::STRING, Type::STRING));
        variables.add("openid_authreq_claim_value", Type::Dynamic);
        variables.add("openid_authreq_claim_values", Type::list(Type::Dynamic));
        variables
    }

    #[test]
    #[ignore = "slow"]
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
