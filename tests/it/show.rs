//! `show`: the configuration as Authelia reads it.

use crate::files::in_project;
use crate::program::run;

fn show(arguments: &[&str]) -> String {
    run(&in_project("fixtures"), &[&["show"], arguments].concat()).told()
}

#[test]
fn old_keys_stand_under_their_new_names_and_secrets_are_masked() {
    insta::assert_snapshot!(show(&["bad/whole/old-keys.yml"]));
}

#[test]
fn files_are_merged_and_every_value_tells_its_origin() {
    insta::assert_snapshot!(show(&["--merge", "--origin", "split/first.yml", "split/second.yml"]));
}

#[test]
fn aliases_and_templates_are_shown_as_json() {
    let json = show(&["--format", "json", "ok/layouts.yml"]);
    let tree: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(tree["identity_providers"]["oidc"]["clients"][0]["client_name"], "mailcow");
    insta::assert_snapshot!(show(&["--format", "json", "bad/templates.yml"]));
}

#[test]
fn what_cannot_be_read_is_an_error() {
    assert_eq!(show(&["bad/tab.yml"]), "{}\nerror: could not read 1 input\n");
}
