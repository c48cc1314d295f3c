//! What the README and the pages show is what the program prints.

use crate::files::{in_project, project_text};
use crate::program::run;

#[test]
fn its_example_is_real() {
    let readme = project_text("README.md");
    let (_, session) = readme.split_once("```console\n$ authelia-lint ").unwrap();
    let (command, shown) = session.split_once("```").unwrap().0.split_once('\n').unwrap();
    let printed = run(&in_project("."), &command.split(' ').collect::<Vec<_>>()).out;
    let without_time = |text: &str| {
        let (before, after) = text.trim().rsplit_once(", in ").unwrap();
        format!("{before}{}", after.split_once(" ms").unwrap().1)
    };
    assert_eq!(without_time(shown), without_time(&printed));
}

#[test]
#[ignore = "slow"]
fn the_sessions_of_the_page_about_both_sides_are_real() {
    let page = project_text("docs/both-sides.md");
    let sessions: Vec<&str> = page.split("```text\n$ authelia-lint ").skip(1).collect();
    assert!(sessions.len() >= 2, "{}", sessions.len());
    for session in sessions {
        let (command, shown) = session.split_once("```").unwrap().0.split_once("\n\n").unwrap();
        let words: Vec<&str> = command.split(['\\', '\n', ' ']).filter(|word| !word.is_empty()).collect();
        assert_eq!(shown.trim(), run(&in_project("."), &words).out.trim(), "{command}");
    }
}
