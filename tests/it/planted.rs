//! A secret is planted under many keys, in all forms in which YAML can write it, in many places; no output of any format
//! shows it, nor its base64, nor six of its characters.

use std::collections::HashSet;
use std::time::Duration;

use authelia_lint::app::Hints;
use authelia_lint::check::mask::Masks;
use authelia_lint::check::{Options, fix};
use authelia_lint::embedded::Configurations;
use authelia_lint::lint::Safety;
use authelia_lint::report::configuration::Configuration;
use authelia_lint::report::{Format, RenderOptions, diff, render};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::ValueEnum as _;

use crate::files::{folder, source};
use crate::program::run;

/// One that looks random, and one that only its place tells.
const SECRETS: [&str; 2] = ["Qw7TzNb4Xk9RmVc2Lp8Hs5Jf", "Tr0ub4dor-And-zebras"];

/// Keys that refer to a secret, or are most likely meant to.
const KEYS: [&str; 30] = [
    "secret",
    "client_secret",
    "client_secrt",
    "client_secrets",
    "clientSecret",
    "CLIENT_SECRET",
    "password",
    "pasword",
    "passwords",
    "password2",
    "pass",
    "pw",
    "pwd",
    "passphrase",
    "jwt_secret",
    "encryption_key",
    "encryptionkey",
    "privatekey",
    "private_key",
    "api-key",
    "apiKeys",
    "token",
    "access_token",
    "hmac_secrt",
    "psk",
    "credentials",
    "secret_value",
    "user_password_hash",
    "Authorization",
    "secret.x.value",
];

/// How a key and its value are written; `_` is the indentation of the key.
const FORMS: [&str; 36] = [
    "_{k}: {s}",
    "_{k}: '{s}'",
    "_{k}: \"{s}\"",
    "_\"{k}\": '{s}'",
    "_{k} : '{s}'",
    "_? {k}\n_: {s}",
    "_? {k}\n_: - {s}",
    "_{k}: |\n_  {s}",
    "_{k}: >-\n_  {s}\n_  {s}",
    "_{k}:\n_  {s}",
    "_{k}:\n_  '{s}'",
    "_{k}: first\n_  {s}",
    "_{k}: 'first\n_  {s}'",
    "_x: {{k}: {s}, y: 1}",
    "_x: {{k}: '\n_  {s}'}",
    "_x: {y: 1, {k}:\n_  {s}}",
    "_{k}: [a, {s}]",
    "_{k}:\n_  - {s}",
    "_{k}:\n_- {s}",
    "_{k}: {value: {s}}",
    "_{k}:\n_  value: '{s}'\n_  other: [{s}]",
    "_{k}: &s {s}",
    "_{k}: !!str {s}",
    "_y: &s {s}\n_{k}: *s",
    "_y: &s [{s}]\n_{k}: *s",
    "_x: &m {{k}: {s}}\n_z: {<<: *m}",
    "_{k}: \"\\x41{s}\"",
    "_# {k}: {s}",
    "_# {k}:\n_#   - {s}",
    "_# {k}:\n_# - {s}",
    "_list:\n_  - name: {k}\n_    value: {s}",
    "_command: ['--{k}', '{s}']",
    "_command: ['--{k}={s}']",
    "_{k}: '{s}' # again: {s}",
    "_{k}: '{s}'\n_note: 'it is x{s}y, or {s}'",
    "_{k}: {s}\u{200b}",
];

/// The same, where the file cannot be read, or means something else.
const BROKEN: [&str; 18] = [
    "_{k}: *{s}",
    "_{k}: {SSHA}{s}",
    "_{k}: 'a'{s}",
    "_{k}: \"a\"{s}",
    "_{k}:\n_{s}",
    "_{k}: |\n {s}",
    "_{k}: '{s}",
    "_{k}: \"{s}",
    "_{k}: first\n_  {s}: second",
    "_{k}: first\n_  second: {s}",
    "_{k}:\u{a0}{s}",
    "_{k}:{s}",
    "_{k}:\n_  value: '{s}'\n\tx: 1",
    "_{k}: @{s}",
    "_{k}: %{s}",
    "_{k}: `{s}`",
    "_{k}: [{s}",
    "_{k}: !{s} {s} x: y",
];

/// Where the entry is; `E` is the entry, whose indentation is that of the line.
const PLACES: [&str; 12] = [
    "bogus: 1\nE\nbogus2: 1\n",
    "session:\n  bogus: 1\n  E\n  bogus2: 1\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        bogus: 1\n        E\n        bogus2: 1\n",
    "identity_validation:\n  reset_password:\n    bogus: 1\n    E\n    bogus2: 1\n",
    "sesion:\n  E\n  bogus: 1\n",
    "session:\n  cookies:\n    E\n    bogus: 1\n",
    "theme: 'nosuch'\nunknown:\n  deeper:\n    E\n    bogus2: 1\n",
    "authentication_backend:\n  ldap:\n    E\n    bogus: 1\n  bogus: 1\n",
    "services:\n  authelia:\n    image: authelia/authelia\n    environment:\n      AUTHELIA_BOGUS: 1\n      E\n      AUTHELIA_BOGUS2: 1\n",
    "apiVersion: v1\nkind: ConfigMap\ndata:\n  configuration.yml: |\n    session:\n      bogus: 1\n      E\n      bogus2: 1\n    access_control: {}\n",
    "theme: 'nosuch'\n---\nE\n",
    "configMap:\n  session:\n    bogus: 1\n    E\n    bogus2: 1\n  access_control:\n    bogus: 1\n",
];

/// Whole texts with a secret that no key tells, or that is in a special place.
const TEXTS: [&str; 36] = [
    "x: &s {s}\nsession:\n  secret: *s\n",
    "server:\n  address: 'tcp://:9091/'\nPASSWORD: '{s}'\n",
    "access_token: '{s}'\n",
    "x: 'https://u:it''s{s}@h'\n",
    "x: 'https://u:pw {s}@h'\n",
    "x: 'https://u:pw/{s}@h'\n",
    "x: '//u:{s}@h'\n",
    "x: 'u:{s}@h'\n",
    "'https://u:{s}@h': 1\n",
    "\"https://u:it\\x27s{s}@h\": 1\n",
    "$5$x${s}: 1\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        client_name: '$5$x${s}'\n        bogus: 1\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: '$5$x${s}'\n        bogus: 1\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: '{s}'\n        client_name: '{s}'\n        client_secret: '{s}'\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        redirect_uris: ['https://u:{s}@h/cb', 'https://h/?client_secret={s}', 'https://h/#access_token={s}', 'h']\n",
    "apiVersion: v1\nkind: Secret\ndata:\n  key.pem: {b}\n  bogus: {b}\ntheme: 1\n",
    "apiVersion: v1\nkind: Secret\nstringData:\n  any: {s}\n  bogus: [{s}]\ntheme: 1\n",
    "x: |\n  -----BEGIN RSA PRIVATE KEY-----\n  Proc-Type: 4,ENCRYPTED\n  DEK-Info: AES-128-CBC,{s}\n\n  {s}\nbogus: 1\n",
    "x: |\n  -----BEGIN PRIVATE KEY-----\n  {s}\n  more: {s}\nbogus: 1\n",
    "x: \"-----BEGIN PRIVATE KEY-----\\n{s}\\n-----END PRIVATE KEY-----\"\n",
    "\tx: |\n  -----BEGIN PRIVATE KEY-----\n  {s}\n",
    "session:\n  secret: '{s}'\n  x: 1 # same as {s}\n",
    "session:\n  secret: '{s}'\n  name: 'x{s}x'\n  {s}: 1\n",
    "session:\n  secret: '{s}'\nbogus: 1 # authelia-lint: ignore[unknown-key] it is {s}\n",
    "headers:\n  X: 'Bearer {s}'\n  Y: 'Basic {b}'\n",
    "session: '{s}'\n",
    "{s}\n",
    "- {s}\n",
    "storage:\n  postgres:\n    address: 'tcp://u:{s}@h:5432'\n    bogus: 1\n",
    "notifier:\n  smtp:\n    address: 'smtp://u:{s}@h:25'\n    bogus: 1\n",
    "session:\n  secret: &{s} x\n  bogus: 1\n",
    "session:\n  secret: !{s} x\n  bogus: 1\n",
    "session:\n  secret: !<tag:{s}> x\n  bogus: 1\n",
    "definitions:\n  network:\n    password: {s}\n    bogus: 1\n",
    "access_control:\n  rules:\n    - query: [[{operator: 'x', key: 'api_key', value: '{s}'}]]\n",
    "default_redirection_url: 'https://u:{s}@h'\njwt_secret: '{s}'\n'https://u:{s}@h': 1\n",
];

/// A form with its key and the secret, indented like the line that it is put on.
fn planted(place: &str, form: &str, key: &str, secret: &str) -> String {
    let line = place.lines().find(|line| line.trim() == "E").unwrap();
    let indentation = &line[..line.len() - 1];
    let entry = form.replace('_', indentation).replace("{k}", key).replace("{s}", secret);
    place.replace(line, &entry)
}

fn whole(text: &str, secret: &str) -> String {
    let encoded = STANDARD.encode(format!("-----BEGIN PRIVATE KEY-----\n{secret}\n"));
    text.replace("{s}", secret).replace("{b}", &encoded)
}

/// What must not be read: six characters of the secret, or of its base64 wherever it begins in a longer text.
fn traces() -> &'static HashSet<Vec<u8>> {
    static TRACES: std::sync::OnceLock<HashSet<Vec<u8>>> = std::sync::OnceLock::new();
    TRACES.get_or_init(|| {
        let plain = SECRETS.iter().map(|secret| (*secret).to_owned());
        let encoded = SECRETS.iter().flat_map(|secret| {
            let of = |before: &str| STANDARD.encode(format!("{before}{secret}"))[4..secret.len()].to_owned();
            ["", "x", "xx"].map(of)
        });
        let windows = |text: String| text.as_bytes().windows(6).map(<[u8]>::to_vec).collect::<Vec<_>>();
        plain.chain(encoded).flat_map(windows).collect()
    })
}

fn trace(output: &str) -> Option<String> {
    let traces = traces();
    let found = output.as_bytes().windows(6).find(|window| traces.contains(*window));
    found.map(|window| String::from_utf8_lossy(window).into_owned())
}

/// All that is shown of a text, each with a name.
fn outputs(text: &str, formats: &[Format]) -> Vec<(String, String)> {
    let sources = source("configuration.yml", text);
    let options = Options { hints: Hints::default(), ..Options::default() };
    let outcome = authelia_lint::check(&sources, &options);
    let mut outputs: Vec<(String, String)> = Vec::new();
    for format in formats {
        let options = RenderOptions {
            width: 200,
            verbose: true,
            full_advice: true,
            elapsed: Duration::ZERO,
            ..RenderOptions::of(*format)
        };
        let mut out = Vec::new();
        render(&outcome, &sources, &options, &mut out).unwrap();
        outputs.push((format!("{format:?}"), String::from_utf8(out).unwrap()));
    }
    let masks = Masks::new(&outcome, &sources);
    Configurations::all(&sources, &options.load, |config| {
        let shown = Configuration::new(config, &sources, &masks);
        outputs.push(("show".to_owned(), shown.tree().to_string()));
        outputs.push(("show --origin".to_owned(), serde_json::to_string(&shown.origins()).unwrap()));
    });
    if outcome.findings.iter().any(|finding| finding.fix.is_some()) {
        let fixed = fix(sources.clone(), outcome.clone(), &options, Safety::Unsafe);
        let state = |sources, outcome| diff::DiffSide { sources, outcome };
        let mut out = Vec::new();
        diff::render(state(&sources, &outcome), state(&fixed.sources, &fixed.outcome), false, &mut out).unwrap();
        outputs.push(("diff".to_owned(), String::from_utf8(out).unwrap()));
    }
    outputs
}

/// Plants a secret with each text; all that show it. Each text is shown in the format that shows most and in another one.
fn leaks(texts: impl Iterator<Item = String>) -> (usize, Vec<String>) {
    let mut placements = 0;
    let mut leaks = Vec::new();
    let others = Format::value_variants().iter().cycle();
    for (text, other) in texts.zip(others) {
        for (name, output) in outputs(&text, &[Format::Full, *other]) {
            placements += 1;
            if let Some(trace) = trace(&output) {
                let line = output.lines().find(|line| line.contains(&trace)).unwrap_or_default();
                let line: String = line.chars().take(300).collect();
                leaks.push(format!("{name} of {text:?} shows {trace}: {line}"));
            }
        }
    }
    (placements, leaks)
}

fn assert_no_leaks((placements, leaks): (usize, Vec<String>), least: usize) {
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks[..leaks.len().min(30)].join("\n"));
    assert!(placements >= least, "only {placements} placements");
}

#[test]
#[ignore = "slow"]
fn under_every_key_in_every_form() {
    let forms = FORMS.iter().chain(&BROKEN).enumerate();
    let texts = forms.flat_map(|(number, form)| {
        let keys = KEYS.iter().skip(number % 3).step_by(3);
        keys.map(move |key| planted(PLACES[1], form, key, SECRETS[1]))
    });
    assert_no_leaks(leaks(texts), 2_000);
}

#[test]
#[ignore = "slow"]
fn in_every_place_in_every_form() {
    let texts = PLACES.iter().flat_map(|place| {
        let keys = [("password", SECRETS[0]), ("client_secrt", SECRETS[1])].into_iter().cycle();
        let forms = FORMS.iter().chain(&BROKEN).zip(keys);
        forms.map(move |(form, (key, secret))| planted(place, form, key, secret))
    });
    assert_no_leaks(leaks(texts), 2_000);
}

#[test]
#[ignore = "slow"]
fn in_texts_of_its_own() {
    let texts = SECRETS.iter().flat_map(|secret| TEXTS.iter().map(move |text| whole(text, secret)));
    assert_no_leaks(leaks(texts), 250);
}

/// Runs of the program over files, some of which hold a secret.
#[test]
#[ignore = "slow"]
fn in_files_of_every_kind() {
    let policy = "[[policy]]\nid = 'p'\nscope = 'configuration'\nexpression = 'false'\nmessage = 'password: {s}'\n\
                  help = '$5$x${s}'\n";
    let apps = "name: {s}\nrecognise: [{s}]\n";
    let client = "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'a'\n        client_secret: '{s}'\n";
    let environment =
        "AUTHELIA_BOGUS=1\nMYSQL_PASS={s}\nAUTHELIA_SESION_SECRT='{s}'\nOTHER={s}\nAUTHELIA_THEME=nosuch\n";
    let nginx = "server {\n  location / {\n    auth_request /authz;\n  }\n  location /authz {\n    set $password {s};\n    \
                 proxy_pass http://authelia/api/authz/forward-auth;\n    proxy_set_header X-Token \"{s}\";\n  }\n}\n";
    let caddy = "a.example.com {\n  forward_auth authelia:9091 {\n    header_up X-Api-Key {s}\n    \
                 uri /api/authz/auth-request\n    header_up Authorization {s}\n  }\n}\n";
    for secret in SECRETS {
        let whole = |text: &str| whole(text, secret);
        let files = [
            ("key.toml", whole("client_secret = \"{s}\"\nbogus = 1\n")),
            ("line.toml", whole("bogus = 1\npassword = '{s}'\n")),
            ("type.toml", whole("fail-on = '{s}'\nmin-severity = ['{s}']\nsort = 1\n")),
            ("digest.toml", whole("x = \"$5$x${s}\"\n")),
            ("pem.toml", whole("x = \"\"\"\n-----BEGIN PRIVATE KEY-----\n{s}\n\"\"\"\n")),
            ("broken.toml", whole("x = {s}\ny = \"{s}\n")),
            ("environ.toml", whole("HOME=/root\0PASSWORD={s}\0")),
            ("policy.toml", whole(policy)),
            ("apps/own.yml", whole(apps)),
            ("a.yml", whole(client)),
            ("b.yml", whole("PASSWORD: '{s}' # {s}\nclient_secrt: '{s}'\n")),
            ("c.yml", whole("session:\n  secret: *{s}\n")),
            ("e.env", whole(environment)),
            ("cases.yml", whole("- name: '$5$x${s}'\n  client: '{s}'\n  secret: {s}\n")),
            ("users.yml", whole("users:\n  a:\n    displayname: 'A'\n    password: '{s}'\n    bogus: 1\n")),
            ("nginx.conf", whole(nginx)),
            ("Caddyfile", whole(caddy)),
            ("d.yml", whole("'https://u:{s}@': 1\nx:\n  client_secret: '{s}'\n? |\n  {s}x9Q\n: 1\n")),
            ("f.yml", whole(client) + &whole("      - client_id: '{s}'\n      - client_id: '$5$x${s}'\n")),
            ("requests.json", whole("[{\"url\": \"https://u:{s}@a.example.com/?api_key={s}\"}]")),
            ("authelia.log", whole("level=error msg=\"the password: '{s}'\" error=\"client_secret={s}\"\n")),
            ("mailcow.json", whole("{\"authsource\": \"generic-oidc\", \"client_secret\": \"{s}\", \"client_id\": 1}")),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let folder = folder(&files);
        let settings = ["key", "line", "type", "digest", "pem", "broken", "environ", "policy"];
        let named: Vec<String> = settings.iter().map(|name| format!("{name}.toml")).collect();
        let mut calls: Vec<Vec<&str>> = Vec::new();
        for name in &named {
            calls.push(vec!["check", "-c", name, "a.yml"]);
        }
        for format in ["concise", "json", "sarif", "github", "gitlab", "junit"] {
            calls.push(vec!["check", "-c", "policy.toml", "--format", format, "a.yml"]);
        }
        let others: [&[&str]; 24] = [
            &["apps", "--apps", "apps"],
            &["apps", "own", "--apps", "apps"],
            &["check", "--apps", "apps", "a.yml"],
            &["check", "-v", "--env-file", "e.env", "a.yml"],
            &["check", "--env-file", "e.env", "--format", "json", "a.yml"],
            &["check", "e.env"],
            &["check", "--diff", "--fix=all", "b.yml"],
            &["check", "--diff", "a.yml", "b.yml", "c.yml"],
            &["check", "--mailcow", "mailcow.json", "a.yml"],
            &["check", "--write-baseline", "known.json", "a.yml", "b.yml", "c.yml"],
            &["check", "-v", "users.yml"],
            &["policy", "test", "-c", "policy.toml", "cases.yml"],
            &["clients", "a.yml", "b.yml", "c.yml"],
            &["show", "a.yml", "b.yml", "c.yml"],
            &["show", "--origin", "a.yml", "b.yml", "users.yml"],
            &["check", "--fix=all", "b.yml"],
            &["check", "nginx.conf"],
            &["check", "Caddyfile"],
            &["check", "--diff", "--fix=all", "d.yml"],
            &["check", "--fix=all", "d.yml"],
            &["verify-secret", "f.yml"],
            &["access", "a.yml", "--requests", "requests.json"],
            &["why", "--log", "authelia.log", "a.yml"],
            &["why", "--log", "authelia.log", "--format", "json", "a.yml"],
        ];
        calls.extend(others.map(<[&str]>::to_vec));
        for call in calls {
            let told = run(folder.path(), &call).told();
            assert!(trace(&told).is_none(), "{call:?}: {told}");
        }
        let baseline = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
        assert!(trace(&baseline).is_none(), "{baseline}");
    }
}

/// `access diff` and `access test` with rules and cases that contain a secret.
#[test]
#[ignore = "slow"]
fn in_rules_and_cases_of_access_control() {
    let rules = "session: { cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }] }\n\
                 access_control:\n  default_policy: 'deny'\n  rules:\n    - domain: 'a.example.com'\n      policy: 'POLICY'\n      \
                 query: [[{ key: 'api_key', value: '{s}' }]]\n    - domain: 'b.example.com'\n      policy: 'POLICY'\n      \
                 resources: ['^/x\\?client_secret={s}$']\n      # password: {s}\n      subject: 'user:ada'\n";
    let access_cases = "- name: 'password={s}'\n  request: { url: 'https://u:{s}@a.example.com/?api_key={s}', user: 'ada' }\n  \
                        outcome: 'allowed'\n- name: 'client_secret: {s}'\n  request: { url: 'https://b.example.com/x?client_secret={s}' }\n  \
                        outcome: 'forbidden'\n";
    for secret in SECRETS {
        let whole = |text: &str| whole(text, secret);
        let files = [
            ("old.yml", whole(&rules.replace("POLICY", "two_factor"))),
            ("new.yml", whole(&rules.replace("POLICY", "one_factor"))),
            ("access.yml", whole(access_cases)),
            (
                "wrong-access.yml",
                whole("- name: 'a'\n  request: { url: 'https://a', secret: {s} }\n  outcome: '{s}'\n"),
            ),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let folder = folder(&files);
        let mut calls: Vec<Vec<&str>> = Vec::new();
        for format in ["full", "concise", "json", "github"] {
            calls.push(vec!["access", "diff", "--complete", "--format", format, "old.yml", "new.yml"]);
            calls.push(vec!["access", "diff", "--complete", "--format", format, "new.yml", "old.yml"]);
        }
        for format in ["full", "concise", "json", "junit"] {
            calls.push(vec!["access", "test", "--complete", "--format", format, "access.yml", "new.yml"]);
            calls.push(vec!["access", "test", "--complete", "--format", format, "wrong-access.yml", "new.yml"]);
            calls.push(vec!["access", "test", "--complete", "--write", "--format", format, "new-cases.yml", "new.yml"]);
        }
        for call in calls {
            let told = run(folder.path(), &call).told();
            assert!(!told.is_empty() && trace(&told).is_none(), "{call:?}: {told}");
        }
    }
}

/// Settings of applications in every kind of file that is read beside a configuration, and variables in its text.
#[test]
#[ignore = "slow"]
fn in_the_settings_of_applications_and_in_variables() {
    let compose = "services:\n  grafana:\n    image: grafana/grafana\n    env_file: grafana.env\n    environment:\n      \
                   GF_AUTH_GENERIC_OAUTH_CLIENT_ID: a\n      GF_AUTH_GENERIC_OAUTH_SCOPES: 'x y'\n      GF_DATABASE_PASSWORD: '{s}'\n";
    let kustomization = "configMapGenerator:\n  - name: g\n    literals: ['GF_AUTH_GENERIC_OAUTH_CLIENT_ID=a', \
                         'GF_AUTH_GENERIC_OAUTH_SCOPES=x y', 'GF_DATABASE_PASSWORD={s}']\nsecretGenerator:\n  - name: s\n    \
                         literals: ['GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET={s}', 'GF_SERVER_ROOT_URL=https://u:{s}@h']\n    \
                         envs: [secrets.env]\n    files: [secret.ini]\n";
    let manifest = "kind: Deployment\nspec:\n  template:\n    spec:\n      volumes: [{ name: v, secret: { secretName: s } }]\n      \
                    containers:\n        - image: grafana/grafana\n          volumeMounts: [{ name: v, mountPath: /x }]\n          \
                    envFrom: [{ configMapRef: { name: g } }, { secretRef: { name: s } }]\n";
    let module = "{ services.vaultwarden.config = { ssoClientId = \"a\"; ssoClientSecret = \"{s}\"; adminToken = \"{s}\"; domain = \"x\"; }; }\n";
    let client = "session:\n  cookies:\n    - domain: 'a.b'\n      authelia_url: 'https://a.b'\nidentity_providers:\n  oidc:\n    \
                  clients:\n      - client_id: 'a'\n        client_secret: '$plaintext$other'\n        redirect_uris: ['https://a.b/']\n        \
                  scopes: ['openid']\n        bogus: '${TOKEN}'\n        client_name: '${PASSWORD}'\n";
    for secret in SECRETS {
        let whole = |text: &str| whole(text, secret);
        let variables = whole("PASSWORD={s}\nTOKEN={s}\nAUTHELIA_JWT_SECRET={s}\nAUTHELIA_NOTIFIER_SMTP_HOST={s}\n");
        let files = [
            ("compose/compose.yml", whole(compose)),
            ("compose/grafana.env", whole("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET={s}\nOTHER_TOKEN={s}\n")),
            ("kustomize/kustomization.yaml", whole(kustomization)),
            ("kustomize/secrets.env", whole("GF_AUTH_GENERIC_OAUTH_AUTH_URL=https://u:{s}@h/x\nOTHER={s}\n")),
            (
                "kustomize/secret.ini",
                whole("[auth.generic_oauth]\ntoken_url = https://u:{s}@h/x\nclient_secret = {s}\n"),
            ),
            ("kustomize/grafana.yml", whole(manifest)),
            ("nixos/host.nix", whole(module)),
            ("variables.env", variables),
        ];
        let mut files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        files.extend(
            ["compose/configuration.yml", "kustomize/configuration.yml", "nixos/configuration.yml"]
                .map(|name| (name, client)),
        );
        let folder = folder(&files);
        let expanded = ["--merge", "--filters", "expand-env", "--env-file", "variables.env", "nixos/configuration.yml"];
        let mut calls: Vec<Vec<&str>> = Vec::new();
        for format in ["full", "concise", "json", "sarif", "github", "gitlab", "junit"] {
            calls.extend(["compose", "kustomize", "nixos"].map(|name| vec!["check", "--format", format, name]));
            calls.push([&["check", "--format", format], &expanded[..]].concat());
        }
        calls.push([&["check", "--diff", "--fix=all"], &expanded[..]].concat());
        calls.push([&["show"], &expanded[..]].concat());
        calls.push([&["show", "--origin"], &expanded[..]].concat());
        calls.push([&["clients"], &expanded[..]].concat());
        calls.push(vec!["check", "--diff", "--fix=all", "variables.env"]);
        calls.push(vec!["why", "invalid_client", "kustomize"]);
        for call in calls {
            let told = run(folder.path(), &call).told();
            assert!(trace(&told).is_none(), "{call:?}: {told}");
        }
        for name in ["compose", "kustomize"] {
            let out = run(folder.path(), &["check", "--format", "concise", name]).out;
            assert!(out.contains("client-secret-mismatch"), "{out}");
        }
    }
}
