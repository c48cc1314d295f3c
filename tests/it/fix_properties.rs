//! What must hold for every fix, however the text is laid out.

use std::collections::BTreeMap;
use std::fs;

use authelia_lint::check::{Options, fix};
use authelia_lint::config::LoadOptions;
use authelia_lint::document::edit::apply;
use authelia_lint::fix::FreshDigests;
use authelia_lint::lint::{Change, Effect, Outcome, Safety};
use authelia_lint::text::Unmasked;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use regex::Regex;
use serde_yaml::Value;

use crate::files::{in_project, rule, source, yaml_below, yaml_in};

/// The text with all fixes made, and how much was found before and after.
fn fixed(text: &str) -> (String, [usize; 2]) {
    let settings = Options { fresh_digests: Some(FreshDigests::default()), ..Options::default() };
    let sources = source("configuration.yml", text);
    let outcome = authelia_lint::check(&sources, &settings);
    let before = weight(&outcome);
    let fixed = fix(sources, outcome, &settings, Safety::Unsafe);
    let text = fixed.sources.iter().next().unwrap().1.text.clone();
    (text, [before, weight(&fixed.outcome)])
}

fn weight(outcome: &Outcome) -> usize {
    outcome.findings.iter().filter(|finding| finding.effect <= Effect::Login).count()
}

/// How an option of the client is written.
#[derive(Debug, Clone)]
enum Written {
    Word(&'static str),
    Switch(bool),
    List(Vec<&'static str>),
}

/// How a text is laid out.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Layout {
    step: usize,
    quote: &'static str,
    flow: bool,
    inset: bool,
    comments: bool,
    blank_lines: bool,
    line_break: &'static str,
    order: Vec<Index>,
}

const CANONICAL: Layout = Layout {
    step: 2,
    quote: "'",
    flow: false,
    inset: true,
    comments: false,
    blank_lines: false,
    line_break: "\n",
    order: Vec::new(),
};

impl Layout {
    fn write(&self, client: &[(&'static str, Written)]) -> String {
        let step = |depth: usize| " ".repeat(self.step * depth);
        let mut lines = vec![
            "identity_providers:".to_owned(),
            format!("{}oidc:", step(1)),
            format!("{}clients:", step(2)),
            format!("{}- client_id: mailcow", step(3)),
            format!("{}  redirect_uris: [https://mail.example.org]", step(3)),
        ];
        let inner = format!("{}  ", step(3));
        let mut options = client.to_vec();
        for (position, index) in self.order.iter().enumerate().take(options.len()) {
            let other = index.index(options.len());
            options.swap(position, other);
        }
        for (number, (key, written)) in options.iter().enumerate() {
            if self.blank_lines && number % 3 == 1 {
                lines.push(String::new());
            }
            if self.comments {
                lines.push(format!("{inner}# above {number}"));
            }
            let comment = if self.comments { format!(" # beside {number}") } else { String::new() };
            match written {
                Written::Word(word) => lines.push(format!("{inner}{key}: {}{comment}", self.quoted(word))),
                Written::Switch(value) => lines.push(format!("{inner}{key}: {value}{comment}")),
                Written::List(items) if self.flow || items.is_empty() => {
                    let items: Vec<String> = items.iter().map(|item| self.quoted(item)).collect();
                    lines.push(format!("{inner}{key}: [{}]{comment}", items.join(", ")));
                }
                Written::List(items) => {
                    lines.push(format!("{inner}{key}:{comment}"));
                    let inset = if self.inset { "  " } else { "" };
                    lines.extend(items.iter().map(|item| format!("{inner}{inset}- {}", self.quoted(item))));
                }
            }
        }
        lines.extend([format!("{}- client_id: other", step(3)), String::new()]);
        lines.join(self.line_break)
    }

    fn quoted(&self, word: &str) -> String {
        format!("{0}{word}{0}", self.quote)
    }
}

fn layouts() -> impl Strategy<Value = Layout> {
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let quote = prop::sample::select(vec!["", "'", "\""]);
    let line_break = prop::sample::select(vec!["\n", "\r\n"]);
    (prop::sample::select(vec![2, 3, 4]), quote, switches, line_break, prop::collection::vec(any::<Index>(), 10))
        .prop_map(|(step, quote, (flow, inset, comments, blank_lines), line_break, order)| Layout {
            step,
            quote,
            flow,
            inset,
            comments,
            blank_lines,
            line_break,
            order,
        })
}

/// A client of Mailcow's in which some options are wrong.
fn clients() -> impl Strategy<Value = Vec<(&'static str, Written)>> {
    let word = |key: &'static str, values: &[&'static str]| {
        prop::sample::select(values.to_vec()).prop_map(move |value| (key, Written::Word(value))).boxed()
    };
    let switch = |key: &'static str| any::<bool>().prop_map(move |value| (key, Written::Switch(value))).boxed();
    let list = |key: &'static str, values: &[&'static str]| {
        subsequence(values.to_vec(), 1..=values.len()).prop_map(move |items| (key, Written::List(items))).boxed()
    };
    let options = vec![
        word("token_endpoint_auth_method", &["client_secret_basic", "client_secret_post", "private_key_jwt"]),
        word("authorization_policy", &["one_factor", "two_factor", "nosuch"]),
        word("userinfo_signed_response_alg", &["none", "RS256"]),
        word("consent_mode", &["implicit", "auto", "nosuch"]),
        switch("public"),
        switch("require_pkce"),
        switch("require_pushed_authorization_requests"),
        list("scopes", &["openid", "profile", "Email", "groups"]),
        list("response_types", &["code", "token"]),
        prop::sample::select(vec!["client_credentials", "nosuch", "implicit"])
            .prop_map(|grant| ("grant_types", Written::List(vec!["authorization_code", grant])))
            .boxed(),
    ];
    subsequence((0..options.len()).collect::<Vec<_>>(), 1..=options.len())
        .prop_flat_map(move |chosen| chosen.into_iter().map(|index| options[index].clone()).collect::<Vec<_>>())
}

fn tree(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// What an option of the first client holds; in a list, the order does not count.
fn first_client(text: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree(text);
    let client = tree["identity_providers"]["oidc"]["clients"][0].as_mapping().unwrap();
    let word = |value: &Value| serde_yaml::to_string(value).unwrap().trim().to_owned();
    let mut options: Vec<(String, Vec<String>)> = client
        .iter()
        .map(|(key, value)| {
            let mut words =
                value.as_sequence().map_or_else(|| vec![word(value)], |items| items.iter().map(word).collect());
            words.sort();
            (word(key), words)
        })
        .collect();
    options.sort();
    options
}

fn comments(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\u{85}', '\u{2028}', '\u{2029}']);
    let is_comment = |before: &str| before.is_empty() || before.ends_with([' ', '\t']);
    let start = |line: &str| line.match_indices("# ").map(|(at, _)| at).find(|at| is_comment(&line[..*at]));
    let mut comments: Vec<&str> = lines.filter_map(|line| Some(&line[start(line)?..])).collect();
    comments.sort_unstable();
    comments
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn the_layout_does_not_matter_and_stays(client in clients(), layout in layouts()) {
        let text = layout.write(&client);
        let (after, [worse, better]) = fixed(&text);
        prop_assert!(better <= worse, "{text}\n{after}");
        prop_assert_eq!(first_client(&after), first_client(&fixed(&CANONICAL.write(&client)).0), "{}\n{}", text, after);
        prop_assert_eq!(comments(&text), comments(&after), "{}\n{}", text, after);
        prop_assert_eq!(&fixed(&after).0, &after, "a second run changes something");
        let windows = layout.line_break == "\r\n";
        let breaks = |which: &str| after.matches(which).count();
        prop_assert_eq!(breaks("\r\n"), if windows { breaks("\n") } else { 0 });
    }
}

/// The paths at which two trees differ: an option that is in one of them only, a list or a scalar.
fn differences(before: &Value, after: &Value, path: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Mapping(old), Value::Mapping(new)) => {
            for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
                let name = key.as_str().unwrap_or("?");
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => differences(old, new, &path, found),
                    _ => found.push(path),
                }
            }
        }
        (Value::Sequence(old), Value::Sequence(new)) if old.len() == new.len() && old.iter().any(Value::is_mapping) => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differences(old, new, &format!("{path}[{index}]"), found);
            }
        }
        _ if before == after => {}
        _ => found.push(path.to_owned()),
    }
}

/// Whether a fix refers to what is at a path.
fn is_named(path: &str, title: &str, of: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or_default();
    let names = |begin: String| title.contains(&begin);
    // A section that is written anew is named with the option in it.
    let is_around = names(format!("`{path}.")) || names(format!("`{path}`"));
    is_around || names(format!("`{key}`")) || names(format!("`{key}:")) || of.starts_with(path)
}

#[test]
#[ignore = "slow"]
fn a_fix_changes_what_it_says_and_keeps_the_comments() {
    let mut tried = 0;
    for path in yaml_below(&in_project("fixtures")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        // What is a template cannot be read without masks; what is embedded stands elsewhere in the tree.
        let Ok(before) = serde_yaml::from_str::<Value>(&text) else { continue };
        if before.get("kind").is_some() || path.components().any(|part| part.as_os_str() == "embedded") {
            continue;
        }
        let sources = source("configuration.yml", &*text);
        let outcome = authelia_lint::check(
            &sources,
            &Options { fresh_digests: Some(FreshDigests::default()), ..Options::default() },
        );
        for finding in &outcome.findings {
            let Some(fix) = &finding.fix else { continue };
            let after_text = apply(&text, &fix.edits.iter().collect::<Vec<_>>());
            let mut found = Vec::new();
            differences(&before, &tree(&after_text), "", &mut found);
            let place =
                format!("{}: {}: {} at {}", path.display(), finding.rule, fix.title.expose(), finding.path.expose());
            assert!(!found.is_empty(), "{place} changes nothing");
            // An item that is moved changes the numbers of others.
            let is_moved = fix.changes.iter().any(|change| matches!(change, Change::Reorder { .. }));
            for path in &found {
                let is_meant = is_moved && path.starts_with("access_control.rules[");
                assert!(
                    is_meant || is_named(path, fix.title.expose(), finding.path.expose()),
                    "{place} changes {path}"
                );
            }
            // In a block scalar, what looks like a comment is none.
            if !text.contains(['|', '>']) {
                assert_eq!(comments(&text), comments(&after_text), "{place}");
            }
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried} fixes were tried");
}

#[test]
#[ignore = "slow"]
fn nothing_is_left_to_fix_afterwards() {
    for file in yaml_in(&in_project("fixtures/fixes")) {
        for merge in [false, true] {
            let settings = Options {
                load: LoadOptions { merge, no_environment: merge, ..LoadOptions::default() },
                ..Options::default()
            };
            let sources = source("configuration.yml", fs::read_to_string(&file).unwrap());
            let outcome = authelia_lint::check(&sources, &settings);
            let fixed = fix(sources, outcome, &settings, Safety::Unsafe);
            let again = fix(fixed.sources, fixed.outcome, &settings, Safety::Unsafe);
            assert_eq!(again.made, [], "{}", file.display());
        }
    }
}

/// What each finding is about, and how often; a list's items may move.
fn subjects(outcome: &Outcome) -> BTreeMap<(&'static str, Option<Unmasked>, String), usize> {
    let index = Regex::new(r"\[\d+\]").unwrap();
    let mut subjects = BTreeMap::new();
    for finding in &outcome.findings {
        let path = index.replace_all(finding.path.expose(), "").into_owned();
        *subjects.entry((rule(finding), finding.client_id.clone(), path)).or_default() += 1;
    }
    subjects
}

#[test]
#[ignore = "slow"]
fn what_is_fixed_brings_nothing_else() {
    let mut tried = 0;
    for folder in ["fixtures/bad", "fixtures/fixes"] {
        for file in yaml_below(&in_project(folder)) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            for merge in [false, true] {
                let settings = Options {
                    load: LoadOptions { merge, no_environment: merge, ..LoadOptions::default() },
                    fresh_digests: Some(FreshDigests::default()),
                    ..Options::default()
                };
                let sources = source("configuration.yml", &*text);
                let outcome = authelia_lint::check(&sources, &settings);
                let is_startup =
                    |outcome: &Outcome| outcome.findings.iter().filter(|it| it.effect == Effect::Startup).count();
                let (before, refused) = (subjects(&outcome), is_startup(&outcome));
                let fixed = fix(sources, outcome, &settings, Safety::Unsafe);
                tried += fixed.made.len();
                // What keeps Authelia from starting may hide more of the kind.
                let hid = refused > 0;
                for (subject, count) in subjects(&fixed.outcome) {
                    let is_new = count > before.get(&subject).copied().unwrap_or_default();
                    let is_startup =
                        authelia_lint::rules::find(subject.0).is_some_and(|rule| rule.meta().effect == Effect::Startup);
                    assert!(!is_new || hid && is_startup, "{}: {subject:?} {:?}", file.display(), fixed.made);
                }
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

/// Options that keep nobody but Mailcow from a login.
const WRONG_FOR_MAILCOW: [&str; 5] = [
    "token_endpoint_auth_method: client_secret_basic",
    "scopes: [openid, profile]",
    "require_pkce: true",
    "require_pushed_authorization_requests: true",
    "userinfo_signed_response_alg: RS256",
];

const SECRET: &str = "client_secret: '{{ secret \"/secrets/client\" }}'";

/// Three clients, the second and third of which take what they do not say themselves from the first, or from the ones
/// before.
fn merged_clients() -> impl Strategy<Value = String> {
    let ids = prop::sample::select(vec![
        ["mailcow", "other", "another"],
        ["other", "mailcow", "another"],
        ["other", "mailcow-a", "mailcow-b"],
        ["mailcow-a", "mailcow-b", "other"],
    ]);
    let options = || subsequence(WRONG_FOR_MAILCOW.to_vec(), 0..=WRONG_FOR_MAILCOW.len());
    let merge = prop::sample::select(vec!["<<: *first", "<<: [*second, *first]", "<<: *second"]);
    (ids, [options(), options(), options()], merge, any::<bool>()).prop_map(|(ids, options, merge, flow)| {
        let mut text = "identity_providers:\n  oidc:\n    clients:\n".to_owned();
        for (index, (id, options)) in ids.iter().zip(&options).enumerate() {
            let merge = [None, Some("<<: *first"), Some(merge)][index].map(str::to_owned);
            let anchor = ["&first", "&second", ""][index];
            let own = [format!("client_id: {id}"), format!("redirect_uris: ['https://{id}.example.org']")];
            // What is absent is absent for all that merge it, and can be given to one alone by hand only.
            let mut options = options.clone();
            if index == 0 && !options.contains(&WRONG_FOR_MAILCOW[0]) {
                options.extend(["token_endpoint_auth_method: client_secret_post"]);
            }
            let lines: Vec<String> = merge
                .into_iter()
                .chain(own)
                .chain([SECRET.to_owned()])
                .chain(options.into_iter().map(str::to_owned))
                .collect();
            let item = match (flow, anchor) {
                (true, _) => format!("      - {anchor} {{{}}}\n", lines.join(", ")),
                (false, "") => format!("      - {}\n", lines.join("\n        ")),
                (false, _) => format!("      - {anchor}\n        {}\n", lines.join("\n        ")),
            };
            text.push_str(&item);
        }
        text
    })
}

/// The clients with what merge keys bring to them.
fn effective_clients(text: &str) -> Vec<serde_yaml::Mapping> {
    let tree = tree(text);
    tree["identity_providers"]["oidc"]["clients"].as_sequence().unwrap().iter().map(effective).collect()
}

fn effective(client: &Value) -> serde_yaml::Mapping {
    let mut client = client.as_mapping().unwrap().clone();
    let merged = client.remove("<<").unwrap_or(Value::Sequence(Vec::new()));
    for source in merged.as_sequence().unwrap_or(&vec![merged.clone()]) {
        for (key, value) in effective(source) {
            client.entry(key).or_insert(value);
        }
    }
    client
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn a_fix_of_what_is_merged_changes_no_other_client(text in merged_clients()) {
        let (after, [_, left]) = fixed(&text);
        let (old, new) = (effective_clients(&text), effective_clients(&after));
        for (old, new) in old.iter().zip(&new) {
            if !old["client_id"].as_str().unwrap().starts_with("mailcow") {
                prop_assert_eq!(old, new, "{}\n{}", text, after);
            }
        }
        prop_assert_eq!(left, 0, "{}\n{}", text, after);
    }
}
