//! What each step of a check costs: reading YAML, the typed configuration, everything with the rules, the report.
//!
//! `cargo bench --package authelia-lint-benches`; `docs/performance.md` tells what came out.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;
use std::time::Duration;

use authelia_lint::access::{Asked, Askers, Identity, RequestTarget, RuleSet, analyse, compare};
use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::document::{self, Filters, Tree};
use authelia_lint::embedded::Configurations;
use authelia_lint::report::{Format, RenderOptions, render};
use authelia_lint::text::{SourceId, Sources};
use divan::Bencher;

fn main() {
    divan::main();
}

/// Numbers of clients: 1 is about 700 bytes, 13 about 10 kB, 2,700 about 2 MB.
const CLIENTS: [usize; 3] = [1, 13, 2_700];

/// A configuration with so many clients, one in ten of them with a mistake.
fn configuration(clients: usize) -> String {
    let mut text = String::from("identity_providers:\n  oidc:\n    clients:\n");
    for client in 0..clients {
        let method = if client % 10 == 0 { "client_secret_bsic" } else { "client_secret_basic" };
        write!(
            text,
            "      - client_id: 'application-{client}'
        client_name: 'Application {client}'
        client_secret: '$pbkdf2-sha512$310000${client:022}$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ'
        public: false
        authorization_policy: 'two_factor'
        require_pkce: true
        pkce_challenge_method: 'S256'
        redirect_uris:
          - 'https://application-{client}.example.org/oauth2/callback'
        scopes:
          - 'openid'
          - 'profile'
          - 'groups'
          - 'email'
        response_types:
          - 'code'
        grant_types:
          - 'authorization_code'
        userinfo_signed_response_alg: 'none'
        token_endpoint_auth_method: '{method}'
"
        )
        .unwrap();
    }
    text
}

fn sources(clients: usize) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add("configuration.yml".to_owned(), configuration(clients));
    (sources, id)
}

#[divan::bench(args = CLIENTS)]
fn parse(bencher: Bencher<'_, '_>, clients: usize) {
    let (sources, id) = sources(clients);
    bencher.bench(|| {
        let (text, masks) = document::mask(&sources.get(id).text, Filters::Auto);
        let mut tree = Tree::default();
        document::read(&mut tree, id, &text, &masks).unwrap();
        tree
    });
}

#[divan::bench(args = CLIENTS)]
fn parse_and_decode(bencher: Bencher<'_, '_>, clients: usize) {
    let (sources, id) = sources(clients);
    let settings = LoadOptions::default();
    bencher.bench(|| Configurations::read(&sources, &[id], &settings).for_each(|config| _ = divan::black_box(config)));
}

#[divan::bench(args = CLIENTS)]
fn parse_decode_and_lint(bencher: Bencher<'_, '_>, clients: usize) {
    let (sources, _) = sources(clients);
    bencher.bench(|| authelia_lint::check(&sources, &Options::default()));
}

#[divan::bench(args = CLIENTS)]
fn report(bencher: Bencher<'_, '_>, clients: usize) {
    let (sources, _) = sources(clients);
    let outcome = authelia_lint::check(&sources, &Options::default());
    let elapsed = Duration::ZERO;
    let options = RenderOptions { width: 100, verbose: false, elapsed, ..RenderOptions::of(Format::Full) };
    bencher.bench(|| {
        let mut out = Vec::new();
        render(&outcome, &sources, &options, &mut out).unwrap();
        out
    });
}

/// Numbers of access control rules.
const RULES: [usize; 2] = [100, 1_000];

/// A configuration with so many rules: hosts of their own, some with paths, people and networks, below a few wildcards.
fn rule_set(rules: usize) -> RuleSet {
    let mut text = String::from(
        "session: { cookies: [{ domain: example.org, authelia_url: 'https://auth.example.org' }] }\naccess_control:\n  rules:\n",
    );
    for rule in 0..rules {
        let more = match rule % 10 {
            0 => ", resources: ['^/api/', '^/public/.*$'], policy: bypass",
            1 => ", subject: ['group:admins', 'user:ada'], policy: two_factor",
            2 => ", networks: ['10.0.0.0/8'], policy: one_factor",
            9 => ", methods: ['GET', 'HEAD'], policy: one_factor",
            _ => ", policy: two_factor",
        };
        writeln!(text, "    - {{ domain: 'application-{}.example.org'{more} }}", rule / 2).unwrap();
    }
    text.push_str("    - { domain: '*.example.org', policy: two_factor }\n");
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text);
    let mut sets = Vec::new();
    Configurations::all(&sources, &LoadOptions::complete(), |config| sets.push(RuleSet::of(config)));
    sets.pop().unwrap()
}

#[divan::bench(args = RULES)]
fn reach_of_access_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let set = rule_set(rules);
    bencher.bench(|| analyse(&set, Askers::All));
}

#[divan::bench(args = RULES)]
fn changes_of_access_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let (old, mut new) = (rule_set(rules), rule_set(rules));
    new.rules.remove(rules / 2);
    bencher.bench(|| compare(&old, &new));
}

/// A decision that the last rule makes.
#[divan::bench(args = RULES)]
fn decision_about_access(bencher: Bencher<'_, '_>, rules: usize) {
    let set = rule_set(rules);
    let address = [203, 0, 113, 9].into();
    bencher.bench(|| {
        let object = RequestTarget::of("https://other.example.org/path?query", "GET").unwrap();
        set.decide(&Asked { object, identity: Identity::user("ada", []), address })
    });
}
