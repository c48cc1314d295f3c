//! Who gets in by a policy: what an editor shows where one is named or defined.

use crate::check::mask::Masks;
use crate::config::policy::{Branch, BranchReach, Level, OperatorPolicies};
use crate::config::{Client, Config};

use super::access::shown;
use super::path::{Step, fits};

/// The policy of a client.
const OF_CLIENT: &str = "identity_providers.oidc.clients[].authorization_policy";

/// A policy that the operator defines.
const DEFINITION: &str = "identity_providers.oidc.authorization_policies.*";

/// The policy of all requests that no rule matches.
const OF_THE_REST: &str = "access_control.default_policy";

/// Who gets in by the policy that a path names or defines, by its first rule first. Empty if the path leads elsewhere, or if
/// that cannot be known.
pub(super) fn who_gets_in(config: &Config, path: &[Step], masks: &Masks) -> Vec<String> {
    let policies = OperatorPolicies::of(&config.root);
    let branches = match path {
        [.., Step::Key(name)] if fits(path, DEFINITION) => policies.named(name).map(<[Branch]>::to_vec),
        [.., Step::Index(client), Step::Key(_)] if fits(path, OF_CLIENT) => {
            client_at(config, *client).and_then(|client| policies.branches(client))
        }
        _ if fits(path, OF_THE_REST) => {
            return config.root.access_control.default_policy.text().and_then(of_the_rest).into_iter().collect();
        }
        _ => None,
    };
    let branches = branches.into_iter().flatten().filter(|branch| branch.reach != BranchReach::Never);
    branches.map(|branch| shown(&words(&branch), masks)).collect()
}

fn client_at(config: &Config, index: usize) -> Option<&Client> {
    config.root.identity_providers.oidc.as_ref()?.clients.items.get(index)
}

fn words(branch: &Branch) -> String {
    let who = &branch.who;
    match branch.level {
        Some(Level::Deny) => format!("{who}: denied"),
        Some(Level::OneFactor) => format!("{who}, with one factor"),
        Some(Level::TwoFactor) => format!("{who}, with two factors"),
        None => format!("perhaps {who}: the policy is not known"),
    }
}

fn of_the_rest(policy: &str) -> Option<String> {
    let who = match policy {
        "bypass" => "anyone, without signing in",
        "one_factor" => "anyone who signs in with one factor",
        "two_factor" => "anyone who signs in with two factors",
        "deny" => "nobody",
        _ => return None,
    };
    Some(format!("{who}, where no rule matches"))
}
