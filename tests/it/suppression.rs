//! What the comments to the linter do.

use authelia_lint::app::Catalogue;
use authelia_lint::document;
use authelia_lint::lint::{Effect, Finding, Severity};
use authelia_lint::suppression::{self, Applied, Directive, DirectiveKind, RuleStatus};
use authelia_lint::text::{SourceId, Sources, Span};

const CLIENTS: &str = "\
clients:
  - client_id: 'one'
    scopes:
      - 'openid'
  - client_id: 'two'
    scopes:
      - 'openid'
";

struct Case {
    sources: Sources,
    source: SourceId,
    text: String,
}

impl Case {
    fn new(text: &str) -> Self {
        let mut sources = Sources::default();
        let source = sources.add("a.yml".to_owned(), text.to_owned());
        Self { sources, source, text: text.to_owned() }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, u32::try_from(start).unwrap(), u32::try_from(end).unwrap())
    }

    /// The `n`th place of a text.
    fn at(&self, part: &str, n: usize) -> Span {
        let (start, _) = self.text.match_indices(part).nth(n).unwrap();
        self.span(start, start + part.len())
    }

    fn directives(&self) -> Vec<Directive> {
        let mut comments = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            if let Some(at) = line.find('#') {
                comments.push(self.span(start + at, start + line.trim_end().len()));
            }
            start += line.len();
        }
        suppression::directives(self.sources.get(self.source), &comments)
    }

    /// The spans of the clients: from `client_id` to the end of the last scope.
    fn clients(&self) -> Vec<Span> {
        let ends: Vec<_> = self.text.match_indices("'openid'").map(|(at, part)| at + part.len()).collect();
        let starts = self.text.match_indices("client_id").map(|(at, _)| at);
        starts.zip(ends).map(|(start, end)| self.span(start, end)).collect()
    }

    fn finding(rule: &'static str, span: Span) -> Finding {
        Finding {
            rule: rule.into(),
            severity: Severity::Error,
            effect: Effect::Startup,
            message: "wrong".into(),
            span,
            label: "".into(),
            labels: Vec::new(),
            help: None,
            proof: None,
            path: "".into(),
            client_id: None,
            app: None,
            setting: None,
            fix: None,
        }
    }

    /// Both `'openid'` are findings of the rule `some-rule`.
    fn applied(&self) -> Applied {
        let findings = (0..2).map(|n| Self::finding("some-rule", self.at("'openid'", n))).collect();
        let standing = |id: &str, _| match id {
            "some-rule" | "other-rule" => RuleStatus::Run,
            "resting-rule" => RuleStatus::NotRun,
            _ => RuleStatus::Unknown((id == "some-rul").then_some("some-rule")),
        };
        suppression::apply(
            findings,
            &self.directives(),
            &self.clients(),
            &self.sources,
            &Catalogue::default(),
            standing,
        )
    }
}

/// How many of the two findings are kept, and the rules of the problems.
fn outcome(text: &str) -> (usize, Vec<&'static str>) {
    let applied = Case::new(text).applied();
    assert_eq!(applied.kept.len() + applied.suppressed.len(), 2);
    (applied.kept.len(), applied.problems.iter().map(|problem| problem.rule).collect())
}

fn with(line: &str, comment: &str) -> String {
    CLIENTS.replacen(line, &format!("{line}  {comment}"), 1)
}

#[test]
fn on_the_line() {
    let text = with("- 'openid'", "# authelia-lint: ignore[some-rule] why");
    assert_eq!(outcome(&text), (1, vec![]));
}

#[test]
fn on_the_line_above_also_over_other_comments() {
    for comment in [
        "# authelia-lint: ignore[some-rule] why",
        "# authelia-lint: ignore[some-rule] why\n      # and a word more",
        "# a word before\n      # authelia-lint: ignore[some-rule] why",
    ] {
        let text = CLIENTS.replacen("- 'openid'", &format!("{comment}\n      - 'openid'"), 1);
        assert_eq!(outcome(&text), (1, vec![]), "{text}");
    }
}

#[test]
fn a_line_further_up_is_too_far() {
    let text = with("scopes:", "# authelia-lint: ignore[some-rule] why");
    assert_eq!(outcome(&text), (2, vec!["unused-suppression"]));
    let text = CLIENTS.replacen("- 'openid'", "# authelia-lint: ignore[some-rule] why\n\n      - 'openid'", 1);
    assert_eq!(outcome(&text), (2, vec!["unused-suppression"]));
}

#[test]
fn at_a_clients_first_line_for_the_whole_client() {
    let comment = "# authelia-lint: ignore[some-rule] why";
    assert_eq!(outcome(&with("- client_id: 'one'", comment)), (1, vec![]));
    assert_eq!(
        outcome(&CLIENTS.replacen("  - client_id: 'two'", &format!("  {comment}\n  - client_id: 'two'"), 1)),
        (1, vec![])
    );
    let dash_alone = CLIENTS.replacen("  - client_id: 'one'", &format!("  - {comment}\n    client_id: 'one'"), 1);
    assert_eq!(outcome(&dash_alone), (1, vec![]));
}

#[test]
fn for_the_file() {
    let text = format!("---\n# authelia-lint: ignore-file[some-rule] why\n{CLIENTS}");
    assert_eq!(outcome(&text), (0, vec![]));
    let too_late = format!("a: 1\n# authelia-lint: ignore-file[some-rule] why\n{CLIENTS}");
    assert_eq!(outcome(&too_late), (2, vec!["unknown-suppression"]));
}

#[test]
fn the_reason_is_kept() {
    let text = with("- 'openid'", "# authelia-lint: ignore[ other-rule , some-rule ] - asked for, see #12 # a comment");
    let applied = Case::new(&text).applied();
    assert_eq!(applied.suppressed[0].reason.expose(), "asked for, see #12");
    assert_eq!(applied.problems.len(), 1);
    assert_eq!(Case::new(&text).sources.slice(applied.problems[0].span), "other-rule");
}

#[test]
fn what_is_wrong_with_a_suppression() {
    for (comment, problems) in [
        ("ignore[some-rule]", vec!["unexplained-suppression"]),
        ("ignore[some-rul] why", vec!["unknown-suppression"]),
        ("ignore[other-rule] why", vec!["unused-suppression"]),
        ("ignore[other-rule, nothing]", vec!["unused-suppression", "unknown-suppression", "unexplained-suppression"]),
        ("ignore[resting-rule] why", vec![]),
        ("ignore some-rule", vec!["unknown-suppression"]),
        ("ignore[] why", vec!["unknown-suppression"]),
        ("ignore[some-rule why", vec!["unknown-suppression"]),
        ("disable[some-rule] why", vec!["unknown-suppression"]),
        ("app=", vec!["unknown-suppression"]),
        ("app=mailcw", vec!["unknown-suppression"]),
        ("app=mailcow", vec![]),
    ] {
        let text = with("- 'openid'", &format!("# authelia-lint: {comment}"));
        assert_eq!(outcome(&text).1, problems, "{comment}");
    }
}

#[test]
fn a_near_miss_is_named() {
    let text = with("- 'openid'", "# authelia-lint: ignore[some-rul] why");
    assert!(Case::new(&text).applied().problems[0].help.contains("`some-rule`"));
    let text = with("- 'openid'", "# authelia-lint: app=mailcw");
    assert!(Case::new(&text).applied().problems[0].help.contains("app=mailcow"));
}

#[test]
fn other_comments_say_nothing() {
    for comment in ["# authelia-lint is nice", "# see authelia-lint: ignore[some-rule] for more", "# ignore[some-rule]"]
    {
        assert!(Case::new(&with("- 'openid'", comment)).directives().is_empty(), "{comment}");
    }
}

#[test]
fn the_application_of_a_client() {
    for (text, apps) in [
        (with("- client_id: 'one'", "# authelia-lint: app=mailcow"), [Some("mailcow"), None]),
        (with("- 'openid'", "# authelia-lint: app=mailcow"), [Some("mailcow"), None]),
        (CLIENTS.replace("  - client_id: 'two'", "  # authelia-lint: app=x\n  - client_id: 'two'"), [None, Some("x")]),
        (format!("# authelia-lint: app=x\n{CLIENTS}"), [None, None]),
    ] {
        let case = Case::new(&text);
        let directives = case.directives();
        let said: Vec<_> =
            case.clients().iter().map(|span| suppression::app(&directives, &case.sources, *span)).collect();
        assert_eq!(said, apps, "{text}");
    }
}

#[test]
fn the_comments_at_the_top_are_known_without_parsing() {
    let text = "\u{feff}---\n# one\n\n  # authelia-lint: ignore-file[invalid-yaml] made by a tool\nkey: [\n# three\n";
    let case = Case::new(text);
    let comments = document::leading_comments(case.source, text);
    let directives = suppression::directives(case.sources.get(case.source), &comments);
    assert_eq!(comments.len(), 2);
    assert!(matches!(&directives[0].kind, DirectiveKind::IgnoreFile { rules, .. } if rules[0].id == "invalid-yaml"));
}

#[test]
fn many_directives_take_no_time() {
    let text = "# authelia-lint: ignore[some-rule] why\n".repeat(20_000) + CLIENTS;
    let started = std::time::Instant::now();
    assert_eq!(Case::new(&text).applied().kept.len(), 2);
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn former_ids_of_rules_work_and_tell_the_new_ones() {
    let text = "access_control:\n  default_policy: 'deny'\n  rules:\n    - domain: ['*example.org', 'a.example.org']  # authelia-lint: ignore[ineffective-domain] known\n      policy: 'one_factor'\n";
    let folder = crate::files::folder(&[("configuration.yml", text)]);
    let check = |options: &[&str]| {
        crate::program::run(
            folder.path(),
            &[&["check", "--format", "concise", "-q"], options, &["configuration.yml"]].concat(),
        )
    };
    let found = check(&[]);
    assert_eq!(found.code, 0);
    insta::assert_snapshot!(found.out, @"configuration.yml:4:74: advice[unknown-suppression] the rule `ineffective-domain` is now called `partial-wildcard-domain`");
    let selected = check(&["--no-ignores", "--select", "ineffective-domain"]);
    assert!(selected.out.contains("warning[partial-wildcard-domain]"), "{}", selected.told());
    insta::assert_snapshot!(selected.error, @"note: the rule `ineffective-domain` is now called `partial-wildcard-domain`");
    std::fs::write(folder.path().join("authelia-lint.toml"), "[rules]\nineffective-domain = 'off'\n").unwrap();
    let off = check(&["--no-ignores"]);
    assert_eq!((off.code, off.out.as_str()), (0, ""));
    insta::assert_snapshot!(off.error, @"note: authelia-lint.toml: the rule `ineffective-domain` is now called `partial-wildcard-domain`");
    check(&["--fix"]);
    let fixed = std::fs::read_to_string(folder.path().join("configuration.yml")).unwrap();
    assert!(fixed.contains("ignore[partial-wildcard-domain] known"), "{fixed}");
}
