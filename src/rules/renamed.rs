//! Renamed rules: the former ids still work, and the program reports the current ones.

/// Each former id, with the ids of the rules that replace it.
static RENAMED: &[(&str, &[&str])] = &[
    ("denying-policy", &["unreachable-client"]),
    ("extra-redirect-url", &["extra-redirect-uri"]),
    ("ignored-text", &["second-document"]),
    ("ineffective-domain", &["partial-wildcard-domain"]),
    ("missing-claim", &["undefined-claim"]),
    ("missing-grant-type", &["code-without-grant-type"]),
    ("missing-id-token-claim", &["id-token-claim-mismatch"]),
    ("overlooked-key", &["ignored-key"]),
    ("postgres-without-address", &["invalid-storage"]),
    ("unexpected-variable", &["unknown-variable"]),
    ("unfitting-client-secret", &["invalid-client-secret"]),
    ("unhandled-redirect-path", &["redirect-path-mismatch"]),
    ("unknown-list-value", &["unknown-response-type", "unknown-scope"]),
    ("unmatchable-redirect-uri", &["wildcard-redirect-uri"]),
    ("unmatched-grant-type", &["unreachable-grant-type"]),
    ("unrequired-pkce", &["pkce-not-enforced"]),
    ("unserved-redirect-host", &["redirect-host-mismatch"]),
];

/// Returns the current ids for a former id, or `None` if it is not a former id.
#[must_use]
pub fn renamed(id: &str) -> Option<&'static [&'static str]> {
    RENAMED.iter().find(|(former, _)| *former == id).map(|(_, current)| *current)
}

/// The message that a rule has been renamed.
#[must_use]
pub fn note(former: &str, current: &[&str]) -> String {
    let current: Vec<String> = current.iter().map(|id| format!("`{id}`")).collect();
    format!("the rule `{former}` is now called {}", current.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn former_ids_refer_to_rules_and_are_not_rules_themselves() {
        for (former, current) in RENAMED {
            assert!(find(former).is_none(), "{former}");
            assert!(!current.is_empty() && current.iter().all(|id| find(id).is_some()), "{former}");
        }
    }
}
