//! Keys of many kinds, whole and broken: Authelia 4.39.20 reads the same of them, or refuses them.

use authelia_lint::crypto::keys;

use crate::files::project_text;

#[test]
fn the_keys_that_authelia_reads_are_read() {
    let table = project_text("fixtures/recorded/pem.tsv");
    let mut wrong = Vec::new();
    for row in table.lines() {
        let [name, expected, written] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let text = written.replace("\\n", "\n").replace("\\r", "\r");
        let found = keys::parse(&text).map_or("refused", |_| "read");
        if found != expected {
            wrong.push(format!("{name}: {found}, and Authelia {expected}"));
        }
    }
    assert_eq!(table.lines().count(), 92);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
