//! A configuration that can be shown to strangers, for a support question.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::golang::domain::registrable;
use crate::text::{Source, SourceId};

use super::{Analysis, LintOptions, Report, Text, UnknownRule};

/// What to replace besides secrets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RedactOptions {
    /// Domains, email addresses, and the names of users and groups. Equal names stay equal.
    pub names: bool,
}

/// Texts that hold no secrets, and what was found in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redacted {
    /// The texts.
    pub texts: Vec<Text>,
    /// The findings in the texts with their secrets, which are as secret as those of [`lint`](super::lint).
    pub report: Report,
}

/// Replaces the secrets in texts with bullets, and with [`RedactOptions::names`] the names, too. The lines stay the same, so that
/// findings point at the right ones.
///
/// # Errors
/// If a selector in `options` names no rule.
pub fn redact(texts: &[Text], options: &LintOptions, redact: RedactOptions) -> Result<Redacted, UnknownRule> {
    let covered = covered(texts, options)?;
    if !redact.names {
        return Ok(covered);
    }
    let pseudonyms = Pseudonyms::of(&covered.texts);
    // What a finding says may hold a name, so the names are replaced before anything is found.
    let renamed = texts.iter().map(|text| Text { name: text.name.clone(), text: pseudonyms.apply(&text.text) });
    self::covered(&renamed.collect::<Vec<_>>(), options)
}

/// Replaces the secrets in texts with bullets.
fn covered(texts: &[Text], options: &LintOptions) -> Result<Redacted, UnknownRule> {
    let analysis = Analysis::new(texts, options)?;
    let masks = analysis.masks();
    let text =
        |(id, source): (SourceId, &Source)| Text { name: source.name.clone(), text: masks.covered(id, &source.text) };
    Ok(Redacted { texts: analysis.sources.iter().map(text).collect(), report: analysis.report() })
}

/// A host: in a URL, or the value of a key about domains.
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?:://(?:[^\s/@'"]*@)?|domain:\s*['"]?|^\s*-\s*['"]?|[\[,]\s*['"]?)(?:\*\.)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,63})"#,
    )
});

/// An email address.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"([A-Za-z0-9._%+-]+)@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,63})"));

/// A subject of a rule.
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| regex(r#"\b(user|group):([^\s'",\]]+)"#));

fn regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?m){pattern}")).expect("patterns of this file are valid")
}

/// The names that domains and subjects are replaced with.
struct Pseudonyms {
    /// Registrable domains, the longest first, so that none is replaced within another.
    domains: Vec<(String, String)>,
    subjects: Vec<String>,
}

impl Pseudonyms {
    fn of(texts: &[Text]) -> Self {
        let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        let hosts = texts.iter().flat_map(|text| HOST.captures_iter(text).map(|found| found[1].to_lowercase()));
        let of_emails = texts.iter().flat_map(|text| EMAIL.captures_iter(text).map(|found| found[2].to_lowercase()));
        let domains: BTreeSet<String> =
            hosts.chain(of_emails).filter_map(|host| registrable(&host).map(str::to_owned)).collect();
        let mut domains: Vec<_> = domains.into_iter().enumerate().map(|(index, name)| (name, domain(index))).collect();
        domains.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let subjects = texts.iter().flat_map(|text| SUBJECT.captures_iter(text).map(|found| found[2].to_owned()));
        Self { domains, subjects: subjects.collect::<BTreeSet<_>>().into_iter().collect() }
    }

    fn apply(&self, text: &str) -> String {
        let text = EMAIL.replace_all(text, "someone@$2");
        let text = SUBJECT.replace_all(&text, |found: &Captures<'_>| {
            let number = self.subjects.iter().position(|name| *name == found[2]).unwrap_or_default() + 1;
            format!("{kind}:{kind}{number}", kind = &found[1])
        });
        let mut text = text.into_owned();
        for (name, pseudonym) in &self.domains {
            let pattern = format!(r"(?i)\b{}\b", regex::escape(name));
            if let Ok(pattern) = Regex::new(&pattern) {
                text = pattern.replace_all(&text, pseudonym.as_str()).into_owned();
            }
        }
        text
    }
}

/// A domain that is reserved for documentation (RFC 2606).
fn domain(index: usize) -> String {
    match index {
        0 => "example.com".to_owned(),
        1 => "example.org".to_owned(),
        2 => "example.net".to_owned(),
        _ => format!("domain{}.example", index + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str, names: bool) -> String {
        let texts = [Text { name: "configuration.yml".to_owned(), text: text.to_owned() }];
        redact(&texts, &LintOptions::default(), RedactOptions { names }).unwrap().texts.remove(0).text
    }

    #[test]
    fn secrets_are_replaced_and_names_only_if_wanted() {
        let text = "session:\n  secret: 'hunter2hunter2'\n  cookies:\n    - domain: 'family.de'\n      authelia_url: 'https://auth.family.de'\n";
        assert_eq!(redacted(text, false), text.replace("hunter2hunter2", "••••••••••••••"));
        assert_eq!(redacted(text, true), redacted(text, false).replace("family.de", "example.com"));
    }

    #[test]
    fn a_domain_that_nobody_can_register_is_a_name_too() {
        let text = "session:\n  cookies:\n    - domain: 'home.lan'\n      authelia_url: 'https://auth.home.lan'\n";
        assert_eq!(redacted(text, true), text.replace("home.lan", "example.com"));
    }

    #[test]
    fn findings_are_about_the_secrets_that_were_there() {
        let text = "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        client_secret: '$plaintext$hunter2'\n        redirect_uris: ['http://app.family.de/x']\n";
        let texts = [Text { name: "configuration.yml".to_owned(), text: text.to_owned() }];
        let rules = |report: Report| report.findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>();
        let found = rules(super::super::lint(&texts, &LintOptions::default()).unwrap());
        assert!(found.contains(&"plaintext-client-secret".to_owned()), "{found:?}");
        for names in [false, true] {
            let redacted = redact(&texts, &LintOptions::default(), RedactOptions { names }).unwrap();
            assert!(!format!("{redacted:?}").contains("hunter2"), "{redacted:?}");
            assert_eq!(format!("{redacted:?}").contains("family"), !names, "{redacted:?}");
            assert_eq!(rules(redacted.report), found);
        }
    }

    #[test]
    fn users_groups_and_addresses_are_replaced() {
        let text = "access_control:\n  rules:\n    - domain: ['a.home.org', '*.work.co.uk']\n      subject: ['user:ada', 'group:staff', 'user:ada']\nnotifier:\n  smtp:\n    sender: 'Ada <ada@home.org>'\n";
        let shown = redacted(text, true);
        assert!(!shown.contains("ada@") && !shown.contains("home.org") && !shown.contains("staff"), "{shown}");
        assert_eq!(shown.matches("user:user1").count(), 2);
        assert_eq!(shown.lines().count(), text.lines().count());
    }
}
