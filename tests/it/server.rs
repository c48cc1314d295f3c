//! The language server: what an editor shows, and how they speak with each other.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};

use crate::editor::{Editor, edited, uri};
use crate::files::{folder, project_text};

/// What an editor can do that asks for all there is.
fn capable() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true }, "diagnostics": { "refreshSupport": true } },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true },
            "codeAction": { "resolveSupport": { "properties": ["edit"] }, "dataSupport": true },
        },
    })
}

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": { "relatedDocumentSupport": true } } })
}

/// Diagnostics as lines.
fn shown(diagnostics: &[Value]) -> String {
    let mut text = String::new();
    for it in diagnostics {
        let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
        let place = [start, end].map(|it| format!("{}:{}", it["line"], it["character"])).join("-");
        let tags = if it["tags"].is_null() { String::new() } else { format!(" tags {}", it["tags"]) };
        let message = it["message"].as_str().unwrap();
        let _ = writeln!(text, "{place} {}{tags} {}: {message}", it["severity"], it["code"].as_str().unwrap_or("-"));
        for related in it["relatedInformation"].as_array().into_iter().flatten() {
            let start = &related["location"]["range"]["start"];
            let _ = writeln!(text, "    {}:{} {}", start["line"], start["character"], related["message"]);
        }
    }
    text
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|it| it["code"].as_str().unwrap_or("-")).collect()
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } })
}

/// The actions for a whole text.
fn actions(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": uri }, "range": whole(), "context": { "diagnostics": [] } });
    serde_json::from_value(editor.request("textDocument/codeAction", params)["result"].take()).unwrap()
}

/// A text after the action with this title, with the version that the edit is for.
fn acted(editor: &mut Editor, actions: &[Value], title: &str, text: &str) -> (String, Value) {
    let titles: Vec<_> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
    let action = actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{titles:?}"));
    let action = if action.get("edit").is_some() {
        action.clone()
    } else {
        editor.request("codeAction/resolve", action.clone())["result"].take()
    };
    let change = &action["edit"]["documentChanges"][0];
    (edited(text, &change["edits"]), change["textDocument"]["version"].clone())
}

#[test]
fn diagnostics_follow_what_is_typed() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, &project_text("fixtures/bad/client-secret-basic.yml"));
    insta::assert_snapshot!("mailcow", shown(&editor.diagnostics(&file, 1)));
    let end = "'client_secret_basic'".len() + "        token_endpoint_auth_method: ".len();
    let range = json!({ "start": { "line": 13, "character": 36 }, "end": { "line": 13, "character": end } });
    editor.change(&file, 2, &json!([{ "range": range, "text": "client_secret_post" }]));
    assert!(!codes(&editor.diagnostics(&file, 2)).contains(&"auth-method-mismatch"));
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": file } }));
    assert_eq!(editor.message("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn columns_count_what_the_editor_counts() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let text = "theme: 'dark'\r\n'🔑ü': 'x'\r\nlog: {}\r\n";
    for (offered, end, column) in [(json!(["utf-8", "utf-16"]), 8, 7), (json!(["utf-16"]), 5, 4), (json!(null), 5, 4)] {
        let mut capabilities = capable();
        capabilities["general"] = json!({ "positionEncodings": offered });
        let mut editor = Editor::start(folder.path(), &capabilities);
        editor.open(&file, text);
        let diagnostics = editor.diagnostics(&file, 1);
        let unknown = diagnostics.iter().find(|it| it["code"] == "unknown-key").unwrap();
        assert_eq!(unknown["range"]["end"], json!({ "line": 1, "character": end }), "{offered}");
        // The key becomes an option.
        let start = json!({ "line": 1, "character": 1 });
        let key = json!({ "start": start, "end": { "line": 1, "character": column } });
        editor.change(&file, 2, &json!([{ "range": key, "text": "certificates_directory" }]));
        assert!(!codes(&editor.diagnostics(&file, 2)).contains(&"unknown-key"));
        assert_eq!(editor.quit(), 0);
    }
}

#[test]
fn an_editor_may_ask_for_diagnostics() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &pulling());
    editor.open(&file, "theme: 'drak'\nthemes: 'x'\n");
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": file } }));
    let report = &answer["result"];
    assert_eq!(report["kind"], "full");
    let items: Vec<Value> = serde_json::from_value(report["items"].clone()).unwrap();
    assert_eq!(codes(&items), ["invalid-option", "unknown-key"]);
    // Nothing is known about a text that is not open.
    let other = json!({ "textDocument": { "uri": format!("{file}.bak") } });
    assert_eq!(editor.request("textDocument/diagnostic", other)["result"]["items"], json!([]));
    assert_eq!(editor.quit(), 0);
}

/// Edits at random places, with line breaks of all kinds and characters outside of the basic plane: what is found
/// afterwards is what is found in the same text as a whole.
#[test]
#[ignore = "slow"]
fn many_edits_leave_the_text_that_the_editor_has() {
    const PIECES: [&str; 9] = ["'ü'", "\r\n", "\n", "🔑", "key: 'x'\n", "theme: 'drak'\n", "", "  ", "# 𝕏\r\n"];
    let folder = folder(&[]);
    let [file, other] = ["configuration.yml", "configuration.yml.j2"].map(|name| uri(&folder.path().join(name)));
    let mut editor = Editor::start(folder.path(), &pulling());
    let mut text: Vec<u16> = "theme: 'drak'\r\nlog:\n  level: '🔑'\n".encode_utf16().collect();
    editor.open(&file, &String::from_utf16(&text).unwrap());
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for version in 2..202 {
        let mut at = [random(text.len() + 1), random(text.len() + 1)];
        at.sort_unstable();
        at[1] = at[1].min(at[0] + 12);
        let [start, end] = at.map(|at| before_pairs(&text, at));
        let piece = PIECES[random(PIECES.len())];
        let range = json!({ "start": position(&text, start), "end": position(&text, end) });
        editor.change(&file, version, &json!([{ "range": range, "text": piece }]));
        text.splice(start..end, piece.encode_utf16());
        let whole = String::from_utf16(&text).unwrap();
        editor.open(&other, &whole);
        let mut ask = |uri: &str| {
            let params = json!({ "textDocument": { "uri": uri } });
            editor.request("textDocument/diagnostic", params)["result"]["items"].take()
        };
        assert_eq!(ask(&file), ask(&other), "{whole:?}");
    }
    assert_eq!(editor.quit(), 0);
}

/// The place before an offset that is between no surrogates and in no line break.
fn before_pairs(text: &[u16], at: usize) -> usize {
    let is_within = |at: usize| {
        let low = text.get(at).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        let line_feed = text.get(at) == Some(&0x0a) && at > 0 && text[at - 1] == 0x0d;
        low || line_feed
    };
    if is_within(at) { at - 1 } else { at }
}

fn position(text: &[u16], at: usize) -> Value {
    let (mut line, mut start) = (0, 0);
    for (index, unit) in text[..at].iter().enumerate() {
        let is_break = *unit == 0x0a || (*unit == 0x0d && text.get(index + 1) != Some(&0x0a));
        if is_break {
            (line, start) = (line + 1, index + 1);
        }
    }
    json!({ "line": line, "character": at - start })
}

#[test]
fn fixes_are_actions() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let text = project_text("fixtures/bad/client-secret-basic.yml");
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, &text);
    let actions = actions(&mut editor, &file);
    let titles =
        actions.iter().map(|it| format!("{} {}\n", it["kind"].as_str().unwrap(), it["title"].as_str().unwrap()));
    insta::assert_snapshot!("actions", titles.collect::<String>());
    let (fixed, version) = acted(&mut editor, &actions, "Apply all safe fixes", &text);
    assert_eq!(version, 1);
    editor.replace(&file, 2, &fixed);
    assert!(!codes(&editor.diagnostics(&file, 2)).contains(&"auth-method-mismatch"));
    assert!(fixed.contains("# What Authelia's page on Mailcow once said.\n"), "comments are kept");
    // What was made for a text that has changed since is refused.
    let outdated = actions.iter().find(|action| action["title"] == "Apply all safe fixes").unwrap();
    assert_eq!(editor.request("codeAction/resolve", outdated.clone())["error"]["code"], -32801);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_comment_suppresses_one_finding() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let text = "theme: 'drak'\nlog:\n  level: 'lod'\n";
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, text);
    let actions = actions(&mut editor, &file);
    let (suppressed, _) = acted(&mut editor, &actions, "Suppress `invalid-option` here with a comment", text);
    assert_eq!(
        suppressed,
        "# authelia-lint: ignore[invalid-option] TODO: explain why\ntheme: 'drak'\nlog:\n  level: 'lod'\n"
    );
    assert_eq!(editor.quit(), 0);
}

#[test]
fn an_editor_that_resolves_nothing_gets_whole_actions() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &json!({}));
    editor.open(&file, "theme: 'drak'\n");
    let params = json!({
        "textDocument": { "uri": file }, "range": whole(), "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = editor.request("textDocument/codeAction", params)["result"].take();
    assert!(actions[0]["edit"]["changes"][&file].is_array(), "{actions}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn the_page_of_a_rule_opens() {
    let folder = folder(&[]);
    let mut editor = Editor::start(folder.path(), &json!({ "window": { "showDocument": { "support": true } } }));
    let params = json!({ "command": "authelia-lint.openRulePage", "arguments": ["unknown-key"] });
    let id = editor.send("workspace/executeCommand", params);
    let shown = editor.message("window/showDocument")["uri"].as_str().unwrap().to_owned();
    let page = fs::read_to_string(shown.strip_prefix("file://").unwrap()).unwrap();
    assert!(page.starts_with("# unknown-key"));
    assert_eq!(editor.answer(id)["result"], page);
    let unknown = json!({ "command": "authelia-lint.openRulePage", "arguments": ["../secret"] });
    assert_eq!(editor.request("workspace/executeCommand", unknown)["error"]["code"], -32602);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn settings_and_their_mistakes() {
    let folder = folder(&[("authelia-lint.toml", "ignore = ['unknown-key']\n")]);
    let [file, settings] = ["configuration.yml", "authelia-lint.toml"].map(|name| uri(&folder.path().join(name)));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, "theme: 'drak'\nthemes: 'x'\n");
    assert_eq!(codes(&editor.diagnostics(&file, 1)), ["invalid-option"]);
    fs::write(folder.path().join("authelia-lint.toml"), "ignore = ['unknown-kay']\n").unwrap();
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": settings, "type": 2 }] }));
    let mistakes = loop {
        let params = editor.message("textDocument/publishDiagnostics");
        if params["uri"] == settings {
            break params["diagnostics"].clone();
        }
    };
    assert_eq!(mistakes[0]["message"], "unknown rule or policy `unknown-kay`\nhelp: did you mean `unknown-key`?");
    assert_eq!(mistakes[0]["range"]["start"], json!({ "line": 0, "character": 10 }));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn files_that_are_merged_are_one_configuration() {
    let files = [
        ("authelia-lint.toml", "merge = true\nno-env = true\n"),
        ("conf/a.yml", "session:\n  name: 'a'\n"),
        ("conf/b.yml", "access_control:\n  default_policy: 'deny'\n"),
    ];
    let folder = folder(&files);
    let [one, other] = ["conf/a.yml", "conf/b.yml"].map(|name| uri(&folder.path().join(name)));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&one, "session:\n  name: 'a'\ntheme: 'light'\n");
    assert!(codes(&editor.diagnostics(&one, 1)).contains(&"invalid-session"), "no cookies");
    // The text that is open in the other editor sets the same option.
    editor.open(&other, "theme: 'dark'\naccess_control:\n  default_policy: 'deny'\n");
    editor.diagnostics(&other, 1);
    let found = editor.diagnostics(&one, 1);
    let overridden: Vec<_> = found.iter().filter(|it| it["code"] == "overridden-option").cloned().collect();
    insta::assert_snapshot!("merged", shown(&overridden));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn other_yaml_is_left_alone() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("deployment.yaml"));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, "apiVersion: 'apps/v1'\nkind: 'Deployment'\nspec: { template: {} }\n");
    assert!(editor.diagnostics(&file, 1).is_empty());
    assert_eq!(editor.quit(), 0);
}

/// A text that takes a while to check.
fn long_text() -> String {
    let client = |number| format!("      - client_id: 'c{number}'\n        nonsense: 'x'\n");
    let clients = (0..400).map(client).collect::<Vec<_>>().concat();
    format!("identity_providers:\n  oidc:\n    clients:\n{clients}")
}

#[test]
fn requests_are_cancelled_or_outdated() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, &long_text());
    let params = json!({ "textDocument": { "uri": file }, "range": whole(), "context": { "diagnostics": [] } });
    let canceled = editor.send("textDocument/codeAction", params.clone());
    editor.notify("$/cancelRequest", json!({ "id": canceled }));
    assert_eq!(editor.answer(canceled)["error"]["code"], -32800);
    editor.replace(&file, 2, &long_text());
    let outdated = editor.send("textDocument/codeAction", params);
    editor.replace(&file, 3, "theme: 'drak'\n");
    assert_eq!(editor.answer(outdated)["error"]["code"], -32801);
    assert_eq!(codes(&editor.diagnostics(&file, 3)), ["invalid-option"]);
    assert_eq!(editor.request("textDocument/unheardOf", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.request("textDocument/codeAction", json!({}))["error"]["code"], -32602);
    assert_eq!(editor.quit(), 0);
}

#[test]
#[ignore = "slow"]
fn an_editor_is_not_flooded() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    let keys: Vec<_> = (0..1500).map(|number| format!("nonsense{number}: 1")).collect();
    editor.open(&file, &format!("log: {{ level: 'info', {} }}\n", keys.join(", ")));
    let found = editor.diagnostics(&file, 1);
    assert_eq!(found.len(), 1001);
    assert_eq!(found[0]["message"], "500 more findings are not shown; `authelia-lint check` lists all");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn exit_codes() {
    let folder = folder(&[]);
    let start = || Editor::start(folder.path(), &capable());
    assert_eq!(start().quit(), 0);
    assert_eq!(start().exit(), 1, "without a shutdown");
    assert_eq!(start().vanish(), 1);
    assert_eq!(Editor::connect(folder.path()).vanish(), 1);
    assert_eq!(Editor::connect(folder.path()).exit(), 1);
    let mut editor = Editor::connect(folder.path());
    assert_eq!(editor.request("shutdown", Value::Null)["error"]["code"], -32002, "not initialized yet");
    let mut editor = start();
    editor.request("shutdown", Value::Null);
    assert_eq!(editor.request("textDocument/codeAction", json!({}))["error"]["code"], -32600);
    assert_eq!(editor.exit(), 0);
}

/// A text with the place of `|`, which is taken out.
fn cursor(text: &str) -> (String, Value) {
    let at = text.find('|').unwrap();
    let line = text[..at].matches('\n').count();
    let column = text[..at]
        .lines()
        .next_back()
        .filter(|_| !text[..at].ends_with('\n'))
        .map_or(0, |line| line.encode_utf16().count());
    (text.replacen('|', "", 1), json!({ "line": line, "character": column }))
}

/// What the server answers about the place of `|` in a text.
fn asked(method: &str, text: &str) -> Value {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    let (text, position) = cursor(text);
    editor.open(&file, &text);
    let context = json!({ "includeDeclaration": true, "triggerKind": 1 });
    let params = json!({
        "textDocument": { "uri": file }, "position": position, "newName": "renamed", "context": context,
    });
    let answer = editor.request(method, params);
    assert_eq!(editor.quit(), 0);
    answer["result"].clone()
}

fn completed(text: &str) -> Vec<String> {
    let items = asked("textDocument/completion", text);
    let items = items.as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| {
            format!(
                "{} ({})",
                item["textEdit"]["newText"].as_str().unwrap(),
                item["detail"].as_str().unwrap_or_default()
            )
        })
        .collect()
}

#[test]
#[ignore = "slow"]
fn completion_knows_keys_values_and_names() {
    assert_eq!(
        completed("log:\n  level: 'info'\n  fo|"),
        ["format:  (string, default 'text')", "file_path:  (string)", "keep_stdout:  (boolean, default false)"]
    );
    let durations = completed("identity_validation:\n  reset_password:\n    jwt_|");
    assert!(durations.contains(&"jwt_lifespan:  (duration, default '5 minutes')".to_owned()), "{durations:?}");
    assert_eq!(completed("theme: '|'\n"), ["'light (default)", "'dark ()", "'grey ()", "'oled ()", "'auto ()"]);
    assert_eq!(completed("telemetry:\n  metrics:\n    enabled: |\n"), ["true ()", "false (default)"]);
    let oidc = "identity_providers:\n  oidc:\n    authorization_policies:\n      staff: { default_policy: 'deny' }\n    clients:\n";
    let policies = completed(&format!("{oidc}      - client_id: 'a'\n        authorization_policy: |\n"));
    assert_eq!(policies, ["'one_factor' ()", "'two_factor' (default)", "'staff' (authorization policy)"]);
    assert!(completed("theme: 'dark' # authelia-lint: ignore[|").iter().any(|it| it == "unknown-key (startup)"));
    let registrations = completed(&format!("{oidc}      - |"));
    let mailcow = registrations.iter().find(|it| it.starts_with("client_id: 'mailcow'")).unwrap();
    assert!(mailcow.contains("\n        token_endpoint_auth_method: 'client_secret_post'"), "{mailcow}");
    assert!(mailcow.contains("client_secret: ''"), "the secret is yet to be written");
    assert!(completed("# the|").is_empty());
}

/// A policy of the operator's own, and a client for it.
const POLICY: &str = "identity_providers:
  oidc:
    authorization_policies:
      staff:
        default_policy: 'deny'
        rules:
          - policy: 'one_factor'
            subject: 'group:staff'
            networks: '10.0.0.0/8'
          - policy: 'two_factor'
            subject: ['user:ada', 'group:staff']
    clients:
      - client_id: 'a'
        client_secret: '$plaintext$main-secret'
        authorization_policy: 'staff'
";

#[test]
#[ignore = "slow"]
fn hover_explains_options_and_clients() {
    let mailcow = project_text("fixtures/bad/client-secret-basic.yml");
    let texts = [
        "the|me: 'dark'\n".to_owned(),
        "ho|st: '0.0.0.0'\n".to_owned(),
        "nonsen|se: 'x'\n".to_owned(),
        "session:\n  expi|ration: '2h'\n".to_owned(),
        mailcow.replace("'mailcow'", "'mail|cow'"),
        mailcow.replace("client_secret:", "client_sec|ret:"),
        mailcow.replace("'two_factor'", "'two_|factor'"),
        POLICY.replace("'staff'", "'st|aff'"),
        POLICY.replace("staff:", "st|aff:"),
        POLICY.replace("main-secret", "main|-secret"),
        "access_control:\n  default_policy: 'de|ny'\n".to_owned(),
    ];
    let pages =
        texts.iter().map(|text| asked("textDocument/hover", text)["contents"]["value"].as_str().unwrap().to_owned());
    insta::assert_snapshot!("hover", pages.collect::<Vec<_>>().join("----\n"));
    assert_eq!(asked("textDocument/hover", "theme: 'dark'\n\n# nothing |here\n"), Value::Null);
}

const NAMES: &str = "identity_providers:
  oidc:
    authorization_policies:
      'staff': { default_policy: 'deny' }
    clients:
      - client_id: 'a'
        authorization_policy: 'staff'
      - client_id: 'b'
        authorization_policy: st|aff
";

#[test]
fn names_are_found_and_renamed() {
    let places = |value: &Value| -> Vec<String> {
        let start = |it: &Value| format!("{}:{}", it["range"]["start"]["line"], it["range"]["start"]["character"]);
        value.as_array().unwrap().iter().map(start).collect()
    };
    assert_eq!(places(&asked("textDocument/definition", NAMES)), ["3:7"]);
    assert_eq!(places(&asked("textDocument/references", NAMES)), ["3:7", "6:31", "8:30"]);
    assert_eq!(asked("textDocument/prepareRename", NAMES)["placeholder"], "staff");
    let edit = asked("textDocument/rename", NAMES);
    let renamed = edited(&NAMES.replace('|', ""), &edit["documentChanges"][0]["edits"]);
    assert_eq!(renamed, NAMES.replace('|', "").replace("staff", "renamed"));
    // A policy that the configuration does not define, and a value that is not a name.
    assert_eq!(asked("textDocument/rename", &NAMES.replace("st|aff", "two_|factor")), Value::Null);
    assert_eq!(asked("textDocument/rename", &NAMES.replace("'b'", "'|b'").replace("st|aff", "staff")), Value::Null);
}

#[test]
fn texts_have_an_outline() {
    fn lines(symbols: &Value, depth: usize, text: &mut String) {
        for symbol in symbols.as_array().into_iter().flatten() {
            let (range, indent) = (&symbol["range"], "  ".repeat(depth));
            let _ = writeln!(
                text,
                "{indent}{} {}-{}",
                symbol["name"].as_str().unwrap(),
                range["start"]["line"],
                range["end"]["line"]
            );
            lines(&symbol["children"], depth + 1, text);
        }
    }
    let mut outline = String::new();
    lines(&asked("textDocument/documentSymbol", NAMES), 0, &mut outline);
    insta::assert_snapshot!("outline", outline);
    let folds = asked("textDocument/foldingRange", NAMES);
    assert_eq!(folds[0], json!({ "startLine": 0, "endLine": 8 }));
}

#[test]
fn hover_tells_what_an_option_does_and_what_replaces_it() {
    let oidc = "identity_providers:\n  oidc:\n";
    let texts = [
        format!("{oidc}    clients:\n      - client_id: 'a'\n        cl|aims_policy: 'x'\n"),
        format!("{oidc}    clients:\n      - client_id: 'a'\n        scopes: ['op|enid']\n"),
        format!("{oidc}    lifespans: {{ refresh_to|ken: '1h' }}\n"),
        "storage:\n  postgres:\n    tls:\n      server_na|me: 'x'\n".to_owned(),
        "session:\n  dom|ain: 'example.com'\n".to_owned(),
    ];
    let pages =
        texts.iter().map(|text| asked("textDocument/hover", text)["contents"]["value"].as_str().unwrap().to_owned());
    insta::assert_snapshot!("hover_options", pages.collect::<Vec<_>>().join("----\n"));
}

const RULES: &str = "access_control:
  default_policy: 'deny'
  rules:
    - domain: '*.example.com'
      policy: 'one_factor'
      subject: 'group:staff'
    - domain: 'app.example.com'
      resources: '^/api/'
      policy: 'bypass'
    - domain: 'other.example.org'
      policy: 'bypass'
    - dom|ain: 'app.example.com'
      policy: 'two_factor'
    - domain: 'app.example.com'
      policy: 'deny'
";

#[test]
fn hover_tells_what_an_access_rule_decides() {
    let last = RULES.replace('|', "").replace("      policy: 'deny'", "      pol|icy: 'deny'");
    let pages = [RULES.to_owned(), last]
        .map(|text| asked("textDocument/hover", &text)["contents"]["value"].as_str().unwrap().to_owned());
    insta::assert_snapshot!("hover_rules", pages.join("----\n"));
}

#[test]
fn a_rule_that_never_applies_is_moved() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let text = "access_control:
  default_policy: 'deny'
  rules:
    # Everything.
    - domain: '*.example.com'
      policy: 'one_factor'
    # But this.
    - domain: 'app.example.com'
      policy: 'two_factor'
";
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, text);
    let actions = actions(&mut editor, &file);
    let titles: Vec<_> = actions.iter().map(|it| it["title"].as_str().unwrap()).collect();
    let title = *titles.iter().find(|title| title.starts_with("Move")).unwrap_or_else(|| panic!("{titles:?}"));
    assert!(title.ends_with("(unsafe: review the change)"), "{title}");
    let (moved, _) = acted(&mut editor, &actions, title, text);
    insta::assert_snapshot!("moved_rule", moved);
    assert_eq!(editor.quit(), 0);
}

const CLAIMS: &str = "identity_providers:
  oidc:
    claims_policies:
      'one':
        id_token: ['email', 'lev|el']
        custom_claims:
          level: { attribute: 'rank' }
          'other': { name: 'second', attribute: 'rank' }
          plain: {}
    scopes:
      'mine': { claims: ['level', 'second', 'plain'] }
";

#[test]
fn custom_claims_are_renamed() {
    let renamed = |text: &str| {
        let edit = asked("textDocument/rename", text);
        edited(&text.replace('|', ""), &edit["documentChanges"][0]["edits"])
    };
    assert_eq!(
        renamed(CLAIMS),
        CLAIMS.replace("lev|el", "renamed").replace("level:", "renamed:").replace("'level'", "'renamed'")
    );
    let second = CLAIMS.replace('|', "").replace("'level', 'second'", "'level', 'sec|ond'");
    let expected = second.replace("'sec|ond'", "'renamed'").replace("name: 'second'", "name: 'renamed'");
    assert_eq!(renamed(&second), expected);
    // Its attribute would change with it.
    let plain = CLAIMS.replace('|', "").replace("plain:", "pl|ain:");
    assert_eq!(asked("textDocument/rename", &plain), Value::Null);
    assert_eq!(asked("textDocument/references", &plain).as_array().unwrap().len(), 2);
}

#[test]
fn hints_show_what_authelia_uses() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let hints = |options: &Value| {
        let mut editor = Editor::start_with(folder.path(), &capable(), options);
        editor.open(&file, "session:\r\n  name: 'ü'\r\n  cookies:\r\n    - domain: 'a.de' # 🔑\r\ntotp: {}\r\n");
        let params = json!({ "textDocument": { "uri": file }, "range": whole() });
        let answer = editor.request("textDocument/inlayHint", params);
        assert_eq!(editor.quit(), 0);
        answer["result"].clone()
    };
    let shown = hints(&json!({ "inlayHints": true }));
    let lines = shown.as_array().unwrap().iter().map(|hint| {
        let position = &hint["position"];
        let tooltip = hint["tooltip"]["value"].as_str().unwrap();
        format!("{}:{} {}\n{tooltip}", position["line"], position["character"], hint["label"].as_str().unwrap())
    });
    insta::assert_snapshot!("hints", lines.collect::<String>());
}

#[test]
fn a_text_at_which_the_parser_fails_does_not_end_the_server() {
    let folder = folder(&[]);
    let [bad, good] = ["bad/configuration.yml", "configuration.yml"].map(|name| uri(&folder.path().join(name)));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&bad, "session: [!,]\ntheme: 'drak'\n");
    editor.open(&good, "theme: 'drak'\n");
    assert_eq!(codes(&editor.diagnostics(&good, 1)), ["invalid-option"]);
    editor.replace(&bad, 2, "theme: 'drak'\n");
    assert_eq!(codes(&editor.diagnostics(&bad, 2)), ["invalid-option"]);
    assert_eq!(editor.quit(), 0);
}

/// A change may come while the findings of the text before it are on their way.
#[test]
fn findings_are_those_of_the_version_that_they_are_sent_with() {
    const LAST: i64 = 400;
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, "theme: 'dark'\n");
    for version in 2..=LAST {
        let theme = if version % 2 == 0 { "drak" } else { "dark" };
        editor.replace(&file, version, &format!("theme: '{theme}'\n"));
    }
    let mut version = 0;
    while version != LAST {
        let published = editor.message("textDocument/publishDiagnostics");
        version = published["version"].as_i64().unwrap();
        let has_findings = published["diagnostics"].as_array().is_some_and(|found| !found.is_empty());
        assert_eq!(has_findings, version % 2 == 0, "{version}");
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
#[ignore = "slow"]
fn texts_that_are_outdated_are_not_checked_one_by_one() {
    let folder = folder(&[]);
    let file = uri(&folder.path().join("configuration.yml"));
    let mut editor = Editor::start(folder.path(), &capable());
    editor.open(&file, &long_text());
    for version in 2..=40 {
        let start = json!({ "line": 0, "character": 0 });
        editor.change(&file, version, &json!([{ "range": { "start": start, "end": start }, "text": "# x\n" }]));
    }
    let mut versions = Vec::new();
    while versions.last() != Some(&40) {
        versions.push(editor.message("textDocument/publishDiagnostics")["version"].as_i64().unwrap());
    }
    assert!(versions.is_sorted() && versions.len() < 20, "{versions:?}");
    assert_eq!(editor.quit(), 0);
}
