//! What Go's YAML reader makes of small files, measured with go.yaml.in/yaml/v3 3.0.4: accepted or refused, and the
//! tree.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use authelia_lint::document::{self, Kind, NodeId, Tree};
use authelia_lint::text::{Decoded, SourceId, decode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::files::{in_project, source};

/// Cases in which this reader differs from Go's; `docs/yaml.md` lists them with the reason.
const KNOWN_DIFFERENCES: &[&str] = &[];

fn folder() -> PathBuf {
    in_project("fixtures/recorded/yaml")
}

/// The tree in the notation of `expected.tsv`, or `ERR`.
fn tree_of(bytes: Vec<u8>) -> String {
    let Decoded { text, undecodable: None } = decode(bytes) else {
        return "ERR".to_owned();
    };
    let mut tree = Tree::default();
    match document::read(&mut tree, SourceId(0), &text, &[]) {
        Err(_) => "ERR".to_owned(),
        Ok(read) => {
            let mut shown = String::new();
            match read.root {
                Some(root) if !matches!(tree[root].kind, Kind::Null) => show(&tree, root, &mut shown),
                _ => shown.push_str("{}"),
            }
            shown
        }
    }
}

/// A text between quotes; control characters stand as they are.
fn quoted(text: &str) -> String {
    let mut shown = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => shown.extend(['\\', char]),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\u{2028}' | '\u{feff}' => write!(shown, "\\u{:04x}", char as u32).unwrap(),
            _ => shown.push(char),
        }
    }
    shown.push('"');
    shown
}

fn show(tree: &Tree, node: NodeId, shown: &mut String) {
    match &tree[tree.resolve(node)].kind {
        Kind::Null => shown.push_str("null"),
        Kind::Bool(value) => write!(shown, "bool:{value}").unwrap(),
        Kind::Int(value) => write!(shown, "int:{value}").unwrap(),
        Kind::Uint(value) => write!(shown, "uint64:{value}").unwrap(),
        Kind::Float(value) => write!(shown, "float64:{}", document::float_text(*value)).unwrap(),
        Kind::Time(value) => write!(shown, "time:{value}").unwrap(),
        Kind::Text(text) => write!(shown, "s{}", quoted(text)).unwrap(),
        Kind::Alias(_) => unreachable!("an alias of an alias"),
        Kind::Sequence { items, .. } => {
            shown.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    shown.push(',');
                }
                show(tree, *item, shown);
            }
            shown.push(']');
        }
        Kind::Mapping { entries, .. } => {
            let mut sorted: Vec<_> = entries.iter().map(|entry| (tree.key_text(entry.key), entry.value)).collect();
            sorted.sort_by(|one, other| one.0.cmp(other.0));
            shown.push('{');
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    shown.push(',');
                }
                write!(shown, "{}:", quoted(key)).unwrap();
                show(tree, value, shown);
            }
            shown.push('}');
        }
    }
}

/// Long trees are recorded by their beginning and a mark after `~`.
fn agrees(found: &str, expected: &str) -> bool {
    if expected.starts_with("ERR") {
        return found == "ERR";
    }
    match expected.rsplit_once('~') {
        Some((beginning, mark)) if beginning.len() >= 200 && mark.len() == 16 => found.starts_with(beginning),
        _ => found == expected,
    }
}

#[test]
fn every_case_is_read_as_go_reads_it() {
    let expected = fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let (name, expected) = line.split_once('\t').unwrap();
        let found = tree_of(fs::read(folder().join("cases").join(name)).unwrap());
        if agrees(&found, expected) == KNOWN_DIFFERENCES.contains(&name) {
            wrong.push(format!("{name}\n    found    {found:.150}\n    expected {expected:.150}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What follows the first document is read two tokens far, and some marks are letters: recorded with Go's reader.
#[test]
fn the_ends_of_documents_are_read_as_go_reads_them() {
    for (text, is_read) in [
        (" a:\n:", true),
        (" a:\n]", true),
        ("{}]", true),
        ("{}{", true),
        ("a:\n---\n:", true),
        ("a:\n---\n[", true),
        ("a:\n%YAML 1.2\n--", true),
        ("---\n%YAML 2.0", true),
        ("a:\n... x:", false),
        (" a:\n\u{a0}- z\nt:", false),
        ("&a,", true),
        ("a:\n\u{feff}:", true),
        ("a:\n\u{feff}", false),
        ("a:\n...\n\u{feff}@", true),
        ("{x:}", true),
        ("a: [1:]", true),
        ("a: !]", true),
        ("a: !,", true),
        ("#\n\t#", true),
        ("a:\n\tb: 1", false),
    ] {
        let sources = source("configuration.yml", text);
        let findings = authelia_lint::check(&sources, &authelia_lint::check::Options::default()).findings;
        assert_eq!(findings.iter().all(|finding| finding.rule != "invalid-yaml"), is_read, "{text:?}: {findings:?}");
    }
}

/// Texts reduced from those on which readers differ most easily: Go's reader takes or refuses them.
#[test]
fn reduced_texts_are_refused_where_go_refuses_them() {
    let recorded = fs::read_to_string(folder().join("reduced.jsonl")).unwrap();
    let (mut rows, mut different) = (0, Vec::new());
    for line in recorded.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = STANDARD.decode(row["text"].as_str().unwrap()).unwrap();
        let is_read = tree_of(text.clone()) != "ERR";
        if is_read != (row["go"] == "accepts") {
            different.push(String::from_utf8_lossy(&text).into_owned());
        }
        rows += 1;
    }
    // `docs/yaml.md` lists them with the reason: a key behind a closed bracket, and bytes that are not UTF-8 behind the end.
    assert_eq!(rows, 58);
    assert_eq!(different.len(), 4, "{different:?}");
    assert!(different.iter().all(|text| text.starts_with("{}") || text.contains('\u{fffd}')), "{different:?}");
}
