//! What a command does is proportional to its input, or there is a limit with a clear message.

use std::fmt::Write as _;

use crate::files::folder;
use crate::program::{Run, run};

#[test]
#[ignore = "slow"]
fn aliases_are_shown_only_as_far_as_there_is_room() {
    let text = |aliases: usize| {
        let long = "x".repeat(10_000);
        let aliases = "    - *long\n".repeat(aliases);
        format!("definitions:\n  long: &long '{long}'\n  list:\n{aliases}theme: 'dark'\n")
    };
    let folder = folder(&[("few.yml", &text(2)), ("many.yml", &text(4_000))]);
    for format in [&["show"][..], &["show", "--origin"], &["show", "--format", "json"]] {
        let shown = run(folder.path(), &[format, &["few.yml"]].concat());
        assert_eq!(shown.code, 0, "{}", shown.error);
        assert!(shown.out.len() > 30_000);
        let Run { code, out, error } = run(folder.path(), &[format, &["many.yml"]].concat());
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains("too long to show"), "{error}");
    }
}

#[test]
#[ignore = "slow"]
fn wrong_settings_are_listed_up_to_a_limit() {
    let ids = (0..2_000).fold(String::from("[rules]\n"), |mut text, number| {
        let _ = writeln!(text, "unknown-{number} = 'off'");
        text
    });
    let selectors = format!("select = [{}]\n", "'*', ".repeat(1_001));
    let policy = |number| format!("[[policy]]\nid = 'p{number}'\nmessage = 'm'\nexpression = 'true'\n");
    let policies: String = (0..=1_000).map(policy).collect();
    for (settings, told) in
        [(ids, "… and 1950 more"), (selectors, "more than 1000 selectors"), (policies, "more than 1000 policies")]
    {
        let folder = folder(&[("authelia-lint.toml", &settings), ("configuration.yml", "theme: 'dark'\n")]);
        let Run { code, error, .. } = run(folder.path(), &["check", "."]);
        assert!(code == 2 && error.contains(told), "{error}");
        assert!(error.len() < 100_000, "{}", error.len());
    }
}

#[test]
#[ignore = "slow"]
fn cookies_are_compared_by_their_domains() {
    let mut text = String::from("session:\n  cookies:\n");
    for number in 0..4_000 {
        let domain = if number == 3_999 { "a.d7.example.com".to_owned() } else { format!("d{number}.example.com") };
        let _ = writeln!(text, "    - {{ domain: '{domain}', authelia_url: 'https://auth.{domain}' }}");
    }
    let folder = folder(&[("configuration.yml", &text)]);
    let Run { code, out, error } =
        run(folder.path(), &["check", "--select", "invalid-session", "--format", "concise", "configuration.yml"]);
    assert_eq!(code, 1, "{error}");
    assert_eq!(out.matches("invalid-session").count(), 1, "{out}");
    assert!(out.contains("configuration.yml:4002:") && out.contains("already covered"), "{out}");
}

#[test]
#[ignore = "slow"]
fn comments_are_added_to_each_file_by_itself() {
    let names: Vec<String> = (0..60).map(|number| format!("{number}.yml")).collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), "access_control:\n  default_policy: 'denny'\nlog:\n  level: 'loud'\n"))
        .collect();
    let folder = folder(&files);
    let Run { error, .. } = run(folder.path(), &["check", "--no-env", "--add-ignore=known", "."]);
    assert!(error.contains("added 120 suppression comments"), "{error}");
    let Run { code, out, .. } = run(folder.path(), &["check", "--no-env", "."]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_long_log_and_long_lines_are_read_once() {
    let line =
        |number| format!("level=error msg=\"Client authentication failed\" client={number} {}\n", "error=".repeat(50));
    let log: String = (0..500).map(line).collect();
    let log = log + &"{\"msg\": \"".repeat(30_000) + "\n" + &"a=\"\\".repeat(30_000);
    let folder = folder(&[("a.log", &log), ("configuration.yml", "access_control:\n  default_policy: 'deny'\n")]);
    let Run { code, out, error } = run(folder.path(), &["why", "--log", "a.log", "configuration.yml"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.len() < 10_000, "{}", out.len());
}

#[test]
#[ignore = "slow"]
fn many_users_and_services_are_read_in_time() {
    let user =
        |number| format!("  u{number}: {{ displayname: 'U', email: 'u{number}@example.com', password: '$2y$10$x' }}\n");
    let users: String = (0..600).map(user).collect();
    let service = |number| {
        format!(
            "  g{number}: {{ image: 'grafana/grafana', environment: {{ GF_AUTH_GENERIC_OAUTH_CLIENT_ID: 'g{number}' }} }}\n"
        )
    };
    let services: String = (0..600).map(service).collect();
    let compose = format!("services:\n{services}  authelia: {{ image: 'authelia/authelia' }}\n");
    let folder = folder(&[("users_database.yml", &format!("users:\n{users}")), ("compose.yml", &compose)]);
    let Run { error, .. } = run(folder.path(), &["check", "--format", "concise", "."]);
    assert!(!error.contains("panicked"), "{error}");
}
