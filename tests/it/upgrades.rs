//! Fixes of deprecated keys in less usual layouts; each was refused or broken once when compared with `authelia config validate`.

use std::fs;

use crate::files::folder;
use crate::program::run;

/// A configuration after all fixes of deprecated keys, and what is left to say.
fn upgraded(text: &str) -> (String, String) {
    let folder = folder(&[("configuration.yml", text)]);
    let arguments =
        ["check", "--no-config", "--quiet", "--format", "concise", "--select", "deprecated-key", "--fix=all"];
    let run = run(folder.path(), &[&arguments[..], &["configuration.yml"]].concat());
    (fs::read_to_string(folder.path().join("configuration.yml")).unwrap(), run.out)
}

#[track_caller]
fn becomes(old: &str, new: &str) {
    let (text, left) = upgraded(old);
    assert_eq!(text, new, "{left}");
    assert_eq!(left, "");
}

#[test]
fn two_keys_move_into_one_new_section() {
    becomes(
        "theme: 'dark'\ntls_cert: '/a.crt' # ours\ntls_key: '/a.key'\n",
        "theme: 'dark'\nserver:\n  tls:\n    certificate: '/a.crt' # ours\n    key: '/a.key'\n",
    );
}

#[test]
fn a_number_in_a_comment_behind_the_header_of_a_block_is_no_indentation() {
    becomes(
        "identity_providers:\n  oidc:\n    issuer_private_key: | # 2048 bits\n      a\n      b\n",
        "identity_providers:\n  oidc:\n    jwks:\n      - key: | # 2048 bits\n          a\n          b\n",
    );
}

#[test]
fn the_key_of_the_provider_in_flow_style_becomes_an_item() {
    becomes(
        "identity_providers: { oidc: { issuer_private_key: \"a\\nb\", hmac_secret: 'c' } }\n",
        "identity_providers: { oidc: { jwks: [{ key: \"a\\nb\" }], hmac_secret: 'c' } }\n",
    );
    becomes(
        "identity_providers: { oidc: { issuer_private_key: 'a', hmac_secret: 'c', issuer_certificate_chain: 'b' } }\n",
        "identity_providers: { oidc: { jwks: [{ key: 'a', certificate_chain: 'b' }], hmac_secret: 'c' } }\n",
    );
}

#[test]
fn certificates_elsewhere_are_moved_to_the_key() {
    becomes(
        "identity_providers:\n  oidc:\n    issuer_certificate_chain: | # ours\n      c\n      d\n    hmac_secret: 'e'\n    \
         # The key.\n    issuer_private_key: |\n      a\n      b\n    lifespans: {}\n",
        "identity_providers:\n  oidc:\n    jwks:\n      - certificate_chain: | # ours\n          c\n          d\n        \
         key: |\n          a\n          b\n    hmac_secret: 'e'\n    # The key.\n    lifespans: {}\n",
    );
}

#[test]
fn keys_of_two_sections_are_joined_where_one_of_them_is() {
    becomes(
        "host: '127.0.0.1' # ours\ntheme: 'dark'\nserver:\n  port: 8080 # theirs\n",
        "# ours\ntheme: 'dark'\nserver:\n  address: 'tcp://127.0.0.1:8080/' # theirs\n",
    );
    becomes(
        "server: { host: '127.0.0.1' }\ntheme: 'dark'\nport: 8080\n",
        "server: { address: 'tcp://127.0.0.1:8080/' }\ntheme: 'dark'\n",
    );
}

/// A file of variables after all fixes of deprecated ones, and what was said.
fn environment(text: &str) -> (String, String) {
    let folder = folder(&[("authelia.env", text)]);
    let run =
        run(folder.path(), &["check", "--no-config", "--quiet", "--select", "deprecated-key", "--fix", "authelia.env"]);
    (fs::read_to_string(folder.path().join("authelia.env")).unwrap(), run.told())
}

/// Short names of former options are those of other applications, too, which have variables of their own beside them.
#[test]
fn a_file_of_former_variables_alone_is_authelias() {
    for (old, new) in [
        ("AUTHELIA_HOST=127.0.0.1\nAUTHELIA_PORT=9092\n", "AUTHELIA_SERVER_ADDRESS=tcp://127.0.0.1:9092/\n"),
        (
            "# Ours.\nTZ=Europe/Berlin\nAUTHELIA_JWT_SECRET=a-secret-that-is-long\n",
            "# Ours.\nTZ=Europe/Berlin\nAUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET=a-secret-that-is-long\n",
        ),
        ("AUTHELIA_LOGS_LEVEL=debug\n", "AUTHELIA_LOG_LEVEL=debug\n"),
    ] {
        let (fixed, told) = environment(old);
        assert_eq!(fixed, new, "{told}");
        assert!(!told.contains("a-secret"), "{told}");
    }
    for other in [
        "AUTHELIA_HOST=auth.example.org\nAUTHELIA_PORT=9091\nMY_APP_SECRET=x\n",
        "AUTHELIA_HOST=auth.example.org\nAUTHELIA_CLIENT_ID=app\n",
        "TZ=Europe/Berlin\n# AUTHELIA_HOST\n",
    ] {
        let (fixed, told) = environment(other);
        assert_eq!(fixed, other);
        assert!(told.contains("nothing to check"), "{told}");
    }
}

#[test]
fn the_comment_behind_a_variable_that_is_removed_stays() {
    let (fixed, told) = environment(
        "AUTHELIA_SERVER_HOST=127.0.0.1 # here\nAUTHELIA_SERVER_PORT='8080' # there\nAUTHELIA_THEME=dark\n",
    );
    assert_eq!(fixed, "AUTHELIA_SERVER_ADDRESS=tcp://127.0.0.1:8080/ # here\n# there\nAUTHELIA_THEME=dark\n", "{told}");
    let compose = |variables: &str| {
        format!("services:\n  authelia:\n    image: 'authelia/authelia'\n    environment:\n{variables}")
    };
    let old = compose(
        "      AUTHELIA_HOST: '127.0.0.1'\n      AUTHELIA_PORT: '8080' # there\n      AUTHELIA_THEME: 'dark'\n",
    );
    becomes(
        &old,
        &compose(
            "      AUTHELIA_SERVER_ADDRESS: 'tcp://127.0.0.1:8080/'\n      # there\n      AUTHELIA_THEME: 'dark'\n",
        ),
    );
}

/// A file may set the other options of `ssl`, so that a variable is changed by hand.
#[test]
fn the_ssl_mode_of_a_database_is_reported_as_a_variable_too() {
    for (name, mode, help) in [
        ("SSL_MODE", "require", "`AUTHELIA_STORAGE_POSTGRES_TLS_SKIP_VERIFY` with the value `true`"),
        ("SSLMODE", "verify-full", "`AUTHELIA_STORAGE_POSTGRES_TLS_SKIP_VERIFY` with the value `false`"),
        ("SSL_MODE", "disable", "remove it"),
        ("SSLMODE", "verify-ca", "certificates_directory"),
    ] {
        let text = format!("AUTHELIA_STORAGE_POSTGRES_{name}={mode}\nAUTHELIA_STORAGE_POSTGRES_USERNAME=a\n");
        let (fixed, told) = environment(&text);
        assert_eq!(fixed, text.replace("SSLMODE", "SSL_MODE"), "{told}");
        assert!(told.contains(help), "{told}");
    }
}

/// The first step is made although no value of `tls` means the same.
#[test]
fn a_mode_without_an_equivalent_moves_into_its_section() {
    let (text, left) = upgraded("storage:\n  postgres:\n    username: 'a'\n    sslmode: 'verify-ca'\n");
    assert_eq!(text, "storage:\n  postgres:\n    username: 'a'\n    ssl:\n      mode: 'verify-ca'\n");
    assert_eq!(left.matches("deprecated-key").count(), 1, "{left}");
}
