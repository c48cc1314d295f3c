//! The voice of CONTRIBUTING, as far as a test can hear it: how messages are built, and phrases that nobody writes in this
//! field.

use std::fs;
use std::path::{Path, PathBuf};

use authelia_lint::app::knowledge;
use regex::Regex;
use serde_json::Value;
use walkdir::WalkDir;

use crate::files::{in_project, yaml_below};
use crate::program::run;

/// A message of more characters is not read to its end.
const MAX_MESSAGE: usize = 260;

/// A label of more characters belongs in the message.
const MAX_LABEL: usize = 100;

/// Phrases of other languages in English words, and what is written instead.
const BANNED: [(&str, &str); 17] = [
    (r"\b(is|are|be) no\b(?! longer| more| less| match)", "is not a"),
    (r"\bof one's own\b", "custom"),
    (r"\bwhoever\b", "anyone who"),
    (r"\bheld against\b", "checked against, tested against"),
    (r"\bspeaks? of\b", "refers to, concerns"),
    (r"\bif that is meant\b", "did you mean …?"),
    (r"\bnothing (where|of|if)\b", "`None` if"),
    (r"\bnone of its\b", "not an allowed"),
    (r"\bnone that\b", "not one that"),
    (r"\bLets go of\b", "drops"),
    (r"\bas you like\b", "at your option"),
    (r"\bso (many|much) [a-z]+ (are|is)\b", "at most"),
    (r"\bis told\b|\bare told\b|\btells of\b", "is reported"),
    (r"\bthe rest stands\b|\bstands (in|there|here|at|beside|below|above|behind|by|alone|on)\b", "is"),
    (r"\bthat there (is|are) (not|none)\b", "that does not exist"),
    (r"\bsaid of\b|\bsay of\b|\bto say of\b", "reported about, known about"),
    (r"\bgood for all\b", "valid for all"),
];

fn lines_of(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let is_code = path.extension().is_some_and(|extension| extension == "rs");
    let string = Regex::new(r#""(?:[^"\\]|\\.)*""#).unwrap();
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        if !is_code {
            lines.push((number, line.to_owned()));
            continue;
        }
        let comment = line.find("//").map_or("", |at| &line[at..]);
        let strings: String = string.find_iter(line).map(|found| found.as_str().to_owned() + " ").collect();
        lines.push((number, format!("{comment} {strings}")));
    }
    lines
}

/// All that people read: comments and texts of the program, pages, documentation.
fn texts() -> Vec<PathBuf> {
    let folders = ["src", "tests/it", "rules/pages", "docs", "benches", "fuzz/fuzz_targets", "fuzz/src"];
    let below = folders.into_iter().flat_map(|folder| WalkDir::new(in_project(folder)));
    let files = below.map(|entry| entry.unwrap().into_path()).filter(|path| {
        path.extension().is_some_and(|extension| extension == "rs" || extension == "md") && !path.ends_with("voice.rs")
    });
    let pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "rules/README.md"].map(in_project);
    files.chain(pages).collect()
}

#[test]
fn nobody_writes_like_this() {
    let banned: Vec<(fancy::Phrase, &str)> =
        BANNED.iter().map(|(phrase, better)| (fancy::Phrase::new(phrase), *better)).collect();
    let mut found = Vec::new();
    for path in texts() {
        for (number, line) in lines_of(&path) {
            for (phrase, better) in &banned {
                if let Some(hit) = phrase.find(&line) {
                    let path = path.strip_prefix(in_project(".")).unwrap_or(&path).display().to_string();
                    found.push(format!("{path}:{number}: `{hit}`: {better}"));
                }
            }
        }
    }
    found.sort();
    assert!(found.is_empty(), "{} phrases:\n{}", found.len(), found.join("\n"));
}

/// Phrases with exceptions behind them, which the crate `regex` has no words for.
mod fancy {
    use regex::Regex;

    pub(super) struct Phrase {
        phrase: Regex,
        unless: Vec<String>,
    }

    impl Phrase {
        pub(super) fn new(text: &str) -> Self {
            let (phrase, unless) = text.split_once("(?!").unwrap_or((text, ""));
            let unless = unless.trim_end_matches(')').split('|').filter(|word| !word.is_empty());
            Self { phrase: Regex::new(&format!("(?i){phrase}")).unwrap(), unless: unless.map(str::to_owned).collect() }
        }

        pub(super) fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
            let is_banned = |found: &regex::Match<'t>| {
                // "There is no …" is how English says it.
                let is_there = text[..found.start()].to_lowercase().ends_with("there ");
                !is_there && !self.unless.iter().any(|word| text[found.end()..].starts_with(word.as_str()))
            };
            self.phrase.find_iter(text).find(is_banned).map(|found| found.as_str())
        }
    }
}

/// Every finding in the fixtures.
fn findings() -> Vec<Value> {
    let mut all = Vec::new();
    for folder in ["fixtures/bad", "fixtures/field", "fixtures/embedded"] {
        for file in yaml_below(&in_project(folder)) {
            for options in [&[][..], &["--complete"]] {
                let arguments = [&["check", "--format", "json", "--allow-empty"], options, &[file.to_str().unwrap()]];
                let out = run(&in_project("."), &arguments.concat()).out;
                if let Ok(outcome) = serde_json::from_str::<Value>(&out) {
                    all.extend(outcome["findings"].as_array().unwrap().iter().cloned());
                }
            }
        }
    }
    all
}

/// Whether a sentence begins in lower case, or with a name.
fn begins_well(text: &str, names: &[String]) -> bool {
    let word = text.split([' ', '\'', ':', ',']).next().unwrap_or_default();
    let is_acronym = word.len() > 1 && word.chars().all(|letter| letter.is_uppercase() || letter.is_numeric());
    !text.starts_with(char::is_uppercase) || is_acronym || names.iter().any(|name| text.starts_with(name.as_str()))
}

#[test]
#[ignore = "slow"]
fn messages_are_built_alike() {
    let mut names: Vec<String> = knowledge().apps().map(|app| app.name.clone()).collect();
    names.extend(
        ["Authelia", "Argon2", "Docker", "Go", "Helm", "OAuth", "OpenID", "PostgreSQL", "Traefik"].map(str::to_owned),
    );
    let findings = findings();
    assert!(findings.len() > 300, "{}", findings.len());
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (message, label, help) = (text("message"), text("label"), text("help"));
        for sentence in [&message, &label, &help].into_iter().filter(|sentence| !sentence.is_empty()) {
            assert!(begins_well(sentence, &names), "begins with a capital letter: {sentence}");
            assert!(!sentence.ends_with(['.', '!', ' ']), "ends with a period: {sentence}");
        }
        assert!(message.chars().count() <= MAX_MESSAGE, "too long: {message}");
        assert!(label.chars().count() <= MAX_LABEL, "too long for a label: {label}");
    }
}
