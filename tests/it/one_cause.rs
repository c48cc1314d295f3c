//! One cause, one finding; and no mistake hides another. Held by making each value of the whole, good configurations wrong
//! in turn, and two of them at once.

use std::fs;
use std::ops::Range;
use std::sync::LazyLock;

use authelia_lint::check::Options;
use authelia_lint::document::{self, Kind, NodeId, Style, Tree};
use authelia_lint::lint::{Effect, Finding};
use authelia_lint::text::SourceId;

use crate::files::{in_project, rule, source, yaml_in};

/// What no option takes, or hardly any: a text that is unlike all others, a mapping, a list, a number, nothing.
const WRONG: [fn(usize) -> String; 5] = [
    |number| format!("'wr%ng § {number}'"),
    |number| format!("{{ a{number}: b }}"),
    |_| "['a']".to_owned(),
    |_| "-7".to_owned(),
    |_| "''".to_owned(),
];

/// A value of a good configuration, and what is written instead.
#[derive(Clone)]
struct Mistake {
    range: Range<usize>,
    text: String,
}

/// What keeps Authelia from starting, with mistakes made in a text.
fn found(text: &str, mistakes: &[&Mistake]) -> Vec<Finding> {
    let mut text = text.to_owned();
    let mut mistakes = mistakes.to_vec();
    mistakes.sort_by_key(|mistake| std::cmp::Reverse(mistake.range.start));
    for mistake in mistakes {
        text.replace_range(mistake.range.clone(), &mistake.text);
    }
    let settings = Options::complete();
    let mut findings = authelia_lint::check(&source("configuration.yml", text), &settings).findings;
    findings.retain(|finding| finding.effect == Effect::Startup);
    findings
}

/// Each whole configuration with a mistake for each of its values, one kind after the other.
fn configurations() -> Vec<(String, Vec<Mistake>)> {
    let texts = yaml_in(&in_project("fixtures/ok/whole")).into_iter().map(|path| fs::read_to_string(path).unwrap());
    let with_mistakes = texts.enumerate().map(|(file, text)| {
        let ranges = scalars(&text).into_iter().enumerate();
        let mistakes =
            ranges.map(|(number, range)| Mistake { range, text: WRONG[(file + number) % WRONG.len()](number) });
        let mistakes = mistakes.collect();
        (text, mistakes)
    });
    with_mistakes.collect()
}

/// Where the values of one line stand, in the order of the text.
fn scalars(text: &str) -> Vec<Range<usize>> {
    let mut tree = Tree::default();
    let root = document::read(&mut tree, SourceId(0), text, &[]).unwrap().root.unwrap();
    let mut ranges = Vec::new();
    collect(&tree, root, &mut ranges);
    ranges.sort_by_key(|range| range.start);
    ranges.dedup();
    ranges
}

fn collect(tree: &Tree, id: NodeId, ranges: &mut Vec<Range<usize>>) {
    let node = &tree[id];
    match &node.kind {
        Kind::Sequence { items, .. } => items.iter().for_each(|item| collect(tree, *item, ranges)),
        Kind::Mapping { entries, .. } => entries.iter().for_each(|entry| collect(tree, entry.value, ranges)),
        Kind::Alias(_) => {}
        _ if matches!(node.style, Style::Literal | Style::Folded) || node.anchor().is_some() => {}
        _ => ranges.push(node.span.range()),
    }
}

/// Whether the mistake must be fixed in several places: the filters that an implementation provided, and the references to
/// a key that has lost its id.
fn is_for_several_places(findings: &[Finding]) -> bool {
    let all_say = |words: [&str; 2]| {
        findings.iter().all(|finding| words.iter().all(|word| finding.message.expose().contains(word)))
    };
    all_say(["_filter`", " is not set"]) || all_say(["is not a valid value for", "_key_id`"])
}

/// Each mistake by itself, in the order of its text, and what is found because of it.
struct Alone {
    text: String,
    found: Vec<(Mistake, Vec<Finding>)>,
}

/// Every mistake in every configuration by itself.
static ALONE: LazyLock<Vec<Alone>> = LazyLock::new(|| {
    let alone = configurations().into_iter().map(|(text, mistakes)| {
        let found = mistakes.into_iter().map(|mistake| {
            let findings = found(&text, &[&mistake]);
            (mistake, findings)
        });
        Alone { found: found.collect(), text: text.clone() }
    });
    alone.collect()
});

#[test]
#[ignore = "slow"]
fn a_wrong_value_is_one_finding() {
    let mut mistakes_found = 0;
    for Alone { text, found } in ALONE.iter() {
        for (mistake, findings) in found {
            mistakes_found += usize::from(!findings.is_empty());
            let told: Vec<_> =
                findings.iter().map(|finding| (finding.path.expose(), finding.message.expose())).collect();
            let is_one = findings.len() <= 1 || is_for_several_places(findings);
            assert!(is_one, "{} in place of {}: {told:#?}", mistake.text, &text[mistake.range.clone()]);
        }
    }
    assert!(mistakes_found > 400, "{mistakes_found}");
}

#[test]
#[ignore = "slow"]
fn no_mistake_hides_another() {
    let mut pairs = 0;
    for Alone { text, found: alone } in ALONE.iter() {
        let alone: Vec<_> = alone.iter().filter(|(_, findings)| !findings.is_empty()).collect();
        // Neighbours may depend on each other: what an algorithm is for, cannot be told where its method is none.
        for distance in [13, 57] {
            for ((one, of_one), (other, of_other)) in alone.iter().zip(alone.iter().skip(distance)) {
                pairs += 1;
                let together = found(text, &[one, other]);
                for finding in of_one.iter().chain(of_other) {
                    let is_told = together.iter().any(|told| is_same(told, finding));
                    assert!(
                        is_told,
                        "{} and {} hide: {}: {}",
                        one.text,
                        other.text,
                        finding.path.expose(),
                        finding.message.expose()
                    );
                }
            }
        }
    }
    assert!(pairs > 500, "{pairs}");
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule && one.path == other.path && one.message == other.message
}

/// A registration of an application that is known, and one of an application that is not.
const CLIENTS: &str = "\
storage:
  local: { path: '/config/db.sqlite3' }
server:
  address: 'tcp://:9091'
identity_providers:
  oidc:
    clients:
      - client_id: 'mailcow'
        client_name: 'Mailcow'
        client_secret: 'uS1Zf0vPq8sLx3Re'
        token_endpoint_auth_method: 'client_secret_post'
        redirect_uris: ['https://mail.home.arpa']
        scopes: ['openid', 'profile', 'email']
      - client_id: 'notes'
        client_name: 'Notes'
        client_secret: 'q9Dk2mWc7Tb4Yh6N'
        redirect_uris: ['https://notes.home.arpa/cb']
        scopes: ['openid', 'groups', 'profile']
";

/// Slips that people make, each by one change of `CLIENTS`, and the rule that reports it.
const SLIPS: [(&str, &str, &str); 19] = [
    ("https://mail.home.arpa", "mail.home.arpa", "invalid-client-uri"),
    ("https://notes.home.arpa/cb", "notes.home.arpa/cb", "invalid-client-uri"),
    ("'email'", "'e-mail'", "missing-scope"),
    ("'profile', 'email'", "'profle', 'email'", "missing-scope"),
    ("'groups'", "'group'", "unknown-scope"),
    ("'uS1Zf0vPq8sLx3Re'", "'insecure_secret'", "documentation-client-secret"),
    ("'uS1Zf0vPq8sLx3Re'", "'changeme'", "guessable-client-secret"),
    ("'Notes'", "'Notes'\n        public: true", "invalid-client-secret"),
    (
        "'Notes'",
        "'Notes'\n        public: true\n        token_endpoint_auth_method: 'client_secret_basic'",
        "invalid-client-authentication",
    ),
    ("'Notes'", "'Notes'\n        token_endpoint_auth_method: 'none'", "invalid-client-authentication"),
    ("'Notes'", "'Notes'\n        grant_types: ['authorisation_code']", "invalid-client-option"),
    ("{ path: '/config/db.sqlite3' }", "{}", "invalid-storage"),
    (" { path: '/config/db.sqlite3' }", "", "empty-section"),
    ("address: 'tcp://:9091'", "host: '0.0.0.0'\n  port: 9091\n  path: 'sso'", "deprecated-key"),
    (
        "client_id: 'notes'\n        client_name: 'Notes'\n        client_secret:",
        "id: 'notes'\n        description: 'Notes'\n        secret:",
        "deprecated-key",
    ),
    ("'Notes'", "'Notes'\n        authorization_policy: 'two-factor'", "undefined-authorization-policy"),
    ("'https://notes.home.arpa/cb'", "'https://notes.home.arpa/cb#top'", "wildcard-redirect-uri"),
    ("client_name: 'Notes'", "clientname: 'Notes'", "unknown-key"),
    ("'Notes'", "'Notes'\n        pkce_challenge_method: 's256'", "invalid-client-option"),
];

/// How often each rule reports something.
fn counts(text: &str) -> std::collections::BTreeMap<&'static str, usize> {
    let settings = Options::complete();
    let mut counts = std::collections::BTreeMap::new();
    for finding in authelia_lint::check(&source("configuration.yml", text.to_owned()), &settings).findings {
        *counts.entry(rule(&finding)).or_default() += 1;
    }
    counts
}

#[test]
fn an_everyday_slip_is_one_finding() {
    let before = counts(CLIENTS);
    for (right, wrong, rule) in SLIPS {
        assert!(CLIENTS.contains(right), "{right}");
        let after = counts(&CLIENTS.replacen(right, wrong, 1));
        let more: Vec<(&str, usize)> = after
            .iter()
            .map(|(rule, count)| (*rule, count.saturating_sub(before.get(rule).copied().unwrap_or_default())))
            .filter(|(_, more)| *more > 0)
            .collect();
        assert_eq!(more, [(rule, 1)], "{wrong}");
    }
}
