//! Which keys and kinds of values Authelia refuses, overlooks or maps: each case is what Authelia 4.39.20 does.

use authelia_lint::check::{Options, Selection};

use crate::files::{rule, source};

const RULES: [&str; 7] = [
    "unknown-key",
    "ignored-key",
    "empty-section",
    "invalid-name",
    "wrong-type",
    "deprecated-key",
    "surprising-scalar",
];

/// The lines of a text and the rules that refer to them.
fn found(text: &str) -> Vec<(usize, &'static str)> {
    let sources = source("configuration.yml", text);
    let select = RULES.map(str::to_owned).to_vec();
    let settings = Options { selection: Selection { select, ..Selection::default() }, ..Options::complete() };
    let outcome = authelia_lint::check(&sources, &settings);
    outcome.findings.iter().map(|finding| (sources.positions(finding.span).0.line, rule(finding))).collect()
}

fn assert_found(cases: &[(&str, &[(usize, &str)])]) {
    for (text, expected) in cases {
        assert_eq!(found(text), *expected, "in\n{text}");
    }
}

#[test]
fn keys_are_compared_as_they_are_written() {
    assert_found(&[
        ("definitions:\n  network:\n    a: 10.0.0.0/8\n", &[]),
        ("Definitions:\n  network:\n    a: 10.0.0.0/8\n", &[(1, "unknown-key")]),
        ("access-control:\n  default_policy: deny\n", &[(1, "unknown-key")]),
        ("access_control:\n  rules:\n    - polcy: deny\n", &[(3, "unknown-key")]),
        ("nosuch:\n  a:\n    b: 1\n    c: 2\n", &[(1, "unknown-key")]),
        ("access_control[0]:\n  default_policy: deny\n", &[(1, "unknown-key")]),
    ]);
}

#[test]
fn a_key_with_dots_is_expected_but_has_no_effect() {
    assert_found(&[
        ("access_control.default_policy: deny\n", &[(1, "ignored-key")]),
        ("access_control.nosuch: deny\n", &[(1, "unknown-key")]),
    ]);
}

#[test]
fn below_the_first_level_of_a_list_keys_are_overlooked() {
    assert_found(&[
        ("access_control:\n  rules:\n    - query:\n        - - kye: a\n", &[(4, "ignored-key")]),
        ("access_control:\n  rules:\n    - query:\n        kye: a\n", &[(4, "ignored-key")]),
        ("access_control:\n  rules:\n    polcy: deny\n", &[(3, "unknown-key")]),
    ]);
}

#[test]
fn below_a_name_of_the_operator_keys_are_overlooked() {
    let policies = "identity_providers:\n  oidc:\n    authorization_policies:\n";
    let found_below = |text: &str| found(&format!("{policies}{text}"));
    assert_eq!(found_below("      a:\n        default_policy: deny\n"), []);
    assert_eq!(found_below("      a:\n        nosuch: 1\n"), [(5, "ignored-key")]);
    assert_eq!(found_below("      a.b:\n        default_policy: deny\n"), []);
    assert_eq!(found_below("      a b:\n        default_policy: deny\n"), [(4, "invalid-name")]);
    assert_eq!(found_below("      -a:\n        default_policy: deny\n"), [(4, "invalid-name")]);
    assert_eq!(found_below("      a:\n"), []);
}

#[test]
fn an_empty_section_is_no_option() {
    assert_found(&[
        ("access_control:\n", &[(1, "empty-section")]),
        ("access_control: {}\n", &[(1, "empty-section")]),
        ("identity_providers:\n  oidc: {}\n", &[]),
        ("identity_providers:\n  oidc:\n    cors:\n", &[(3, "empty-section")]),
        ("access_control:\n  rules: []\n", &[]),
        ("access_control:\n  rules:\n", &[]),
    ]);
}

#[test]
fn values_are_read_as_generously_as_authelia_reads_them() {
    let client = |text: &str| found(&format!("identity_providers:\n  oidc:\n    clients:\n      - {text}\n"));
    for accepted in [
        "public: true",
        "public: 't'",
        "public: ''",
        "public: 7",
        "public: 1.5",
        "public: ~",
        "client_name: 7",
        "client_name:",
        "scopes: openid",
        "scopes: openid,email",
        "scopes: {}",
        "scopes: [7]",
        "scopes: [~]",
        "public: 18446744073709551615",
    ] {
        assert_eq!(client(accepted), [], "{accepted}");
    }
    for refused in [
        "public: yes",
        "public: 'on'",
        "public: []",
        "public: 2001-12-14",
        "client_name: 2001-12-14",
        "client_name: []",
        "client_name: [a]",
        "client_name: {}",
        "scopes: [[]]",
        "scopes: [{}]",
        "scopes: 2001-12-14",
    ] {
        assert_eq!(client(refused), [(4, "wrong-type")], "{refused}");
    }
    assert_eq!(client("scopes: {a: b}"), [(4, "wrong-type")]);
    assert_eq!(found("access_control: x\n"), [(1, "wrong-type")]);
    assert_eq!(found("access_control: []\n"), [(1, "wrong-type")]);
    assert_eq!(found("access_control:\n  default_policy:\n    value: deny\n"), [(3, "wrong-type")]);
}

#[test]
fn plain_numbers_become_other_texts() {
    let name = |text: &str| found(&format!("access_control:\n  default_policy: {text}\n"));
    for altered in ["010", "0x10", "1_000", "1e3", "0.10", "true", "+5", "1.0"] {
        assert_eq!(name(altered), [(2, "surprising-scalar")], "{altered}");
    }
    for kept in ["10", "1.5", "'010'", "\"true\"", "yes", "~", "-3"] {
        assert_eq!(name(kept), [], "{kept}");
    }
}

#[test]
fn the_help_shows_a_value_only_where_the_new_key_takes_it() {
    let help = |text: &str| {
        let settings = Options::complete();
        let findings = authelia_lint::check(&source("configuration.yml", text), &settings).findings;
        let found = findings.into_iter().find(|finding| finding.rule == "deprecated-key");
        found.and_then(|finding| finding.help).unwrap().expose().to_owned()
    };
    for (text, expected) in [
        ("log_level: debug\n", "write `log.level: 'debug'`"),
        ("server:\n  host: a\n", "write `server.address: 'tcp://a:9091/'`"),
        ("server:\n  address: 'tcp://:9091'\n  host: a\n", "write `server.address`"),
        ("notifier:\n  smtp:\n    trusted_cert: /certs/mail.pem\n", "write `certificates_directory`"),
        ("identity_providers:\n  oidc:\n    issuer_private_key: a\n", "write `identity_providers.oidc.jwks`"),
        ("jwt_secret: abc\n", "write `identity_validation.reset_password.jwt_secret`"),
    ] {
        assert_eq!(help(text), expected, "{text}");
    }
}

#[test]
fn old_keys_are_mapped_before_the_keys_are_checked() {
    let oidc = "identity_providers:\n  oidc:\n";
    assert_eq!(found(&format!("{oidc}    access_token_lifespan: 1h\n")), [(3, "deprecated-key")]);
    assert_eq!(found(&format!("{oidc}    clients:\n      - id: a\n        secret: b\n")), [(4, "deprecated-key")]);
    assert_eq!(found(&format!("{oidc}    clients:\n      - id: a\n        client_id: b\n")), [(4, "deprecated-key")]);
    assert_eq!(found(&format!("{oidc}    clients:\n      id: a\n")), [(4, "unknown-key")]);
}

#[test]
#[ignore = "slow"]
fn a_file_of_many_keys_and_levels_is_read_in_time() {
    let many: Vec<String> = (0..2_000).map(|index| format!("key{index}:\n  a: {{b: {{c: 1}}}}\n")).collect();
    assert_eq!(found(&many.concat()).len(), 2_000);
    let deep = format!("access_control:\n  default_policy: {}{}\n", "[".repeat(2_000), "]".repeat(2_000));
    assert_eq!(found(&deep), [(2, "wrong-type")]);
}
