//! What each step of a check costs: reading YAML, the typed configuration, everything with the rules, the report.
//!
//! `cargo bench`; `docs/performance.md` tells what came out.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;
use std::time::Duration;

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
