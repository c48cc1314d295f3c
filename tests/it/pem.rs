//! Keys of many kinds, whole and broken: Authelia 4.39.20 reads the same of them, or refuses them.

use std::fs;
use std::path::Path;

use authelia_lint::keys;

#[test]
fn the_keys_that_authelia_reads_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pem.tsv");
    let table = fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for row in table.lines() {
        let [name, expected, written] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let text = written.replace("\\n", "\n").replace("\\r", "\r");
        let found = keys::parse(&text).map_or("refused", |_| "read");
        if found != expected {
            wrong.push(format!("{name}: {found}, and Authelia {expected}"));
        }
    }
    assert_eq!(table.lines().count(), 68);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
