//! Every page in `rules/` is a test of its rule: its blocks yield exactly the findings that are marked on their lines.
//!
//! A block's fence says how it is checked: `yaml` alone, `yaml with-mailcow` beside Mailcow's settings for
//! `https://mail.example.org`, `yaml literal` without filters, or by the page's own rule only: `yaml deep` with
//! `--deep`, and as a whole configuration `yaml whole`, `yaml with-environment` with variables beside it, `ini` for variables alone,
//! `yaml authelia-4.38` for that version, `yaml upgrade-from-4.38` for an upgrade from it, `yaml users-database` and `yaml proxy` beside a configuration, `yaml with-proxy` and `yaml with-users-database` with a users database beside it.

use std::collections::BTreeSet;
use std::fs;

use authelia_lint::app::Hints;
use authelia_lint::app::deployment::Deployment;
use authelia_lint::check::{Options, Selection};
use authelia_lint::config::LoadOptions;
use authelia_lint::document::Filters;
use authelia_lint::rules::RULES;
use authelia_lint::text::Sources;

use crate::files::{in_project, project_text};

const MARKER: &str = "# finding: ";

/// The secret whose digest the pages show.
const SECRET: &str = "a secret for examples 0";

/// The environment of `yaml with-environment`.
const VARIABLES: &str = "AUTHELIA_SESSION_SECRET_FILE=/run/secrets/session\n";

/// The users database of `yaml with-users-database`.
const USERS: &str = "users: { ada: { displayname: 'Ada', groups: ['admins'], \
    password: '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo' } }\n";

/// The configuration of `yaml users-database`.
const SEARCHING: &str = "authentication_backend: { file: { path: '/config/users_database.yml', \
    search: { email: true, case_insensitive: true }, extra_attributes: { \
    age: { value_type: 'integer' }, teams: { value_type: 'string', multi_valued: true } } } }\n";

/// The Compose file of `yaml with-proxy`.
const PROXY: &str = "services: { wiki: { labels: { \
    traefik.http.middlewares.authelia.forwardauth.address: 'http://authelia:9091/api/authz/forward-auth', \
    traefik.http.routers.wiki.rule: 'Host(`wiki.example.com`)', traefik.http.routers.wiki.middlewares: 'authelia' } } }\n";

/// The configuration of `yaml proxy`.
const BEHIND_PROXY: &str = "session: { cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }] }\n\
    access_control: { default_policy: 'deny', rules: [{ domain: 'wiki.example.com', policy: 'two_factor' }] }\n";

#[derive(Debug)]
struct Block {
    page: String,
    line: usize,
    words: Vec<String>,
    text: String,
}

fn blocks(id: &str) -> Vec<Block> {
    let page = project_text(&format!("rules/pages/{id}.md"));
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(fence)) if fence.starts_with("yaml") || fence == "ini" => {
                let words = fence.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { page: id.to_owned(), line: number + 1, words, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, _) => {}
        }
    }
    blocks
}

fn settings(page: &str, words: &[String]) -> Options {
    let has = |word: &str| words.iter().any(|other| other == word);
    let extra = match () {
        () if has("with-mailcow-extra") => r#", "redirect_url_extra": ["https://webmail.example.org"]"#,
        () if has("with-mailcow-endpoints") => r#", "userinfo_url": "https://auth.example.org/api/oidc/user""#,
        () if has("with-mailcow-insecure") => r#", "ignore_ssl_error": true"#,
        () if has("with-mailcow-newcomers") => r#", "login_provisioning": 0"#,
        () => "",
    };
    let deployments = (has("with-mailcow") || !extra.is_empty()).then(|| {
        let json = format!(
            r#"{{"client_id": "mailcow", "client_secret": "{SECRET}", "redirect_url": "https://mail.example.org"{extra}}}"#
        );
        Deployment::mailcow([("mailcow.json".to_owned(), json.into())]).unwrap()
    });
    let names = "MAILCOW_HOSTNAME=mail.example.org\nADDITIONAL_SERVER_NAMES=webmail.example.org\n";
    let conf = || Deployment::mailcow([("mailcow.conf".to_owned(), names.to_owned().into())]).unwrap();
    let deployments = deployments.or_else(|| has("with-mailcow-conf").then(conf));
    let whole = ["whole", "with-environment", "ini", "proxy", "with-proxy", "users-database", "with-users-database"]
        .into_iter()
        .any(has);
    let deep = has("deep");
    let select = if whole || deep { vec![page.to_owned()] } else { Vec::new() };
    let filters = if has("literal") { Filters::None } else { Filters::Auto };
    let version = words.iter().find_map(|word| word.strip_prefix("authelia-")?.parse().ok());
    let former_version = words.iter().find_map(|word| word.strip_prefix("upgrade-from-")?.parse().ok());
    let load =
        LoadOptions { merge: whole, no_environment: whole, filters, version, former_version, ..LoadOptions::default() };
    let (hints, selection) = (
        Hints { deployments: deployments.unwrap_or_default(), ..Hints::default() },
        Selection { select, ..Selection::default() },
    );
    Options { load, hints, selection, deep, ..Options::default() }
}

fn found(block: &Block) -> BTreeSet<(usize, String)> {
    let mut sources = Sources::default();
    let has = |word: &str| block.words.iter().any(|other| other == word);
    if has("ini") {
        sources.add_variables("page.env".to_owned(), block.text.clone());
    } else if has("proxy") {
        sources.add("configuration.yml".to_owned(), BEHIND_PROXY.to_owned());
        sources.add("compose.yml".to_owned(), block.text.clone());
    } else if has("users-database") {
        sources.add("configuration.yml".to_owned(), SEARCHING.to_owned());
        sources.add("users_database.yml".to_owned(), block.text.clone());
    } else {
        sources.add("page.yml".to_owned(), block.text.clone());
    }
    if has("with-proxy") {
        sources.add("compose.yml".to_owned(), PROXY.to_owned());
    }
    if has("with-users-database") {
        sources.add("users_database.yml".to_owned(), USERS.to_owned());
    }
    if has("with-environment") {
        sources.add_variables("authelia.env".to_owned(), VARIABLES.to_owned());
    }
    let outcome = authelia_lint::check(&sources, &settings(&block.page, &block.words));
    outcome.findings.iter().map(|finding| (sources.positions(finding.span).0.line, finding.rule.to_string())).collect()
}

fn marked(block: &Block) -> BTreeSet<(usize, String)> {
    let lines = block.text.lines().zip(1..);
    lines
        .filter_map(|(line, number)| Some((number, line.split_once(MARKER)?.1)))
        .flat_map(|(number, rules)| rules.split(", ").map(move |rule| (number, rule.trim().to_owned())))
        .collect()
}

#[test]
#[ignore = "slow"]
fn every_block_yields_the_findings_that_are_marked() {
    let mut wrong = Vec::new();
    for block in RULES.iter().flat_map(|rule| blocks(rule.id)) {
        let (found, marked) = (found(&block), marked(&block));
        if found != marked {
            wrong.push(format!("rules/pages/{}.md:{}: found {found:?}, marked {marked:?}", block.page, block.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_block_that_is_silent_and_one_that_is_not() {
    // Two files cannot stand in one block: `fixtures.rs` and `adopting.rs` have them.
    let two_files = ["overridden-option", "stale-baseline"];
    for rule in RULES.iter().filter(|rule| !two_files.contains(&rule.id)) {
        let blocks = blocks(rule.id);
        let flags = |block: &&Block| marked(block).iter().any(|(_, id)| id == rule.id);
        assert!(blocks.iter().any(|block| flags(&block)), "{}: no block shows the finding", rule.id);
        assert!(blocks.iter().any(|block| marked(block).is_empty()), "{}: no block is silent", rule.id);
    }
}

#[test]
fn every_page_has_its_rule_and_its_headings() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len(), "two rules of one id");
    for entry in fs::read_dir(in_project("rules/pages")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|extension| extension == "md") && stem != "README" {
            assert!(ids.contains(stem.as_str()), "rules/pages/{stem}.md has no rule");
        }
    }
    for rule in RULES.iter() {
        let meta = rule.meta();
        assert!(!meta.summary.ends_with('.'), "{}: the summary ends with a period", rule.id);
        assert!(!meta.references.is_empty(), "{}: no reference", rule.id);
        for heading in ["## What it checks", "## Why", "## Example", "## How to fix"] {
            assert!(rule.text().contains(heading), "{}: no heading {heading:?}", rule.id);
        }
        assert!(rule.text().starts_with(&format!("# {}\n", rule.id)), "{}: the title is not the id", rule.id);
    }
}
