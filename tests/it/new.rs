//! `new`: what it prints is a registration that raises nothing, and the secret goes one way only.

use std::fs;

use authelia_lint::app::draft::{Example, PORTAL, Wanted};
use authelia_lint::app::knowledge;
use authelia_lint::check::{Options, Selection};
use authelia_lint::crypto::digest;
use authelia_lint::lint::Outcome;
use authelia_lint::text::Unmasked;

use crate::files::source;
use crate::program::{Run, run};

const URL: &str = "https://app.home.arpa";

/// The secret behind it is `a secret for examples 0`.
const DIGEST: &str = "$pbkdf2-sha512$310000$7BjqyNdYseulLTwQ05rcbQ$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ";

/// What names something that must be defined, and what refers to what is defined and not used.
const DEFINITIONS: [&str; 4] =
    ["undefined-authorization-policy", "undefined-claims-policy", "undefined-lifespan", "unused-definition"];

fn check(text: &str, settings: &Options) -> Outcome {
    authelia_lint::check(&source("new.yml", text), settings)
}

/// The registered digest.
fn registered(text: &str) -> &str {
    let line = text.lines().find(|line| line.trim_start().starts_with("client_secret:")).unwrap();
    line.split('\'').nth(1).unwrap()
}

#[test]
#[ignore = "slow"]
fn what_is_made_for_any_application_raises_nothing_and_is_recognised() {
    let whole = Options {
        selection: Selection { select: DEFINITIONS.map(str::to_owned).to_vec(), ..Selection::default() },
        ..Options::complete()
    };
    for (app, example) in knowledge().apps().flat_map(|app| Example::all(app).map(move |example| (app, example))) {
        let digest = example.has_secret().then_some(DIGEST);
        for client_id in [None, Some("j4xkq0wz")] {
            let wanted = Wanted { url: URL, portal: PORTAL, client_id, digest, named: client_id.is_some() };
            let text = example.registration(&wanted, knowledge().settings(&app.id));
            let outcome = check(&text, &Options::default());
            assert!(outcome.findings.is_empty(), "{text}{:#?}", outcome.findings);
            let [client] = &outcome.clients[..] else { panic!("{text}") };
            assert_eq!(client.app.as_ref(), Some(&app.id), "{text}");
            assert!(client_id.is_none_or(|id| client.client_id.as_ref().map(Unmasked::expose) == Some(id)), "{text}");
            let outcome = check(&text, &whole);
            assert!(outcome.findings.is_empty(), "{text}{:#?}", outcome.findings);
            assert!(!text.contains("app.example."), "an address of the example is left:\n{text}");
        }
    }
}

#[test]
#[ignore = "slow"]
fn a_variant_can_be_chosen_and_others_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let new = |arguments: &[&str]| run(folder.path(), &[&["new", "--url", URL, "--secret-file"], arguments].concat());
    let usual = new(&["usual", "nextcloud"]);
    assert!(usual.out.contains(&format!("'{URL}/apps/oidc_login/oidc'")), "{}", usual.out);
    assert_eq!(
        (usual.code, usual.error.as_str()),
        (
            0,
            "note: this registration is for the app OpenID Connect Login (oidc_login); use `--variant user_oidc` for the app \
             OpenID Connect user backend (user_oidc)\n"
        )
    );
    let chosen = new(&["chosen", "nextcloud", "--variant", "user_oidc"]);
    assert_eq!((chosen.code, chosen.error.as_str()), (0, ""));
    assert!(chosen.out.contains(&format!("'{URL}/apps/user_oidc/code'")), "{}", chosen.out);
    for (arguments, why) in [
        (
            &["none", "nextcloud", "--variant", "oidc"][..],
            "`nextcloud` has no variant `oidc`; its variants are `oidc_login` (the app OpenID Connect Login (oidc_login)), ",
        ),
        (&["none", "mailcow", "--variant", "oidc"], "`mailcow` has no variants"),
    ] {
        let Run { code, out, error } = new(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(error.contains(why), "{arguments:?}: {error}");
        assert!(!folder.path().join("none").exists());
    }
    let page = run(folder.path(), &["apps", "nextcloud"]).out;
    for command in
        ["`authelia-lint new nextcloud --variant oidc_login", "`authelia-lint new nextcloud --variant user_oidc"]
    {
        assert!(page.contains(command), "{page}");
    }
}

#[test]
#[ignore = "slow"]
fn the_secret_is_shown_once_and_fits_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let Run { code, out, error } = run(folder.path(), &["new", "mailcow", "--url", "HTTPS://Mail.home.arpa:443/"]);
    assert_eq!(code, 0, "{error}");
    let secret = error.trim_end().rsplit(' ').next().unwrap();
    assert!(!out.contains(secret), "{out}");
    assert!(digest::decode(registered(&out)).unwrap().verify(secret.as_bytes()).unwrap());
    assert!(out.contains("- 'https://mail.home.arpa'\n"), "{out}");
    assert!(check(&out, &Options::default()).findings.is_empty(), "{out}");
}

#[test]
#[ignore = "slow"]
fn a_secret_file_is_new_and_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["new", "mailcow", "--url", URL, "--client-id", "post", "--secret-file", "secret"];
    let Run { code, out, error } = run(folder.path(), &arguments);
    assert_eq!((code, error.as_str()), (0, ""));
    let secret = fs::read_to_string(folder.path().join("secret")).unwrap();
    assert!(!out.contains(&secret) && out.contains("client_id: 'post'"), "{out}");
    assert!(digest::decode(registered(&out)).unwrap().verify(secret.as_bytes()).unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let Run { code, out, error } = run(folder.path(), &arguments);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("error: secret: "), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("secret")).unwrap(), secret, "never overwritten");
}

#[test]
#[ignore = "slow"]
fn what_cannot_work_is_refused_before_a_secret_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, why) in [
        (&["mailcow", "--url", "http://mail.home.arpa"][..], "must start with `https://`"),
        (&["mailcow", "--url", "mail.home.arpa"], "must start with `https://`"),
        (&["mailcow", "--url", "https://*.home.arpa"], "must name a host"),
        (&["mailcow", "--url", "https://a.home.arpa/?b"], "must not contain a user"),
        (&["mailcow", "--url", URL, "--client-id", "a'b: c"], "a `client_id` can contain only"),
        (&["mailcw", "--url", URL], "did you mean `mailcow`?"),
    ] {
        let arguments = [&["new", "--secret-file", "secret"], arguments].concat();
        let Run { code, out, error } = run(folder.path(), &arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(error.contains(why), "{arguments:?}: {error}");
        assert!(!folder.path().join("secret").exists());
    }
}

#[test]
#[ignore = "slow"]
fn it_says_what_to_enter_in_the_application() {
    let folder = tempfile::tempdir().unwrap();
    let new = |app: &str| {
        let url = ["--url", "https://app.home.arpa", "--authelia-url", "https://auth.home.arpa/"];
        run(folder.path(), &[&["new", app], url.as_slice()].concat()).out
    };
    let mailcow = new("mailcow");
    for line in [
        "#   at System > Configuration > Access > Identity Provider",
        "#   Token endpoint (`token_url`): https://auth.home.arpa/api/oidc/token\n",
        "#   Redirect Url (`redirect_url`): https://app.home.arpa\n",
        "#   Client Secret (`client_secret`): <the client secret>\n",
        "curl -X POST 'https://app.home.arpa/api/v1/edit/identity-provider'",
    ] {
        assert!(mailcow.contains(line), "{line}: {mailcow}");
    }
    let (_, json) = mailcow.split_once(" -d '").unwrap();
    let json: serde_json::Value = serde_json::from_str(json.split_once('\'').unwrap().0).unwrap();
    assert_eq!(json["attr"]["userinfo_url"], "https://auth.home.arpa/api/oidc/userinfo");
    assert_eq!(json["attr"]["authsource"], "generic-oidc");
    let grafana = new("grafana");
    assert!(grafana.contains("#   GF_SERVER_ROOT_URL: https://app.home.arpa\n"), "{grafana}");
    assert!(grafana.contains("#   GF_AUTH_GENERIC_OAUTH_USE_PKCE: false\n"), "{grafana}");
    let opengist = new("opengist");
    let discovery = "#   OG_OIDC_DISCOVERY_URL: https://auth.home.arpa/.well-known/openid-configuration\n";
    assert!(opengist.contains(discovery), "{opengist}");
}
