//! The layers of `docs/architecture.md` are those of the code, and the links of all pages lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

use crate::files::{in_project, project_text};

/// The modules from the top down.
fn layers() -> Vec<String> {
    let page = project_text("docs/architecture.md");
    let (_, section) = page.split_once("## Layers").unwrap();
    let list = section.split("```").nth(1).unwrap();
    list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The modules of the library's root, each with the code below it, without tests and comments.
fn modules() -> Vec<(String, String)> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(in_project("src")).unwrap().map(|entry| entry.unwrap()) {
        let path = entry.path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if ["lib", "main"].contains(&name.as_str()) {
            continue;
        }
        let files = WalkDir::new(&path).into_iter().map(|entry| entry.unwrap().into_path());
        let texts = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        modules.push((name, texts.map(|path| code(&fs::read_to_string(path).unwrap())).collect()));
    }
    modules
}

fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |code, line| code + line + "\n")
}

#[test]
fn every_module_has_its_layer() {
    let listed: BTreeSet<String> = layers().into_iter().collect();
    let there: BTreeSet<String> = modules().into_iter().map(|(name, _)| name).collect();
    assert_eq!(listed, there);
    assert!(there.len() <= 20, "{}", there.len());
}

#[test]
fn no_import_goes_up() {
    let layers = layers();
    let height = |module: &str| layers.iter().rev().position(|layer| layer == module).unwrap();
    let import = Regex::new(r"\bcrate::(\w+)").unwrap();
    for (module, code) in modules() {
        assert!(!code.contains("crate::{"), "`{module}`: one `use` for each module of the root");
        for name in import.captures_iter(&code).map(|found| found[1].to_owned()) {
            // What the root of the library exports is what `check` exports.
            let used = if layers.contains(&name) { name.as_str() } else { "check" };
            assert!(height(used) <= height(&module), "`{module}` uses `{used}`, which is above it");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut links = 0;
    let pages = WalkDir::new(in_project("docs")).into_iter().map(|entry| entry.unwrap().into_path());
    let rules = fs::read_dir(in_project("rules/pages")).unwrap().map(|entry| entry.unwrap().path());
    let others = ["README.md", "rules/README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(in_project);
    let is_page = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "md");
    for page in pages.chain(rules).chain(others).filter(is_page) {
        let text = fs::read_to_string(&page).unwrap();
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(path.exists(), "{}: {target}", page.display());
            assert!(anchor.is_empty() || anchors(&path).contains(anchor), "{}: {target}", page.display());
            links += 1;
        }
    }
    assert!(links > 50, "{links}");
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(page).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let kept = |letter: char| letter.is_alphanumeric() || "-_ ".contains(letter);
    let anchor = |line: &str| {
        line.trim_start_matches('#').trim().to_lowercase().chars().filter(|it| kept(*it)).collect::<String>()
    };
    headings.map(|line| anchor(line).replace(' ', "-")).collect()
}
