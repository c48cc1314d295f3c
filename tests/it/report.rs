//! What a person and a machine see, with findings made by hand.

use std::fs;
use std::sync::LazyLock;
use std::time::Duration;

use authelia_lint::check::Options;
use authelia_lint::document::edit::Edit;
use authelia_lint::lint::{ClientEntry, Effect, Finding, Fix, Label, Outcome, Safety, Severity, Suppressed};
use authelia_lint::report::{Format, RenderOptions, render};
use authelia_lint::text::{SourceId, Sources, Span, Unmasked};
use clap::ValueEnum as _;

use crate::files::{in_project, source, yaml_in};
use crate::schema::Schema;

const CONFIGURATION: &str = "\
identity_providers:
  oidc:
    hmac_secret: 'this_is_a_secret_abc123abc123abc'
    clients:
      - client_id: 'mailcow'
        client_name: 'Mailcow'
        client_secret: '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR'
        token_endpoint_auth_method: 'client_secret_basic'
        redirect_uris:
          - 'https://mail.example.com/'
";

const SETTINGS: &str = "{\n  \"client_id\": \"mailcow\",\n  \"client_secret\": \"hunter22hunter22\",\n  \"redirect_url\": \"https://mail.example.com\"\n}\n";

/// The place of a text in a source.
fn at(source: SourceId, text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(source, u32::try_from(start).unwrap(), u32::try_from(start + part.len()).unwrap())
}

fn finding(rule: &'static str, span: Span) -> Finding {
    Finding {
        rule: rule.into(),
        severity: Severity::Error,
        effect: Effect::Login,
        message: "Mailcow's login fails at the token endpoint (invalid_client)".into(),
        span,
        label: "".into(),
        labels: Vec::new(),
        help: None,
        proof: None,
        path: "identity_providers.oidc.clients[0]".into(),
        client_id: Some("mailcow".into()),
        app: Some("mailcow".into()),
        setting: None,
        fix: None,
    }
}

fn auth_method(source: SourceId) -> Finding {
    let span = at(source, CONFIGURATION, "'client_secret_basic'");
    Finding {
        label: "Authelia accepts this method and no other".into(),
        labels: vec![Label {
            span: at(source, CONFIGURATION, "'mailcow'"),
            text: "recognised as Mailcow by its client_id".into(),
        }],
        help: Some("Mailcow posts its secret. Write `token_endpoint_auth_method: 'client_secret_post'`".into()),
        proof: Some("a real login, Authelia 4.39.20 with Mailcow 2026-07a".into()),
        fix: Some(Fix {
            title: "write `client_secret_post`".into(),
            safety: Safety::Safe,
            changes: Vec::new(),
            edits: vec![Edit { span, text: "'client_secret_post'".to_owned() }],
        }),
        ..finding("auth-method-mismatch", span)
    }
}

fn both_sides(configuration: SourceId, settings: SourceId) -> Finding {
    Finding {
        message: "the secret `hunter22hunter22` does not fit the client's digest".into(),
        label: "this digest".into(),
        labels: vec![Label {
            span: at(settings, SETTINGS, "\"hunter22hunter22\""),
            text: "Mailcow sends this secret".into(),
        }],
        ..finding(
            "secret-mismatch",
            at(
                configuration,
                CONFIGURATION,
                "'$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR'",
            ),
        )
    }
}

fn client(app: Option<&str>, name: Option<&str>, span: Span) -> ClientEntry {
    ClientEntry {
        client_id: app.map(Unmasked::from),
        client_name: name.map(Unmasked::from),
        app: app.map(str::to_owned),
        app_name: name.map(str::to_owned),
        why: app.map_or("", |_| "its client_id").into(),
        span,
        line: 5,
    }
}

fn run() -> (Sources, Outcome) {
    let mut sources = Sources::default();
    let configuration = sources.add("configuration.yml".to_owned(), CONFIGURATION.to_owned());
    let settings = sources.add_beside("mailcow.json".to_owned(), SETTINGS.to_owned());
    let here = at(configuration, CONFIGURATION, "'mailcow'");
    let advice = Finding {
        severity: Severity::Advice,
        effect: Effect::Hygiene,
        message: "this scope is not needed".into(),
        ..finding("unneeded-scope", at(configuration, CONFIGURATION, "client_name"))
    };
    let outcome = Outcome {
        findings: vec![auth_method(configuration), both_sides(configuration, settings)],
        suppressed: vec![Suppressed { finding: advice, reason: "asked for by the helpdesk".into() }],
        clients: vec![client(Some("mailcow"), Some("Mailcow"), here), client(None, None, here)],
        files: 1,
        secrets: vec![at(configuration, CONFIGURATION, "'this_is_a_secret_abc123abc123abc'")],
        ..Outcome::default()
    };
    (sources, outcome)
}

fn options(format: Format) -> RenderOptions {
    RenderOptions { verbose: true, full_advice: true, elapsed: Duration::from_millis(3), ..RenderOptions::of(format) }
}

fn shown(outcome: &Outcome, sources: &Sources, options: &RenderOptions) -> String {
    let mut out = Vec::new();
    render(outcome, sources, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn full() {
    let (sources, outcome) = run();
    insta::assert_snapshot!(shown(&outcome, &sources, &options(Format::Full)));
}

#[test]
fn full_with_colour() {
    let (sources, outcome) = run();
    let text = shown(&outcome, &sources, &RenderOptions { color: true, ..options(Format::Full) });
    insta::assert_snapshot!(text.lines().take(9).collect::<Vec<_>>().join("\n").replace('\x1b', "␛"));
}

#[test]
fn concise() {
    let (sources, outcome) = run();
    insta::assert_snapshot!(shown(&outcome, &sources, &options(Format::Concise)));
}

#[test]
fn json() {
    let (sources, outcome) = run();
    let text = shown(&outcome, &sources, &options(Format::Json));
    let object: serde_json::Value = serde_json::from_str(&text).unwrap();
    insta::assert_json_snapshot!(object);
}

#[test]
fn sarif() {
    let (sources, outcome) = run();
    let text = shown(&outcome, &sources, &options(Format::Sarif));
    let mut object: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_valid_sarif(&object);
    for rule in object["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to fix"));
        rule["help"] = "the page".into();
    }
    insta::assert_json_snapshot!(object);
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of_sarif);

fn assert_valid_sarif(object: &serde_json::Value) {
    if let Err(error) = SCHEMA.check(object) {
        panic!("{error}");
    }
}

#[test]
fn the_schema_of_sarif_refuses_what_is_wrong() {
    let mut object = serde_json::json!({ "version": "2.1.0", "runs": [] });
    assert_eq!(SCHEMA.check(&object), Ok(()));
    object["runs"] = serde_json::json!([{ "tool": { "driver": {} } }]);
    assert!(SCHEMA.check(&object).is_err());
}

#[test]
#[ignore = "slow"]
fn sarif_of_every_fixture_is_valid_and_what_github_wants() {
    let mut results = 0;
    for path in ["bad", "embedded", "fixes"].iter().flat_map(|name| yaml_in(&in_project("fixtures").join(name))) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let sources = source("./conf/a b.yml", text);
        let outcome = authelia_lint::check(&sources, &Options::default());
        let object = serde_json::from_str(&shown(&outcome, &sources, &options(Format::Sarif))).unwrap();
        assert_valid_sarif(&object);
        let run = &object["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            let is_about_security = rule["properties"]["tags"][0] == "security";
            assert_eq!(rule["properties"]["security-severity"].is_string(), is_about_security, "{rule}");
            assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to fix"));
            assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "conf/a%20b.yml");
            assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().len(), 32);
            results += 1;
        }
    }
    assert!(results > 50, "only {results} results");
}

#[test]
fn a_fingerprint_survives_when_lines_move() {
    let fingerprints = |before: &str| {
        let sources = source("configuration.yml", format!("{before}sesion: {{}}\nsession:\n  nam: 'x'\n"));
        let outcome = authelia_lint::check(&sources, &Options::default());
        let text = shown(&outcome, &sources, &options(Format::Gitlab));
        let object: serde_json::Value = serde_json::from_str(&text).unwrap();
        let issues = object.as_array().unwrap().iter();
        issues.map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (here, there) = (fingerprints(""), fingerprints("# a comment\n\n"));
    assert_eq!(here, there);
    assert_eq!(here.len(), 2);
    assert_ne!(here[0], here[1]);
}

#[test]
fn github() {
    let (sources, outcome) = run();
    insta::assert_snapshot!(shown(&outcome, &sources, &options(Format::Github)));
}

#[test]
fn gitlab() {
    let (sources, outcome) = run();
    let object: serde_json::Value = serde_json::from_str(&shown(&outcome, &sources, &options(Format::Gitlab))).unwrap();
    insta::assert_json_snapshot!(object);
}

#[test]
fn junit() {
    let (sources, outcome) = run();
    insta::assert_snapshot!(shown(&outcome, &sources, &options(Format::Junit)));
}

#[test]
fn quiet_leaves_out_the_last_line() {
    let (sources, outcome) = run();
    let quiet = RenderOptions { quiet: true, verbose: false, ..options(Format::Concise) };
    let text = shown(&outcome, &sources, &quiet);
    assert_eq!(text.lines().count(), 2);
    assert!(text.lines().all(|line| line.starts_with("configuration.yml:")));
}

#[test]
fn several_files_and_no_finding() {
    let mut sources = Sources::default();
    sources.add("a.yml".to_owned(), String::new());
    sources.add("b.yml".to_owned(), String::new());
    let outcome = Outcome { files: 2, ..Outcome::default() };
    assert_eq!(shown(&outcome, &sources, &options(Format::Full)), "2 files, no clients, no findings, in 3 ms\n");
}

#[test]
fn a_place_at_the_end_of_a_text_and_in_an_empty_text() {
    for text in ["", "a: 1\n", "a: 1", "\n\n"] {
        let mut sources = Sources::default();
        let source = sources.add("a.yml".to_owned(), text.to_owned());
        let end = u32::try_from(text.len()).unwrap();
        let outcome = Outcome {
            findings: vec![Finding { label: "here".into(), ..finding("invalid-yaml", Span::new(source, end, end)) }],
            ..Outcome::default()
        };
        let shown = shown(&outcome, &sources, &options(Format::Full));
        assert!(shown.contains("here"), "{text:?}\n{shown}");
        assert!(shown.contains(&format!("a.yml:{}:", text.matches('\n').count() + 1)), "{text:?}\n{shown}");
    }
}

#[test]
fn a_long_line_is_cut_round_the_label() {
    let text = format!("a: [{}'needle'{}]\n", "'x', ".repeat(100_000), ", 'y'".repeat(100_000));
    let mut sources = Sources::default();
    let source = sources.add("a.yml".to_owned(), text.clone());
    let outcome = Outcome {
        findings: vec![Finding { label: "here".into(), ..finding("some-rule", at(source, &text, "'needle'")) }],
        ..Outcome::default()
    };
    insta::assert_snapshot!(shown(&outcome, &sources, &options(Format::Full)));
}

#[test]
fn nothing_harmful_is_written_raw() {
    let text = "a: \x1b[31m\u{202e}evil\u{2028}\r\nb: 1\n";
    let mut sources = Sources::default();
    let source = sources.add("\x1b]0;x\x07\u{2066}.yml".to_owned(), text.to_owned());
    let outcome = Outcome {
        findings: vec![Finding {
            message: "got `\x1b[31m\u{202e}`".into(),
            label: "\x1b\u{9b}".into(),
            help: Some("write `\x07`\nor not".into()),
            proof: Some("\x1b".into()),
            client_id: Some("\x1b[0m".into()),
            ..finding("some-rule", at(source, text, "evil"))
        }],
        ..Outcome::default()
    };
    for format in Format::value_variants() {
        let shown = shown(&outcome, &sources, &options(*format));
        let harmful = |character: char| {
            (character.is_control() && character != '\n') || "\u{202e}\u{2066}\u{2028}".contains(character)
        };
        assert!(!shown.contains(harmful), "{format:?}: {shown:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&shown(&outcome, &sources, &options(Format::Json))).unwrap();
    assert_eq!(json["findings"][0]["message"], "got `\x1b[31m\u{202e}`");
}

#[test]
fn nothing_ends_a_workflow_command_early_or_begins_another() {
    let mut sources = Sources::default();
    let source = sources.add("a,b:%0A\n::c.yml".to_owned(), "a: 1\n".to_owned());
    let outcome = Outcome {
        findings: vec![Finding {
            message: "100%\r\n::error::x".into(),
            help: Some("one\n::warning::two%0A".into()),
            ..finding("some-rule", Span::new(source, 0, 1))
        }],
        ..Outcome::default()
    };
    let command = shown(&outcome, &sources, &options(Format::Github));
    assert_eq!(
        command,
        "::error file=a%2Cb%3A%250A\u{240a}%3A%3Ac.yml,line=1,endLine=1,col=1,endColumn=2,title=some-rule\
         ::100%25\u{240d}\u{240a}::error::x%0Aone%0A\u{fffd}:warning::two%250A\n"
    );
}

#[test]
#[ignore = "slow"]
fn hostile_texts_take_no_time() {
    const SIZE: usize = 30_000;
    let many = |part: &str| part.repeat(SIZE / part.len());
    let deeper: Vec<_> = (0..400).map(|depth| format!("{}secret: 'x\n", " ".repeat(depth))).collect();
    let alike: Vec<_> = (0..5_000).map(|number| format!("secret: aaaaaa{}\n", "a".repeat(number % 50))).collect();
    for text in [
        many("password: '"),
        many("secret: ENC["),
        many("{secret: ,"),
        many("{key: ${A:-"),
        many("token: 1h # "),
        many("-----BEGIN "),
        many("-----BEGIN A-----\n"),
        many("$a$"),
        many("a://b:c@"),
        many("a://"),
        many("secret: \"\\"),
        many(":="),
        many("key:\n"),
        many(" ") + &many("key: "),
        many("key: |\n  a\n"),
        format!("{{{}}}{}", many("key: a, "), "\n".repeat(SIZE)),
        deeper.concat(),
        alike.concat(),
    ] {
        let mut sources = Sources::default();
        let source = sources.add("a.yml".to_owned(), text.clone());
        let end = u32::try_from(text.len()).unwrap();
        let places = [0, end / 3, end / 2, end];
        let here = |at: &u32| Finding {
            message: "aaaaaaa".repeat(20).into(),
            ..finding("some-rule", Span::new(source, *at, end))
        };
        let outcome = Outcome { findings: places.iter().map(here).collect(), ..Outcome::default() };
        let started = std::time::Instant::now();
        for format in [Format::Full, Format::Concise, Format::Json] {
            shown(&outcome, &sources, &options(format));
        }
        let start: String = text.chars().take(20).collect();
        assert!(started.elapsed() < Duration::from_secs(3), "{start:?}: {:?}", started.elapsed());
    }
}
