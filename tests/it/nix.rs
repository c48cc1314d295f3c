//! Nix files: what is found is at its place, what only Nix knows raises nothing, and fixes replace literals alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{folder, in_project, project_text};
use crate::program::{Run, run};

fn fixtures() -> PathBuf {
    in_project("fixtures/nix")
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check"], arguments].concat())
}

/// Each finding with its place, rule and path.
fn table(run: &Run) -> String {
    let mut table = String::new();
    for finding in run.json()["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (line, column) = (&finding["line"], &finding["column"]);
        writeln!(table, "{line}:{column} {} {} {}", text("severity"), text("rule"), text("path")).unwrap();
    }
    table
}

fn nix_in(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter(|name| Path::new(name).extension().is_some_and(|it| it == "nix")).collect();
    names.sort();
    names
}

/// The places of what is found in a text.
fn found(text: &str) -> String {
    let folder = folder(&[("a.nix", text)]);
    table(&check(folder.path(), &["a.nix", "--format", "json"]))
}

#[test]
#[ignore = "slow"]
fn every_form_is_found_at_its_place() {
    let names = nix_in(&fixtures());
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        let places = table(&check(&fixtures(), &[&name, "--format", "json"]));
        let full = check(&fixtures(), &[&name, "--format", "full"]).out;
        let (findings, _time) = full.trim_end().rsplit_once(", in ").unwrap();
        insta::with_settings!({ snapshot_path => fixtures(), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, format!("{places}\n{findings}\n"));
        });
    }
}

#[test]
fn what_is_good_or_unknown_is_silent() {
    let ok = fixtures().join("ok");
    for name in nix_in(&ok) {
        for more in [&[][..], &["--complete"]] {
            let run = check(&ok, &[&[name.as_str(), "--format", "json"], more].concat());
            assert_eq!(table(&run), "", "{name}");
            assert_eq!(run.json()["summary"]["files"], 1, "{name}");
        }
    }
}

#[test]
fn a_folder_is_searched_for_nix_files() {
    let folder = folder(&[
        ("hosts/one/authelia.nix", "{ services.authelia.instances.a.settings.theme = \"drak\"; }"),
        ("flake.nix", "{ outputs = { }: { }; }"),
    ]);
    let run = check(folder.path(), &[".", "--format", "json"]);
    assert_eq!(run.json()["findings"][0]["file"], "hosts/one/authelia.nix");
    assert_eq!(run.json()["summary"]["files"], 1);
}

#[test]
fn another_nix_file_is_not_authelias() {
    let folder = folder(&[
        ("flake.nix", "{ outputs = { }: { }; }"),
        ("proxy.nix", "{ services.nginx.settings.authelia = true; }"),
    ]);
    for name in ["flake.nix", "proxy.nix"] {
        let Run { code, error, .. } = check(folder.path(), &[name]);
        assert_eq!(code, 2, "{error}");
        assert_eq!(check(folder.path(), &["--allow-empty", name]).code, 0);
    }
}

#[test]
fn dotted_paths_and_nested_sets_are_the_same() {
    for text in [
        "{ services.authelia.instances.x.settings.log.level = \"loud\"; }",
        "{ services.authelia.instances.x = { settings.log = { level = \"loud\"; }; }; }",
        "{ services = { authelia.instances = { x.settings = { log.level = \"loud\"; }; }; }; }",
        "{ services.authelia = { instances.\"x\".settings.log.level = \"loud\"; }; services.b.c = 1; }",
        "{ lib, ... }: { config = lib.mkIf a { services.authelia.instances.x.settings = { log.level = \"loud\"; }; }; }",
        "let l = \"loud\"; in { services.authelia.instances.x.settings.log.level = l; }",
        "let s = { log.level = \"loud\"; }; in { services.authelia.instances.x.settings = s // { theme = \"dark\"; }; }",
        "rec { l = \"loud\"; services.authelia.instances.x.settings.log.level = l; }",
        "let s = { l = \"loud\"; }; in { services.authelia.instances.x.settings.log.level = s.l; }",
        "let inherit ({ l = \"loud\"; }) l; in { services.authelia.instances.x.settings.log = { level = l; }; }",
        "let level = \"loud\"; in { services.authelia.instances.x.settings.log = { inherit level; }; }",
    ] {
        let table = found(text);
        assert!(table.contains("error invalid-option log.level") && table.lines().count() == 1, "{text}: {table}");
    }
}

#[test]
fn a_value_that_only_nix_knows_raises_nothing() {
    for value in [
        "config.level",
        "level",
        "if a then \"loud\" else \"info\"",
        "f \"loud\"",
        "\"${level}\"",
        "a.b or \"loud\"",
        "with { level = \"info\"; }; level",
        "builtins.readFile ./level",
        "lib.mkIf a \"loud\"",
        "let level = level; in level",
        "let a = b; b = a; in a",
    ] {
        let text = format!("{{ level, ... }}: {{ services.authelia.instances.x.settings.log.level = {value}; }}");
        assert_eq!(found(&text), "", "{text}");
    }
    for settings in [
        "{ log = { level = \"loud\"; } // config.log; }",
        "lib.mkMerge [ { log.level = \"loud\"; } { log.level = \"info\"; } ]",
        "{ log.level = \"loud\"; } // f { log.level = \"info\"; }",
        "{ \"${a}\".level = \"loud\"; log.${b} = \"loud\"; }",
    ] {
        let text = format!("{{ services.authelia.instances.x.settings = {settings}; }}");
        assert_eq!(found(&text), "", "{text}");
    }
}

#[test]
fn what_is_known_around_an_interpolation_is_checked() {
    let text = |path: &str| {
        format!(
            "{{ domain }}: {{ identity_providers.oidc.clients = [ {{ client_id = \"papra\"; client_name = \"Papra\"; \
             client_secret = secret; token_endpoint_auth_method = \"client_secret_post\"; scopes = [ \"openid\" \"profile\" \"email\" ]; \
             redirect_uris = [ \"https://papra.${{domain}}/{path}\" ]; }} ]; }}"
        )
    };
    assert!(found(&text("wrong/path")).contains("redirect-path-mismatch"), "{}", found(&text("wrong/path")));
    assert_eq!(found(&text("api/auth/oauth2/callback/authelia")), "");
}

#[test]
fn a_text_that_is_no_nix_is_told_and_not_checked() {
    let text = "{ services.authelia.instances.x.settings = { theme = \"drak\" }; }";
    assert_eq!(found(text), "1:61 error invalid-yaml \n");
}

#[test]
#[ignore = "slow"]
fn hostile_nesting_ends() {
    let many = 10_000;
    let around = |open: &str, close: &str| {
        let (open, close) = (open.repeat(many), close.repeat(many));
        format!("{{ services.authelia.instances.x.settings = {open} 1 {close}; }}")
    };
    for text in [around("[", "]"), around("{ a = ", "; }"), around("(", ")"), around("a ++ ", ""), around("f: ", "")] {
        assert!(found(&text).contains("invalid-yaml"), "{}", &text[..60]);
    }
    // Each name stands for twice as much as the one before it.
    let doubled = |first: &str, more: &dyn Fn(usize) -> String| {
        let definitions: Vec<String> = (0..60).map(|n| format!("a{} = {};", n + 1, more(n))).collect();
        format!("let a0 = {first}; {} in", definitions.join(" "))
    };
    let sets = doubled("{ b = 1; }", &|n| format!("{{ x = a{n}; y = a{n}; }}"));
    let table = found(&format!("{sets} {{ services.authelia.instances.x.settings.definitions = a60; }}"));
    assert!(table.contains("invalid-yaml"), "{table}");
    let lists = doubled("[ { domain = \"a.example.org\"; policy = \"deny\"; } ]", &|n| format!("a{n} ++ a{n}"));
    assert_eq!(
        found(&format!("{lists} {{ services.authelia.instances.x.settings.definitions.lists = a60; }}"))
            .lines()
            .count(),
        1
    );
    let texts = doubled("\"b\"", &|n| format!("\"${{a{n}}}${{a{n}}}\""));
    assert_eq!(found(&format!("{texts} {{ services.authelia.instances.x.settings.theme = a60; }}")), "");
}

#[test]
fn comments_suppress_and_are_written() {
    let text = "{\n  # authelia-lint: ignore[invalid-option] our own build has it\n  \
                services.authelia.instances.x.settings.theme = \"drak\";\n}\n";
    assert_eq!(found(text), "");
    let folder =
        folder(&[("a.nix", &text.replace("  # authelia-lint: ignore[invalid-option] our own build has it\n", ""))]);
    assert_eq!(check(folder.path(), &["--add-ignore=our own build has it", "a.nix"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("a.nix")).unwrap(), text);
}

#[test]
fn only_single_literals_are_fixed() {
    let text = project_text("fixtures/nix/fix/clients.nix");
    let folder = folder(&[("clients.nix", &text)]);
    let told = check(folder.path(), &["--fix=all", "clients.nix"]).out;
    let fixed = fs::read_to_string(folder.path().join("clients.nix")).unwrap();
    let expected = text
        .replace(
            "token_endpoint_auth_method = \"client_secret_basic\"",
            "token_endpoint_auth_method = \"client_secret_post\"",
        )
        .replace("\"one_factor\"", "\"two_factor\"");
    assert_eq!(fixed, expected, "{told}");
    assert!(told.contains("by hand: only single literals are edited in Nix"), "{told}");
}

#[test]
#[ignore = "slow"]
fn no_secret_is_shown() {
    for name in nix_in(&fixtures()) {
        for format in ["full", "concise", "json", "sarif"] {
            let told = check(&fixtures(), &[&name, "--format", format]).told();
            let shown = ["not-a-real-secret-value", "another-secret-that-is-not-real", "c8p78n7pUMln0jzvd4aK4Q"];
            assert!(!shown.iter().any(|secret| told.contains(secret)), "{name} as {format}");
        }
    }
}
