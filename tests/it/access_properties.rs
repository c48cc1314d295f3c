//! What must hold for all rule sets and all requests, over small alphabets in which rules meet often.

use authelia_lint::access::{
    AnalysedRules, Asked, Decision, Identity, Outcome, Reach, RequestTarget, RuleSet, compare,
};
use authelia_lint::config::LoadOptions;
use authelia_lint::embedded::Configurations;
use proptest::prelude::*;
use proptest::sample::select;

use crate::files::source;

const DOMAINS: [&str; 6] = [
    "domain: a.example.com",
    "domain: [a.example.com, b.example.com]",
    "domain: '*.example.com'",
    "domain: '{user}.example.com'",
    "domain: '{group}.example.com'",
    "domain_regex: '^(a|u)\\.'",
];

const POLICIES: [&str; 4] = ["bypass", "one_factor", "two_factor", "deny"];

const LIMITS: [&str; 9] = [
    "",
    "",
    ", resources: ['^/x$']",
    ", resources: ['^/x', '/y/']",
    ", methods: [GET]",
    ", networks: ['10.0.0.0/8']",
    ", query: [[{ key: q, value: '1' }]]",
    ", resources: ['^/(?P<User>\\w+)/']",
    ", methods: [POST], resources: ['^/x(\\?.*)?$']",
];

const SUBJECTS: [&str; 6] = [
    "",
    "",
    ", subject: 'group:g'",
    ", subject: ['group:h', 'user:u']",
    ", subject: [['group:g', 'group:h']]",
    ", subject: 'user:a'",
];

const GROUPS: [&[&str]; 4] = [&[], &["g"], &["h"], &["g", "h"]];

const LOCATIONS: [&str; 8] = ["", "/", "/x", "/x?q=1", "/x?q=2", "/z/y/?q=1", "/u/x", "/X"];

/// The rules of a configuration, each as YAML.
fn rules() -> impl Strategy<Value = Vec<String>> {
    let rule = (select(&DOMAINS), select(&POLICIES), select(&LIMITS), select(&SUBJECTS));
    let rule = rule.prop_map(|(domain, policy, limit, subject)| {
        format!("    - {{ {domain}, policy: {policy}{limit}{subject} }}\n")
    });
    prop::collection::vec(rule, 1..6)
}

fn text(rules: &[String], default: &str) -> String {
    let cookies = "session: { cookies: [{ domain: example.com, authelia_url: 'https://auth.example.com' }] }\n";
    format!("{cookies}access_control:\n  default_policy: {default}\n  rules:\n{}", rules.concat())
}

fn checked(rules: &[String], default: &str) -> AnalysedRules {
    let mut all = Vec::new();
    let sources = source("configuration.yml", text(rules, default));
    Configurations::all(&sources, &LoadOptions::complete(), |config| all.push(AnalysedRules::of(config)));
    all.pop().unwrap()
}

fn request() -> impl Strategy<Value = Asked> {
    let host = select(&["a.example.com", "b.example.com", "u.example.com", "g.example.com", "A.example.com"][..]);
    let user = select(&["", "a", "u", "other"][..]);
    let groups = select(&GROUPS);
    let parts = (host, select(&LOCATIONS), select(&["GET", "POST", "REPORT"][..]), user, groups, any::<bool>());
    parts.prop_map(|(host, location, method, user, groups, inside)| {
        let groups = groups.iter().map(|group| (*group).to_owned());
        Asked {
            object: RequestTarget::of(&format!("https://{host}{location}"), method).unwrap(),
            identity: if user.is_empty() { Identity::default() } else { Identity::user(user, groups) },
            address: if inside { [10, 1, 1, 1].into() } else { [203, 0, 113, 9].into() },
        }
    })
}

/// What happens to somebody who has given none, one or two factors.
fn outcomes(decision: Decision, asked: &Asked) -> Vec<Outcome> {
    let factors: &[u8] = if asked.identity.is_anonymous() { &[0] } else { &[1, 2] };
    factors.iter().map(|factors| decision.outcome(*factors)).collect()
}

fn without(rules: &[String], index: usize) -> Vec<String> {
    rules.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, rule)| rule.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_that_is_reported_decides_nothing(
        rules in rules(),
        default in select(&POLICIES),
        requests in prop::collection::vec(request(), 24),
    ) {
        let all = checked(&rules, default);
        for (index, reach) in all.analysis().rules.iter().enumerate() {
            if let Reach::Never { .. } = reach {
                let decided = requests.iter().find(|asked| all.set.decide(asked).unwrap().rule == Some(index));
                prop_assert!(decided.is_none(), "rule {index} decides {decided:?}");
            }
            if let Reach::Reached(witness) = reach {
                prop_assert_eq!(all.set.decide_witness(witness).unwrap().rule, Some(index));
            }
            if all.is_redundant(index) {
                let fewer = checked(&without(&rules, index), default).set;
                for asked in &requests {
                    let (one, other) = (all.set.decide(asked).unwrap(), fewer.decide(asked).unwrap());
                    prop_assert_eq!(outcomes(one, asked), outcomes(other, asked), "without rule {}: {:?}", index, asked);
                }
            }
        }
    }

    #[test]
    #[ignore = "slow"]
    fn a_comparison_finds_what_changed_and_nothing_else(
        old in rules(),
        new in rules(),
        kept in 0_usize..6,
        requests in prop::collection::vec(request(), 24),
    ) {
        // Most rules stay, as in real changes.
        let new: Vec<String> = old.iter().take(kept).chain(&new).take(5).cloned().collect();
        let (old, new) = (checked(&old, "deny").set, checked(&new, "deny").set);
        prop_assert!(compare(&old, &old).differences.is_empty());
        let changes = compare(&old, &new);
        prop_assert!(changes.is_complete);
        for difference in &changes.differences {
            let is_allowed = |set: &RuleSet| {
                let decision = set.decide_witness(&difference.witness).unwrap();
                decision.outcome(difference.factors) == Outcome::Allowed
            };
            prop_assert_eq!((is_allowed(&old), is_allowed(&new)), (!difference.is_gain(), difference.is_gain()));
        }
        let is_allowed = |set: &RuleSet, asked: &Asked| {
            outcomes(set.decide(asked).unwrap(), asked).into_iter().map(|outcome| outcome == Outcome::Allowed).collect::<Vec<_>>()
        };
        for asked in &requests {
            let (before, after) = (is_allowed(&old, asked), is_allowed(&new, asked));
            let (gains, loses) = (after > before, before > after);
            let is_found = changes.differences.iter().any(|difference| difference.is_gain() == gains);
            prop_assert!(!(gains || loses) || is_found, "{:?}", asked);
        }
    }
}
