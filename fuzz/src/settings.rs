//! Any text as `authelia-lint.toml`: what is wrong with it is in it, and what it asks for shows no secret of the
//! configuration, and nothing that would harm a terminal.

use std::path::Path;

use authelia_lint::app::Hints;
use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::report::text_error;
use authelia_lint::settings::LoadedSettings;
use authelia_lint::text::{Sources, TextError};

use super::harmless;

/// A configuration with findings, and with a secret in each place that policies can point at.
const CONFIGURATION: &str = include_str!("settings.yml");

/// The part that all secrets in it have in common.
const SECRET: &str = "Zq7hunter2hunter2Zq";

/// Checks the property for one input.
pub fn holds(text: &str) {
    let loaded = match LoadedSettings::read(Path::new("authelia-lint.toml"), text) {
        Ok(loaded) => loaded,
        Err(error) => return assert_told(&error, text),
    };
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), CONFIGURATION.to_owned());
    let settings = settings(&loaded, &mut sources);
    let outcome = authelia_lint::check(&sources, &settings);
    for failure in &outcome.failures {
        assert_told(failure, text);
    }
    harmless::assert_places(&outcome, &sources);
    harmless::assert_harmless(&outcome, &sources, (!text.contains(SECRET)).then_some(SECRET).as_slice());
}

fn assert_told(error: &TextError, text: &str) {
    assert!(!error.mistakes.is_empty());
    for problem in &error.mistakes {
        assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
    }
    harmless::assert_plain(&error.to_string());
    harmless::assert_plain(&text_error::show(error, 80, false).expect("each problem has a place"));
}

/// What a run with this file is asked to do.
fn settings(loaded: &LoadedSettings, sources: &mut Sources) -> Options {
    let file = &loaded.file;
    let policies = loaded.policies.clone();
    policies.show_in(sources);
    Options {
        load: LoadOptions {
            merge: file.merge.unwrap_or_default(),
            no_environment: file.no_env.unwrap_or_default(),
            filters: loaded.filters.unwrap_or_default(),
            root: file.root.clone(),
            version: loaded.version,
            ..LoadOptions::default()
        },
        hints: Hints {
            named: file.app.iter().map(|(client, app)| (client.clone(), app.get_ref().clone())).collect(),
            ..Hints::default()
        },
        selection: loaded.selection(),
        policies,
        ..Options::default()
    }
}
