//! Who gets in through an authorization policy, and with how many factors.

use super::oidc::{AuthorizationPolicyRule, Client, OpenIdConnect};
use super::value::{Place, Value};

/// What a policy asks of a user (`internal/authorization`, 4.39.20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nobody gets in.
    Deny,
    /// A password, or any other single factor.
    OneFactor,
    /// Two factors.
    TwoFactor,
}

impl Level {
    fn of(policy: &Value<String>) -> Option<Self> {
        match policy.text()? {
            "deny" => Some(Self::Deny),
            "one_factor" => Some(Self::OneFactor),
            "two_factor" => Some(Self::TwoFactor),
            _ => None,
        }
    }
}

/// One branch of a policy: some users, and what is asked of them.
#[derive(Debug, Clone)]
pub struct Branch {
    /// What is asked; nothing where it cannot be known.
    pub level: Option<Level>,
    /// Whom it is asked of, as "users in group `admins`".
    pub who: String,
    /// Where it is said.
    pub place: Place,
}

/// The branches of the policy of a client: one for a standard policy, else one for each rule and one for the rest.
/// Nothing where the policy cannot be known.
#[must_use]
pub fn branches(client: &Client, provider: &OpenIdConnect) -> Option<Vec<Branch>> {
    let named = &client.authorization_policy;
    if let Some(level) = standard(client) {
        return Some(vec![Branch { level: Some(level), who: "everybody".to_owned(), place: named.place }]);
    }
    let policy = provider.authorization_policies.get(named.text()?)?;
    if policy.rules.unknown {
        return None;
    }
    let rules = policy.rules.items.iter().map(|rule| Branch {
        level: Level::of(&rule.policy),
        who: whom(rule),
        place: rule.policy.place,
    });
    let rest = Branch {
        level: Level::of(&policy.default_policy),
        who: "everybody whom no rule of the policy matches".to_owned(),
        place: policy.default_policy.place,
    };
    Some(rules.chain([rest]).collect())
}

/// The level of a policy that Authelia brings; an absent policy is `two_factor`, or `one_factor` for a client that
/// acts for itself (`validateOIDCClient` in `validator/identity_providers.go`).
fn standard(client: &Client) -> Option<Level> {
    match client.authorization_policy.text()? {
        "" if client.grant_types.has("client_credentials") => Some(Level::OneFactor),
        "" => Some(Level::TwoFactor),
        "deny" => None,
        _ => Level::of(&client.authorization_policy),
    }
}

fn whom(rule: &AuthorizationPolicyRule) -> String {
    let subjects: Vec<String> = rule
        .subject
        .items
        .iter()
        .map(|all| all.known_texts().map(|subject| format!("`{subject}`")).collect::<Vec<_>>().join(" and "))
        .filter(|subject| !subject.is_empty())
        .collect();
    let networks = rule.networks.items.iter().filter_map(Value::known);
    let networks: Vec<String> = networks.map(|network| format!("`{}`", network.0)).collect();
    match (subjects.is_empty(), networks.is_empty()) {
        (false, true) => format!("whoever is {}", subjects.join(" or ")),
        (true, false) => format!("whoever comes from {}", networks.join(" or ")),
        (false, false) => format!("whoever is {} and comes from {}", subjects.join(" or "), networks.join(" or ")),
        (true, true) => "whoever a rule of the policy matches".to_owned(),
    }
}
