//! Policies of the operator's own: what the documentation shows, what is unknown, and what is hostile.

use std::fmt::Write as _;
use std::path::Path;

use authelia_lint::check::Options;
use authelia_lint::check::policy_cases::Cases;
use authelia_lint::config::LoadOptions;
use authelia_lint::settings::LoadedSettings;
use authelia_lint::text::TextError;
use proptest::prelude::*;

use crate::files::{project_text, source};

fn load(text: &str) -> Result<LoadedSettings, TextError> {
    LoadedSettings::read(Path::new("authelia-lint.toml"), text)
}

/// A settings file with one policy.
fn policy(scope: &str, expression: &str) -> String {
    assert!(!expression.contains("'''"), "it is written as a literal text");
    format!("[[policy]]\nid = 'it-holds'\nscope = '{scope}'\nmessage = 'no'\nexpression = '''{expression}'''\n")
}

/// What a policy says of a configuration that is the whole: whether it finds something, or why it cannot be judged.
fn finds(scope: &str, expression: &str, configuration: &str) -> Result<bool, String> {
    let policies = load(&policy(scope, expression)).map_err(|error| error.mistakes[0].message.clone())?.policies;
    let settings = Options { policies, ..Options::complete() };
    let outcome = authelia_lint::check(&source("configuration.yml", configuration), &settings);
    match outcome.failures.first() {
        Some(failure) => Err(failure.mistakes[0].message.clone()),
        None => Ok(outcome.findings.iter().any(|finding| finding.rule == "it-holds")),
    }
}

/// The same of a client.
fn client_finds(expression: &str, client: &str) -> Result<bool, String> {
    let lines: String = client.lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "        {line}");
        text
    });
    finds("client", expression, &format!("identity_providers:\n  oidc:\n    clients:\n      -\n{lines}"))
}

/// The blocks of a Markdown page, with their languages.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("```").skip(1).step_by(2);
    parts.map(|block| block.split_once('\n').unwrap()).collect()
}

#[test]
fn every_policy_of_the_documentation_does_what_its_cases_say() {
    let page = project_text("docs/policies.md");
    let mut loaded = None;
    let mut judged = 0;
    for (language, text) in blocks(&page) {
        match language {
            "toml" => loaded = Some(load(text).unwrap_or_else(|error| panic!("{:?}", error.mistakes))),
            "yaml" => {
                let policies = &loaded.as_ref().unwrap().policies;
                let cases = Cases::read(text, policies).unwrap();
                for case in cases.iter() {
                    let verdict = case.judge(policies).unwrap();
                    assert!(verdict.is_right(), "{verdict:?}");
                    judged += 1;
                }
                for policy in policies.iter() {
                    assert!(text.contains(policy.id.as_str()), "no case shows what `{}` finds", policy.id);
                }
            }
            other => panic!("a block in `{other}`"),
        }
    }
    assert!(judged > 20, "{judged} cases");
}

/// Half a second is not none, and Authelia's defaults only replace what is.
#[test]
fn a_part_of_a_second_is_not_rounded_to_none() {
    for expression in ["config.session.inactivity == 0", "config.session.inactivity != 0"] {
        assert_eq!(finds("configuration", expression, "session:\n  inactivity: '500ms'\n"), Ok(false), "{expression}");
        assert_eq!(finds("configuration", expression, "session:\n  inactivity: '1500ms'\n"), Ok(false), "{expression}");
    }
    let expression = "config.session.inactivity == 90";
    assert_ne!(
        finds("configuration", expression, "session: { inactivity: '90s' }\n"),
        finds("configuration", expression, "session: { inactivity: '91s' }\n")
    );
}

#[test]
fn what_is_unknown_decides_nothing() {
    let client = "client_id: '{{ env \"ID\" }}'\nredirect_uris: ['${A}', 'http://a.org']\nscopes: ['${B}', 'openid']\n";
    for (expression, found) in [
        ("client.client_id == 'a'", false),
        ("client.client_id != 'a'", false),
        ("client.client_id == client.client_id", false),
        ("client.public && client.client_id == 'a'", true),
        ("client.client_id == 'a' && client.public", true),
        ("client.client_id == 'a' || client.public", false),
        ("client.redirect_uris.all(uri, uri.startsWith('https'))", true),
        ("client.redirect_uris.all(uri, uri.startsWith('http'))", false),
        ("client.redirect_uris.exists(uri, uri == 'b')", false),
        ("client.redirect_uris.exists_one(uri, uri == 'http://a.org')", false),
        ("client.redirect_uris.filter(uri, uri == 'b').size() == 0", false),
        ("client.redirect_uris.size() == 3", true),
        ("client.redirect_uris == ['a', 'b']", true),
        ("client.redirect_uris == ['a', 'http://a.org']", false),
        ("'profile' in client.scopes", false),
        ("!('openid' in client.scopes)", true),
        ("(client.client_id == 'a' ? 1 : 2) == 3", false),
        ("(client.client_id == 'a' ? 1 : 1) == 3", true),
        ("has(client.client_id)", false),
        ("client.redirect_uris[7] == 'a'", false),
        ("1 / 0 == 1", false),
        ("client.redirect_uris.map(uri, uri.size())[1] == 1", true),
        ("client.redirect_uris.map(uri, uri == 'b', uri.size()) == [1]", false),
        ("['a', 'bb'].map(word, word != 'a', word.size()) == [2]", false),
        ("['a', 'bb'].map(word, word != 'a', word.size()) == [1, 2]", true),
    ] {
        assert_eq!(client_finds(expression, client), Ok(found), "{expression}");
    }
}

#[test]
fn a_file_that_may_be_a_part_says_nothing_of_what_it_lacks() {
    let policies = load(&policy("configuration", "config.session.inactivity > 300 && has(config.session.redis)"));
    let sources = source("configuration.yml", "session:\n  name: 'a'\n");
    let settings = Options { policies: policies.unwrap().policies, ..Options::default() };
    assert!(authelia_lint::check(&sources, &settings).findings.is_empty());
    let settings = Options { load: LoadOptions::complete(), ..settings };
    assert_eq!(authelia_lint::check(&sources, &settings).findings.iter().filter(|f| f.rule == "it-holds").count(), 1);
}

#[test]
fn a_client_has_the_values_that_authelia_takes() {
    for (client, expression) in [
        ("", "client.token_endpoint_auth_method == 'client_secret_basic'"),
        ("public: true", "client.token_endpoint_auth_method == 'none'"),
        ("", "client.authorization_policy == 'two_factor'"),
        ("grant_types: ['client_credentials']", "client.authorization_policy == 'one_factor'"),
        ("", "client.scopes == ['openid', 'groups', 'profile', 'email']"),
        ("", "client.response_types == ['code'] && client.grant_types == ['authorization_code']"),
        ("", "client.response_modes == ['form_post', 'query']"),
        ("response_types: ['code id_token']", "client.response_modes == ['form_post', 'fragment']"),
        ("", "client.consent_mode == 'explicit' && client.pre_configured_consent_duration == 0"),
        ("pre_configured_consent_duration: '1d'", "client.consent_mode == 'pre-configured'"),
        ("consent_mode: 'pre-configured'", "client.pre_configured_consent_duration == 604800"),
        ("", "!client.require_pkce && client.pkce_challenge_method == ''"),
        ("pkce_challenge_method: 'S256'", "client.require_pkce"),
        ("", "client.id_token_signed_response_alg == 'RS256' && client.userinfo_signed_response_alg == 'none'"),
        ("client_id: 'a'", "client.client_name == 'a' && client.requested_audience_mode == 'explicit'"),
        ("token_endpoint_auth_method: 'client_secret_jwt'", "client.token_endpoint_auth_signing_alg == 'HS256'"),
        ("", "!client.client_secret.given && client.client_secret.kind == ''"),
        ("client_secret: 'a'", "client.client_secret.literal && client.client_secret.kind == 'plaintext'"),
        ("client_secret: '${A}'", "client.client_secret.given && !client.client_secret.literal"),
        (
            "sector_identifier_uri: 'https://u:p@a.org:1/b?c#d'",
            "client.sector_identifier_uri == 'https://a.org:1/b?c#d'",
        ),
    ] {
        let client = format!("client_name: ''\n{client}\n");
        let client = if client.contains("client_id") { client } else { format!("client_id: 'x'\n{client}") };
        let negated = format!("!({expression})");
        // True, and not merely unknown.
        assert_eq!(client_finds(expression, &client), Ok(false), "{client}: {expression}");
        assert_eq!(client_finds(&negated, &client), Ok(true), "{client}: {expression} is unknown");
    }
}

#[test]
fn a_wrong_expression_is_shown_at_its_place() {
    let mut shown = String::new();
    for expression in [
        "client.redirect_urs.size() > 0",
        "clint.public",
        "client.public == 'yes'",
        "client.client_id",
        "client.client_id ==",
        "client.client_id 'a'",
        "client.scopes.al(x, true)",
        "client.scopes.all('x', true)",
        "client.scopes.all(x, x)",
        "client.client_secret == 'x'",
        "client.client_id.matches('[')",
        "client.client_id.matches(client.client_name)",
        "'x' in client.client_id",
        "1 in client.scopes",
        "client.client_id + 1 == 'a'",
        "client.public.a",
        "['a', 1].size() == 2",
        "1.5 > 1.0",
        "has(client)",
        "{'a': 1}.a == 1",
        "'ä' == client.clint_id",
    ] {
        let text = policy("client", expression);
        let problem = load(&text).unwrap_err().mistakes.remove(0);
        let help = problem.help.map(|help| format!(" ({help})")).unwrap_or_default();
        let _ = writeln!(shown, "{expression}\n  `{}`: {}{help}", &text[problem.range], problem.message);
    }
    insta::assert_snapshot!(shown);
}

#[test]
#[ignore = "slow"]
fn hostile_expressions_are_refused_or_stopped() {
    let digits = "[1,2,3,4,5,6,7,8,9,10]";
    let nested = (0..8).fold("true".to_owned(), |body, level| format!("{digits}.all(x{level}, {body})"));
    assert_eq!(
        client_finds(&nested, "client_id: 'a'"),
        Err("the policy `it-holds` cannot be judged: this takes too much work".to_owned())
    );
    let doubled = (0..60).fold("['aaaaaaaa']".to_owned(), |list, _| format!("{list}.map(x, x + x)"));
    assert!(client_finds(&format!("{doubled} == ['a']"), "client_id: 'a'").is_err());
}

#[test]
#[ignore = "slow"]
fn hostile_syntax_is_refused() {
    let refused = || {
        for hostile in [
            "(".repeat(4000),
            "!".repeat(4000),
            "-".repeat(4000),
            "a.".repeat(2000),
            "1+".repeat(2000) + "1",
            "'\\".repeat(2000),
            "true && ".repeat(1000),
        ] {
            assert!(client_finds(&hostile, "client_id: 'a'").is_err());
        }
    };
    // As much stack as the main thread of the program has: the parser is not optimised in tests.
    std::thread::Builder::new().stack_size(8 << 20).spawn(refused).unwrap().join().unwrap();
}

#[test]
fn nothing_of_a_secret_can_be_seen() {
    for secret in [
        "config.session.secret",
        "config.storage.encryption_key",
        "client.client_secret",
        "config.notifier.smtp.password",
    ] {
        for use_of in ["== 'a'", ".startsWith('a')", ".kind == 'a' || true", "+ 'a' == 'b'"] {
            let judged =
                client_finds(&format!("{secret} {use_of}").replace(" .", "."), "client_id: 'a'\nclient_secret: 'a'");
            assert_eq!(judged.is_ok(), use_of.contains("kind"), "{secret} {use_of}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_makes_it_panic(expression in "[a-c.()\\[\\]!&|=<>?:,+ *'\"0-9-]{0,60}") {
        prop_assume!(!expression.contains("'''"));
        let _ = client_finds(&expression, "client_id: 'a'");
    }

    #[test]
    fn no_sequence_of_words_makes_it_panic(words in prop::collection::vec(
        prop::sample::select(vec![
            "client", "config", ".", "scopes", "(", ")", "all", "x", ",", "size", "&&", "==", "'a'", "[", "]", "0", "has", "!", "?",
            ":", "public", "in", "+", "identity_providers", "oidc", "clients", "é", "\n", "\\", "9223372036854775807", "-",
        ]),
        0..30,
    )) {
        let _ = client_finds(&words.concat(), "client_id: 'a'");
    }
}
