//! What `select` and `ignore` name: a rule or policy by its id, some by a pattern such as `invalid-*`, or all of an effect
//! such as `login`.

use globset::Glob;

use crate::lint::Effect;
use crate::rules::{RULES, renamed};
use crate::text::suggestion;

/// The rules, and the policies (their ids and effects), that can be named.
#[derive(Debug)]
pub struct Selectable<'a> {
    policies: Vec<(&'a str, Effect)>,
}

impl<'a> Selectable<'a> {
    /// All rules, and these policies.
    #[must_use]
    pub fn with(policies: impl IntoIterator<Item = (&'a str, Effect)>) -> Self {
        Self { policies: policies.into_iter().collect() }
    }

    /// The ids of all that a selector names.
    ///
    /// # Errors
    /// Where it names nothing: the word that was most likely meant, if one is near.
    pub fn named(&self, selector: &str) -> Result<Vec<String>, Option<&'a str>> {
        let named: Vec<String> = if let Some(effect) = Effect::of_word(selector) {
            self.of_effect(effect).map(str::to_owned).collect()
        } else if selector.contains('*') {
            let pattern = Glob::new(selector).map_err(|_| None)?.compile_matcher();
            self.ids().filter(|id| pattern.is_match(id)).map(str::to_owned).collect()
        } else {
            let renamed = || renamed(selector).into_iter().flatten().copied();
            let ids: Vec<&str> = self.ids().filter(|id| *id == selector).collect();
            if ids.is_empty() {
                renamed().map(str::to_owned).collect()
            } else {
                ids.into_iter().map(str::to_owned).collect()
            }
        };
        if named.is_empty() { Err(self.nearest(selector)) } else { Ok(named) }
    }

    /// The id of a rule or policy, or the effect, that is written most like a word.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&'a str> {
        suggestion::nearest(word, self.ids().chain(Effect::ALL.map(Effect::as_str)))
    }

    fn ids(&self) -> impl Iterator<Item = &'a str> {
        RULES.iter().map(|rule| rule.id).chain(self.policies.iter().map(|(id, _)| *id))
    }

    fn of_effect(&self, effect: Effect) -> impl Iterator<Item = &'a str> {
        let rules = RULES.iter().map(|rule| (rule.id, rule.meta().effect));
        rules.chain(self.policies.iter().copied()).filter(move |(_, other)| *other == effect).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_a_pattern_and_an_effect_are_selectors() {
        let selectable = Selectable::with([("own-policy", Effect::Security)]);
        assert_eq!(selectable.named("missing-scope").unwrap(), ["missing-scope"]);
        assert_eq!(selectable.named("own-*").unwrap(), ["own-policy"]);
        assert_eq!(selectable.named("unhandled-redirect-path").unwrap(), ["redirect-path-mismatch"]);
        let prefixed = selectable.named("invalid-*").unwrap();
        assert!(prefixed.len() > 20 && prefixed.iter().all(|id| id.starts_with("invalid-")), "{prefixed:?}");
        let security = selectable.named("security").unwrap();
        assert!(
            security.contains(&"plaintext-client-secret".to_owned()) && security.contains(&"own-policy".to_owned())
        );
        assert!(!security.contains(&"missing-scope".to_owned()));
    }

    #[test]
    fn what_names_nothing_is_an_error_with_the_nearest_word() {
        let selectable = Selectable::with([]);
        assert_eq!(selectable.named("missing-scop"), Err(Some("missing-scope")));
        assert_eq!(selectable.named("securty"), Err(Some("security")));
        assert_eq!(selectable.named("no-such-*"), Err(None));
        assert_eq!(selectable.named("[*"), Err(None));
    }
}
