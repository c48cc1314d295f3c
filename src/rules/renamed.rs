//! Rules that had another id: the old one is still understood, and the program says what the rule is called now.

/// Each former id, with the ids of the rules that find today what it found.
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

/// The rules of today that a former id stands for. Returns `None` if no rule was ever called this.
#[must_use]
pub fn renamed(id: &str) -> Option<&'static [&'static str]> {
    RENAMED.iter().find(|(former, _)| *former == id).map(|(_, today)| *today)
}

/// That a rule has another name now.
#[must_use]
pub fn note(former: &str, today: &[&str]) -> String {
    let today: Vec<String> = today.iter().map(|id| format!("`{id}`")).collect();
    format!("the rule `{former}` is now called {}", today.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn former_ids_stand_for_rules_and_are_none() {
        for (former, today) in RENAMED {
            assert!(find(former).is_none(), "{former}");
            assert!(!today.is_empty() && today.iter().all(|id| find(id).is_some()), "{former}");
        }
    }
}
