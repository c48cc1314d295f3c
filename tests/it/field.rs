//! Inputs as they are found in the field: forms that public files have, slips that people reported, and what is beside
//! a configuration. Each line of a table is one of them: what must be said about it and where, or that nothing must be said.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use authelia_lint::lint::Severity;
use serde_json::Value;

use crate::files::{in_project, yaml_below};
use crate::program::run;

/// A file in which something is wrong.
struct Bad {
    /// The file, in the folder of fixtures.
    file: &'static str,
    /// Options of `check`, apart by blanks.
    options: &'static str,
    /// The least severity that the finding must have.
    at_least: Severity,
    /// Where a finding must stand: each in one of these lines.
    lines: &'static [u64],
    /// What its message or its help must contain, each.
    says: &'static [&'static str],
}

const fn bad(
    file: &'static str,
    options: &'static str,
    at_least: Severity,
    lines: &'static [u64],
    says: &'static [&'static str],
) -> Bad {
    Bad { file, options, at_least, lines, says }
}

const WHOLE: &str = "--merge --no-env";
/// The clients stand in a file of their own.
const WHOLE_WITH_BASE: &str = "--merge --no-env base.yml";

const BAD: &[Bad] = &[
    // Forms.
    bad(
        "field/forms/templated-host.yml",
        "",
        Severity::Warning,
        &[9],
        &["Papra", "has no callback at this redirect URI"],
    ),
    bad("field/forms/jinja-block-in-secret.yml", "", Severity::Error, &[20], &["plain text"]),
    bad("field/forms/mealie-v1-public.yml", "", Severity::Warning, &[6], &["since Mealie 2.0"]),
    bad(
        "field/forms/user-verification.yml",
        "",
        Severity::Warning,
        &[2],
        &["has no effect", "write `selection_criteria: { user_verification: 'required' }`"],
    ),
    bad("field/forms/helm-values-duplicate.yml", "", Severity::Warning, &[8], &["Helm uses the last one"]),
    bad("field/forms/helm-values-duplicate.yml", "", Severity::Error, &[14], &["plain text"]),
    bad("field/forms/helm-values-duplicate.yml", "", Severity::Error, &[15], &["has no callback at this redirect URI"]),
    bad("field/forms/nix-named.nix", "", Severity::Error, &[9], &["has no callback at this redirect URI"]),
    bad("field/forms/nix-named.nix", "", Severity::Error, &[6], &["a confidential client must have a `client_secret`"]),
    bad("field/forms/app-scheme.yml", "", Severity::Warning, &[10], &["Immich", "since 1.113"]),
    bad(
        "field/forms/kyoo-4.yml",
        "",
        Severity::Warning,
        &[9],
        &["has no callback at this redirect URI (since Kyoo 5.0; earlier versions work)"],
    ),
    bad("field/forms/offline-label.yml", "", Severity::Advice, &[9], &["no refresh token: `offline_access` requires"]),
    bad(
        "field/forms/grafana-post.yml",
        "",
        Severity::Advice,
        &[7],
        &["works only if `use_pkce` is `true`; the default is `false`"],
    ),
    bad("field/forms/map-for-list.yml", "", Severity::Error, &[4], &["is a list", "write `- ` instead of `main:`"]),
    // Slips in the configuration.
    bad(
        "bad/slips/whole/authz-name-and-implementation.yml",
        WHOLE,
        Severity::Warning,
        &[26, 27, 28, 29],
        &["`AuthRequest` is made for nginx"],
    ),
    bad(
        "bad/slips/whole/authz-strategy-name.yml",
        WHOLE,
        Severity::Error,
        &[30],
        &["did you mean `HeaderAuthorization`"],
    ),
    bad("bad/slips/whole/ldap-base-dn-twice.yml", WHOLE, Severity::Warning, &[9], &["which Authelia appends"]),
    bad(
        "bad/slips/whole/lookahead-in-resource.yml",
        WHOLE,
        Severity::Error,
        &[24, 26, 27],
        &["do not support look-ahead", "above this one"],
    ),
    bad(
        "bad/slips/whole/second-factor-nowhere-required.yml",
        WHOLE,
        Severity::Warning,
        &[23],
        &["nobody can register a second factor"],
    ),
    bad("bad/slips/whole/secret-is-a-path.yml", WHOLE, Severity::Warning, &[8, 13], &["used literally as"]),
    bad("bad/slips/whole/smtp-465-without-submissions.yml", WHOLE, Severity::Warning, &[18], &["submissions://"]),
    // What is beside it.
    bad(
        "field/sides/mailcow.yml",
        "--mailcow mailcow-wrong.json",
        Severity::Error,
        &[4],
        &["its authorization URL is not an Authelia endpoint", "https://auth.lake.example/api/oidc/authorization"],
    ),
    bad(
        "field/sides/mailcow.yml",
        "--mailcow mailcow-wrong.json",
        Severity::Error,
        &[4],
        &["its userinfo URL is not an Authelia endpoint", "https://sso.lake.example/api/oidc/userinfo"],
    ),
    bad("field/sides/mailcow.yml", "--mailcow mailcow-wrong.json", Severity::Advice, &[4], &["a different host"]),
    bad("field/sides/mailcow.yml", "--mailcow mailcow-wrong.json", Severity::Advice, &[4], &["an account there yet"]),
    bad(
        "field/sides/mailcow.yml",
        "--mailcow mailcow-given-the-digest.json",
        Severity::Error,
        &[6],
        &["sends a digest instead of the secret", "in Mailcow's settings"],
    ),
    bad(
        "field/sides/configuration.yml",
        "--merge --env-file duo-misspelt.env",
        Severity::Warning,
        &[2, 3],
        &["does not match any Authelia option", "did you mean `AUTHELIA_DUO_API_"],
    ),
    bad(
        "field/sides/configuration.yml",
        "--merge --env-file given-twice.env",
        Severity::Error,
        &[3],
        &["`session.secret` is set both here and by a secret file"],
    ),
    bad(
        "field/sides/configuration.yml",
        "--merge --env-file given-twice.env",
        Severity::Error,
        &[6],
        &["only one notifier"],
    ),
    bad(
        "field/sides/configuration.yml",
        "--merge --env-file former.env",
        Severity::Warning,
        &[1],
        &["deprecated", "write `AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE`"],
    ),
    bad(
        "field/sides/duo-misspelt.env",
        "",
        Severity::Warning,
        &[2],
        &["did you mean `AUTHELIA_DUO_API_INTEGRATION_KEY_FILE`?"],
    ),
    bad(
        "field/sides/misspelt-alone.yml",
        "",
        Severity::Warning,
        &[5],
        &["did you mean `AUTHELIA_SESSION_SECRET_FILE`?"],
    ),
    bad("field/sides/misspelt-alone.yml", "", Severity::Warning, &[8], &["does not match any Authelia option"]),
    bad(
        "field/sides/compose-bad.yml",
        "",
        Severity::Warning,
        &[5],
        &["write `AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE`"],
    ),
    bad(
        "field/sides/templated.yml",
        "--merge --env-file without-filter.env",
        Severity::Warning,
        &[4],
        &["used literally as the secret"],
    ),
    bad("field/sides/compose-bad.yml", "", Severity::Warning, &[6], &["did you mean `AUTHELIA_SESSION_SECRET_FILE`?"]),
    bad(
        "field/sides/digest-prefix.users.yml",
        "",
        Severity::Error,
        &[4],
        &["text precedes the `$`", "remove everything before the first `$`"],
    ),
    bad(
        "field/sides/middleware-bad.yml",
        "",
        Severity::Error,
        &[6],
        &["made for nginx", "write `http://authelia:9091/api/authz/forward-auth`"],
    ),
    bad(
        "field/sides/bad.nginx.conf",
        "",
        Severity::Error,
        &[3],
        &["`X-Original-Method` and `X-Original-URL`", "write `proxy_set_header X-Original-Method $request_method;`"],
    ),
    bad("field/sides/compose-bad.yml", "", Severity::Warning, &[11], &["`authelia_url`", "not from `rd`"]),
    bad("field/sides/compose-bad.yml", "", Severity::Warning, &[17], &["did you mean `authelia@docker`?"]),
    bad("field/sides/nothing.users.yml", "", Severity::Error, &[1], &["has no users"]),
    bad("field/sides/twice.users.yml", "", Severity::Error, &[5], &["duplicate key"]),
    // Clients of applications.
    bad(
        "field/oidc/actual-es256.bad.yml",
        WHOLE,
        Severity::Warning,
        &[86],
        &["rejects an ID token signed with `ES256`"],
    ),
    bad(
        "field/oidc/argocd-groups.bad.yml",
        "",
        Severity::Advice,
        &[4],
        &["does not receive `email` and `groups`", "id_token: ['email', 'groups']"],
    ),
    bad(
        "field/oidc/immich-basic-default-post.bad.yml",
        "",
        Severity::Advice,
        &[4],
        &["the default is `client_secret_post`", "write `token_endpoint_auth_method: 'client_secret_post'`"],
    ),
    bad(
        "field/oidc/immich-old-mobile-uri.bad.yml",
        "",
        Severity::Warning,
        &[11],
        &["since 1.113", "register `app.immich:///oauth-callback`"],
    ),
    bad(
        "field/oidc/netbird-dashboard-no-cors.bad.yml",
        WHOLE_WITH_BASE,
        Severity::Warning,
        &[4],
        &["calls `token` from the browser", "write `cors:"],
    ),
    bad(
        "field/oidc/netbird-dex-email-verified.bad.yml",
        "",
        Severity::Advice,
        &[6],
        &["does not receive `email_verified`", "versions of NetBird before 0.63.0 reject such users"],
    ),
    bad(
        "field/oidc/outline-implicit-consent.bad.yml",
        "",
        Severity::Warning,
        &[12],
        &["`consent_mode: 'implicit'` has no effect"],
    ),
    bad(
        "field/oidc/rdpgw-policy-not-attached.bad.yml",
        "",
        Severity::Warning,
        &[4],
        &["no client uses the claims policy `rdpgw`"],
    ),
    // Access control.
    bad("field/access/apex-not-in-wildcard.bad.yml", WHOLE, Severity::Warning, &[12], &["denies everybody there"]),
    bad("field/access/bare-star-domain.bad.yml", WHOLE, Severity::Warning, &[23], &["`*` has no meaning there"]),
    bad("field/access/bypass-below-same-domain.bad.yml", WHOLE, Severity::Warning, &[24], &["never applies", "rule 1"]),
    bad("field/access/default-policy-bypass.bad.yml", WHOLE, Severity::Warning, &[20], &["open to everyone"]),
    bad("field/access/domain-outside-cookies.bad.yml", WHOLE, Severity::Warning, &[22], &["answers 400"]),
    bad("field/access/domain-with-scheme-or-path.bad.yml", WHOLE, Severity::Warning, &[22], &["contains a scheme"]),
    bad("field/access/domain-with-scheme-or-path.bad.yml", WHOLE, Severity::Warning, &[24], &["contains a path"]),
    bad(
        "field/access/domain-with-scheme-or-path.bad.yml",
        WHOLE,
        Severity::Warning,
        &[26],
        &["contains the port 8443"],
    ),
    bad("field/access/network-without-mask.bad.yml", WHOLE, Severity::Warning, &[24], &["write `192.168.7.0/24`"]),
    bad(
        "field/access/non-members-fall-through-to-bypass.bad.yml",
        WHOLE,
        Severity::Warning,
        &[25],
        &["any signed-in user"],
    ),
    bad("field/access/query-escapes-resource.bad.yml", WHOLE, Severity::Warning, &[24], &["/admin?x` does not match"]),
    bad("field/access/shadowed-by-wildcard.bad.yml", WHOLE, Severity::Warning, &[26], &["requires two factors"]),
    bad("field/access/two-users-at-once.bad.yml", WHOLE, Severity::Warning, &[25], &["nobody is both"]),
    bad("field/access/user-domain-bypass.bad.yml", WHOLE, Severity::Warning, &[22], &["lets everyone through"]),
];

/// Files of which no warning and no error is true, with options of `check`.
const GOOD: &[(&str, &str)] = &[
    ("field/access/apex-not-in-wildcard.good.yml", WHOLE),
    ("field/access/bare-star-domain.good.yml", WHOLE),
    ("field/access/bypass-below-same-domain.good.yml", WHOLE),
    ("field/access/default-policy-bypass.good.yml", WHOLE),
    ("field/access/domain-outside-cookies.good.yml", WHOLE),
    ("field/access/domain-with-scheme-or-path.good.yml", WHOLE),
    ("field/access/network-without-mask.good.yml", WHOLE),
    ("field/access/non-members-fall-through-to-bypass.good.yml", WHOLE),
    ("field/access/query-escapes-resource.good.yml", WHOLE),
    ("field/access/shadowed-by-wildcard.good.yml", WHOLE),
    ("field/access/two-users-at-once.good.yml", WHOLE),
    ("field/access/user-domain-bypass.good.yml", WHOLE),
    ("field/oidc/actual-es256.good.yml", WHOLE),
    ("field/oidc/argocd-groups.good.yml", ""),
    ("field/oidc/immich-basic-default-post.good.yml", ""),
    ("field/oidc/immich-old-mobile-uri.good.yml", ""),
    ("field/oidc/netbird-dashboard-no-cors.good.yml", WHOLE_WITH_BASE),
    ("field/oidc/netbird-dex-email-verified.good.yml", ""),
    ("field/oidc/outline-implicit-consent.good.yml", ""),
    ("field/oidc/rdpgw-policy-not-attached.good.yml", ""),
    ("field/forms/helm-env-passkey.yml", ""),
    ("field/forms/empty-section-env.yml", ""),
    ("field/forms/bare-dollar.yml", ""),
    ("field/forms/opkssh-confidential.yml", ""),
    ("field/forms/immich-post.yml", ""),
    // Grafana's `auth_style` detects the method by default.
    ("field/forms/grafana-post.yml", ""),
    ("field/forms/overseerr-fork.yml", ""),
    // The handler of ASP.NET Core reads a JWT as well.
    ("field/forms/technitium-signed-userinfo.yml", ""),
    ("field/forms/matrix-mas.yml", ""),
    ("ok/slips/whole/authz-name-and-implementation.yml", WHOLE),
    ("ok/slips/whole/authz-strategy-name.yml", WHOLE),
    ("ok/slips/whole/ldap-base-dn-twice.yml", WHOLE),
    ("ok/slips/whole/lookahead-in-resource.yml", WHOLE),
    ("ok/slips/whole/second-factor-nowhere-required.yml", WHOLE),
    ("ok/slips/whole/secret-is-a-path.yml", WHOLE),
    ("ok/slips/whole/smtp-465-without-submissions.yml", WHOLE),
    ("field/sides/compose-good.yml", ""),
    ("field/sides/configuration.yml", "--merge --env-file duo.env"),
    ("field/sides/templated.yml", "--merge --env-file with-filter.env"),
    ("field/sides/mailcow.yml", ""),
    ("field/sides/good.users.yml", ""),
    ("field/sides/middleware-good.yml", ""),
    ("field/sides/good.nginx.conf", ""),
];

/// Files whose only warnings and errors come from these rules.
const NOTHING_BUT: &[(&str, &[&str])] = &[
    // The application's name was copied: what is left are the older keys.
    ("field/forms/headlamp-copied-name.yml", &["deprecated-key"]),
    // Nothing is said about the path, which the provider for Keycloak has. It reads the ID token, as the one for Authelia does.
    ("field/forms/linkwarden-keycloak.yml", &["id-token-claim-mismatch"]),
];

/// Files of other programs, and what they are.
const OTHERS: &[(&str, &str)] = &[("without-filter.env", "an environment file without Authelia's variables")];

/// What is found in a file, by itself.
fn findings(file: &str, options: &str) -> Vec<Value> {
    let path = in_project("fixtures").join(file);
    let name = path.file_name().unwrap().to_str().unwrap();
    let options: Vec<&str> = options.split_whitespace().collect();
    let arguments = [&["check", "--no-config", "--format", "json"], &options[..], &[name]].concat();
    let mut outcome = run(path.parent().unwrap(), &arguments).json();
    outcome["findings"].as_array_mut().unwrap().drain(..).collect()
}

fn severity(finding: &Value) -> Severity {
    match finding["severity"].as_str().unwrap() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Advice,
    }
}

fn rules(findings: &[Value], least: Severity) -> BTreeSet<&str> {
    let weighty = findings.iter().filter(|finding| severity(finding) >= least);
    weighty.map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
#[ignore = "slow"]
fn what_is_wrong_is_said_where_it_stands() {
    for Bad { file, options, at_least, lines, says } in BAD {
        let findings = findings(file, options);
        let is_meant = |finding: &&Value| {
            let told = format!("{}\n{}", finding["message"], finding["help"]);
            lines.contains(&finding["line"].as_u64().unwrap())
                && severity(finding) >= *at_least
                && says.iter().all(|words| told.contains(words))
        };
        assert!(findings.iter().any(|finding| is_meant(&finding)), "{file} {options}: {says:?} in {findings:#?}");
    }
}

#[test]
#[ignore = "slow"]
fn what_is_good_is_silent() {
    for (file, options) in GOOD {
        assert_eq!(rules(&findings(file, options), Severity::Warning), BTreeSet::new(), "{file} {options}");
    }
    for (file, expected) in NOTHING_BUT {
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(rules(&findings(file, ""), Severity::Warning), expected, "{file}");
    }
}

/// Registrations that were tried with a real Authelia 4.39.20 while a client made the requests of the application.
#[test]
#[ignore = "slow"]
fn a_registration_that_was_tried_is_judged_as_it_went() {
    let mut verdicts = String::new();
    for path in yaml_below(&in_project("fixtures/field/apps")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let mut findings = findings(&format!("field/apps/{name}.yml"), "");
        findings.retain(|finding| finding["effect"] == "login" || finding["effect"] == "startup");
        let rules = rules(&findings, Severity::Warning);
        assert_eq!(rules.is_empty(), name.starts_with("works-"), "{name}: {findings:#?}");
        writeln!(verdicts, "{name}: {}", Vec::from_iter(rules).join(", ")).unwrap();
    }
    insta::assert_snapshot!(verdicts);
}

#[test]
fn a_file_of_another_program_is_told_for_what_it_is() {
    for (file, kind) in OTHERS {
        let text = fs::read_to_string(in_project("fixtures/field/sides").join(file)).unwrap();
        let folder = crate::files::folder(&[(file, &text)]);
        let told = run(folder.path(), &["check", "--fix=all", file]);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.told());
        assert!(told.error.contains(&format!("{file}: this is {kind}")), "{}", told.error);
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), text);
    }
}

/// Every fixture must stand in a table; what no table names may be a part of a case.
#[test]
fn every_fixture_is_judged() {
    const BESIDE: [&str; 8] = [
        "duo.env",
        "duo-misspelt.env",
        "given-twice.env",
        "former.env",
        "with-filter.env",
        "without-filter.env",
        "mailcow-given-the-digest.json",
        "mailcow-wrong.json",
    ];
    let mut judged: BTreeSet<String> = BAD.iter().map(|case| case.file.to_owned()).collect();
    judged.extend(GOOD.iter().map(|(file, _)| (*file).to_owned()));
    judged.extend(NOTHING_BUT.iter().map(|(file, _)| (*file).to_owned()));
    judged.extend(OTHERS.iter().map(|(file, _)| format!("field/sides/{file}")));
    judged.extend(BESIDE.iter().map(|file| format!("field/sides/{file}")));
    judged.insert("field/oidc/base.yml".to_owned());
    for folder in ["field/forms", "field/oidc", "field/sides"] {
        for entry in fs::read_dir(in_project("fixtures").join(folder)).unwrap() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap());
            assert!(judged.contains(&name), "{name} is missing in the tables");
        }
    }
}

/// Of Linkwarden's providers for other products, some read the ID token and some read userinfo.
#[test]
fn a_provider_for_another_product_reads_what_it_reads() {
    let text = fs::read_to_string(in_project("fixtures/field/forms/linkwarden-keycloak.yml")).unwrap();
    for (provider, expected) in [
        ("authelia", &["id-token-claim-mismatch"][..]),
        ("keycloak", &["id-token-claim-mismatch"]),
        ("zitadel", &["id-token-claim-mismatch"]),
        ("authentik", &[]),
        ("fusionauth", &[]),
        ("okta-of-ours", &[]),
    ] {
        let text = text.replace("callback/keycloak", &format!("callback/{provider}"));
        let folder = crate::files::folder(&[("configuration.yml", &text)]);
        let outcome = run(folder.path(), &["check", "--format", "json", "configuration.yml"]).json();
        let found = outcome["findings"].as_array().unwrap();
        assert_eq!(rules(found, Severity::Warning), expected.iter().copied().collect(), "{provider}");
    }
}
