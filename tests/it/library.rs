//! The library's interface: named texts in, findings out, without files or a terminal.

use std::convert::Infallible;

use authelia_lint::{
    AccessError, Analysis, LintOptions, NewClient, RegistrationError, Severity, Text, apps, known_at, lint_texts,
    new_client, rule_page,
};

use crate::files::project_text;

fn text(name: &str, text: impl Into<String>) -> Text {
    Text { name: name.to_owned(), text: text.into() }
}

#[test]
fn findings_hold_no_secret_and_positions_of_each_kind() {
    let texts = [text("configuration.yml", "storage: { encryption_key: 'hunter2' }\n# 🔑 ü\n'🔑 ü': 'x'\n")];
    let report = lint_texts(&texts, &LintOptions::default()).unwrap();
    assert!(!format!("{report:?}").contains("hunter2"));
    let unknown = report.findings.iter().find(|finding| finding.rule == "unknown-key").unwrap();
    let end = unknown.place.end;
    assert_eq!((unknown.place.text, end.line, end.column, end.utf16), (0, 2, 5, 6));
    assert_eq!(&texts[0].text[unknown.place.start.byte..end.byte], "'🔑 ü'");
}

#[test]
fn edits_cure_what_they_are_for() {
    let source = project_text("fixtures/bad/client-secret-basic.yml");
    let texts = [text("configuration.yml", source.clone())];
    let report = lint_texts(&texts, &LintOptions::default()).unwrap();
    let finding = report.findings.iter().find(|finding| finding.rule == "auth-method-mismatch").unwrap();
    assert_eq!((finding.severity, finding.app.as_deref()), (Severity::Error, Some("mailcow")));
    let fix = finding.fix.as_ref().unwrap();
    let [edit] = &fix.edits[..] else { panic!("{fix:?}") };
    let mut fixed = source;
    fixed.replace_range(edit.place.start.byte..edit.place.end.byte, &edit.text);
    let report = lint_texts(&[text("configuration.yml", fixed)], &LintOptions::default()).unwrap();
    assert!(report.findings.iter().all(|finding| finding.rule != "auth-method-mismatch"), "{report:?}");
}

#[test]
fn rules_are_selected_and_have_pages() {
    let texts = [text("configuration.yml", "theme: 'drak'\nthemes: 'x'\n")];
    let select = |select: &str| LintOptions { select: vec![select.to_owned()], ..LintOptions::default() };
    let report = lint_texts(&texts, &select("unknown-*")).unwrap();
    assert_eq!(report.findings.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["unknown-key"]);
    assert_eq!(lint_texts(&texts, &select("unknown-keys")).unwrap_err().nearest.as_deref(), Some("unknown-key"));
    assert!(rule_page("unknown-key").unwrap().starts_with("# unknown-key"));
    assert_eq!(rule_page("no-rule"), None);
}

#[test]
fn several_texts_may_be_one_configuration() {
    let texts = [text("a.yml", "session:\n  name: 'a'\n"), text("b.yml", "session:\n  nam: 'b'\n")];
    let complete = LintOptions { complete: true, ..LintOptions::default() };
    let report = lint_texts(&texts, &complete).unwrap();
    assert!(report.findings.iter().any(|finding| finding.rule == "unknown-key" && finding.place.text == 1));
    assert!(report.findings.iter().any(|finding| finding.rule == "invalid-storage"), "storage is missing");
}

#[test]
fn what_is_known_at_an_offset() {
    let source = project_text("fixtures/bad/client-secret-basic.yml");
    let known = |part: &str| {
        let at = source.find(part).unwrap();
        known_at(&[text("configuration.yml", source.clone())], &LintOptions::default(), 0, at + 1).unwrap()
    };
    let method = known("'client_secret_basic'").unwrap();
    assert_eq!(method.path, "identity_providers.oidc.clients[0].token_endpoint_auth_method");
    assert!(method.is_option);
    assert_eq!((method.client_id.as_deref(), method.app.as_deref()), (Some("mailcow"), Some("Mailcow")));
    assert_eq!(known("oidc:").unwrap().path, "identity_providers.oidc");
    let texts = [text("configuration.yml", "server:\n  adress: 'x'\n")];
    let misspelt = known_at(&texts, &LintOptions::default(), 0, 20).unwrap().unwrap();
    assert_eq!((misspelt.path.as_str(), misspelt.is_option), ("server.adress", false));
    assert_eq!(known_at(&texts, &LintOptions::default(), 7, 0).unwrap(), None);
}

fn analysed(source: &str) -> Analysis {
    Analysis::new(&[text("configuration.yml", source)], &LintOptions::default()).unwrap()
}

#[test]
fn access_control_is_a_table_that_answers() {
    let analysis = analysed(
        "access_control:
  default_policy: 'deny'
  rules:
    - domain: 'a.example.com'
      networks: ['::1', '10.0.0.0/8']
      query: [[{ operator: 'Equal', key: 'view', value: '3' }]]
      policy: 'bypass'
    - domain: 'a.example.com'
      subject: 'user:ada'
      policy: 'two_factor'
",
    );
    let table = analysis.access().unwrap();
    let [first, second] = &table.rules[..] else { panic!("{table:?}") };
    assert_eq!(first.further, [("networks".to_owned(), vec!["::1".to_owned(), "10.0.0.0/8".to_owned()])]);
    assert_eq!((second.people.as_slice(), second.place.unwrap().start.line), (&["user:ada".to_owned()][..], 7));
    assert_eq!(table.default.policy.as_deref(), Some("deny"));
    let rows = analysis.reached("https://a.example.com/", "GET").unwrap();
    let decided = |who: &str, from: &str| {
        let row = rows.iter().find(|row| row.who == who && row.from == Some(from.parse().unwrap())).unwrap();
        (row.access.as_str(), row.decided_by.as_str())
    };
    assert_eq!(decided("the user `ada`", "::1"), ("allowed", "rule 1"));
    assert_eq!(decided("the user `ada`", "203.0.113.9"), ("allowed with two factors", "rule 2"));
    assert_eq!(decided("everybody else who is signed in", "203.0.113.9"), ("forbidden", "`default_policy`"));
    assert!(matches!(analysis.reached("http://a.example.com/", "GET"), Err(AccessError::Refused(_))));
    assert_eq!(analysed("theme: 'dark'\n").access(), Err(AccessError::Nothing));
}

#[test]
fn nothing_of_yaml_is_offered_in_nix() {
    let source = "{ services.authelia.instances.main.settings = {\n  the\n}; } # authelia-lint: ignore[\n";
    let analysis = Analysis::new(&[text("a.nix", source)], &LintOptions::default()).unwrap();
    assert_eq!(analysis.completions_at(0, source.find("the\n").unwrap() + 3), []);
    assert!(!analysis.completions_at(0, source.len() - 1).is_empty(), "ids of rules");
}

/// Only from that network does the rule tell her apart.
#[test]
fn a_rule_for_somebody_in_a_network_is_in_the_answer() {
    let analysis = analysed(
        "access_control:
  default_policy: 'deny'
  rules:
    - domain: 'a.example.com'
      networks: '10.0.0.0/8'
      subject: 'user:ada'
      policy: 'one_factor'
    - domain: 'a.example.com'
      policy: 'two_factor'
",
    );
    let rows = analysis.reached("https://a.example.com/", "GET").unwrap();
    let told: Vec<_> =
        rows.iter().map(|row| (row.from.unwrap().to_string(), row.who.as_str(), row.access.as_str())).collect();
    let inside = rows.iter().map(|row| row.from.unwrap()).find(|address| address.to_string().starts_with("10."));
    let inside = inside.unwrap().to_string();
    assert!(told.contains(&(inside.clone(), "the user `ada`", "allowed with one factor")), "{told:?}");
    assert!(
        told.contains(&(inside.clone(), "everybody else who is signed in", "allowed with two factors")),
        "{told:?}"
    );
    let outside: Vec<_> = told.iter().filter(|(from, ..)| *from != inside).collect();
    assert!(!outside.is_empty() && outside.iter().all(|(_, who, _)| *who != "the user `ada`"), "{told:?}");
}

#[test]
#[ignore = "slow"]
fn registrations_are_made_from_random_bytes() {
    let client = |url: &str| NewClient { app: "mailcow".to_owned(), url: url.to_owned(), ..NewClient::default() };
    let counting = |bytes: &mut [u8]| {
        (0_u8..).zip(bytes).for_each(|(number, byte)| *byte = number);
        Ok::<_, Infallible>(())
    };
    let made = new_client(&client("https://mail.example.com/"), counting).unwrap();
    let secret = made.secret().unwrap().to_owned();
    assert_eq!(secret.len(), 72);
    assert!(!made.text.contains(&secret) && !format!("{made:?}").contains(&secret));
    assert!(made.text.contains("'https://mail.example.com'") && analysed(&made.text).report().findings.is_empty());
    let wrong = new_client(&client("http://mail.example.com"), counting).unwrap_err();
    assert!(matches!(wrong, RegistrationError::Url { .. }), "{wrong}");
    assert!(apps().iter().any(|app| app.id == "mailcow"));
}
