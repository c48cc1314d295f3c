//! No secret of any fixture occurs in any output of any format.

use std::fs;
use std::time::Duration;

use authelia_lint::app::Hints;
use authelia_lint::app::deployment::Deployment;
use authelia_lint::check::Options;
use authelia_lint::check::mask::Masks;
use authelia_lint::embedded::Configurations;
use authelia_lint::report::configuration::Configuration;
use authelia_lint::report::{Format, RenderOptions, render};
use clap::ValueEnum as _;

use crate::files::{in_project, project_text, source};

/// Checks a text and gives what these formats show, and the secrets that are known to be in it.
fn outputs(text: &str, settings: &Options, formats: &[Format]) -> (Vec<String>, Vec<String>) {
    let sources = source("configuration.yml", text);
    let outcome = authelia_lint::check(&sources, settings);
    let render = |format| {
        let elapsed = Duration::ZERO;
        let options = RenderOptions { width: 200, verbose: true, elapsed, ..RenderOptions::of(format) };
        let mut out = Vec::new();
        render(&outcome, &sources, &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let secrets = outcome.secrets.iter().flat_map(|secret| parts(sources.slice(*secret))).collect();
    let mut outputs = formats.iter().copied().map(render).collect::<Vec<_>>();
    let masks = Masks::new(&outcome, &sources);
    Configurations::all(&sources, &settings.load, |config| {
        let shown = Configuration::new(config, &sources, &masks);
        outputs.push(shown.tree().to_string());
        outputs.extend(shown.origins().into_iter().map(|origin| origin.value.to_string()));
    });
    (outputs, secrets)
}

/// The format that shows most, and another one each time.
fn in_turn() -> impl Iterator<Item = [Format; 2]> {
    Format::value_variants().iter().cycle().map(|format| [Format::Full, *format])
}

/// What must not be read of a secret: the words of its lines, for a digest the salt and the key.
fn parts(secret: &str) -> Vec<String> {
    let is_parameter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"=,".contains(&byte);
    let is_scheme = |part: &str| ["pbkdf2-", "bcrypt-", "argon2"].iter().any(|scheme| part.starts_with(scheme));
    let is_open = |part: &&str| part.contains('=') && part.bytes().all(is_parameter) || is_scheme(part);
    secret
        .lines()
        .map(|line| line.trim().trim_matches(['\'', '"']))
        .filter(|line| !line.starts_with("-----"))
        .flat_map(|line| line.split('$').filter(move |part| !is_open(part)))
        .filter(|part| part.len() >= 10)
        .map(str::to_owned)
        .collect()
}

fn assert_hidden(name: &str, outputs: &[String], secrets: &[String]) {
    for output in outputs {
        let shown = secrets.iter().find(|secret| output.contains(secret.as_str()));
        assert!(shown.is_none(), "{name} shows {shown:?}:\n{output}");
    }
}

#[test]
#[ignore = "slow"]
fn no_recorded_configuration_gives_a_secret_away() {
    let rows = project_text("fixtures/recorded/logins.jsonl");
    let mut seen = 0;
    for (row, formats) in rows.lines().zip(in_turn()) {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let mailcow = Deployment::mailcow([("mailcow.json".to_owned(), row["mailcow"].to_string().into())]).unwrap();
        let settings = Options { hints: Hints { deployments: mailcow, ..Hints::default() }, ..Options::default() };
        let (outputs, mut secrets) = outputs(row["configuration"].as_str().unwrap(), &settings, &formats);
        secrets.extend(row["mailcow"]["client_secret"].as_str().filter(|secret| secret.len() >= 6).map(str::to_owned));
        assert_hidden(row["id"].as_str().unwrap(), &outputs, &secrets);
        seen += secrets.len();
    }
    assert!(seen > 100, "only {seen} secrets were looked for");
}

#[test]
#[ignore = "slow"]
fn no_file_gives_a_secret_away() {
    let entries = walkdir::WalkDir::new(in_project("fixtures")).sort_by_file_name();
    for (entry, formats) in entries.into_iter().zip(in_turn()) {
        let entry = entry.unwrap();
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        if entry.path().extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            let (outputs, secrets) = outputs(&text, &Options::default(), &formats);
            assert_hidden(&entry.path().display().to_string(), &outputs, &secrets);
        }
    }
}
