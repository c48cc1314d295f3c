//! Slips that Authelia's own check passes over or explains badly: what is said about each, and what is not said about its
//! neighbours.

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::document::Filters;

use crate::files::{rule, source};

/// The rules and helps of what is found in a text, as of a part of a configuration.
fn told(text: &str) -> Vec<(&'static str, String)> {
    let settings =
        Options { load: LoadOptions { filters: Filters::None, ..LoadOptions::default() }, ..Options::default() };
    let outcome = authelia_lint::check(&source("configuration.yml", text), &settings);
    outcome
        .findings
        .into_iter()
        .map(|finding| (rule(&finding), finding.help.unwrap_or_default().expose().to_owned()))
        .collect()
}

/// The only help, given by a rule.
fn help(rule: &str, text: &str) -> String {
    match told(text).as_slice() {
        [(found, help)] if *found == rule => help.clone(),
        others => panic!("{others:?}\n{text}"),
    }
}

#[test]
fn a_strategy_is_named_by_what_it_reads() {
    for (written, meant) in [
        ("HeaderAuthRequestAuthorization", "HeaderAuthorization"),
        ("HeaderForwardAuthAuthorization", "HeaderAuthorization"),
        ("Authorization", "HeaderAuthorization"),
        ("HeaderBasic", "HeaderAuthorization"),
        ("headerauthorization", "HeaderAuthorization"),
        ("Cookie", "CookieSession"),
        ("SessionCookie", "CookieSession"),
        ("HeaderLegcy", "HeaderLegacy"),
        ("ProxyAuthorization", "HeaderProxyAuthorization"),
        ("HeaderAuthRequestProxyAuthorisation", "HeaderAuthRequestProxyAuthorization"),
    ] {
        let text = format!(
            "server:\n  endpoints:\n    authz:\n      main:\n        implementation: 'ForwardAuth'\n        authn_strategies: [{{name: {written}}}]\n"
        );
        let help = help("invalid-authz-endpoint", &text);
        assert!(help.starts_with(&format!("did you mean `{meant}`?")), "{written}: {help}");
    }
}

#[test]
fn an_endpoint_with_the_name_of_an_implementation_has_it() {
    let text = |name: &str, implementation: &str| {
        format!("server:\n  endpoints:\n    authz:\n      {name}:\n        implementation: '{implementation}'\n")
    };
    for (name, implementation) in [
        ("auth-request", "ForwardAuth"),
        ("forward-auth/basic", "ExtAuthz"),
        ("ext-authz", "AuthRequest"),
        ("ForwardAuth", "AuthRequest"),
    ] {
        help("authz-endpoint-mismatch", &text(name, implementation));
    }
    for (name, implementation) in [
        ("auth-request", "AuthRequest"),
        ("traefik", "AuthRequest"),
        ("forward-auth", "Legacy"),
        ("my-forward-auth", "AuthRequest"),
    ] {
        assert_eq!(told(&text(name, implementation)), [], "{name} {implementation}");
    }
}

#[test]
fn a_base_is_appended_however_it_is_spelled() {
    let text = |base: &str, users: &str| {
        format!("authentication_backend:\n  ldap:\n    base_dn: '{base}'\n    additional_users_dn: '{users}'\n")
    };
    for (base, users, relative) in [
        ("dc=a,dc=b", "ou=people,dc=a,dc=b", "`additional_users_dn: 'ou=people'`"),
        ("DC=a, DC=b", "ou=people,ou=all,dc = A,dc=B", "`additional_users_dn: 'ou=people,ou=all'`"),
        ("o=a\\, b,c=de", "cn=x\\,y,o=a\\, b,c=de", "`additional_users_dn: 'cn=x\\,y'`"),
        ("dc=local", "ou=people,dc=local", "`additional_users_dn: 'ou=people'`"),
        ("dc=a,dc=b", "dc=a,dc=b", "remove it"),
    ] {
        let help = help("repeated-base-dn", &text(base, users));
        assert!(help.contains(relative), "{base} {users}: {help}");
    }
    for (base, users) in [
        ("dc=a,dc=b", "ou=people"),
        ("dc=a,dc=b", ""),
        ("ou=a,dc=b", "ou=a"),
        ("ou=people", "ou=people"),
        ("dc=a,dc=b", "ou=people,dc=aa,dc=b"),
        ("", "ou=people"),
    ] {
        assert_eq!(told(&text(base, users)), [], "{base} {users}");
    }
}

#[test]
fn a_port_belongs_to_a_scheme() {
    let text = |address: &str| format!("notifier:\n  smtp:\n    address: '{address}'\n    sender: 'a@example.com'\n");
    for (address, meant) in [
        ("smtp://mail.example.com:465", "submissions://mail.example.com:465"),
        ("submission://mail.example.com:465", "submissions://mail.example.com:465"),
        ("mail.example.com:465", "submissions://mail.example.com:465"),
        ("smtp://[fd00::1]:465", "submissions://[fd00::1]:465"),
        ("submissions://mail.example.com:587", "submission://mail.example.com:587"),
        ("submissions://mail.example.com:25", "smtp://mail.example.com:25"),
    ] {
        assert_eq!(help("smtp-port-mismatch", &text(address)), format!("write `address: '{meant}'`"));
    }
    for address in
        ["submissions://a.example", "smtp://a.example", "submission://a.example:587", "smtp://a.example:2525"]
    {
        assert_eq!(told(&text(address)), [], "{address}");
    }
}

#[test]
fn a_path_is_no_secret_wherever_it_stands() {
    for (text, remedy) in [
        ("session:\n  secret: '/run/secrets/session'\n", "`AUTHELIA_SESSION_SECRET_FILE`"),
        ("duo_api:\n  secret_key: './secrets/duo'\n", "`AUTHELIA_DUO_API_SECRET_KEY_FILE`"),
        (
            "identity_validation:\n  reset_password:\n    jwt_secret: 'file:///config/JWT'\n",
            "`AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE`",
        ),
        (
            "authentication_backend:\n  ldap:\n    password: '/etc/authelia/ldap.txt'\n",
            "`AUTHELIA_AUTHENTICATION_BACKEND_LDAP_PASSWORD_FILE`",
        ),
        (
            "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        client_secret: '/run/secrets/a'\n        redirect_uris: ['https://a.example.com/cb']\n",
            "write `{{ secret \"<path>\" }}`",
        ),
    ] {
        let help = help("path-as-secret", text);
        assert!(help.contains(remedy), "{text}{help}");
    }
}

#[test]
fn an_exclusion_is_a_rule_above() {
    for (option, pattern, help_holds) in [
        ("resources", "^/(?!admin).*$", "put a rule for `resources: ['^/admin']` above this one"),
        ("resources", "^/api/(?!v1/|v2/)", "write `^/api/` in this one"),
        ("domain_regex", "^(?!www\\.)[a-z]+\\.example\\.com$", "`domain_regex: ['^www\\.']`"),
        ("resources", "^/.*(?<!\\.png)$", "put a rule for the exception above this one"),
    ] {
        let text = format!(
            "access_control:\n  rules:\n    - policy: 'bypass'\n      domain: 'a.example.com'\n      {option}: '{pattern}'\n"
        );
        let help = help("wrong-type", &text);
        assert!(help.contains(help_holds), "{pattern}: {help}");
    }
}

#[test]
fn webauthn_is_of_use_without_a_second_factor_where_passkeys_sign_in() {
    let base = include_str!("../../fixtures/bad/slips/whole/second-factor-nowhere-required.yml");
    let base = base.replace("default_2fa_method: webauthn\n", "");
    let settings = Options::complete();
    let is_found = |section: &str| {
        let outcome = authelia_lint::check(&source("configuration.yml", format!("{base}{section}")), &settings);
        outcome.findings.iter().any(|finding| finding.rule == "unrequired-second-factor")
    };
    assert!(is_found("webauthn:\n  display_name: 'Heron'\n"));
    assert!(!is_found("webauthn:\n  enable_passkey_login: true\n"));
}
