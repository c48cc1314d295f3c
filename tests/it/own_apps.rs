//! An operator's own applications: files of the same form as the program's, refused with a position where they are not.

use std::fs;

use crate::files::{folder, project_text};
use crate::program::{Run, run};

/// A whole file, as `docs/own-applications.md` shows it.
fn page_example() -> String {
    let page = project_text("docs/own-applications.md");
    let (_, example) = page.split_once("```yaml\n").unwrap();
    example.split_once("```\n").unwrap().0.to_owned()
}

const CLIENT: &str = "
identity_providers:
  oidc:
    clients:
      - client_id: 'j4xkq0wz'
        client_name: 'Timesheet'
        client_secret: '$pbkdf2-sha512$310000$7BjqyNdYseulLTwQ05rcbQ$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ'
        redirect_uris: ['https://time.home.arpa/sso/return']
        scopes: ['openid', 'profile', 'email']
";

#[test]
#[ignore = "slow"]
fn the_example_of_the_page_works_everywhere() {
    let folder = folder(&[("own/timesheet.yml", &page_example()), ("configuration.yml", CLIENT)]);
    let Run { code, out, .. } =
        run(folder.path(), &["check", "--apps", "own", "--format", "concise", "configuration.yml"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("configuration.yml:5:9: error[auth-method-mismatch] Timesheet's login fails"), "{out}");
    let Run { out, .. } = run(folder.path(), &["apps", "--apps", "own", "timesheet"]);
    assert!(out.contains("token endpoint auth method: client_secret_post"), "{out}");
    let arguments = ["new", "timesheet", "--apps", "own", "--url", "https://time.home.arpa", "--secret-file", "secret"];
    let Run { code, out, error } = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    fs::write(folder.path().join("new.yml"), &out).unwrap();
    let Run { code, out: told, .. } = run(folder.path(), &["check", "--apps", "own", "--fail-on", "advice", "new.yml"]);
    assert_eq!(code, 0, "{out}{told}");
    assert!(told.contains("1 client (Timesheet)"), "{told}");
}

#[test]
fn what_cannot_be_is_told_with_its_position() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("timesheet.yml");
    let good = page_example();
    for (from, to, told) in [
        ("name: Timesheet", "nam: Timesheet", ":1:1: unknown field `nam`"),
        ("name: Timesheet", "name: ''", ":1:1: name: it has no name"),
        ("name: Timesheet", "name: Timesheet\nsettings: 4", "settings: invalid type: integer `4`, expected a mapping"),
        ("proof: source", "proof: sourced", "unknown variant `sourced`"),
        (
            "[client_secret_post]",
            "[client_secret_pots]",
            ":6:10: token_endpoint_auth_method: `client_secret_pots` is none",
        ),
        ("[S256]", "[S265]", "pkce: `S265` is none of S256, plain"),
        ("[/sso/return]", "[sso/return]", "redirect_uris: `sso/return` is neither a path"),
        ("example: |\n  -", "example: |\n  +", "example: it is not a list of client registrations"),
        ("facts:\n", "library: { id: go-oauth3 }\nfacts:\n", ":4:1: there is no library `go-oauth3`"),
        ("facts:\n", "variants: [{ id: web }, { name: app }]\nfacts:\n", ":4:1: variants: one of them has no `id`"),
        ("facts:\n", "variants: [{ id: web }, { id: web }]\nfacts:\n", "id: `web` is the id of two variants"),
    ] {
        assert!(good.contains(from), "{from}");
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        let Run { code, out, error } = run(folder.path(), &["apps", "--apps", "."]);
        assert_eq!((code, out.as_str()), (2, ""), "{to}");
        assert!(error.starts_with("error: ./timesheet.yml:") && error.contains(told), "{to}: {error}");
    }
    fs::remove_file(&file).unwrap();
    let Run { code, error, .. } = run(folder.path(), &["apps", "--apps", "."]);
    assert_eq!((code, error.as_str()), (2, "error: .: there is no file `<id>.yml` in it\n"));
}

#[test]
fn own_applications_have_settings_too() {
    let app = page_example();
    let compose = "services: { time: { image: 'registry.home.arpa/timesheet:4', environment: { \
        TIMESHEET_CLIENT_ID: 'j4xkq0wz', TIMESHEET_URL: 'https://other.home.arpa' } } }\n";
    let env = "TIMESHEET_CLIENT_ID=j4xkq0wz\nTIMESHEET_URL=https://other.home.arpa\n";
    let folder = folder(&[
        ("own/timesheet.yml", &app),
        ("here/configuration.yml", CLIENT),
        ("here/compose.yml", compose),
        ("time.env", env),
    ]);
    for arguments in [&["here"][..], &["--app-settings", "timesheet=time.env", "here/configuration.yml"]] {
        let check = ["check", "--apps", "own", "--format", "concise"];
        let Run { out, error, .. } = run(folder.path(), &[&check, arguments].concat());
        assert!(out.contains("[redirect-uri-mismatch]"), "{arguments:?}: {out}{error}");
    }
}
