//! What options do, in one or two sentences: `rules/options.yml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::path::{Step, fits};

/// The sentences by paths; `**.` before a path stands for any beginning.
static SENTENCES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../../rules/options.yml");
    serde_yaml::from_str(text).expect("a test reads this file")
});

/// What the option at a path does, or the one that the path is an item of.
pub(super) fn description(path: &[Step]) -> Option<&'static str> {
    let items = path.iter().rev().take_while(|step| matches!(step, Step::Index(_))).count();
    let option = &path[..path.len() - items];
    let exactly = SENTENCES.iter().find(|(pattern, _)| fits(option, pattern));
    let anywhere = || SENTENCES.iter().find(|(pattern, _)| ends_in(option, pattern));
    exactly.or_else(anywhere).map(|(_, sentences)| sentences.as_str())
}

fn ends_in(path: &[Step], pattern: &str) -> bool {
    pattern.strip_prefix("**.").is_some_and(|end| (0..path.len()).any(|start| fits(&path[start..], end)))
}

#[cfg(test)]
mod tests {
    use super::super::path::spell;
    use super::*;
    use crate::config::Configuration;
    use crate::config::section::{Field, Section, Shape};

    /// The sections whose options are all described.
    const DESCRIBED: [&str; 11] = [
        "access_control",
        "session",
        "authentication_backend",
        "notifier",
        "storage",
        "server",
        "totp",
        "webauthn",
        "regulation",
        "identity_providers",
        "log",
    ];

    /// All paths of options below a path, with `name` for each key that the operator chooses.
    fn add_paths(fields: &'static [Field], around: &[Step], paths: &mut Vec<Vec<Step>>) {
        for field in fields {
            let mut path = around.to_vec();
            if !field.key.is_empty() {
                path.push(Step::Key(field.key.to_owned()));
                paths.push(path.clone());
            }
            let mut shape = field.shape;
            loop {
                match shape {
                    Shape::List(inner) => {
                        path.push(Step::Index(0));
                        shape = inner;
                    }
                    Shape::Map(inner) => {
                        path.push(Step::Key("name".to_owned()));
                        shape = inner;
                    }
                    Shape::Section(inner) => break add_paths(inner, &path, paths),
                    Shape::Scalar | Shape::Secret => break,
                }
            }
        }
    }

    #[test]
    fn each_option_of_these_sections_is_described() {
        let mut paths = Vec::new();
        add_paths(Configuration::FIELDS, &[], &mut paths);
        let is_meant = |path: &&Vec<Step>| matches!(&path[0], Step::Key(key) if DESCRIBED.contains(&key.as_str()));
        let missing: Vec<_> = paths.iter().filter(is_meant).filter(|path| description(path).is_none()).collect();
        assert!(missing.is_empty(), "{:#?}", missing.iter().map(|path| spell(path)).collect::<Vec<_>>());
    }

    #[test]
    fn each_description_is_of_an_option() {
        let mut paths = Vec::new();
        add_paths(Configuration::FIELDS, &[], &mut paths);
        // A key that the operator chooses is described, too.
        let around = |path: &Vec<Step>| path[..path.len() - 1].to_vec();
        let all: Vec<Vec<Step>> = paths.iter().map(around).chain(paths.clone()).collect();
        for pattern in SENTENCES.keys() {
            assert!(all.iter().any(|path| fits(path, pattern) || ends_in(path, pattern)), "{pattern}");
        }
    }

    #[test]
    fn descriptions_are_sentences() {
        for (path, text) in SENTENCES.iter() {
            assert!(text.ends_with('.') && text.len() < 220, "{path}: {text}");
            assert!(text.starts_with(|first: char| first.is_uppercase() || first == '`'), "{path}: {text}");
        }
    }
}
