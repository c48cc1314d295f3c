//! The reverse proxies in front of Authelia: what each format says about the endpoints and the hosts.

use std::path::Path;

use serde_json::Value;
use walkdir::WalkDir;

use crate::files::in_project;
use crate::fixtures::told;
use crate::program::run;

/// The findings of a run: file, line, column and rule.
fn findings(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--no-config", "--format", "json"], arguments].concat()).json();
    let findings = outcome["findings"].as_array().unwrap();
    let place = |finding: &Value| format!("{}:{}:{}", finding["file"], finding["line"], finding["column"]);
    findings.iter().map(|finding| format!("{} {}", place(finding), finding["rule"]).replace('"', "")).collect()
}

/// The files in a folder, without snapshots.
fn files(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let inputs = files.filter(|entry| entry.path().extension().is_none_or(|extension| extension != "snap"));
    inputs.map(|entry| entry.file_name().to_str().unwrap().to_owned()).collect()
}

#[test]
#[ignore = "slow"]
fn what_is_wrong_is_told_where_it_is() {
    let folder = in_project("fixtures/proxy/bad");
    for name in files(&folder) {
        let told = told(&folder, &[&name], &[]);
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn what_fits_or_cannot_be_known_is_silent() {
    let folder = in_project("fixtures/proxy/ok");
    assert_eq!(findings(&folder, &["."]), Vec::<String>::new());
    let outcome = run(&folder, &["check", "--no-config", "."]);
    let files = files(&folder).len();
    assert!(outcome.out.contains(&format!("{files} files")), "{}", outcome.told());
}

#[test]
fn a_walk_and_the_named_files_find_the_same() {
    let folder = in_project("fixtures/proxy/bad");
    let walked = findings(&folder, &["."]);
    for name in files(&folder) {
        let alone = findings(&folder, &[&name]);
        assert!(!alone.is_empty() && alone.iter().all(|finding| walked.contains(finding)), "{name}: {alone:?}");
    }
}

#[test]
fn the_configuration_says_which_endpoints_and_hosts_there_are() {
    let folder = in_project("fixtures/proxy/beside");
    let options = ["--select", "*proxy*", "--merge"];
    let files = ["configuration.yml", "compose.yml", "sites.conf", "Caddyfile", "ingress.yml", "envoy.yml"];
    let told = told(&folder, &files, &options);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("both", told);
    });
}

/// What `guarded-portal` finds in each file of a folder beside a configuration.
fn guarded_portals(configuration: &str, folder: &str) -> Vec<String> {
    let around = in_project("fixtures/proxy/portal");
    let names = files(&around.join(folder));
    let of = |name: &String| {
        let name = format!("{folder}/{name}");
        findings(&around, &["--merge", "--select", "guarded-portal", configuration, &name])
    };
    names.iter().flat_map(of).collect()
}

#[test]
#[ignore = "slow"]
fn a_portal_that_authelia_is_asked_about_is_reported_in_each_format() {
    let found = [
        "asked/Caddyfile:11:1",
        "asked/compose.yml:7:50",
        "asked/dynamic.toml:5:15",
        "asked/dynamic.yml:8:49",
        "asked/envoy.yml:27:33",
        "asked/ingress.yml:10:13",
        "asked/ingressroute.yml:13:21",
        "asked/site.conf:2:17",
        "asked/values.yml:5:13",
    ];
    assert_eq!(guarded_portals("configuration.yml", "asked"), found.map(|place| format!("{place} guarded-portal")));
    assert_eq!(guarded_portals("configuration.yml", "open"), Vec::<String>::new());
    // Visitors pass, or those of one network do.
    assert_eq!(guarded_portals("bypass.yml", "asked"), Vec::<String>::new());
    assert_eq!(guarded_portals("home.yml", "asked"), Vec::<String>::new());
}

#[test]
fn a_guarded_portal_is_reported_once_with_what_decides() {
    let folder = in_project("fixtures/proxy/portal");
    let told =
        told(&folder, &["configuration.yml", "asked/compose.yml"], &["--merge", "--select", "*prox*,guarded-portal"]);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("signed-in", told);
    });
}

#[test]
fn included_files_count_wherever_they_are_beside_the_site() {
    let location = "location /authelia/authz {\n    internal;\n    proxy_pass http://authelia:9091/api/authz/auth-request;\n    include /etc/nginx/snippets/headers.conf;\n    proxy_set_header X-Original-Method $request_method;\n}\n# auth_request\n";
    let url = "proxy_set_header X-Original-URL $scheme://$http_host$request_uri;\n";
    let told = |headers: &str, place: &str| {
        let folder = crate::files::folder(&[("sites/authelia.conf", location), (place, headers)]);
        findings(folder.path(), &["sites/authelia.conf"])
    };
    for place in ["sites/headers.conf", "sites/snippets/headers.conf", "snippets/headers.conf", "headers.conf"] {
        assert_eq!(told(url, place), Vec::<String>::new(), "{place}");
        assert_eq!(told("# none\n", place), ["sites/authelia.conf:3:16 missing-proxy-header"], "{place}");
    }
    assert_eq!(told("# none\n", "elsewhere/headers.conf"), Vec::<String>::new());
}

#[test]
fn a_comment_suppresses_in_each_format() {
    for (name, text) in [
        (
            "Caddyfile",
            "a.example.com {\n\tforward_auth authelia:9091 {\n\t\turi /api/authz/auth-request # authelia-lint: ignore[proxy-endpoint-mismatch] rewritten\n\t}\n}\n",
        ),
        (
            "dynamic.toml",
            "[http.middlewares.a.forwardAuth]\n# authelia-lint: ignore[proxy-endpoint-mismatch] rewritten\naddress = 'http://authelia:9091/api/authz/auth-request'\n",
        ),
        (
            "site.conf",
            "location /a {\n    # authelia-lint: ignore[proxy-endpoint-mismatch] rewritten\n    proxy_pass http://authelia:9091/api/authz/forward-auth;\n}\n# auth_request\n",
        ),
    ] {
        let folder = crate::files::folder(&[(name, text)]);
        assert_eq!(findings(folder.path(), &[name]), Vec::<String>::new(), "{name}");
        let without = crate::files::folder(&[(name, &text.replace("authelia-lint", "authelia-link"))]);
        assert_eq!(findings(without.path(), &[name]).len(), 1, "{name}");
    }
}

#[test]
fn other_files_of_these_formats_are_left_alone() {
    let folder = crate::files::folder(&[
        ("authelia-lint.toml", "merge = false\n"),
        ("Cargo.toml", "[package]\nname = 'a'\n"),
        ("app.conf", "key = value\n"),
        ("broken.conf", "authelia auth_request {\n"),
        ("configuration.yml", "access_control:\n  default_policy: 'deny'\n"),
    ]);
    let walk = run(folder.path(), &["check", "-v", "."]);
    assert_eq!((walk.code, walk.error.as_str()), (0, ""), "{}", walk.told());
}

#[test]
fn nothing_is_changed() {
    let folder = in_project("fixtures/proxy/bad");
    let text = std::fs::read_to_string(folder.join("compose.yml")).unwrap();
    let copy = crate::files::folder(&[("compose.yml", &text)]);
    run(copy.path(), &["check", "--fix=all", "compose.yml"]);
    assert_eq!(std::fs::read_to_string(copy.path().join("compose.yml")).unwrap(), text);
}

/// Each file without its end, without its begin, and with something else in it.
#[test]
#[ignore = "slow"]
fn no_part_of_a_file_brings_the_reader_down() {
    let folders = [in_project("fixtures/proxy/bad"), in_project("fixtures/proxy/ok")];
    for (folder, name) in folders.iter().flat_map(|folder| files(folder).into_iter().map(move |name| (folder, name))) {
        let Ok(text) = std::fs::read_to_string(folder.join(&name)) else { continue };
        for (at, _) in text.char_indices().step_by(31) {
            let parts = [text[..at].to_owned(), text[at..].to_owned()];
            let with =
                ["{", "}", "\"", "'", "#", "é", ";", "\\"].map(|other| text[..at].to_owned() + other + &text[at..]);
            for part in parts.into_iter().chain(with) {
                let sources = crate::files::source(&name, part);
                let outcome = authelia_lint::check(&sources, &authelia_lint::check::Options::default());
                for finding in &outcome.findings {
                    assert!(finding.span.range().end <= sources.get(finding.span.source).text.len());
                }
            }
        }
    }
}

#[test]
#[ignore = "slow"]
fn hostile_files_are_read_to_their_end() {
    let many = |line: &str| (0..2_000).map(|number| line.replace('N', &number.to_string())).collect::<String>();
    for (name, text) in [
        ("deep.conf", format!("# authelia auth_request\n{}", "a {\n".repeat(100_000))),
        ("many.conf", many("server { server_name N.example.com; include authelia.conf; auth_request /authelia; }\n")),
        (
            "Caddyfile",
            format!(
                "{}{}",
                "a {\n".repeat(1000),
                many("(N) {\nforward_auth authelia {\nuri /api/authz/N\n}\n}\nN.com {\nimport N\n}\n")
            ),
        ),
        (
            "compose.yml",
            format!(
                "services:\n  a:\n    labels:\n{}",
                many(
                    "      - 'traefik.http.middlewares.mN.forwardauth.address=http://authelia/api/authz/forward-auth'\n      - 'traefik.http.routers.rN.middlewares=nN'\n"
                )
            ),
        ),
        ("dynamic.toml", many("[http.middlewares.mN.forwardAuth]\naddress = 'http://authelia/api/authz/xN'\n")),
    ] {
        let started = std::time::Instant::now();
        let outcome =
            authelia_lint::check(&crate::files::source(name, text), &authelia_lint::check::Options::default());
        println!("{name}: {:?}, {} findings", started.elapsed(), outcome.findings.len());
    }
}
